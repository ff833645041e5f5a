//! Names every command, so that a window may call only what its capability allows by name.

/// The commands, in the order of the modules that hold them.
const COMMANDS: &[&str] = &[
    // accounts
    "app_state",
    "try_key",
    "add_account",
    "replace_key",
    "drop_draft",
    "drop_untried_key",
    "switch_account",
    "rename_account",
    "remove_account",
    "lock",
    "unlock",
    "activity",
    "open_demo",
    "leave_demo",
    // settings
    "set_settings",
    "choose_certificates",
    "remove_certificates",
    // inventory
    "snapshot",
    "refresh",
    "read_details",
    // principals
    "parse_principals",
    // changes
    "plan_bulk",
    "read_unread",
    "reading",
    "stop_reading",
    "decide_plan",
    "to_type",
    "apply_bulk",
    "ybm_commands",
    "export_plan",
    "import_plan",
    "changes",
    "decide",
    "retry_step",
    "cancel_batch",
    "retry_failed",
    "resume_batch",
    "discard_batch",
    "dismiss_batch",
    // history and files
    "history",
    "history_export",
    "history_names",
    "history_beyond",
    "plan_revert",
    "save_text",
    // vpcs
    "vpc_regions",
    "check_vpc",
    "create_vpc",
    "delete_vpc",
    // recipes
    "prerequisites",
    "network",
    "remember_network",
    "recipes",
    "terraform",
    "diagnose",
    "explain",
    // check
    "start_check",
    "stop_check",
    "checks",
    // access
    "access",
    "finding_counts",
    "finding_places",
    "set_owner_name",
    "access_export",
    // pictures
    "save_picture",
    // clipboard and links
    "copy_text",
    "open_link",
];

fn main() {
    let attributes = tauri_build::Attributes::new()
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    tauri_build::try_build(attributes).expect("the Tauri configuration can be built");
}
