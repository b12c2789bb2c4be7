//! The one-sentence answer to "can this be forecast, and by what?".

use crate::bands::{Band, BandMethod, MeasuredCoverage};
use crate::candidate::{Candidate, SIGNIFICANCE};
use crate::history::History;
use crate::model::ModelName;
use crate::windows::Merged;
use crate::words::{capitalised, number, p_value, percent, test_words};
use serde::{Deserialize, Serialize};

/// What the statistics say, in words and in figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Verdict {
    pub sentence: String,
    /// Weakness of the choice, coverage that missed its level, fallbacks.
    pub remarks: Vec<String>,
    /// Whether the model shown beats naive: lower mean loss and p < 0.05 in test.
    pub beats_naive: bool,
}

/// What the verdict is drawn from.
pub(crate) struct Evidence<'a> {
    pub(crate) history: &'a History,
    pub(crate) horizon: usize,
    pub(crate) chosen: &'a Candidate,
    pub(crate) candidates: &'a [Candidate],
    pub(crate) bands: &'a [Band],
    pub(crate) coverage: &'a [MeasuredCoverage],
    pub(crate) merged: Merged,
    /// Windows whose errors calibrate the published bands.
    pub(crate) published: usize,
    pub(crate) overlap: usize,
}

impl Evidence<'_> {
    pub(crate) fn verdict(&self) -> Verdict {
        let span = self.history.span(self.horizon);
        let (sentence, beats_naive) = if self.chosen.model == ModelName::Naive {
            (self.naive_sentence(&span), false)
        } else {
            self.rival_sentence(&span)
        };
        let mut remarks = Vec::new();
        remarks.extend(self.rivals_remark());
        remarks.extend(self.coverage_remark());
        remarks.extend(merged_remark(self.merged));
        Verdict {
            sentence,
            remarks,
            beats_naive,
        }
    }

    fn naive_sentence(&self, span: &str) -> String {
        let others = self
            .candidates
            .iter()
            .filter(|candidate| candidate.model != ModelName::Naive);
        if others.count() == 0 {
            return format!("Naive over {span}, as asked, {}.", self.interval_words());
        }
        format!(
            "No model beat naive over {span}. Showing naive {}.",
            self.interval_words()
        )
    }

    fn interval_words(&self) -> String {
        let measured = self
            .bands
            .iter()
            .any(|band| band.method != BandMethod::AnalyticNormal);
        match (self.bands.is_empty(), measured) {
            (true, _) => "without intervals".to_owned(),
            (_, true) => format!(
                "with intervals measured on {} past forecasts",
                self.published
            ),
            (_, false) => format!(
                "with intervals from the model: {} past forecasts are too few to measure them",
                self.published
            ),
        }
    }

    fn rival_sentence(&self, span: &str) -> (String, bool) {
        let model = self.chosen.model;
        let name = capitalised(model);
        let gain = self.chosen.gain_on_naive.value;
        let test = self.chosen.diebold_mariano.as_ref();
        if let (true, Some(gain), Some(test)) = (self.chosen.beats_naive, gain, test) {
            let sentence = format!(
                "{name} beats naive by {} over {span}. The difference is significant: {}.",
                percent(gain),
                test_words(test)
            );
            return (sentence, true);
        }
        let measured = match (gain, test) {
            (Some(gain), Some(test)) => {
                let side = if gain < 0.0 { "worse" } else { "better" };
                let verb = match test.p {
                    Some(p) if p < SIGNIFICANCE => "which is significant",
                    Some(_) => "which chance explains",
                    None => "which could not be tested",
                };
                format!(
                    "in test its error was {} {side}, {verb} ({})",
                    percent(gain.abs()),
                    test_words(test)
                )
            }
            _ => "no past forecast compares them".to_owned(),
        };
        let nobody = self.candidates.iter().all(|other| !other.beats_naive);
        let start = if nobody {
            format!("No model beat naive over {span}.")
        } else {
            format!("{name} did not beat naive over {span}.")
        };
        let reason = if self.candidates.len() > 2 {
            ", the lowest error when models were chosen"
        } else {
            ""
        };
        (
            format!("{start} Showing {model}{reason}; {measured}."),
            false,
        )
    }

    /// Correction for the number of rivals, or the nearest rival of a naive choice.
    fn rivals_remark(&self) -> Option<String> {
        let rivals = self
            .candidates
            .iter()
            .filter(|candidate| candidate.diebold_mariano.is_some())
            .count();
        if self.chosen.beats_naive {
            let p = self.chosen.p_holm.filter(|_| rivals > 1)?;
            let weak = if p < SIGNIFICANCE {
                ""
            } else {
                " Treat the choice as weak."
            };
            return Some(format!(
                "{rivals} rivals were tested; after Holm's correction {}.{weak}",
                p_value(p)
            ));
        }
        if self.chosen.model != ModelName::Naive {
            return None;
        }
        let nearest = self
            .candidates
            .iter()
            .filter(|candidate| candidate.model != ModelName::Naive)
            .filter_map(|candidate| Some((candidate, candidate.gain_on_naive.value?)))
            .max_by(|a, b| a.1.total_cmp(&b.1))?;
        let (candidate, gain) = nearest;
        let side = if gain < 0.0 { "worse" } else { "better" };
        let words = candidate.diebold_mariano.as_ref().map(test_words)?;
        let adjusted = candidate
            .p_holm
            .filter(|_| rivals > 1)
            .map(|p| {
                format!(
                    "; after Holm's correction for {rivals} rivals {}",
                    p_value(p)
                )
            })
            .unwrap_or_default();
        Some(format!(
            "{} came nearest in test: {} {side} ({words}{adjusted}).",
            capitalised(candidate.model),
            percent(gain.abs())
        ))
    }

    /// Says when the widest band missed its level by more than its sampling error.
    fn coverage_remark(&self) -> Option<String> {
        let widest = self.coverage.last()?;
        let found = widest.coverage.value?;
        // Overlapping windows and the steps of one window are one piece of evidence.
        let independent = (widest.windows / self.overlap.max(1)).max(1) as f64;
        let level = widest.level;
        let tolerance = (2.0 * (level * (1.0 - level) / independent).sqrt()).max(0.01);
        let words = if found < level - tolerance {
            "narrow"
        } else if found > level + tolerance {
            "wide"
        } else {
            return None;
        };
        Some(format!(
            "Intervals were too {words} in test: read {} as {}.",
            percent(level),
            percent(found)
        ))
    }
}

