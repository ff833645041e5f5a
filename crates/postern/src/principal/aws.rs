//! AWS principals: `*`, or the IAM ARN of an account, user or role without a path.

use std::fmt;

/// Maximum length of a user or role name in IAM.
pub(super) const NAME_MAX: usize = 64;
/// Length of an AWS account number.
pub(super) const ACCOUNT_DIGITS: usize = 12;

/// A security principal on AWS.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AwsPrincipal {
    /// `*`: anyone.
    Everyone,
    Arn {
        partition: Partition,
        account: AccountNumber,
        identity: AwsIdentity,
    },
}

impl AwsPrincipal {
    /// The ARN of a whole account in the standard partition.
    pub(super) fn account(account: AccountNumber) -> Self {
        Self::Arn {
            partition: Partition::Aws,
            account,
            identity: AwsIdentity::Root,
        }
    }
}

impl fmt::Display for AwsPrincipal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everyone => f.write_str("*"),
            Self::Arn {
                partition,
                account,
                identity,
            } => {
                write!(
                    f,
                    "arn:{}:iam::{}:{identity}",
                    partition.as_str(),
                    account.as_str()
                )
            }
        }
    }
}

/// An AWS partition: a group of regions with accounts of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Partition {
    /// The standard regions: `aws`.
    Aws,
    /// China: `aws-cn`.
    AwsCn,
    /// GovCloud: `aws-us-gov`.
    AwsUsGov,
}

impl Partition {
    /// Every partition that a principal may be in.
    pub const ALL: [Self; 3] = [Self::Aws, Self::AwsCn, Self::AwsUsGov];

    /// The partition's name in an ARN.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsCn => "aws-cn",
            Self::AwsUsGov => "aws-us-gov",
        }
    }
}

/// The 12 digits of an AWS account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountNumber(String);

impl AccountNumber {
    /// `None` if the text isn't exactly 12 digits.
    pub fn parse(text: &str) -> Option<Self> {
        let right = text.len() == ACCOUNT_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
        right.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The identity within an account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AwsIdentity {
    /// `root`: every principal of the account.
    Root,
    User(IamName),
    Role(IamName),
}

impl fmt::Display for AwsIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => f.write_str("root"),
            Self::User(name) => write!(f, "user/{}", name.as_str()),
            Self::Role(name) => write!(f, "role/{}", name.as_str()),
        }
    }
}

/// The name of an IAM user or role, without a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IamName(String);

impl IamName {
    /// `None` if the text is empty, longer than 64 characters or has a character that IAM doesn't allow.
    pub fn parse(text: &str) -> Option<Self> {
        let right = (1..=NAME_MAX).contains(&text.len()) && text.chars().all(is_name_character);
        right.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Letters, digits and `_+=,.@-`.
pub(super) fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_+=,.@-".contains(c)
}

/// Where strict parsing stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    /// The number of valid characters before it.
    pub before: usize,
    /// What was expected or found there.
    pub place: Place,
}

/// What was expected or found where strict parsing stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Empty,
    Start,
    Partition,
    Service,
    Region,
    /// The number of digits found.
    Account(usize),
    /// The colon after the account number.
    AfterAccount,
    Identity,
    NameMissing,
    Path,
    NameCharacter(char),
    NameTooLong,
    /// Text after a complete principal.
    End,
}

/// Parses `*` or an ARN, nothing else.
pub(super) fn strict(text: &str) -> Result<AwsPrincipal, Stop> {
    if text == "*" {
        return Ok(AwsPrincipal::Everyone);
    }
    if text.is_empty() {
        return Err(Stop {
            before: 0,
            place: Place::Empty,
        });
    }
    if text.starts_with('*') {
        return Err(Stop {
            before: 1,
            place: Place::End,
        });
    }
    // Everything read so far is ASCII, so bytes and characters count alike.
    let mut reader = Reader { text, read: 0 };
    reader.one_of(&["arn:"], Place::Start)?;
    let partition = match reader.one_of(&["aws:", "aws-cn:", "aws-us-gov:"], Place::Partition)? {
        "aws:" => Partition::Aws,
        "aws-cn:" => Partition::AwsCn,
        _ => Partition::AwsUsGov,
    };
    reader.one_of(&["iam:"], Place::Service)?;
    reader.one_of(&[":"], Place::Region)?;
    let account = reader.account()?;
    let identity = match reader.one_of(&["root", "role/", "user/"], Place::Identity)? {
        "role/" => AwsIdentity::Role(reader.name()?),
        "user/" => AwsIdentity::User(reader.name()?),
        _ if reader.rest().is_empty() => AwsIdentity::Root,
        _ => return Err(reader.stop(Place::End)),
    };
    Ok(AwsPrincipal::Arn {
        partition,
        account,
        identity,
    })
}

struct Reader<'a> {
    text: &'a str,
    read: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.read..]
    }

    fn stop(&self, place: Place) -> Stop {
        Stop {
            before: self.read,
            place,
        }
    }

    /// Reads whichever of `words` comes next; none of them is a prefix of another.
    fn one_of(&mut self, words: &[&'static str], place: Place) -> Result<&'static str, Stop> {
        let rest = self.rest();
        if let Some(word) = words.iter().find(|word| rest.starts_with(**word)) {
            self.read += word.len();
            return Ok(word);
        }
        let shared = |word: &&str| {
            rest.bytes()
                .zip(word.bytes())
                .take_while(|(a, b)| a == b)
                .count()
        };
        self.read += words.iter().map(shared).max().unwrap_or(0);
        Err(self.stop(place))
    }

    fn account(&mut self) -> Result<AccountNumber, Stop> {
        let rest = self.rest();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        self.read += digits.min(ACCOUNT_DIGITS);
        let Some(account) = AccountNumber::parse(&rest[..digits]) else {
            return Err(self.stop(Place::Account(digits)));
        };
        self.one_of(&[":"], Place::AfterAccount)?;
        Ok(account)
    }

    fn name(&mut self) -> Result<IamName, Stop> {
        let rest = self.rest();
        let right = rest
            .chars()
            .take(NAME_MAX)
            .take_while(|c| is_name_character(*c))
            .count();
        self.read += right;
        match rest[right..].chars().next() {
            None => IamName::parse(rest).ok_or(self.stop(Place::NameMissing)),
            Some('/') => Err(self.stop(Place::Path)),
            Some(c) if is_name_character(c) => Err(self.stop(Place::NameTooLong)),
            Some(c) => Err(self.stop(Place::NameCharacter(c))),
        }
    }
}
