//! Tables as text: CSV and tab-separated values for spreadsheets anywhere, in which no field is a formula, and Markdown.
//! Pure.

use crate::text::{is_line_break, visible};

/// Tells spreadsheets that the text is UTF-8; without it, some read umlauts as other letters.
pub(crate) const BYTE_ORDER_MARK: char = '\u{FEFF}';
/// Shorter numbers are counts, which a spreadsheet may calculate with.
const ACCOUNT_DIGITS: usize = 12;

/// A header line and data lines as CSV. Every field is in quotes, whatever separator a locale expects, and shows its
/// invisible characters.
pub(crate) fn csv<const N: usize>(
    head: [&str; N],
    lines: impl IntoIterator<Item = [String; N]>,
) -> String {
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(Vec::new());
    // Writing to memory can't fail, and every line has as many fields as the head.
    let _ = writer.write_record(head);
    for line in lines {
        let _ = writer.write_record(line.map(|text| visible(&inert(&text))));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    let mut text = String::from(BYTE_ORDER_MARK);
    text.push_str(&String::from_utf8(bytes).unwrap_or_default());
    text
}

/// The same as tab-separated values, one line each.
pub(crate) fn tab_separated<const N: usize>(
    head: [&str; N],
    lines: impl IntoIterator<Item = [String; N]>,
) -> String {
    let line = |fields: &[String]| fields.join("\t") + "\n";
    let lines = lines
        .into_iter()
        .map(|texts| line(&texts.map(|text| on_one_line(&inert(&text)))));
    head.join("\t") + "\n" + &lines.collect::<String>()
}

/// The same as a Markdown table.
pub(crate) fn markdown<const N: usize>(
    head: [&str; N],
    lines: impl IntoIterator<Item = [String; N]>,
) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let lines = lines
        .into_iter()
        .map(|texts| line(&texts.map(|text| plain(&on_one_line(&text)))));
    let head = line(&head.map(plain));
    head + &line(&["---"; N].map(str::to_owned)) + &lines.collect::<String>()
}

/// Line breaks and the like become blanks; other invisible characters are shown.
pub(crate) fn on_one_line(text: &str) -> String {
    visible(&text.replace(|c: char| c.is_control() || is_line_break(c), " "))
}

/// Text in which Markdown sees no markup.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '|' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '&' | '~'
        ) {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

/// The word that serde gives an enum value, the same as on the page.
pub(crate) fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Puts an apostrophe before text that a spreadsheet would take for a formula, since names may come from anyone, and
/// before account numbers, which would lose their leading zeros. Where another separator is expected than the comma, a
/// field may be split at it, so that what follows counts as a beginning, too.
fn inert(text: &str) -> String {
    let is_number = text.len() >= ACCOUNT_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut safe = String::with_capacity(text.len() + 1);
    let mut is_beginning = true;
    for c in text.chars() {
        let is_formula = matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠'
        );
        if is_beginning && (is_formula || (is_number && safe.is_empty())) {
            safe.push('\'');
        }
        safe.push(c);
        is_beginning = match c {
            ';' | ',' | '|' | '\t' | '\r' | '\n' => true,
            // Spreadsheets skip spaces, and a quote that isn't the field's own.
            ' ' | '"' | '\u{A0}' => is_beginning,
            _ => false,
        };
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{csv, inert, markdown, tab_separated};

    #[test]
    fn no_locale_sees_a_formula_or_a_number_in_a_text() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("a;=1", "a;'=1"),
            ("a; \"=1", "a; \"'=1"),
            ("a\n@b", "a\n'@b"),
            ("＝1", "'＝1"),
            ("012345678901", "'012345678901"),
            ("17", "17"),
            ("a-b", "a-b"),
            ("Müller & Söhne", "Müller & Söhne"),
        ] {
            assert_eq!(inert(text), safe);
        }
    }

    #[test]
    fn every_field_is_quoted_behind_a_byte_order_mark() {
        let text = csv(["a", "b"], [["x;y".to_owned(), "\"".to_owned()]]);
        assert_eq!(text, "\u{FEFF}\"a\",\"b\"\n\"x;y\",\"\"\"\"\n");
    }

    #[test]
    fn a_line_stays_a_line_and_a_cell_a_cell() {
        let line = ["a\tb\n=c|d".to_owned(), "*".to_owned()];
        let tabs = tab_separated(["x", "y"], [line.clone()]);
        assert_eq!(tabs, "x\ty\na b '=c|d\t*\n");
        let hidden = tab_separated(["x"], [["a\u{200b}b".to_owned()]]);
        assert_eq!(hidden, "x\na\\u{200b}b\n");
        let table = markdown(["x", "y_z"], [line]);
        assert_eq!(
            table,
            "| x | y\\_z |\n| --- | --- |\n| a b =c\\|d | \\* |\n"
        );
    }
}