fn merged_remark(merged: Merged) -> Option<String> {
    match merged {
        Merged::None => None,
        Merged::SelectionAndCalibration => Some(
            "The series is too short for three sets of windows: those that chose the model also calibrate its intervals."
                .to_owned(),
        ),
        Merged::All => Some(
            "The series is too short for separate sets of windows: the same ones choose, calibrate and test; coverage is measured leaving one out at a time."
                .to_owned(),
        ),
    }
}

/// Verdict when no past forecast exists.
pub(crate) fn untested(
    history: &History,
    horizon: usize,
    model: ModelName,
    needed: usize,
) -> Verdict {
    Verdict {
        sentence: format!(
            "Too short to test a forecast of {}: {} values, {needed} are needed. Showing {model} with intervals from the model.",
            history.span(horizon),
            history.values().len(),
        ),
        remarks: vec!["No accuracy and no coverage could be measured.".to_owned()],
        beats_naive: false,
    }
}

/// Verdict on values that never change.
pub(crate) fn constant(history: &History) -> Verdict {
    let value = history
        .values()
        .iter()
        .find(|value| !value.is_nan())
        .copied()
        .unwrap_or_default();
    Verdict {
        sentence: format!(
            "All {} values are {}. Showing naive: nothing in the data says when that will change.",
            history.n_used(),
            number(value, 4).trim_end_matches('0').trim_end_matches('.'),
        ),
        remarks: Vec::new(),
        beats_naive: false,
    }
}
