//! An evaluation as text for people.

use std::fmt::Write as _;

use prospect_forecast::{Evaluation, Figure};

use crate::text_table::{Align, TextTable, number, percent};

const UNAVAILABLE: &str = "–";

pub(super) fn text(evaluation: &Evaluation) -> String {
    let mut text = format!(
        "{} series, horizon {}, up to {} origins {} apart; lower is better\n\n",
        number(evaluation.series.len() as f64, 0),
        evaluation.horizon,
        evaluation.windows,
        evaluation.step
    );
    let mut table = TextTable::new(&[
        ("model", Align::Left),
        ("MASE", Align::Right),
        ("sMAPE", Align::Right),
        ("OWA", Align::Right),
        ("gain on naive", Align::Right),
        ("better on", Align::Right),
        ("p (Holm)", Align::Right),
        ("beats naive", Align::Left),
        ("series", Align::Right),
    ]);
    for row in &evaluation.models {
        table.row(vec![
            row.model.to_string(),
            figure(&row.mase, |value| number(value, 3)),
            row.smape.as_ref().map_or_else(
                || UNAVAILABLE.to_owned(),
                |smape| number(smape.mean_of_series, 2),
            ),
            figure(&row.owa, |value| number(value, 3)),
            figure(&row.gain_on_naive, |value| percent(value, 1)),
            figure(&row.share_better_than_naive, |value| percent(value, 0)),
            row.p_holm
                .map_or_else(|| UNAVAILABLE.to_owned(), |p| number(p, 3)),
            if row.beats_naive { "yes" } else { "no" }.to_owned(),
            number(row.series as f64, 0),
        ]);
    }
    text.push_str(&table.render());
    if evaluation.series_too_short > 0 {
        writeln!(
            text,
            "\n{} series are too short for one origin and are not counted",
            number(evaluation.series_too_short as f64, 0)
        )
        .expect("text grows without fail");
    }
    text
}

fn figure(figure: &Figure, show: impl Fn(f64) -> String) -> String {
    figure.value.map_or_else(|| UNAVAILABLE.to_owned(), show)
}
