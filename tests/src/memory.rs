//! Looking through another process's memory, as a debugger or a core dump would show it.

use std::fs::File;
use std::os::unix::fs::FileExt as _;

/// How often a process's memory holds a text, as UTF-8 or as UTF-16.
///
/// # Panics
/// When the memory can't be read.
pub(crate) fn copies(process: u32, text: &str) -> usize {
    let folder = format!("/proc/{process}");
    let maps = std::fs::read_to_string(format!("{folder}/maps")).expect("the process is there");
    let memory = File::open(format!("{folder}/mem")).expect("its memory can be read");
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wanted = [text.as_bytes(), &wide];
    let mut count = 0;
    for line in maps.lines() {
        let mut parts = line.split_whitespace();
        let (range, rights) = (parts.next(), parts.next());
        let place = line.rsplit(' ').next().unwrap_or_default();
        // What can't be written holds no secret; the kernel's own pages can't be read.
        if !rights.is_some_and(|rights| rights.starts_with("rw")) || place.starts_with("[v") {
            continue;
        }
        let bound = |text: &str| u64::from_str_radix(text, 16).ok();
        let Some((from, to)) = range
            .and_then(|range| range.split_once('-'))
            .and_then(|(from, to)| Some((bound(from)?, bound(to)?)))
        else {
            continue;
        };
        let Ok(length) = usize::try_from(to - from) else {
            continue;
        };
        let mut bytes = vec![0; length];
        // Ranges come and go while it runs; a part of one that is not there reads as an error.
        for (page, at) in bytes.chunks_mut(PIECE).zip((from..to).step_by(PIECE)) {
            let _ = memory.read_exact_at(page, at);
        }
        for wanted in wanted {
            let found = memchr::memmem::find_iter(&bytes, wanted).count();
            if found > 0 {
                eprintln!("{found} in {line}");
            }
            count += found;
        }
    }
    count
}

/// So much is read at once.
const PIECE: usize = 64 * 1024;
