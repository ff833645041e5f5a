//! What a screen reader gets of the window, over AT-SPI: the tree of elements, and where the focus goes.

use std::process::Stdio;
use std::sync::{Arc, Mutex};

use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use serde::de::DeserializeOwned;
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Type};
use zbus::{Connection, MatchRule, MessageStream, connection};

use crate::desktop::Desktop;
use crate::process::Running;
use crate::wait::{PATIENCE, until, within};

const LAUNCHER: &str = "/usr/libexec/at-spi-bus-launcher";
const REGISTRY: &str = "org.a11y.atspi.Registry";
const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
/// The path of no element.
const NOTHING: &str = "/org/a11y/atspi/null";
const EVENTS: &str = "org.a11y.atspi.Event.Object";

/// An element: the program's name on the accessibility bus, and the element's path there.
type Reference = (String, OwnedObjectPath);

/// A screen reader that runs before Postern is started.
pub struct ScreenReader {
    bus: Connection,
    focused: Arc<Mutex<Option<Reference>>>,
    _launcher: Running,
}

impl ScreenReader {
    /// Starts the accessibility bus of a desktop and listens there.
    ///
    /// # Panics
    /// It doesn't start.
    pub async fn start(desktop: &Desktop) -> Self {
        desktop.set_variable("NO_AT_BRIDGE", "0");
        desktop.set_variable("GTK_A11Y", "atspi");
        let launcher = Running::start(LAUNCHER, |launcher| {
            desktop.put_on(launcher);
            launcher.stdout(Stdio::null()).stderr(Stdio::null());
        });
        let session = connection::Builder::address(desktop.bus_address());
        let session = session.expect("an address").build().await.expect("a bus");
        let address = until("the accessibility bus", || async {
            let to = ("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus");
            call::<String>(&session, to, "GetAddress", &()).await
        })
        .await;
        let bus = connection::Builder::address(address.as_str());
        let bus = bus.expect("an address").build().await.expect("a bus");
        let focused = Arc::default();
        listen(&bus, Arc::clone(&focused)).await;
        Self {
            bus,
            focused,
            _launcher: launcher,
        }
    }

    /// The elements of all programs, a line each, such as `button “Refresh”`, further to the right inside others. The
    /// words for the roles are AT-SPI's.
    pub async fn tree(&self) -> String {
        let mut lines = String::new();
        let root = OwnedObjectPath::try_from("/org/a11y/atspi/accessible/root").expect("a path");
        self.add(&(REGISTRY.to_owned(), root), 0, &mut lines).await;
        lines
    }

    /// Waits until the tree has these lines, in this order.
    ///
    /// # Panics
    /// It doesn't.
    pub async fn see(&self, lines: &[&str]) {
        let there = || async {
            let tree = self.tree().await;
            let mut now = tree.lines().map(str::trim);
            lines
                .iter()
                .all(|line| now.any(|one| one == *line))
                .then_some(())
        };
        if within(PATIENCE, there).await.is_none() {
            let tree = self.tree().await;
            panic!("a screen reader doesn't find {lines:?} in\n{tree}");
        }
    }

    /// Waits until the focus is on this element.
    ///
    /// # Panics
    /// It isn't.
    pub async fn see_focus(&self, wanted: &str) {
        let there = || async { (self.focused().await? == wanted).then_some(()) };
        if within(PATIENCE, there).await.is_none() {
            let is = self.focused().await;
            panic!("the focus is on {is:?} for a screen reader, not on {wanted}");
        }
    }

    /// The element that was focused last.
    async fn focused(&self) -> Option<String> {
        let focused = self
            .focused
            .lock()
            .expect("the lock is not poisoned")
            .clone();
        self.name(&focused?).await
    }

    /// An element's role and name. Live regions are marked.
    async fn name(&self, element: &Reference) -> Option<String> {
        let role: u32 = self.ask(element, "GetRole").await?;
        let (program, path) = element;
        let to = (
            program.as_str(),
            path.as_str(),
            "org.freedesktop.DBus.Properties",
        );
        let name: OwnedValue = call(&self.bus, to, "Get", &(ACCESSIBLE, "Name")).await?;
        let name = String::try_from(name).unwrap_or_default();
        let attributes: std::collections::HashMap<String, String> =
            self.ask(element, "GetAttributes").await.unwrap_or_default();
        let live = attributes.get("live").map(|how| format!(" ({how})"));
        Some(format!(
            "{} “{name}”{}",
            role_name(role),
            live.unwrap_or_default()
        ))
    }

