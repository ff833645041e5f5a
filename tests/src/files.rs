//! Searches the files that a program has written.

use std::path::{Path, PathBuf};

/// The files in a folder and its subfolders that contain a text in UTF-8 or UTF-16.
#[must_use]
pub fn files_containing(folder: &Path, text: &str) -> Vec<PathBuf> {
    let narrow = text.as_bytes().to_vec();
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file()
                && let Ok(bytes) = std::fs::read(&path)
                && (contains(&bytes, &narrow) || contains(&bytes, &wide))
            {
                found.push(path);
            }
        }
    }
    found
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    !wanted.is_empty() && bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::files_containing;

    #[test]
    fn a_text_is_found_in_any_subfolder() {
        let folder = tempfile::tempdir().expect("a folder");
        let deep = folder.path().join("a/b");
        std::fs::create_dir_all(&deep).expect("made");
        std::fs::write(deep.join("one"), b"\x00\x01secret\xff").expect("written");
        std::fs::write(deep.join("two"), b"nothing").expect("written");
        assert_eq!(
            files_containing(folder.path(), "secret"),
            [deep.join("one")]
        );
        assert!(files_containing(folder.path(), "absent").is_empty());
    }
}
