//! The list of commands, each with what keeps a hostile page from doing harm with it. The command handler, the page's
//! bindings, the build script's manifest, the page's capability and the table in SECURITY.md are all made from it. The build script includes this file, so it uses nothing but `std`.

/// Calls a macro with another one and all commands. A command has no place here without its guard.
macro_rules! with_guards {
    ($macro:ident, $target:ident) => {
        $macro! {
            $target;
            accounts::app_state = "No key and no proxy password is in it.";
            accounts::ask_for_key = "Shows a window of its own, one at a time. The page never gets the key.";
            accounts::close_key_window = "Only closes that window.";
            accounts::try_key = "Only a key that waits in memory, or that the user agrees to take from the clipboard. **Native dialog** before an address that is neither the vendor's nor an account's.";
            accounts::add_accounts = "Only a key that was tested just before.";
            accounts::replace_key = "Only a key that was tested just before, for the same account and address.";
            accounts::drop_draft = "Only removes a key from memory.";
            accounts::drop_untried_key = "Only removes a key from memory.";
            accounts::switch_account = "Only accounts of this computer, whose keys go to their own addresses. While none is unlocked, the operating system verifies the user, if that is switched on.";
            accounts::rename_account = "Native dialogs show the service's name of the account as well.";
            accounts::mark_account = "**Native dialog** before production becomes something else, and before read-only is turned off.";
            accounts::remove_account = "**Native dialog.** The operating system verifies the user, if that is switched on.";
            accounts::lock = "Only removes keys and data from memory.";
            accounts::unlock = "The keyring, if it is locked, asks for its password. The operating system verifies the user, if that is switched on.";
            accounts::activity = "Counts only if the window had input in the last minute (on Linux; elsewhere, if it has the focus).";
            accounts::open_demo = "Contacts only a simulator in the program.";
            accounts::leave_demo = "Stays locked if it was locked before.";
            settings::set_theme = "Nothing depends on it.";
            settings::set_lock_time = "**Native dialog** for never and for more than two hours.";
            settings::set_proxy = "**Native dialog** for a new proxy.";
            settings::set_history_time = "At least 30 days. **Native dialog** for a shorter time, which the history records.";
            settings::set_confirmations = "**Native dialog**, always, if less is confirmed.";
            settings::set_notify_others = "Nothing depends on it.";
            settings::set_look_for_updates = "The build or the settings file has the address. Nothing is downloaded.";
            settings::no_user_verification = "Only reads.";
            settings::set_user_verification = "The operating system verifies the user, whether it is switched on or off.";
            settings::choose_certificates = "A press. The user chooses the file. **Native dialog** with subjects and fingerprints.";
            settings::remove_certificates = "Trusts less.";
            settings::diagnostics = "Only reads. No key and no password is in it.";
            settings::set_service_form = "**Native dialog.**";
            settings::forget_service_form = "What was learned is learned again.";
            inventory::snapshot = "Only reads.";
            inventory::refresh = "Only reads.";
            inventory::read_details = "Only reads.";
            principals::parse_principals = "Only computes.";
            changes::plan_bulk = "Sends no change.";
            changes::read_unread = "Sends no change.";
            changes::reading = "Only reads.";
            changes::stop_reading = "Only stops reading.";
            changes::decide_plan = "Sends no change.";
            changes::to_type = "Only computes.";
            changes::note_plan = "Sends no change. Native dialogs don't show it.";
            changes::apply_bulk = "**Native dialog** if it grants access to an owner on none of the account's lists or to `*`, deletes, or changes more endpoints than the settings allow. Exactly the steps that were shown are sent.";
            changes::import_plan = "Sends no change.";
            changes::changes = "Only reads.";
            changes::decide = "**Native dialog** as for a plan.";
            changes::retry_step = "**Native dialog** as for a plan.";
            changes::cancel_batch = "Sends less.";
            changes::retry_failed = "**Native dialog** as for a plan.";
            changes::resume_batch = "**Native dialog** as for a plan.";
            changes::discard_batch = "Sends less. The history keeps it.";
            changes::dismiss_batch = "The history keeps it.";
            history::history = "Only reads.";
            history::history_names = "Only reads.";
            history::history_beyond = "Only reads.";
            history::plan_revert = "Sends no change.";
            files::save_made = "A press, once. The user chooses the file; Postern makes its name and text.";
            files::save_shown = "A press, once. The user chooses the file; Postern makes its name.";
            vpcs::vpc_regions = "Only reads.";
            vpcs::check_vpc = "Sends no change.";
            vpcs::create_vpc = "**Native dialog** if every change is confirmed, or in production.";
            vpcs::delete_vpc = "**Native dialog.**";
            recipes::prerequisites = "Only reads.";
            recipes::network = "Only reads.";
            recipes::remember_network = "Values are quoted where they are used, and marked if they have the wrong form.";
            recipes::recipes = "Only computes.";
            recipes::terraform = "Only computes.";
            recipes::diagnose = "Only computes.";
            recipes::explain = "Only computes.";
            check::start_check = "Only the endpoint's own host, on the database's two ports.";
            check::stop_check = "Only stops.";
            check::checks = "Only reads.";
            access::access = "Only reads.";
            access::finding_counts = "Only reads.";
            access::finding_places = "Only reads.";
            access::owner_names = "Only reads.";
            access::owner_groups = "Only reads.";
            access::known_principals = "Only reads.";
            access::set_owner_name = "A name doesn't make an owner known to the confirmations.";
            access::set_owner_group = "A group doesn't make an owner known to the confirmations.";
            access::set_ours = "A mark doesn't make an owner known to the confirmations.";
            access::accept_finding = "The finding stays listed. The confirmations don't depend on findings.";
            access::withdraw_acceptance = "More is counted.";
            access::read_names = "Only computes.";
            access::import_names = "A name or a mark doesn't make an owner known to the confirmations.";
            clouds::cloud_access = "Only reads.";
            clouds::set_cloud_access = "**Native dialog** before it is switched on. Profiles only by name, from the AWS CLI's own files.";
            clouds::choose_cli = "A press. The user chooses the file. **Native dialog** with its path.";
            clouds::find_cli = "Only the usual folders.";
            clouds::connections = "Only reads.";
            clouds::look_up = "Only where it is switched on. Postern decides the program, the verb and every argument; all of them only read.";
            clouds::stop_look_up = "Only stops.";
            clouds::preflight = "Only reads.";
            clouds::start_preflight = "As for `look_up`. A VPC, VNet and resource group only in their forms; a profile only by name, of those that are used in this account.";
            clouds::stop_preflight = "Only stops.";
            clouds::names_from_cli = "Only where it is switched on. Postern decides the verb; a profile only by name, from the AWS CLI's own files.";
            files::draw_picture = "A press, once. Allows one picture to be saved within a minute.";
            files::save_picture = "A press, once, or `draw_picture`. The user chooses the file; Postern makes its name and takes only a PNG.";
            clipboard::copy_text = "A press. At most 4,096 bytes.";
            clipboard::copy_made = "A press. Postern makes the text.";
            views::copy_rows = "A press. Postern makes the text.";
            views::views = "Only reads.";
            views::set_views = "Only the page reads it. At most as much as Postern keeps.";
            views::set_zoom = "Nothing depends on it.";
            links::open_log_folder = "A press, once. Always the same folder.";
            links::drop_link = "Only forgets a link.";
            links::open_link = "A press, once. The page names one of the vendors' pages and never gives an address.";
        }
    };
}

