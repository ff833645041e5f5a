//! What holds for every principal, and for every text that is none.

use postern::principal::PrincipalCloud::{self, Aws, Azure};
use postern::principal::{Principal, Verdict, canonical, normalize, parse_pasted, view};
use proptest::prelude::*;

/// `^(?:\*|arn:aws(?:-cn|-us-gov)?:iam::[0-9]{12}:(?:root|(?:user|role)/[A-Za-z0-9_+=,.@-]{1,64}))$`,
/// taken apart by hand so that it shares nothing with the parser.
fn is_aws(text: &str) -> bool {
    let fields: Vec<&str> = text.split(':').collect();
    let [arn, partition, service, region, account, identity] = fields[..] else {
        return text == "*";
    };
    let name = identity
        .strip_prefix("user/")
        .or(identity.strip_prefix("role/"));
    arn == "arn"
        && ["aws", "aws-cn", "aws-us-gov"].contains(&partition)
        && service == "iam"
        && region.is_empty()
        && account.chars().count() == 12
        && account.chars().all(|c| c.is_ascii_digit())
        && (identity == "root"
            || name.is_some_and(|name| {
                (1..=64).contains(&name.chars().count())
                    && name
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c))
            }))
}

/// `^(?:\*|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$`
fn is_azure(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.chars().count()).collect();
    text == "*"
        || lengths == [8, 4, 4, 4, 12]
            && groups
                .iter()
                .all(|group| group.chars().all(|c| c.is_ascii_hexdigit()))
}

fn is_valid(cloud: PrincipalCloud, text: &str) -> bool {
    match cloud {
        Aws => is_aws(text),
        Azure => is_azure(text),
    }
}

/// Whether a text is the beginning of a principal: some principal's end makes it one.
fn can_become(cloud: PrincipalCloud, head: &str) -> bool {
    let wholes: Vec<String> = match cloud {
        Azure => vec!["00000000-0000-0000-0000-000000000000".to_owned()],
        Aws => ["aws", "aws-cn", "aws-us-gov"]
            .iter()
            .flat_map(|partition| {
                ["root", "user/a", "role/a"]
                    .map(|identity| format!("arn:{partition}:iam::000000000000:{identity}"))
            })
            .collect(),
    };
    is_valid(cloud, head)
        || wholes.iter().any(|whole| {
            let end: String = whole.chars().skip(head.chars().count()).collect();
            is_valid(cloud, &(head.to_owned() + &end))
        })
}

const AWS: &str =
    r"\*|arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:(root|(user|role)/[A-Za-z0-9_+=,.@-]{1,64})";
const AZURE: &str = r"\*|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";

fn cloud() -> impl Strategy<Value = PrincipalCloud> {
    prop_oneof![Just(Aws), Just(Azure)]
}

fn valid() -> impl Strategy<Value = (PrincipalCloud, String)> {
    prop_oneof![
        AWS.prop_map(|text| (Aws, text)),
        AZURE.prop_map(|text| (Azure, text))
    ]
}

/// Texts that are nearly right: a valid one with a piece replaced, which finds more than noise does.
fn nearly() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(String::new()),
        "[ ,;:/*'{}()-]{1,2}",
        "[0-9a-fA-F]{1,12}",
        any::<char>().prop_map(String::from),
        prop::sample::select(vec![
            "ARN",
            "sts",
            "assumed-role/",
            "group/",
            "path/to/",
            "eu-west-1",
            "root",
            "/subscriptions/",
            "urn:uuid:",
            "aws-reserved/sso.amazonaws.com/",
            "\u{feff}",
            "“",
            "–",
        ])
        .prop_map(String::from),
    ];
    (valid(), any::<prop::sample::Index>(), 0..6usize, piece).prop_map(
        |((_, text), place, cut, piece)| {
            let chars: Vec<char> = text.chars().collect();
            let start = place.index(chars.len() + 1);
            let end = (start + cut).min(chars.len());
            chars[..start]
                .iter()
                .copied()
                .chain(piece.chars())
                .chain(chars[end..].iter().copied())
                .collect()
        },
    )
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![3 => nearly(), 1 => any::<String>(), 1 => "[arnsiw:*/ 0-9-]{0,40}", 1 => valid().prop_map(|(_, text)| text)]
}

/// A name that unquoted text keeps whole (see `parse_pasted`).
fn plain_name() -> impl Strategy<Value = String> {
    "[A-Za-z0-9_+=,.@-]{1,64}".prop_filter(
        "a comma at the end or before a number separates",
        |name| {
            !name.ends_with(',')
                && !name.ends_with("...")
                && !name.split(',').skip(1).any(|part| {
                    part.is_empty() || part.bytes().filter(u8::is_ascii_digit).count() >= 8
                })
        },
    )
}

