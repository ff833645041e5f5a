//! Ids that are the same in each run.

/// Generates ids from a fixed seed.
#[derive(Debug)]
pub(crate) struct Ids(pub(crate) fastrand::Rng);

impl Ids {
    pub(crate) fn new() -> Self {
        Self(fastrand::Rng::with_seed(0x5eed_ae00))
    }

    /// A random-looking UUID.
    pub(crate) fn uuid(&mut self) -> String {
        let mut bytes = [0_u8; 16];
        self.0.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes)
            .into_uuid()
            .to_string()
    }

    /// This many hexadecimal digits.
    pub(crate) fn hex(&mut self, digits: usize) -> String {
        (0..digits).map(|_| self.0.digit(16)).collect()
    }

    /// The id of a connected VPC endpoint (AWS) or private endpoint (Azure, in this subscription).
    pub(crate) fn connection(&mut self, azure: bool, subscription: Option<&str>) -> String {
        if azure {
            let other = self.uuid();
            format!(
                "/subscriptions/{}/resourceGroups/apps/providers/Microsoft.Network/privateEndpoints/pe-{}",
                subscription.unwrap_or(&other),
                self.hex(6)
            )
        } else {
            format!("vpce-0{}", self.hex(16))
        }
    }
}
