//! A region's code.

use super::regions;
use crate::cloud::Cloud;

/// What is to be said of a region's code.
pub(super) enum Place {
    /// A region.
    Known,
    /// Perhaps a new one; a warning.
    Unfamiliar(String),
    /// None; an error.
    Wrong(String),
}

/// Judges the code of a region, without spaces around.
pub(super) fn judge(cloud: &Cloud, code: &str) -> Place {
    let known = regions(cloud);
    if known.contains(&code) {
        return Place::Known;
    }
    if code.is_empty() {
        return Place::Wrong("Choose a region.".to_owned());
    }
    // "US East 1", "West US 3" and the like.
    let squeezed = squeeze(code);
    let meant = known.iter().find(|known| squeeze(known) == squeezed);
    if let Some(meant) = meant {
        return Place::Wrong(format!("Write the region's code: {meant}."));
    }
    if is_plausible(cloud, code) {
        Place::Unfamiliar(format!(
            "{code} is not among the regions that Postern knows; check how it is spelt."
        ))
    } else {
        let example = known.last().copied().unwrap_or("us-west-2");
        Place::Wrong(format!(
            "This is no region's code, which looks like {example}."
        ))
    }
}

fn squeeze(code: &str) -> String {
    code.chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Whether a code has the cloud's form: `us-west-2`, `westus3`, `us-west4`.
fn is_plausible(cloud: &Cloud, code: &str) -> bool {
    let letters =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let digits = |part: &str| {
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let words: Vec<&str> = code.split('-').take(6).collect();
    let stem = code.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &code[stem.len()..];
    code.len() <= 40
        && match cloud {
            Cloud::Aws => match words.split_last() {
                Some((last, stem)) => {
                    (2..=4).contains(&stem.len()) && stem.iter().all(|w| letters(w)) && digits(last)
                }
                None => false,
            },
            Cloud::Azure => {
                letters(stem) && stem.len() >= 4 && (number.is_empty() || digits(number))
            }
            Cloud::Gcp => {
                digits(number) && stem.split('-').count() == 2 && stem.split('-').all(letters)
            }
            Cloud::Other(_) => false,
        }
}
