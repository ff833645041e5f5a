//! Searches another process's memory, as a debugger or core dump would show it.

use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;

use memchr::memmem;

/// The size of a memory page, in bytes.
const PAGE: u64 = 4096;

/// How many pages to look up at once: web views reserve tens of gigabytes that they never touch.
const BLOCK: u64 = 1 << 17;

/// How often a process's memory contains a text in UTF-8 or UTF-16.
///
/// # Panics
/// The memory can't be read.
pub(crate) fn copies(process: u32, text: &str) -> usize {
    let folder = format!("/proc/{process}");
    let maps = std::fs::read_to_string(format!("{folder}/maps")).expect("the process exists");
    let memory = File::open(format!("{folder}/mem")).expect("its memory can be read");
    let present = File::open(format!("{folder}/pagemap")).expect("its pages can be looked up");
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut count = 0;
    for line in maps.lines() {
        let Some(range) = writable(line) else {
            continue;
        };
        for run in runs(&present, range) {
            let length = usize::try_from(run.end - run.start).expect("it is in memory");
            let mut bytes = vec![0; length];
            // The pages may have been unmapped meanwhile.
            if memory.read_exact_at(&mut bytes, run.start).is_err() {
                continue;
            }
            count += memmem::find_iter(&bytes, text).count();
            count += memmem::find_iter(&bytes, &wide).count();
        }
    }
    count
}

/// The addresses in a line of `maps`, if they are writable: other memory contains no secret.
fn writable(line: &str) -> Option<Range<u64>> {
    let (range, rest) = line.split_once(' ')?;
    let (start, end) = range.split_once('-')?;
    let bound = |text| u64::from_str_radix(text, 16).ok();
    rest.starts_with("rw").then_some(bound(start)?..bound(end)?)
}

/// The contiguous runs of addresses in this range that are in memory or swapped out.
fn runs(present: &File, range: Range<u64>) -> Vec<Range<u64>> {
    let mut runs: Vec<Range<u64>> = Vec::new();
    let (first, end) = (range.start / PAGE, range.end / PAGE);
    for block in (first..end).step_by(BLOCK as usize) {
        let pages = BLOCK.min(end - block);
        let mut entries = vec![0; pages as usize * 8];
        if present.read_exact_at(&mut entries, block * 8).is_err() {
            continue;
        }
        let (entries, _) = entries.as_chunks::<8>();
        for (page, entry) in (block..).zip(entries) {
            // Bit 63: present; bit 62: swapped.
            if u64::from_ne_bytes(*entry) >> 62 == 0 {
                continue;
            }
            let at = page * PAGE;
            match runs.last_mut() {
                Some(run) if run.end == at => run.end += PAGE,
                _ => runs.push(at..at + PAGE),
            }
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::copies;

    #[test]
    fn copies_of_a_text_in_memory_are_counted() {
        let text = format!("{:x}", std::process::id() ^ 0x5eed_f00d);
        let before = copies(std::process::id(), &text);
        let more: Vec<String> = (0..3).map(|n| format!("{n}{text}{n}")).collect();
        let after = copies(std::process::id(), &text);
        assert!(
            before >= 1 && after >= before + more.len(),
            "{before}, {after}"
        );
    }
}
