//! The window comes up and keeps the page in.

mod window {
    mod hostile_page;
    mod start;
}
