//! The profiles of the AWS CLI, from its files.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::CliEnvironment;
use crate::files::read_regular;

/// In bytes. A larger file isn't one of the AWS CLI's.
const LARGEST: u64 = 4 * 1024 * 1024;
const LONGEST: usize = 128;
/// Variables of which one says that the environment has credentials.
const IN_ENVIRONMENT: [&str; 4] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// A profile of the AWS CLI, or the credentials that it uses without one. There are no others than those that were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwsProfile {
    name: String,
    /// The account number, if its files have it.
    pub account: Option<String>,
    /// Whether it signs in through IAM Identity Center.
    pub is_sso: bool,
}

impl AwsProfile {
    /// What the AWS CLI uses without a profile: keys in the environment, or a role of the machine.
    fn default_credentials() -> Self {
        Self {
            name: String::new(),
            account: None,
            is_sso: false,
        }
    }

    /// Empty for the default credentials.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is what the AWS CLI uses without a profile.
    pub fn is_default_credentials(&self) -> bool {
        self.name.is_empty()
    }
}

/// The profiles, `default` first and then by name; before them the default credentials, if the environment has some or
/// there are no profiles.
pub fn aws_profiles(environment: &CliEnvironment) -> Vec<AwsProfile> {
    let file = |variable: &str, usual: &str| {
        let named = environment.get(variable).map(PathBuf::from);
        named.or_else(|| Some(environment.home()?.join(".aws").join(usual)))
    };
    let config = file("AWS_CONFIG_FILE", "config");
    let credentials = file("AWS_SHARED_CREDENTIALS_FILE", "credentials");
    let text = |file: Option<PathBuf>| {
        let bytes = read_regular(&file?, LARGEST).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    };
    let mut profiles = read(
        &text(config).unwrap_or_default(),
        &text(credentials).unwrap_or_default(),
    );
    let has = |name: &str| environment.get(name).is_some_and(|value| !value.is_empty());
    if profiles.is_empty() || IN_ENVIRONMENT.iter().any(|name| has(name)) {
        profiles.insert(0, AwsProfile::default_credentials());
    }
    profiles
}

fn read(config: &str, credentials: &str) -> Vec<AwsProfile> {
    let mut profiles = BTreeMap::new();
    for (heading, values) in sections(config) {
        let name = match heading.strip_prefix("profile") {
            Some(rest) if rest.starts_with([' ', '\t']) => {
                rest.trim().trim_matches(['"', '\'']).to_owned()
            }
            _ if heading == "default" => heading,
            _ => continue,
        };
        add(&mut profiles, name, &values);
    }
    for (name, values) in sections(credentials) {
        add(&mut profiles, name, &values);
    }
    let mut profiles: Vec<AwsProfile> = profiles.into_values().collect();
    profiles.sort_by_key(|profile| profile.name != "default");
    profiles
}

fn add(
    profiles: &mut BTreeMap<String, AwsProfile>,
    name: String,
    values: &BTreeMap<String, String>,
) {
    // A name that begins like an option, or that can't be read, isn't passed to a program.
    let fits = !name.is_empty()
        && name.len() <= LONGEST
        && !name.starts_with('-')
        && crate::text::is_printable(&name);
    if !fits {
        return;
    }
    let entry = profiles.entry(name.clone()).or_insert(AwsProfile {
        name,
        account: None,
        is_sso: false,
    });
    entry.is_sso |= values.contains_key("sso_session") || values.contains_key("sso_start_url");
    let role = values
        .get("role_arn")
        .and_then(|arn| arn.split(':').nth(4))
        .map(str::to_owned);
    let account = role.or_else(|| values.get("sso_account_id").cloned());
    let account = account.and_then(|account| crate::principal::owner_key(&account));
    entry.account = entry.account.take().or(account);
}

/// The sections of a file, with their values. Indented lines belong to a value above.
fn sections(text: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut sections: Vec<(String, BTreeMap<String, String>)> = Vec::new();
    for line in text.lines() {
        let is_nested = line.starts_with([' ', '\t']);
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) || is_nested {
            continue;
        }
        if let Some(rest) = line.strip_prefix('[') {
            let heading = rest.split(']').next().unwrap_or_default();
            sections.push((heading.trim().to_owned(), BTreeMap::new()));
        } else if let (Some((_, values)), Some((key, value))) =
            (sections.last_mut(), line.split_once('='))
        {
            values.insert(key.trim().to_owned(), value.trim().to_owned());
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_are_read_from_both_files() {
        let config = "[default]\nregion = us-west-2\n\n[profile shop]\nsso_session = corp\n\
             sso_account_id = 301122334455\ns3 =\n  max = 1\n[profile \"two words\"]\n\
             role_arn = arn:aws:iam::418830294417:role/reader # x\n[sso-session corp]\n\
             [services local]\n[profile -x]\n[profile a\u{202e}b]\n[plugins]\n";
        let credentials = "; old\n[shop]\naws_access_key_id = A\n[ci]\naws_access_key_id = B\n[]\n";
        let read = read(config, credentials);
        let names: Vec<&str> = read.iter().map(AwsProfile::name).collect();
        assert_eq!(names, ["default", "ci", "shop", "two words"]);
        assert!(read[2].is_sso && !read[0].is_sso);
        assert_eq!(read[2].account.as_deref(), Some("301122334455"));
        assert_eq!(read[3].account.as_deref(), Some("418830294417"));
    }

    #[test]
    fn files_of_any_content_are_read() {
        for text in [
            "",
            "[",
            "]",
            "=",
            "[x",
            "a=b",
            "\0[default]\n",
            "[profile ]",
        ] {
            assert!(read(text, text).len() <= 1, "{text}");
        }
    }
}
