//! Has polkit verify the user: the desktop's agent asks for the password or fingerprint.

use std::collections::HashMap;
use std::pin::Pin;

use postern::session::{UserVerifier, VerifiedPurpose};
use tokio::sync::OnceCell;
use zbus::zvariant::Value;

/// Where a package installs the actions.
const FILE: &str = "/usr/share/polkit-1/actions/app.postern.Postern.policy";

/// Lets the agent ask. Without it polkit answers from its rules alone.
const ALLOW_USER_INTERACTION: u32 = 1;

/// Names the question, to cancel it.
const QUESTION: &str = "postern";

type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

#[zbus::proxy(
    interface = "org.freedesktop.PolicyKit1.Authority",
    default_service = "org.freedesktop.PolicyKit1",
    default_path = "/org/freedesktop/PolicyKit1/Authority",
    gen_blocking = false
)]
trait Authority {
    /// Returns whether the subject is authorized, whether it could be if it were asked, and details.
    fn check_authorization(
        &self,
        subject: &(&str, HashMap<&str, Value<'_>>),
        action_id: &str,
        details: HashMap<&str, &str>,
        flags: u32,
        cancellation_id: &str,
    ) -> zbus::Result<(bool, bool, HashMap<String, String>)>;

    fn cancel_check_authorization(&self, cancellation_id: &str) -> zbus::Result<()>;

    fn enumerate_actions(&self, locale: &str) -> zbus::Result<Vec<Action>>;
}

/// An action: its id; its description, message, vendor with address and icon; what it takes in any, an inactive and an
/// active session; its annotations.
type Action = (
    String,
    String,
    String,
    String,
    String,
    String,
    u32,
    u32,
    u32,
    HashMap<String, String>,
);

/// polkit on the system's bus.
#[derive(Default)]
pub(crate) struct Polkit(OnceCell<zbus::Connection>);

impl Polkit {
    async fn connection(&self) -> zbus::Result<&zbus::Connection> {
        self.0.get_or_try_init(zbus::Connection::system).await
    }

    async fn is_installed(&self) -> zbus::Result<bool> {
        let authority = AuthorityProxy::new(self.connection().await?).await?;
        let actions = authority.enumerate_actions("").await?;
        let wanted = action(VerifiedPurpose::Unlock);
        Ok(actions.iter().any(|known| known.0 == wanted))
    }

    async fn ask(&self, purpose: VerifiedPurpose) -> zbus::Result<bool> {
        let connection = self.connection().await?;
        let authority = AuthorityProxy::new(connection).await?;
        let name = connection.unique_name().map(ToString::to_string);
        let about = HashMap::from([("name", Value::from(name.unwrap_or_default()))]);
        let _canceled = Canceled(authority.clone());
        let (is_authorized, _, _) = authority
            .check_authorization(
                &("system-bus-name", about),
                action(purpose),
                HashMap::new(),
                ALLOW_USER_INTERACTION,
                QUESTION,
            )
            .await?;
        Ok(is_authorized)
    }
}

/// Closes the agent's dialog when the caller gives up, as it does when another account is chosen. Does nothing to a
/// question that has been answered.
struct Canceled(AuthorityProxy<'static>);

impl Drop for Canceled {
    fn drop(&mut self) {
        let authority = self.0.clone();
        tauri::async_runtime::spawn(async move {
            // polkit forgets a question once it is answered, and then refuses.
            let _ = authority.cancel_check_authorization(QUESTION).await;
        });
    }
}

/// The action's id. The package's policy file has what each asks for.
fn action(purpose: VerifiedPurpose) -> &'static str {
    match purpose {
        VerifiedPurpose::Unlock => "app.postern.Postern.unlock",
        VerifiedPurpose::Remove => "app.postern.Postern.remove",
        VerifiedPurpose::Settings => "app.postern.Postern.settings",
    }
}

fn unavailable(error: &zbus::Error) -> String {
    match error {
        zbus::Error::Connection(..) | zbus::Error::InputOutput(_) => {
            "polkit can't be reached: the system's D-Bus isn't running.".to_owned()
        }
        zbus::Error::MethodError(name, ..)
            if name.as_str() == "org.freedesktop.DBus.Error.ServiceUnknown" =>
        {
            "polkit isn't installed, or isn't running.".to_owned()
        }
        _ => format!("polkit doesn't answer: {error}."),
    }
}

impl UserVerifier for Polkit {
    fn check(&self) -> Answer<'_, Result<(), String>> {
        Box::pin(async {
            match self.is_installed().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(format!(
                    "polkit doesn't know Postern's actions: {FILE} is missing. Postern's packages install it."
                )),
                Err(error) => Err(unavailable(&error)),
            }
        })
    }

    fn verify(&self, purpose: VerifiedPurpose) -> Answer<'_, Result<bool, String>> {
        Box::pin(async move {
            self.check().await?;
            self.ask(purpose).await.map_err(|error| unavailable(&error))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls polkit over this bus.
    async fn on_bus(address: &str) -> Result<(), String> {
        let bus = zbus::connection::Builder::address(address).expect("an address");
        let connection = bus.build().await.map_err(|error| unavailable(&error))?;
        let polkit = Polkit(OnceCell::from(connection));
        polkit.check().await
    }

    #[tokio::test]
    async fn without_a_bus_or_without_polkit_the_reason_is_plain() {
        assert_eq!(
            on_bus("unix:path=/nowhere/bus").await,
            Err("polkit can't be reached: the system's D-Bus isn't running.".to_owned())
        );
        let mut bus = std::process::Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("dbus-daemon is installed");
        let mut address = String::new();
        let output = bus.stdout.take().expect("its output is piped");
        std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut address)
            .expect("it prints its address");
        let answer = on_bus(address.trim()).await;
        bus.kill().expect("it runs");
        bus.wait().expect("it ends");
        assert_eq!(
            answer,
            Err("polkit isn't installed, or isn't running.".to_owned())
        );
    }
}