    fn add<'a>(
        &'a self,
        element: &'a Reference,
        depth: usize,
        lines: &'a mut String,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            // What has just been removed doesn't answer.
            let Some(name) = self.name(element).await else {
                return;
            };
            lines.push_str(&format!("{}{name}\n", "  ".repeat(depth)));
            for child in self.children(element).await {
                self.add(&child, depth + 1, lines).await;
            }
        })
    }

    async fn children(&self, element: &Reference) -> Vec<Reference> {
        let children: Option<Vec<Reference>> = self.ask(element, "GetChildren").await;
        let mut children = children.unwrap_or_default();
        if children.is_empty() {
            // The list leaves out what another process has put there, which a web view's page is.
            let (program, path) = element;
            let to = (program.as_str(), path.as_str(), ACCESSIBLE);
            children.extend(call(&self.bus, to, "GetChildAtIndex", &0).await);
        }
        children.retain(|(_, path)| path.as_str() != NOTHING);
        children
    }

    async fn ask<T: DeserializeOwned + Type>(
        &self,
        (program, path): &Reference,
        method: &str,
    ) -> Option<T> {
        call(&self.bus, (program, path.as_str(), ACCESSIBLE), method, &()).await
    }
}

/// AT-SPI's name of a role, as far as a story needs it. A web view's elements have only the number.
fn role_name(role: u32) -> String {
    let name = match role {
        2 => "alert",
        7 => "check box",
        10 => "column header",
        11 => "combo box",
        16 => "dialog",
        23 => "frame",
        29 => "label",
        37 => "page tab",
        40 => "password text",
        43 => "push button",
        54 => "status bar",
        56 => "table cell",
        66 => "tree table",
        79 => "entry",
        83 => "heading",
        88 => "link",
        90 => "table row",
        95 => "document web",
        110 => "landmark",
        _ => return format!("role {role}"),
    };
    name.to_owned()
}

/// Calls a method of an object: the program, the path and the interface.
async fn call<T: DeserializeOwned + Type>(
    bus: &Connection,
    (program, path, interface): (&str, &str, &str),
    method: &str,
    arguments: &(impl serde::Serialize + DynamicType),
) -> Option<T> {
    let answer = bus.call_method(Some(program), path, Some(interface), method, arguments);
    answer.await.ok()?.body().deserialize().ok()
}

/// Keeps the element that was focused last.
async fn listen(bus: &Connection, focused: Arc<Mutex<Option<Reference>>>) {
    let rule = MatchRule::builder()
        .msg_type(zbus::message::Type::Signal)
        .interface(EVENTS)
        .and_then(|rule| rule.member("StateChanged"))
        .expect("valid names")
        .build();
    let events = MessageStream::for_match_rule(rule, bus, None).await;
    let mut events = events.expect("the bus takes a match rule");
    // Programs send only the events that somebody has asked for.
    let to = (REGISTRY, "/org/a11y/atspi/registry", REGISTRY);
    let asked = ("object:state-changed:focused", Vec::<String>::new(), "");
    until("the registry of accessible programs", || async {
        let answer = bus.call_method(Some(to.0), to.1, Some(to.2), "RegisterEvent", &asked);
        answer.await.ok()
    })
    .await;
    // It ends with the connection.
    tokio::spawn(async move {
        while let Some(Ok(event)) = events.next().await {
            let header = event.header();
            let (Some(program), Some(path)) = (header.sender(), header.path()) else {
                continue;
            };
            let body = event.body();
            let parts: Result<(String, i32), _> = parts(&body);
            if parts.is_ok_and(|(state, is_on)| state == "focused" && is_on == 1) {
                let element = (program.to_string(), path.to_owned().into());
                *focused.lock().expect("the lock is not poisoned") = Some(element);
            }
        }
    });
}

/// The state's name and whether it is on.
fn parts(body: &zbus::message::Body) -> zbus::Result<(String, i32)> {
    let structure: zbus::zvariant::Structure<'_> = body.deserialize()?;
    let fields = structure.fields();
    let text = fields
        .first()
        .and_then(|one| String::try_from(one.clone()).ok());
    let number = fields
        .get(1)
        .and_then(|one| i32::try_from(one.clone()).ok());
    Ok((text.unwrap_or_default(), number.unwrap_or_default()))
}
