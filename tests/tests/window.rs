//! User stories in the window: the real program, a real keyring, a simulated service.

mod window {
    mod access;
    mod account;
    mod bulk;
    mod clipboard;
    mod clouds;
    mod connect;
    mod create_and_delete;
    mod crowd;
    mod demo;
    mod dialogs;
    mod dialogs_plan;
    mod endpoints;
    mod first_contact;
    mod history_kept;
    mod hostile_commands;
    mod hostile_page;
    mod keepassxc;
    mod key_window;
    mod keyboard;
    mod kwallet;
    mod lock;
    mod memory;
    mod multi_cloud;
    mod names_and_reasons;
    mod northwind;
    mod nothing_lost;
    mod outage;
    mod rules;
    mod save;
    mod screen_lock;
    mod screen_reader;
    mod slow_service;
    mod start;
    mod tables;
    mod traces;
    mod two_clients;
    mod unusable_answers;
    mod vpcs;
    mod who_has_access;
    mod wrong_keys;
}
