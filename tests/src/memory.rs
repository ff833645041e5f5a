//! Searches another process's memory, as a debugger or core dump would show it.

use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;

/// The size of a memory page, in bytes.
const PAGE: u64 = 4096;

/// How many pages to look up at once: web views reserve tens of gigabytes that they never touch.
const BLOCK: u64 = 1 << 17;

/// The error number "No such process": the same on every Linux.
const ESRCH: i32 = 3;

/// How often a process's memory contains a text in UTF-8, UTF-16 or base64. Zero if the process has ended.
///
/// # Panics
/// The memory can't be read.
pub(crate) fn copies(process: u32, text: &str) -> usize {
    let folder = format!("/proc/{process}");
    let Ok(maps) = std::fs::read_to_string(format!("{folder}/maps")) else {
        return 0;
    };
    let Some(memory) = open_unless_ended(&format!("{folder}/mem")) else {
        return 0;
    };
    let Some(present) = open_unless_ended(&format!("{folder}/pagemap")) else {
        return 0;
    };
    let forms: Vec<Vec<u8>> = forms(text);
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
            for form in &forms {
                count += memmem::find_iter(&bytes, form).count();
            }
        }
    }
    count
}

/// Opens a file about a process. None if the process has ended meanwhile.
///
/// # Panics
/// The file can't be opened for another reason: a search that may not look must not find nothing.
fn open_unless_ended(path: &str) -> Option<File> {
    match File::open(path) {
        Ok(file) => Some(file),
        Err(error) if has_ended(&error) => None,
        Err(error) => panic!("{path} can't be opened: {error}"),
    }
}

/// Whether an error says that the process has ended: its folder is gone, or it is waiting to be reaped.
fn has_ended(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::NotFound || error.raw_os_error() == Some(ESRCH)
}

/// The programs of those processes whose memory contains a text, with how often.
pub(crate) fn holders(processes: impl Iterator<Item = u32>, text: &str) -> Vec<String> {
    let holder = |process: u32| {
        let count = copies(process, text);
        let program = std::fs::read_link(format!("/proc/{process}/exe")).unwrap_or_default();
        (count > 0).then(|| format!("{} ({process}): {count}", program.display()))
    };
    processes.filter_map(holder).collect()
}

/// A text as it may be in memory: UTF-8, UTF-16, and base64 at each of the three alignments, without the characters
/// that depend on what is beside the text.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut forms = vec![text.as_bytes().to_vec(), wide];
    for before in 0..3 {
        let padded = [vec![0; before], text.as_bytes().to_vec()].concat();
        let encoded = STANDARD.encode(&padded);
        let skipped = (before * 8).div_ceil(6);
        let kept = padded.len() * 8 / 6;
        forms.push(encoded.as_bytes()[skipped..kept].to_vec());
    }
    forms
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
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use memchr::memmem;

    use super::{copies, forms};

    #[test]
    fn a_text_is_found_in_base64_wherever_it_stands() {
        for before in 0..6 {
            let text = format!("{}postern-canary{}", "x".repeat(before), "y".repeat(5));
            let encoded = STANDARD.encode(text);
            let found = forms("postern-canary")[2..]
                .iter()
                .any(|form| memmem::find(encoded.as_bytes(), form).is_some());
            assert!(found, "{encoded}");
        }
    }

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
