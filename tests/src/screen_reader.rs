//! What a screen reader gets of the window, over AT-SPI: the tree of elements, and where the focus goes.

use std::collections::HashMap;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use futures_util::StreamExt as _;
use futures_util::future::{BoxFuture, join_all};
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
/// The bit for the focus in an element's states.
const FOCUSED: u32 = 1 << 12;
const EVENTS: &str = "org.a11y.atspi.Event.Object";

/// An element: the program's name on the accessibility bus, and the element's path there.
type Reference = (String, OwnedObjectPath);

/// The element that was focused last in each program, which includes each process of a web view. They tell of it in no
/// particular order: a page whose window loses the focus can tell of its own focus after the other window did.
type Focused = HashMap<String, OwnedObjectPath>;

/// An element as a screen reader sees it.
struct Seen {
    /// How many elements it is inside of.
    depth: usize,
    /// Its role and name, such as `button “Refresh”`.
    name: String,
    is_focused: bool,
}

/// A screen reader that runs before Postern is started.
pub struct ScreenReader {
    bus: Connection,
    focused: Arc<Mutex<Focused>>,
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

    /// The elements of all programs from top to bottom.
    async fn tree(&self) -> Vec<Seen> {
        let root = OwnedObjectPath::try_from("/org/a11y/atspi/accessible/root").expect("a path");
        self.seen((REGISTRY.to_owned(), root), 0).await
    }

    /// Waits until the tree has these elements, in this order: each as its role and name, such as `button “Refresh”`. The
    /// words for the roles are AT-SPI's.
    ///
    /// # Panics
    /// It doesn't.
    pub async fn see(&self, wanted: &[&str]) {
        let there = || async {
            let tree = self.tree().await;
            let mut now = tree.iter();
            wanted
                .iter()
                .all(|name| now.any(|seen| seen.name == *name))
                .then_some(())
        };
        if within(PATIENCE, there).await.is_none() {
            let tree = text_of(&self.tree().await);
            panic!("a screen reader doesn't find {wanted:?} in\n{tree}");
        }
    }

    /// Waits until the focus of a program is on this element.
    ///
    /// # Panics
    /// It isn't.
    pub async fn see_focus(&self, wanted: &str) {
        let there = || async {
            let told = self.focused().await;
            // A program that has just started may not have known yet that somebody wants to be told.
            let is_there = told.iter().any(|name| name == wanted)
                || self
                    .tree()
                    .await
                    .iter()
                    .any(|seen| seen.is_focused && seen.name == wanted);
            is_there.then_some(())
        };
        if within(PATIENCE, there).await.is_none() {
            let is = self.focused().await;
            let tree = text_of(&self.tree().await);
            panic!("the focus is on {is:?} for a screen reader, not on {wanted}, in\n{tree}");
        }
    }

    /// The element that was focused last in each program that still runs.
    async fn focused(&self) -> Vec<String> {
        let focused = self
            .focused
            .lock()
            .expect("the lock is not poisoned")
            .clone();
        let focused = Vec::from_iter(focused);
        let names = focused.iter().map(|element| self.name(element));
        join_all(names).await.into_iter().flatten().collect()
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
        let attributes: HashMap<String, String> =
            self.ask(element, "GetAttributes").await.unwrap_or_default();
        let live = attributes.get("live").map(|how| format!(" ({how})"));
        Some(format!(
            "{} “{name}”{}",
            role_name(role),
            live.unwrap_or_default()
        ))
    }

    /// An element and those inside. All children are asked at once: what is on the page for a moment would be gone by the
    /// time that they are asked one after the other.
    fn seen(&self, element: Reference, depth: usize) -> BoxFuture<'_, Vec<Seen>> {
        Box::pin(async move {
            // What has just been removed doesn't answer.
            let Some(name) = self.name(&element).await else {
                return Vec::new();
            };
            let states: Vec<u32> = self.ask(&element, "GetState").await.unwrap_or_default();
            let seen = Seen {
                depth,
                name,
                is_focused: states.first().is_some_and(|bits| bits & FOCUSED != 0),
            };
            let children = self.children(&element).await.into_iter();
            let inside = join_all(children.map(|child| self.seen(child, depth + 1))).await;
            std::iter::once(seen)
                .chain(inside.into_iter().flatten())
                .collect()
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

/// The elements a line each, further to the right inside others.
fn text_of(tree: &[Seen]) -> String {
    let lines = tree.iter().map(|seen| {
        let focus = if seen.is_focused { " (focused)" } else { "" };
        format!("{}{}{focus}\n", "  ".repeat(seen.depth), seen.name)
    });
    lines.collect()
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

/// Keeps the element that was focused last in each program.
async fn listen(bus: &Connection, focused: Arc<Mutex<Focused>>) {
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
                let mut focused = focused.lock().expect("the lock is not poisoned");
                focused.insert(program.to_string(), path.to_owned().into());
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
