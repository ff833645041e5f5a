//! What the page shows and how: rows as text, views and the zoom.

use aeon::ids::RegionInfoId;

use super::AppEvent;
use super::app::App;
use crate::config::{ProfileId, Settings, Theme, Views};
use crate::problem::{Problem, ProblemCode};
use crate::rows::{self, FileFormat, Rows, RowsFormat, RowsText};

impl App {
    /// Rows of a table as text.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn rows_text(&self, rows: &Rows, format: RowsFormat) -> Result<RowsText, Problem> {
        let snapshot = self.core.unlocked()?.inventory.snapshot();
        Ok(rows::text_of(&snapshot, &self.book().names(), rows, format))
    }

    pub(super) fn endpoints_file(
        &self,
        ids: &[RegionInfoId],
        format: FileFormat,
    ) -> Result<String, Problem> {
        let snapshot = self.core.unlocked()?.inventory.snapshot();
        Ok(rows::endpoints_file(
            &snapshot,
            &self.book().names(),
            ids,
            format,
        ))
    }

    /// What the page remembers for the account in use.
    ///
    /// # Errors
    /// No account is unlocked.
    pub async fn views(&self) -> Result<Views, Problem> {
        Ok(self.core.views.get(self.unlocked_profile()?))
    }

    /// Replaces what the page remembers for an account; `None` is the demo. If another account is in use by now,
    /// nothing happens.
    ///
    /// # Errors
    /// No account is unlocked, or the views are too large or can't be written.
    pub async fn set_views(&self, profile: Option<ProfileId>, views: Views) -> Result<(), Problem> {
        if profile != self.unlocked_profile()? {
            return Ok(());
        }
        self.core.views.set(profile, views).await
    }

    /// Sets the zoom of the window, in percent.
    ///
    /// # Errors
    /// It is outside [`Settings::ZOOM`], or the settings can't be written.
    pub async fn set_zoom(&self, percent: u32) -> Result<(), Problem> {
        let range = Settings::ZOOM;
        if !range.contains(&percent) {
            return Err(Problem::new(
                ProblemCode::Invalid,
                format!("The window can't be zoomed to {percent} %."),
                format!("Choose {} % to {} %.", range.start(), range.end()),
            ));
        }
        let written = self.core.settings.change(|now| now.zoom = percent).await;
        self.core.emit(AppEvent::StateChanged);
        Ok(written?)
    }

    /// The zoom of the window, in percent.
    pub fn zoom(&self) -> u32 {
        let Settings { zoom, .. } = self.core.settings.get();
        // The file can be edited.
        zoom.clamp(*Settings::ZOOM.start(), *Settings::ZOOM.end())
    }

    /// The theme of the window.
    pub fn theme(&self) -> Theme {
        self.core.settings.get().theme
    }

    fn unlocked_profile(&self) -> Result<Option<ProfileId>, Problem> {
        self.core.unlocked()?;
        Ok(self
            .core
            .with_active(|active| active.and_then(|active| active.profile)))
    }
}
