//! Sentences about a forecast: the verdict, and why each rival lost. Generated from the statistics
//! and from nothing else.

use crate::candidate::{Candidate, Standing};
use crate::diebold_mariano::DieboldMariano;
use crate::model::ModelName;

/// The typographic minus of the workbench.
const MINUS: char = '\u{2212}';
/// Narrow space before a percent sign.
const THIN: char = '\u{202f}';

/// A number with fixed decimals and the typographic minus.
pub(crate) fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().any(|c| c.is_ascii_digit() && c != '0') => {
            format!("{MINUS}{digits}")
        }
        Some(digits) => digits.to_owned(),
        None => text,
    }
}

/// A share as percent: one decimal below 10 %, none above.
pub(crate) fn percent(share: f64) -> String {
    let value = share * 100.0;
    let decimals = usize::from(value.abs() < 9.95);
    format!("{}{THIN}%", number(value, decimals))
}

/// A p value: three decimals, "< 0.001" below.
pub(crate) fn p_value(p: f64) -> String {
    if p < 0.001 {
        "p < 0.001".to_owned()
    } else {
        format!("p {p:.3}")
    }
}

/// "DM −2.35, p 0.019", or why there is no such figure.
pub(crate) fn test_words(test: &DieboldMariano) -> String {
    match (test.statistic, test.p, test.one_step_statistic) {
        (Some(statistic), Some(p), _) => format!("DM {}, {}", number(statistic, 2), p_value(p)),
        (_, _, Some(one_step)) => format!(
            "no DM statistic: the long-run variance estimate is not positive; one-step {}",
            number(one_step, 2)
        ),
        _ => match test.reason {
            Some(reason) => format!("no DM statistic: {reason}"),
            None => "no DM statistic".to_owned(),
        },
    }
}

/// The name at the start of a sentence.
pub(crate) fn capitalised(model: ModelName) -> String {
    let name = model.to_string();
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Why `candidate` was not chosen over `winner`.
pub(crate) fn why_lost(candidate: &Candidate, winner: &Candidate, min_gain: f64) -> String {
    if let Some(refusal) = candidate
        .refusal
        .as_ref()
        .filter(|_| candidate.standing == Standing::Refused)
    {
        return format!("refused: {refusal}");
    }
    if let Some(stopped) = candidate.stopped {
        return format!(
            "stopped after {} past forecasts: error {} above the best",
            stopped.windows,
            percent(stopped.excess)
        );
    }
    let (Some(own), Some(best)) = (candidate.selection.mase.value, winner.selection.mase.value)
    else {
        return "no scaled error exists: the training values do not vary".to_owned();
    };
    let alpha = candidate.parameters.get("alpha").copied();
    if candidate.model == ModelName::Ses && alpha.is_some_and(|alpha| alpha > 0.995) {
        return "same forecast as naive: the best smoothing weight is 1.00".to_owned();
    }
    if own < best * 0.9995 {
        let better = format!(
            "{} better than {} when models were chosen",
            percent(1.0 - own / best),
            winner.model
        );
        return if winner.model == ModelName::Naive {
            format!(
                "{better}, less than the {} that choosing among models costs",
                percent(min_gain)
            )
        } else {
            format!("{better}, on too few past forecasts to prefer it")
        };
    }
    if best == 0.0 || own <= best * 1.0005 {
        return format!("no better than {}, which is simpler", winner.model);
    }
    let peak = worst_step(candidate, winner)
        .map(|(step, excess)| format!(", most at step {step} (+{})", percent(excess)))
        .unwrap_or_default();
    format!(
        "error {} above {}{peak}",
        percent(own / best - 1.0),
        winner.model
    )
}

/// Step (from 1) at which the candidate is furthest above the winner, when there are several.
fn worst_step(candidate: &Candidate, winner: &Candidate) -> Option<(usize, f64)> {
    let own = &candidate.selection.mase_by_step;
    if own.len() < 2 {
        return None;
    }
    own.iter()
        .zip(&winner.selection.mase_by_step)
        .enumerate()
        .filter_map(|(step, (own, best))| {
            let excess = own.value? / best.value.filter(|&best| best > 0.0)? - 1.0;
            (excess > 0.0).then_some((step + 1, excess))
        })
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_workbench_writes_them() {
        assert_eq!(number(-2.348, 2), "\u{2212}2.35");
        assert_eq!(number(-0.001, 2), "0.00");
        assert_eq!(percent(0.0812), "8.1\u{202f}%");
        assert_eq!(percent(0.95), "95\u{202f}%");
        assert_eq!(p_value(0.0001), "p < 0.001");
        assert_eq!(capitalised(ModelName::DampedHolt), "Damped Holt");
    }
}
