//! The simulated part: distributions, odds, bands, what moves the value.

use super::results::table;
use super::{Block, Chart, Entry, Subject, percent};
use crate::result::DistributionSummary;

/// Bars of a chart; the table lists every input.
const BARS_MAX: usize = 15;

pub(super) fn distributions(subject: &Subject<'_>) -> Vec<Block> {
    let Some(result) = subject.simulation else {
        return Vec::new();
    };
    let lines: [(&str, Option<&DistributionSummary>); 7] = [
        ("NPV after tax, headline timing", Some(&result.npv)),
        (
            "NPV after tax, flows at start of period",
            Some(&result.npv_start),
        ),
        (
            "NPV after tax, flows at mid of period",
            Some(&result.npv_mid),
        ),
        (
            "NPV after tax, flows at end of period",
            Some(&result.npv_end),
        ),
        (
            "IRR after tax, iterations with one rate",
            result.irr.distribution.as_ref(),
        ),
        (
            "Payback, iterations that recover",
            result.payback.distribution.as_ref(),
        ),
        ("Peak funding", Some(&result.peak_funding)),
    ];
    let rows = lines.into_iter().filter_map(|(name, of)| {
        let of = of?;
        // A rate of return has no unit and is read in per cent.
        let shown = if of.unit == "1" {
            Entry::percent
        } else {
            Entry::number
        };
        let at = |p: f64| of.percentile(p).map_or_else(|| Entry::text("–"), shown);
        let mut row = vec![
            Entry::text(name),
            Entry::text(of.unit.clone()),
            Entry::count(of.n),
        ];
        row.extend([of.mean, of.standard_error, of.sd].map(shown));
        row.extend([10.0, 50.0, 90.0].map(at));
        Some(row)
    });
    let headings = [
        "Output",
        "Unit",
        "Iterations",
        "Mean",
        "Standard error",
        "Standard deviation",
        "P10",
        "P50",
        "P90",
    ];
    let npv = &result.npv;
    let negative = &npv.probability_negative;
    let interval = format!(
        "95 % interval {} to {}",
        percent(negative.low, 2),
        percent(negative.high, 2)
    );
    let irr = &result.irr;
    let money = result.money_unit.as_str();
    let odds = [
        ("P(NPV < 0)", Entry::percent(negative.value), "", interval),
        (
            "VaR, 5 % quantile of the NPV",
            Entry::number(npv.var_5),
            money,
            String::new(),
        ),
        (
            "CVaR, mean of the worst 5 %",
            Entry::number(npv.cvar_5),
            money,
            String::new(),
        ),
        (
            "Share of iterations below the base case",
            Entry::percent(result.base_npv_percentile),
            "",
            String::new(),
        ),
        (
            "Iterations with several IRR",
            Entry::count(irr.several),
            "",
            String::new(),
        ),
        (
            "Iterations without an IRR",
            Entry::count(irr.none),
            "",
            String::new(),
        ),
        (
            "Iterations that do not pay back",
            Entry::count(result.payback.not_recovered),
            "",
            String::new(),
        ),
    ];
    let odds = odds.into_iter().map(|(name, value, unit, remark)| {
        vec![
            Entry::text(name),
            value,
            Entry::text(unit),
            Entry::text(remark),
        ]
    });
    let mut marks = vec![("base".to_owned(), result.base_npv.get(result.timing))];
    for p in [10.0, 50.0, 90.0] {
        marks.extend(npv.percentile(p).map(|value| (format!("P{p}"), value)));
    }
    let bins = &result.npv_histogram.bins;
    let mut blocks = vec![
        table("Distributions of the outputs", &headings, rows.collect()),
        table(
            "Odds",
            &["Figure", "Value", "Unit", "Remark"],
            odds.collect(),
        ),
        Block::Chart(Chart::Histogram {
            title: "NPV after tax, headline timing".to_owned(),
            unit: money.to_owned(),
            bins: bins
                .iter()
                .map(|bin| (bin.from, bin.to, bin.count))
                .collect(),
            marks,
        }),
    ];
    let bands = &result.cumulative_cash_flow;
    if bands.len() == subject.case.periods.len() {
        blocks.push(Block::Chart(Chart::Line {
            title: "Cumulative cash flow after tax: P50 within P10 to P90".to_owned(),
            unit: money.to_owned(),
            labels: subject
                .case
                .periods
                .iter()
                .map(|period| period.label.clone())
                .collect(),
            values: bands.iter().map(|band| band.p50).collect(),
            band: Some((
                bands.iter().map(|band| band.p10).collect(),
                bands.iter().map(|band| band.p90).collect(),
            )),
        }));
    }
    blocks
}

pub(super) fn sensitivity(subject: &Subject<'_>) -> Vec<Block> {
    let Some(result) = subject.simulation else {
        return Vec::new();
    };
    let tornado = &result.tornado;
    if tornado.swing.is_empty() {
        return Vec::new();
    }
    let bars = tornado.swing.iter().take(BARS_MAX);
    let bars = bars.map(|bar| (bar.label.clone(), bar.low.npv, bar.high.npv));
    let chart = Block::Chart(Chart::Tornado {
        title: "NPV with one input at its P10 and P90, the others at base".to_owned(),
        unit: result.money_unit.clone(),
        base: tornado.base,
        bars: bars.collect(),
    });
    let rows = tornado.swing.iter().map(|bar| {
        let numbers = [
            bar.base,
            bar.low.input,
            bar.high.input,
            bar.low.npv,
            bar.high.npv,
            bar.swing,
        ];
        let mut row = vec![
            Entry::text(bar.label.clone()),
            Entry::text(bar.unit.clone()),
        ];
        row.extend(numbers.map(Entry::number));
        row
    });
    let headings = [
        "Input",
        "Unit",
        "Base",
        "Low (P10)",
        "High (P90)",
        "NPV at low",
        "NPV at high",
        "Swing",
    ];
    let ranks = tornado.rank.iter().map(|rank| {
        let number = |value: Option<f64>| value.map_or_else(|| Entry::text("–"), Entry::number);
        vec![
            Entry::text(rank.label.clone()),
            number(rank.correlation),
            number(rank.share),
            number(rank.shapley),
        ]
    });
    let caption = format!("Swings of the NPV, {}", result.money_unit);
    vec![
        chart,
        table(&caption, &headings, rows.collect()),
        table(
            "Rank correlation with the NPV; shares hold for independent inputs, Shapley shares also for correlated ones",
            &["Input", "Spearman correlation", "Share", "Shapley share"],
            ranks.collect(),
        ),
    ]
}
