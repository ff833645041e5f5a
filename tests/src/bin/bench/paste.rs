//! Time for reading a megabyte of pasted text, compared with ten tenths of it: it may not cost more per byte.

use std::time::{Duration, Instant};

use postern::principal::{PrincipalCloud, parse_pasted};

use postern_tests::ratio::Ratio;

const PARTS: usize = 10;
const PART_SIZE: usize = 100_000;

/// What a parser might go back over, once for each repetition.
const PIECES: [&str; 23] = [
    "a",
    " ",
    ",",
    "\"",
    "\"\n",
    "'\"`",
    "'a ",
    "*",
    "* ",
    "#",
    "/",
    "{",
    "[",
    "a=",
    "1234 ",
    "“",
    "\u{feff}",
    "arn:aws:iam::412900005518:role/a,",
    "arn:",
    "é,",
    "[\"a\",",
    "0f2a7c1e-",
    "412900005518,",
];

pub fn run() -> Vec<Ratio> {
    let measured = PIECES.into_iter().flat_map(|piece| {
        [PrincipalCloud::Aws, PrincipalCloud::Azure].map(|cloud| measure(cloud, piece))
    });
    let slowest = measured.max_by(|one, other| one.value().total_cmp(&other.value()));
    slowest.into_iter().collect()
}

/// The best of three, because one of them may have been interrupted.
fn measure(cloud: PrincipalCloud, piece: &str) -> Ratio {
    let part = piece.repeat(PART_SIZE / piece.len());
    let whole = part.repeat(PARTS);
    let best = |times: usize, text: &str| -> Duration {
        let rounds = (0..3).map(|_| {
            let start = Instant::now();
            for _ in 0..times {
                std::hint::black_box(parse_pasted(cloud, text));
            }
            start.elapsed()
        });
        rounds.min().unwrap_or_default()
    };
    Ratio::new(
        format!("1 MB of {piece:?} pasted / 10 times 100 kB, the worst of all"),
        best(1, &whole),
        best(PARTS, &part),
        Some(2.0),
    )
}
