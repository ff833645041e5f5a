//! Asking the Aeon API by hand.

use super::support::{Stubs, artifact, aws, said};

#[test]
fn the_key_is_in_the_header_but_not_among_the_arguments() {
    let params = aws().in_project(None, "account-1", "project-1").unwrap();
    let script = artifact(&params, "aeon-curl.sh").text;
    let curl = Stubs::new(
        "curl",
        "for word in \"$@\"; do case \"$word\" in @*) cat \"${word#@}\" ;; esac; done; printf '\\n200'",
    );
    let output = curl.bash(&format!("YBM_API_KEY=the.secret.key\n{script}"), &[]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(said(&output).trim(), "Authorization: Bearer the.secret.key");

    let call = curl.calls().concat();
    assert!(
        !call.iter().any(|word| word.contains("the.secret.key")),
        "{call:?}"
    );
    assert_eq!(
        call.last().unwrap(),
        "https://cloud.yugabyte.com/api/public/v1/accounts/account-1/projects/project-1/clusters/0d9cf2b4-6a0f-4c51-9c5e-3a8f1f0a7b11/private-service-endpoints/7c2f0a1e-51f5-4a52-8f2e-2f6c7e9b1a00"
    );
}

#[test]
fn an_error_is_shown_and_fails_also_with_an_old_curl() {
    let params = aws().in_project(None, "account-1", "project-1").unwrap();
    let script = artifact(&params, "aeon-curl.sh").text;
    // curl before 7.76
    let curl = Stubs::new(
        "curl",
        "case \"$*\" in *--fail-with-body*) echo 'curl: option --fail-with-body: is unknown' >&2; exit 2 ;; esac; printf '{\"error\":{\"status\":404}}\\n404'",
    );
    let output = curl.bash(&format!("YBM_API_KEY=the.secret.key\n{script}"), &[]);
    assert_eq!(output.status.code(), Some(22));
    let said = said(&output);
    assert!(said.contains("{\"error\":{\"status\":404}}"), "{said}");
    assert!(said.contains("HTTP status 404"), "{said}");
}

#[test]
fn without_a_key_it_says_where_to_put_one() {
    let script = artifact(&aws().in_project(None, "a", "p").unwrap(), "aeon-curl.sh").text;
    let curl = Stubs::new("curl", "");
    let output = curl.bash(&format!("unset YBM_API_KEY\n{script}"), &[]);
    assert!(!output.status.success());
    assert!(
        said(&output).contains("into YBM_API_KEY first"),
        "{}",
        said(&output)
    );
    assert!(curl.calls().is_empty());
}
