//! Which security principals the service accepts.

use aeon::wire::CloudCode;

/// Whether the service accepts this principal for a PSE on this cloud. The forms are those of AWS and Azure; that
/// the service rejects others is an assumption.
pub(crate) fn is_valid(cloud: &CloudCode, text: &str) -> bool {
    match cloud {
        CloudCode::Aws => text == "*" || is_aws(text),
        CloudCode::Azure => text == "*" || is_guid(text),
        _ => false,
    }
}

fn is_aws(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", partition, "iam", "", account, resource] = parts[..] else {
        return false;
    };
    let name = |name: &str| {
        (1..=64).contains(&name.len())
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_+=,.@-".contains(&b))
    };
    matches!(partition, "aws" | "aws-cn" | "aws-us-gov")
        && account.len() == 12
        && account.bytes().all(|b| b.is_ascii_digit())
        && (resource == "root"
            || resource
                .strip_prefix("user/")
                .or_else(|| resource.strip_prefix("role/"))
                .is_some_and(name))
}

fn is_guid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == 5
        && parts.iter().zip([8, 4, 4, 4, 12]).all(|(part, length)| {
            part.len() == length && part.bytes().all(|b| b.is_ascii_hexdigit())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_principals_are_accepted() {
        for text in [
            "*",
            "arn:aws:iam::123456789012:root",
            "arn:aws-us-gov:iam::123456789012:role/Deploy+x",
            "arn:aws:iam::123456789012:user/a@b.c",
        ] {
            assert!(is_valid(&CloudCode::Aws, text), "{text}");
        }
        assert!(is_valid(
            &CloudCode::Azure,
            "0F3A9C2E-1111-4222-8333-944455556666"
        ));
    }

    #[test]
    fn invalid_principals_are_rejected() {
        for text in [
            "",
            "123456789012",
            "arn:aws:iam::12345678901:root",
            "arn:aws:iam::123456789012:role/a/b",
            "arn:aws:iam::123456789012:role/",
            "arn:aws:iam::123456789012:group/x",
            "arn:aws:sts::123456789012:assumed-role/x/y",
            " arn:aws:iam::123456789012:root",
        ] {
            assert!(!is_valid(&CloudCode::Aws, text), "{text}");
        }
        assert!(!is_valid(
            &CloudCode::Azure,
            "{0f3a9c2e-1111-4222-8333-944455556666}"
        ));
        assert!(!is_valid(&CloudCode::Gcp, "*"));
    }
}