macro_rules! paths_only {
    ($target:ident; $($module:ident::$name:ident = $guard:literal;)*) => {
        $target![$($module::$name,)*]
    };
}

/// Calls a macro with the paths of all commands.
macro_rules! for_each_command {
    ($macro:ident) => {
        with_guards!(paths_only, $macro)
    };
}

macro_rules! module_and_name {
    ($($module:ident::$name:ident,)*) => {
        &[$((stringify!($module), stringify!($name))),*]
    };
}

macro_rules! name_and_guard {
    ($target:ident; $($module:ident::$name:ident = $guard:literal;)*) => {
        &[$((stringify!($name), $guard)),*]
    };
}

/// The module and the name of each command.
pub const COMMANDS: &[(&str, &str)] = for_each_command!(module_and_name);

/// The name of each command and its guard, in Markdown.
pub const GUARDS: &[(&str, &str)] = with_guards!(name_and_guard, none);

/// The one command of the window in which a key is entered. No other window may call it.
pub const KEY_COMMAND: (&str, &str) = ("key_window", "take_key");

/// The content of `capabilities/key.json`, which lets that window call its command and nothing else.
#[must_use]
pub fn key_capability() -> String {
    let permissions = [permission(KEY_COMMAND.1)];
    let description = "What the page for entering a key may do.";
    file("key", description, &permissions)
}

/// The content of `capabilities/main.json`, which lets the page listen to events and call each command.
#[must_use]
pub fn capability() -> String {
    let events = ["core:event:allow-listen", "core:event:allow-unlisten"].map(str::to_owned);
    let commands = COMMANDS.iter().map(|(_, name)| permission(name));
    let permissions: Vec<String> = events.into_iter().chain(commands).collect();
    let description = "What the page may do: listen to events, and call each command.";
    file("main", description, &permissions)
}

fn permission(command: &str) -> String {
    format!("allow-{}", command.replace('_', "-"))
}

/// The capability of the window with this label.
fn file(window: &str, description: &str, permissions: &[String]) -> String {
    let permissions: Vec<String> = permissions
        .iter()
        .map(|permission| format!("    \"{permission}\""))
        .collect();
    let permissions = permissions.join(",\n");
    format!(
        r#"{{
  "$schema": "../gen/schemas/desktop-schema.json",
  "identifier": "{window}",
  "description": "{description} Generated by `cargo xtask bindings`.",
  "local": true,
  "windows": [
    "{window}"
  ],
  "permissions": [
{permissions}
  ]
}}
"#
    )
}
