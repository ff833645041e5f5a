//! Checks a region's name.

use super::regions;
use crate::cloud::Cloud;

/// Whether a region's name is valid.
pub(super) enum RegionName {
    Known,
    /// Possibly a new region, with a warning.
    Unfamiliar(String),
    /// Invalid, with the error.
    Wrong(String),
}

/// Checks a region's name, given without surrounding spaces.
pub(super) fn check_region(cloud: &Cloud, code: &str) -> RegionName {
    let known = regions(cloud);
    if known.contains(&code) {
        return RegionName::Known;
    }
    if code.is_empty() {
        return RegionName::Wrong("Choose a region.".to_owned());
    }
    // "US East 1", "West US 3" and the like.
    let squeezed = squeeze(code);
    let meant = known.iter().find(|known| squeeze(known) == squeezed);
    if let Some(meant) = meant {
        return RegionName::Wrong(format!("Enter the region's code: {meant}."));
    }
    if is_plausible(cloud, code) {
        RegionName::Unfamiliar(format!(
            "Postern doesn't know the region {code}. Check the spelling."
        ))
    } else {
        let example = known.last().copied().unwrap_or("us-west-2");
        RegionName::Wrong(format!(
            "This isn't a region code. Enter one such as {example}."
        ))
    }
}

fn squeeze(code: &str) -> String {
    code.chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Whether a name has the cloud's format: `us-west-2`, `westus3`, `us-west4`.
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
