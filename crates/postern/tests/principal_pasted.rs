//! What comes out of a clipboard.

use postern::principal::PrincipalCloud::{self, Aws, Azure};
use postern::principal::{MAX_TOKENS, Verdict, parse_pasted};

const ROOT: &str = "arn:aws:iam::412900005518:root";
const BATCH: &str = "arn:aws:iam::412900005518:role/batch";
const COMMAS: &str = "arn:aws:iam::412900005518:role/My.App+Role=prod,eu@corp_1-a";
const ONE: &str = "0f2a7c1e-5b64-4d3a-9e80-71c2d4f6a8b3";
const TWO: &str = "c41d7b90-0a2e-4f6c-8d15-3e9b62a7f054";

/// The principals, and each rejected piece as `!piece`.
fn pasted(cloud: PrincipalCloud, text: &str) -> Vec<String> {
    let tokens = parse_pasted(cloud, text).into_iter();
    tokens
        .map(|token| match token.verdict {
            Verdict::Valid { principal } => principal.text,
            Verdict::Rejected { .. } => format!("!{}", token.text),
        })
        .collect()
}

#[test]
fn any_mixture_of_separators_will_do() {
    let text = format!("{ROOT}, {BATCH};\n\t\"{COMMAS}\" '*'\r\n<{ROOT}>");
    assert_eq!(pasted(Aws, &text), [ROOT, BATCH, COMMAS, "*"]);
    assert_eq!(
        pasted(Aws, &format!("{ROOT},{BATCH},{COMMAS},*")),
        [ROOT, BATCH, COMMAS, "*"]
    );
    assert_eq!(pasted(Azure, &format!("{{{ONE}}}|({TWO})")), [ONE, TWO]);
    assert_eq!(pasted(Aws, " \n,;\"\" []\n"), Vec::<String>::new());
    assert_eq!(pasted(Aws, ""), Vec::<String>::new());
}

#[test]
fn a_comma_in_a_name_stays_and_one_between_principals_separates() {
    assert_eq!(pasted(Aws, COMMAS), [COMMAS]);
    assert_eq!(
        pasted(Aws, &format!("{COMMAS},\n{COMMAS}2,")),
        [COMMAS.to_owned(), format!("{COMMAS}2")]
    );
    assert_eq!(
        pasted(Aws, &format!("{BATCH},412900005518,412900005519")),
        [BATCH, "!412900005518", "!412900005519",]
    );
    // Within quotes a name is kept whole, whatever its commas stand before.
    let awkward = format!("{BATCH},412900005518,");
    assert_eq!(pasted(Aws, &format!("\"{awkward}\"")), [awkward.as_str()]);
    assert_eq!(pasted(Aws, &format!("[\"{awkward}\"]")), [awkward.as_str()]);
}

#[test]
fn each_comes_once_in_the_order_of_the_text() {
    let text = format!("{TWO}\n{}\nodd\n{ONE} odd", ONE.to_uppercase());
    assert_eq!(pasted(Azure, &text), [TWO, ONE, "!odd"]);
}

#[test]
fn near_misses_come_with_what_was_meant() {
    let tokens = parse_pasted(Aws, "4129-0000-5518, 4129 0000 5518, 41290000551");
    let texts: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    assert_eq!(texts, ["4129-0000-5518", "4129 0000 5518", "41290000551"]);
    for (token, offered) in tokens.iter().zip([true, true, false]) {
        let Verdict::Rejected { suggestions, .. } = &token.verdict else {
            panic!("{token:?}")
        };
        assert_eq!(
            suggestions.iter().any(|view| view.text == ROOT),
            offered,
            "{token:?}"
        );
    }
}

#[test]
fn a_quoted_text_with_a_space_is_not_cut_into_another_role() {
    let text = format!("\"{BATCH} two\"");
    assert_eq!(pasted(Aws, &text), [format!("!{BATCH} two")]);
    assert_eq!(pasted(Aws, &format!("[{text}]")), [format!("!{BATCH} two")]);
    // A whole list within one pair of quotes is a list.
    assert_eq!(pasted(Aws, &format!("\"{BATCH}, {ROOT}\"")), [BATCH, ROOT]);
}

