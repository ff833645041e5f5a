//! CSV for spreadsheets, in which no field is a formula. Pure.

/// A header line and data lines as CSV.
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

/// The word that serde gives an enum value, the same as on the page.
pub(crate) fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Prefixes text that a spreadsheet would take for a formula, since names may come from anyone.
fn inert(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}
