//! Writes every artifact that fits an endpoint's cloud:
//! `cargo run -p postern --example recipes -- PARAMS.json OUT/`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use postern::recipe::{self, Artifact, Params};

/// The artifacts that are files of their own; the others are read where they are shown.
const FILES: &[&str] = &[
    "aws-cli.sh",
    "aws-cli-undo.sh",
    "cloudformation.yaml",
    "terraform-aws.tf",
    "azure-cli.sh",
    "azure-cli-undo.sh",
    "arm.json",
    "terraform-azure.tf",
    "terraform-ybm.tf",
    "ybm.sh",
    "check.sh",
];

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [params, folder] = arguments.as_slice() else {
        eprintln!("usage: recipes PARAMS.json OUT/");
        return ExitCode::FAILURE;
    };
    match run(Path::new(params), Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("recipes: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(params: &Path, folder: &Path) -> Result<(), String> {
    let text =
        fs::read_to_string(params).map_err(|error| format!("{}: {error}", params.display()))?;
    let params =
        Params::from_json(&text).map_err(|error| format!("{}: {error}", params.display()))?;
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let artifacts = recipe::artifacts(&params);
    for artifact in artifacts.iter().filter(|a| FILES.contains(&a.file_name)) {
        let path = folder.join(artifact.file_name);
        write(&path, artifact).map_err(|error| format!("{}: {error}", path.display()))?;
        match artifact.placeholders {
            0 => println!("{}", path.display()),
            left => println!("{}: {left} still to be filled in", path.display()),
        }
    }
    Ok(())
}

fn write(path: &Path, artifact: &Artifact) -> std::io::Result<()> {
    fs::write(path, &artifact.text)?;
    #[cfg(unix)]
    if artifact.language.is_executable() {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}
