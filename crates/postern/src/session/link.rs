//! Links to endpoints that were opened outside Postern. A link only shows something.

use std::time::{Duration, Instant};

use super::app::{App, Core};
use super::{AppEvent, LinkView};
use crate::config::Profile;
use crate::endpoint_link::EndpointLink;
use crate::problem::Problem;
use crate::sync::lock;

/// A link that nobody followed for this long is forgotten, so that it surprises nobody later.
const LIFETIME: Duration = Duration::from_mins(5);

/// A link as it was opened, and when.
pub(super) type OpenedLink = (Instant, Result<EndpointLink, Problem>);

impl App {
    /// Keeps a link for the page, in place of one that it hasn't dealt with.
    pub fn link_opened(&self, text: &str) {
        *lock(&self.core.link) = Some((Instant::now(), EndpointLink::parse(text)));
        self.core.emit(AppEvent::StateChanged);
    }

    /// Forgets the link that was opened.
    pub fn drop_link(&self) {
        let before = lock(&self.core.link).take();
        if before.is_some() {
            self.core.emit(AppEvent::StateChanged);
        }
    }
}

impl Core {
    /// Where the link that was opened leads.
    pub(super) fn link_view(&self) -> Option<LinkView> {
        let (at, opened) = lock(&self.link).clone()?;
        if at.elapsed() > LIFETIME {
            return None;
        }
        Some(match opened {
            Ok(link) => self.target_of(link),
            Err(problem) => LinkView::Unreadable { problem },
        })
    }

    fn target_of(&self, link: EndpointLink) -> LinkView {
        let leads_to = |profile: &Profile| {
            profile.account_id == link.account_id && profile.project_id == link.project_id
        };
        let profiles = self.vault.profiles();
        let active = self.with_active(|active| active.and_then(|active| active.profile));
        let is_active = profiles
            .iter()
            .any(|profile| Some(profile.id) == active && leads_to(profile));
        let is_open = self.current().is_some_and(|open| {
            open.project() == (link.account_id.clone(), link.project_id.clone())
        });
        if is_active || is_open {
            return LinkView::Here {
                region_id: link.region_id,
            };
        }
        match profiles.into_iter().find(leads_to) {
            Some(profile) => LinkView::OtherAccount {
                profile_id: profile.id,
                name: profile.name,
            },
            None => LinkView::UnknownAccount,
        }
    }
}
