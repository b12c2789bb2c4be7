//! Forecasts as text for people: one series in full, many by a line each.

use std::fmt::Write as _;

use prospect_forecast::bands::BandMethod;
use prospect_forecast::{Figure, Forecast};
use prospect_series::time::written;

use super::Forecasted;
use crate::text_table::{Align, TextTable, number, percent, significant};

const UNAVAILABLE: &str = "–";

pub(super) fn text(series: &[Forecasted], lasts: &[Option<f64>]) -> String {
    match series {
        [one] => one
            .forecast
            .as_ref()
            .map_or_else(String::new, |forecast| in_full(one, forecast)),
        many => by_line(many, lasts),
    }
}

/// `80` for 0.8, `97.5` for 0.975.
pub(super) fn level(share: f64) -> String {
    let percent = (share * 1e8).round() / 1e6;
    percent.to_string()
}

fn in_full(one: &Forecasted, forecast: &Forecast) -> String {
    let cut_off = forecast
        .cut_off
        .map_or_else(String::new, |time| format!(" to {}", written(time)));
    let missing = match forecast.n_missing {
        0 => String::new(),
        n => format!(", {n} missing"),
    };
    let unit = one
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" in {unit}"));
    let mut text = format!(
        "{}{unit}: {} {} values{missing}{cut_off}\n\n{}\n",
        one.unique_id,
        number(forecast.n_used as f64, 0),
        forecast.frequency,
        forecast.verdict.sentence
    );
    for remark in &forecast.verdict.remarks {
        writeln!(text, "{remark}").expect("text grows without fail");
    }
    text.push('\n');
    text.push_str(&values(forecast));
    text.push('\n');
    text.push_str(&coverage(forecast));
    for anomaly in &forecast.anomalies {
        let when = anomaly
            .time
            .map_or_else(String::new, |time| format!("{}: ", written(time)));
        writeln!(text, "note: {when}{}", anomaly.finding.sentence)
            .expect("text grows without fail");
    }
    if !forecast.candidates.is_empty() {
        text.push('\n');
        text.push_str(&candidates(forecast));
    }
    text
}

fn values(forecast: &Forecast) -> String {
    let mut headings = vec![("", Align::Left), ("forecast", Align::Right)];
    let names: Vec<(String, String)> = forecast
        .bands
        .iter()
        .map(|band| {
            let level = level(band.level);
            (format!("{level} % from"), "to".to_owned())
        })
        .collect();
    for (from, to) in &names {
        headings.push((from, Align::Right));
        headings.push((to, Align::Right));
    }
    let mut table = TextTable::new(&headings);
    for (step, &median) in forecast.median.iter().enumerate() {
        let when = forecast
            .times
            .get(step)
            .map_or_else(|| format!("step {}", step + 1), |&time| written(time));
        let mut cells = vec![when, significant(median)];
        for band in &forecast.bands {
            cells.push(significant(band.lower[step]));
            cells.push(significant(band.upper[step]));
        }
        table.row(cells);
    }
    table.render()
}

fn coverage(forecast: &Forecast) -> String {
    let mut text = String::new();
    for band in &forecast.bands {
        let origin = match band.method {
            BandMethod::SplitConformalSymmetric
            | BandMethod::SplitConformalSigned
            | BandMethod::AdaptiveConformal => {
                format!("from {} past errors a step", band.calibration_errors)
            }
            BandMethod::Calibrated => format!(
                "from {} past errors of all steps and a prior",
                band.calibration_errors
            ),
            BandMethod::AnalyticNormal => {
                "analytic: the model's own, assuming normal errors".to_owned()
            }
            BandMethod::Simulated => "from paths of the model with normal errors".to_owned(),
            BandMethod::Bootstrapped => {
                "from paths of the model with its own past errors".to_owned()
            }
        };
        let measured = forecast
            .coverage
            .iter()
            .find(|measured| level(measured.level) == level(band.level))
            .and_then(|measured| Some((measured.coverage.value?, measured.n)));
        let held = match measured {
            Some((share, n)) => format!(
                "held {} of {} past values",
                percent(share, 1),
                number(n as f64, 0)
            ),
            None => "not measured: the history is too short".to_owned(),
        };
        writeln!(text, "{} % interval: {origin}; {held}", level(band.level))
            .expect("text grows without fail");
    }
    for missing in &forecast.missing_bands {
        writeln!(
            text,
            "{} % interval: unavailable, because {}",
            level(missing.level),
            missing.reason
        )
        .expect("text grows without fail");
    }
    text
}

fn candidates(forecast: &Forecast) -> String {
    let mut table = TextTable::new(&[
        ("model", Align::Left),
        ("MASE, choice", Align::Right),
        ("MASE, test", Align::Right),
        ("sMAPE, test", Align::Right),
        ("gain on naive", Align::Right),
        ("", Align::Left),
    ]);
    for candidate in &forecast.candidates {
        table.row(vec![
            candidate.model.to_string(),
            figure(&candidate.selection.mase, |value| number(value, 3)),
            figure(&candidate.test.mase, |value| number(value, 3)),
            figure(&candidate.test.smape, |value| number(value, 2)),
            figure(&candidate.gain_on_naive, |value| percent(value, 1)),
            if candidate.model == forecast.model {
                "shown"
            } else {
                ""
            }
            .to_owned(),
        ]);
    }
    table.render()
}

fn by_line(series: &[Forecasted], lasts: &[Option<f64>]) -> String {
    let mut table = TextTable::new(&[
        ("series", Align::Left),
        ("model", Align::Left),
        ("last", Align::Right),
        ("to", Align::Left),
        ("forecast", Align::Right),
        ("from", Align::Right),
        ("to", Align::Right),
        ("MASE, test", Align::Right),
        ("beats naive", Align::Left),
    ]);
    for (one, last) in series.iter().zip(lasts) {
        let Some(forecast) = &one.forecast else {
            let mut cells = vec![one.unique_id.clone(), "no forecast".to_owned()];
            cells.extend(std::iter::repeat_n(String::new(), 7));
            table.row(cells);
            continue;
        };
        let widest = forecast.bands.last();
        let bound = |pick: fn(&prospect_forecast::bands::Band) -> &Vec<f64>| {
            widest
                .and_then(|band| pick(band).last().copied())
                .map_or_else(|| UNAVAILABLE.to_owned(), significant)
        };
        let test = forecast
            .candidates
            .iter()
            .find(|candidate| candidate.model == forecast.model)
            .map_or_else(
                || UNAVAILABLE.to_owned(),
                |candidate| figure(&candidate.test.mase, |value| number(value, 3)),
            );
        table.row(vec![
            one.unique_id.clone(),
            forecast.model.to_string(),
            last.map_or_else(|| UNAVAILABLE.to_owned(), significant),
            forecast
                .times
                .last()
                .map_or_else(String::new, |&time| written(time)),
            forecast
                .median
                .last()
                .map_or_else(|| UNAVAILABLE.to_owned(), |&median| significant(median)),
            bound(|band| &band.lower),
            bound(|band| &band.upper),
            test,
            if forecast.verdict.beats_naive {
                "yes"
            } else {
                "no"
            }
            .to_owned(),
        ]);
    }
    table.render()
}

fn figure(figure: &Figure, show: impl Fn(f64) -> String) -> String {
    figure.value.map_or_else(|| UNAVAILABLE.to_owned(), show)
}
