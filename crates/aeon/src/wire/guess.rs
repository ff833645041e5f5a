//! What a state probably means that this version doesn't know.

/// What a state means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// In service.
    Ready,
    /// On its way into service.
    Creating,
    /// Being changed.
    Changing,
    /// On its way out of service.
    Ending,
    /// Out of service.
    Off,
    /// Broken.
    Failed,
    /// Anything.
    Unknown,
}

/// What a state means that isn't among the documented ones: words that other things of the API use, then the
/// word's ending.
pub fn guess(word: &str) -> Guess {
    match word {
        "ENABLED" | "ACTIVE" => Guess::Ready,
        "QUEUED" | "CREATING" | "ENABLING" | "PENDING" => Guess::Creating,
        "UPDATING" | "EDITING" => Guess::Changing,
        "DELETING" | "DISABLING" => Guess::Ending,
        "DISABLED" => Guess::Off,
        word if word.ends_with("FAILED") => Guess::Failed,
        word if word.ends_with("ING") => Guess::Changing,
        _ => Guess::Unknown,
    }
}
