//! A plan as commands of the vendor's command line, for a shell. Pure.
//!
//! Flags as in the documentation of ybm-cli, `ybm cluster network endpoint`; `--endpoint-id` takes a PSE's
//! id as well. `ybm` reads the key from its own configuration: none stands here.

use super::batch::BulkPlan;
use crate::change::{Action, Plan, Step};
use crate::text::{is_invisible, is_line_break, is_printable, shown};

const ENDPOINT: [&str; 4] = ["ybm", "cluster", "network", "endpoint"];

/// The commands that do what the plan does, quoted for a POSIX shell; what can't be done stands there as a
/// comment, and so does how many steps the user left out of it. A terminal acts on control characters
/// before a shell sees its quotes, so that a step with one in it has no command.
pub fn ybm_commands(plan: &BulkPlan, excluded: usize) -> String {
    let mut lines = vec![format!("# {}", comment(&plan.title))];
    match excluded {
        0 => {}
        1 => lines.push("# 1 step was left out.".to_owned()),
        n => lines.push(format!("# {n} steps were left out.")),
    }
    let mut steps = plan.plans.iter().flat_map(|plan| &plan.steps);
    if steps.any(|step| step.action == Action::Edit) {
        lines.push(
            "# An update replaces the endpoint's whole list: run this soon, or what others"
                .to_owned(),
        );
        lines.push("# change until then is lost.".to_owned());
    }
    lines.push("# A cluster that is busy refuses: wait, then run that line again.".to_owned());
    if let Some(problem) = &plan.blocked {
        lines.push(format!("# {}", comment(&problem.message)));
    }
    for plan in &plan.plans {
        lines.push(String::new());
        lines.push(format!("# {}", comment(&plan.cluster_name)));
        if let Some(problem) = &plan.blocked {
            lines.push(format!(
                "# Can't be changed now. {}",
                comment(&problem.message)
            ));
        }
        for step in &plan.steps {
            let line = command(plan, step)
                .unwrap_or_else(|reason| format!("# {}: {reason}", comment(&step.region)));
            // What is blocked is there to be read, not to be run.
            match &plan.blocked {
                Some(_) => lines.push(format!("# {line}")),
                None => lines.push(line),
            }
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn command(plan: &Plan, step: &Step) -> Result<String, String> {
    let cluster = ["--cluster-name", plan.cluster_name.as_str()];
    let list: Vec<&str> = step.after.iter().map(|view| view.text.as_str()).collect();
    if list.iter().any(|text| text.contains(',')) {
        return Err(
            "a principal on the list holds a comma, which ybm takes for the end of it".to_owned(),
        );
    }
    let list = list.join(",");
    let pse = || {
        let pse_id = step.pse_id.as_ref();
        pse_id.ok_or_else(|| "the endpoint is gone".to_owned())
    };
    let words: Vec<&str> = match step.action {
        Action::Create => [
            &["create"][..],
            &cluster,
            &["--accessibility-type", "PRIVATE_SERVICE_ENDPOINT"],
            &["--region", &step.region],
            &["--security-principals", &list],
        ]
        .concat(),
        Action::Edit => [
            &["update"][..],
            &cluster,
            &["--endpoint-id", pse()?.as_str()],
            &["--security-principals", &list],
        ]
        .concat(),
        Action::Delete => [
            &["delete"][..],
            &cluster,
            &["--endpoint-id", pse()?.as_str()],
        ]
        .concat(),
    };
    if let Some(word) = words.iter().find(|word| !is_printable(word)) {
        return Err(format!(
            "no command, because “{}” has characters that a terminal acts on or doesn't show",
            shown(word)
        ));
    }
    let words = ENDPOINT.into_iter().chain(words);
    shlex::try_join(words).map_err(|_| "a name in it can't be written in a shell".to_owned())
}

/// One line, whatever names hold: a comment must not end before its line does, nor move the cursor.
fn comment(text: &str) -> String {
    let plain = |c: char| match c {
        c if c.is_control() || is_line_break(c) => ' ',
        c => c,
    };
    let text: String = text.chars().map(plain).collect();
    text.chars().filter(|c| !is_invisible(*c)).collect()
}
