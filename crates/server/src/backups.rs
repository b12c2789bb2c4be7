//! The folder backups are written to, and the newest one in it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::view::admin::BackupView;

/// Where the backups of a data folder lie.
pub(crate) fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("backups")
}

/// The newest backup, if there is one. A folder that cannot be read has none.
pub(crate) async fn newest(data_dir: &Path) -> Option<BackupView> {
    let mut entries = tokio::fs::read_dir(folder(data_dir)).await.ok()?;
    let mut newest: Option<BackupView> = None;
    while let Ok(Some(entry)) = entries.next_entry().await {
        let file = entry.file_name().to_string_lossy().into_owned();
        // A backup has its final name only once it is whole.
        if Path::new(&file)
            .extension()
            .is_none_or(|extension| extension != "db")
        {
            continue;
        }
        let Ok(metadata) = entry.metadata().await else {
            continue;
        };
        let Ok(modified) = metadata.modified() else {
            continue;
        };
        let made_at = DateTime::<Utc>::from(modified);
        if newest
            .as_ref()
            .is_none_or(|newest| newest.made_at < made_at)
        {
            newest = Some(BackupView {
                file,
                size_bytes: metadata.len(),
                made_at,
            });
        }
    }
    newest
}
