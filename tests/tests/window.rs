//! User stories in the window: the real program, a real keyring, a simulated service.

mod window {
    mod access;
    mod account;
    mod bulk;
    mod clipboard;
    mod connect;
    mod create_and_delete;
    mod crowd;
    mod demo;
    mod dialogs;
    mod endpoints;
    mod history_kept;
    mod hostile_page;
    mod lock;
    mod memory;
    mod northwind;
    mod nothing_lost;
    mod outage;
    mod rules;
    mod save;
    mod start;
    mod two_clients;
    mod unusable_answers;
    mod vpcs;
    mod who_has_access;
    mod wrong_keys;
}
