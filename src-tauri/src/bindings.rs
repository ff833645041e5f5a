//! What the page can call and hear, and its description in TypeScript.

use std::path::Path;

use specta_typescript::Typescript;
use tauri::Runtime;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::{
    access, accounts, changes, check, clipboard, events, history, inventory, links, pictures,
    principals, recipes, settings, vpcs,
};

/// Every command and every event.
#[must_use]
pub fn bindings<R: Runtime>() -> Builder<R> {
    Builder::new()
        .commands(collect_commands![
            accounts::app_state,
            accounts::try_key,
            accounts::add_account,
            accounts::replace_key,
            accounts::drop_draft,
            accounts::drop_untried_key,
            accounts::switch_account,
            accounts::rename_account,
            accounts::remove_account,
            accounts::lock,
            accounts::unlock,
            accounts::activity,
            accounts::open_demo,
            accounts::leave_demo,
            settings::set_settings,
            settings::choose_certificates,
            settings::remove_certificates,
            inventory::snapshot,
            inventory::refresh,
            inventory::read_details,
            principals::parse_principals,
            changes::plan_bulk,
            changes::read_unread,
            changes::reading,
            changes::stop_reading,
            changes::decide_plan,
            changes::to_type,
            changes::apply_bulk,
            changes::ybm_commands,
            changes::export_plan,
            changes::import_plan,
            changes::changes,
            changes::decide,
            changes::retry_step,
            changes::cancel_batch,
            changes::retry_failed,
            changes::resume_batch,
            changes::discard_batch,
            changes::dismiss_batch,
            history::history,
            history::history_export,
            history::history_names,
            history::history_beyond,
            history::plan_revert,
            history::save_text,
            vpcs::vpc_regions,
            vpcs::check_vpc,
            vpcs::create_vpc,
            vpcs::delete_vpc,
            recipes::prerequisites,
            recipes::network,
            recipes::remember_network,
            recipes::recipes,
            recipes::terraform,
            recipes::diagnose,
            recipes::explain,
            check::start_check,
            check::stop_check,
            check::checks,
            access::access,
            access::finding_counts,
            access::finding_places,
            access::set_owner_name,
            access::access_export,
            pictures::save_picture,
            clipboard::copy_text,
            links::open_link,
        ])
        .events(collect_events![
            events::StateChanged,
            events::SnapshotChanged,
            events::ChangesChanged,
            events::ChecksChanged,
        ])
        .typ::<postern::problem::Problem>()
        // A command's promise rejects with its `Problem`; the page's queries take it from there.
        .error_handling(ErrorHandlingMode::Throw)
        // One TypeScript type a Rust type: what is sent and what is taken have the same shape here.
        .disable_serde_phases()
}

/// Writes the commands, events and types as the page's `bindings.ts`.
///
/// # Errors
/// When a type can't be said in TypeScript, or the file can't be written.
pub fn write_typescript(file: &Path) -> Result<(), specta_typescript::Error> {
    let header = "// Written by `cargo xtask bindings` from the commands in src-tauri.\n";
    bindings::<tauri::Wry>().export(Typescript::default().header(header), file)
}
