//! Tables for spreadsheets: CSV in which nothing is a formula. Pure.

/// A head and its lines, as CSV.
pub(crate) fn csv<const N: usize>(
    head: [&str; N],
    lines: impl IntoIterator<Item = [String; N]>,
) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory can't fail, and every line has as many fields as the head.
    let _ = writer.write_record(head);
    for line in lines {
        let _ = writer.write_record(line.map(inert));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// The word that the page gets for it too.
pub(crate) fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// A text that a spreadsheet would take for a formula is made plain text: names come from others.
fn inert(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}