fn plain_list() -> impl Strategy<Value = (PrincipalCloud, Vec<String>)> {
    let aws = prop_oneof![
        1 => Just("*".to_owned()),
        2 => "arn:aws:iam::[0-9]{12}:root",
        4 => ("arn:aws(-cn|-us-gov)?:iam::[0-9]{12}:(user|role)/", plain_name()).prop_map(|(arn, name)| arn + &name),
    ];
    prop_oneof![
        (Just(Aws), prop::collection::vec(aws, 1..8)),
        (Just(Azure), prop::collection::vec(AZURE, 1..8)),
    ]
}

/// What a list comes back as: in the one spelling, each once, in order.
fn expected(cloud: PrincipalCloud, list: &[String]) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for text in list {
        let text = canonical(cloud, text);
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}

fn principals(cloud: PrincipalCloud, text: &str) -> Vec<String> {
    let tokens = parse_pasted(cloud, text).into_iter();
    tokens
        .map(|token| match token.verdict {
            Verdict::Valid { principal } => principal.text,
            Verdict::Rejected { .. } => format!("!{}", token.text),
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_principal_prints_as_it_was_read((cloud, text) in valid()) {
        let principal = Principal::parse(cloud, &text).expect("it is valid");
        let printed = principal.to_string();
        let same = if cloud == Azure { text.to_lowercase() } else { text };
        prop_assert_eq!(&printed, &same);
        prop_assert_eq!(Principal::parse(cloud, &printed), Ok(principal));
    }

    #[test]
    fn a_text_is_a_principal_just_where_the_expression_says_so(cloud in cloud(), text in text()) {
        prop_assert_eq!(Principal::parse(cloud, &text).is_ok(), is_valid(cloud, &text));
    }

    #[test]
    fn a_rejection_points_into_the_text_and_offers_principals(cloud in cloud(), text in text()) {
        if let Err(rejection) = Principal::parse(cloud, &text) {
            let at = usize::try_from(rejection.at).expect("a position");
            prop_assert!((1..=text.chars().count() + 1).contains(&at));
            prop_assert!(rejection.reason.ends_with('.') && !rejection.reason.contains('\n'));
            for suggestion in &rejection.suggestions {
                prop_assert!(is_valid(cloud, &suggestion.to_string()), "{}", suggestion);
                prop_assert_ne!(suggestion.to_string(), text.as_str());
            }
        }
    }

    /// The place is the first from which on nothing could make it right: what stands before it can
    /// become a principal, and with the character there it can't.
    #[test]
    fn the_place_is_where_it_goes_wrong(cloud in cloud(), text in nearly()) {
        if let Err(rejection) = Principal::parse(cloud, &text) {
            let before = usize::try_from(rejection.at).expect("a position") - 1;
            let head = |length: usize| text.chars().take(length).collect::<String>();
            prop_assert!(can_become(cloud, &head(before)), "{:?} at {}", text, before);
            if before < text.chars().count() {
                prop_assert!(!can_become(cloud, &head(before + 1)), "{:?} at {}", text, before);
            }
        }
    }

    #[test]
    fn nothing_panics(cloud in cloud(), text in any::<String>()) {
        let shown = view(cloud, &text);
        prop_assert_eq!(shown.text, canonical(cloud, &text));
        parse_pasted(cloud, &text);
    }

    #[test]
    fn nothing_panics_on_mixtures(cloud in cloud(), pieces in prop::collection::vec(text(), 0..6), between in "[ ,;'\"`#=:*\n\\[\\]{}–é]{0,3}") {
        let tokens = parse_pasted(cloud, &pieces.join(&between));
        for token in tokens {
            if let Verdict::Valid { principal } = token.verdict {
                prop_assert!(is_valid(cloud, &principal.text));
            }
        }
    }

    #[test]
    fn a_list_comes_back_from_any_way_of_writing_it((cloud, list) in plain_list()) {
        let expected = expected(cloud, &list);
        for separator in [", ", ",", "\n", "\r\n", ";", ",\n", "\t", "\", \""] {
            prop_assert_eq!(&principals(cloud, &list.join(separator)), &expected, "{:?}", separator);
        }
    }

    #[test]
    fn a_list_with_any_names_comes_back_from_json_and_quotes(list in prop::collection::vec(AWS.prop_filter("cut short", |text| !text.ends_with("...")), 1..8)) {
        let expected = expected(Aws, &list);
        let json = serde_json::to_string(&list).expect("strings");
        prop_assert_eq!(&principals(Aws, &json), &expected);
        let policy = serde_json::json!({"Statement": [{"Principal": {"AWS": list}, "Action": "*"}]});
        prop_assert_eq!(&principals(Aws, &policy.to_string()), &expected);
        prop_assert_eq!(&principals(Aws, json.trim_matches(['[', ']'])), &expected);
    }

    #[test]
    fn normalizing_forgets_order_and_spelling((cloud, list) in plain_list()) {
        let normal = normalize(cloud, &list);
        let reversed: Vec<String> = list.iter().rev().cloned().collect();
        prop_assert_eq!(&normalize(cloud, &reversed), &normal);
        prop_assert_eq!(&normalize(cloud, &normal), &normal);
        prop_assert!(normal.is_sorted());
    }
}