#[test]
fn documents_give_their_principals_and_nothing_else() {
    let policy = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"sts:AssumeRole",
            "Principal":{{"AWS":["{ROOT}","{COMMAS}"],"Service":"ec2.amazonaws.com"}},
            "Resource":"arn:aws:s3:::bucket"}},{{"Principal":{{"AWS":"{BATCH}"}}}}]}}"#
    );
    assert_eq!(
        pasted(Aws, &policy),
        [ROOT, COMMAS, "!ec2.amazonaws.com", BATCH]
    );
    let allowed = format!(
        r#"{{"AllowedPrincipals":[{{"PrincipalType":"Account","Principal":"{ROOT}","Tags":[]}}]}}"#
    );
    assert_eq!(pasted(Aws, &allowed), [ROOT]);
    let role = format!(
        r#"{{"Role":{{"Path":"/","Arn":"{BATCH}","AssumeRolePolicyDocument":{{"Principal":{{"Service":"x"}}}}}}}}"#
    );
    assert_eq!(pasted(Aws, &role), [BATCH]);
    let subscriptions = format!(r#"[{{"id":"{ONE}","tenantId":"{TWO}","name":"Finance"}}]"#);
    assert_eq!(pasted(Azure, &subscriptions), [ONE, &format!("!{TWO}")]);
    assert_eq!(
        pasted(Azure, &format!(r#"{{"allowed":["{ONE}"],"more":"{TWO}"}}"#)),
        [ONE, TWO]
    );
    assert_eq!(pasted(Aws, "[412900005518]"), ["!412900005518"]);
}

#[test]
fn a_piece_of_a_document_or_program_will_do() {
    assert_eq!(
        pasted(
            Aws,
            &format!("\"AWS\": [\n  \"{ROOT}\",\n  \"{COMMAS}\",\n]")
        ),
        [ROOT, COMMAS]
    );
    assert_eq!(
        pasted(
            Aws,
            &format!("security_principals = [\"{ROOT}\"] # the account, * and all")
        ),
        [ROOT]
    );
    assert_eq!(
        pasted(
            Aws,
            &format!("principals:\n  - {ROOT} // one\n  - '{BATCH}'\n")
        ),
        [ROOT, BATCH]
    );
    assert_eq!(
        pasted(Aws, &format!("• `{ROOT}`\n• {BATCH}")),
        [ROOT, BATCH]
    );
}

#[test]
fn a_star_that_opens_a_list_item_is_not_anybody() {
    assert_eq!(
        pasted(Aws, &format!("* {ROOT}\n  * {BATCH}")),
        [ROOT, BATCH]
    );
    assert_eq!(pasted(Aws, &format!("*\n{ROOT}")), ["*", ROOT]);
    assert_eq!(pasted(Aws, &format!("*, {ROOT}")), ["*", ROOT]);
    assert_eq!(pasted(Aws, "*"), ["*"]);
}

#[test]
fn stray_quotes_swallow_nothing() {
    let odd = "arn:aws:iam::412900005518:user/=";
    assert_eq!(pasted(Aws, &format!("{odd}\", \"{BATCH}")), [odd, BATCH]);
    assert_eq!(
        pasted(Aws, &format!("{ROOT}\", {BATCH}, \"{COMMAS}")),
        [ROOT, BATCH, COMMAS]
    );
    assert_eq!(pasted(Aws, &format!("\"{ROOT}\n{BATCH}\"")), [ROOT, BATCH]);
}

#[test]
fn too_many_pieces_are_cut_off_and_said_to_be() {
    let all: Vec<String> = (0..MAX_TOKENS + 5)
        .map(|n| format!("arn:aws:iam::{n:012}:root"))
        .collect();
    let tokens = parse_pasted(Aws, &all.join("\n"));
    assert_eq!(tokens.len(), MAX_TOKENS + 1);
    let Some(Verdict::Rejected { reason, .. }) = tokens.last().map(|token| &token.verdict) else {
        panic!("the last one says that there were more");
    };
    assert!(reason.contains("10000"));
    assert_eq!(
        parse_pasted(Aws, &all[..MAX_TOKENS].join("\n")).len(),
        MAX_TOKENS
    );
}

#[test]
fn a_long_paste_of_anything_is_read_with_bounded_tokens() {
    const SIZE: usize = 50_000;
    for piece in [
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
        ":",
        "é,",
        "[\"a\",",
        "0f2a7c1e-",
        "412900005518,",
    ] {
        let text = piece.repeat(SIZE / piece.len());
        for cloud in [Aws, Azure] {
            let tokens = parse_pasted(cloud, &text);
            assert!(tokens.len() <= MAX_TOKENS + 1);
            assert!(tokens.iter().all(|token| token.text.chars().count() <= 301));
        }
    }
}
