//! What is unusual in the history of a forecast, by the times it happened.

use crate::anomalies::{self, AnomalySettings, Finding};
use crate::history::History;
use prospect_series::Timestamp;
use serde::{Deserialize, Serialize};

/// Newest values searched for anomalies: older ones say nothing about the days to come, and the
/// search takes a while.
const ANOMALY_REACH: usize = 750;

/// Something unusual in the history: an outlier, a shift of level, a change of scatter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Anomaly {
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = DateTime, required))]
    pub time: Option<Timestamp>,
    #[serde(flatten)]
    pub finding: Finding,
}

/// Searches the newest values. A history too short or too even to search has none.
pub(super) fn anomalies(history: &History) -> Vec<Anomaly> {
    let y = history.values();
    let begin = y.len().saturating_sub(ANOMALY_REACH);
    let found = anomalies::find(
        &y[begin..],
        history.season_length(),
        &AnomalySettings::default(),
    );
    let findings = found.map_or_else(|_| Vec::new(), |found| found.findings);
    findings
        .into_iter()
        .map(|finding| {
            let at = begin + finding.at;
            Anomaly {
                time: history.times().get(at).copied(),
                finding: Finding { at, ..finding },
            }
        })
        .collect()
}
