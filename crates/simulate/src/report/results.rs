//! The deterministic part: figures, annual cash flow, reconciliation, conventions, formulas.

use super::assumptions::cited;
use super::{Block, Chart, Entry, Subject, Table, significant};
use crate::economics::{Irr, IrrStatus, Payback};
use crate::result::{BaseCase, Figure};
use crate::scenario::{Timing, Values};

/// Periods side by side, so that a printed page holds them.
const PERIODS_MAX: usize = 12;

pub(super) fn table(caption: &str, headings: &[&str], rows: Vec<Vec<Entry>>) -> Block {
    Block::Table(Table {
        caption: caption.to_owned(),
        headings: headings.iter().map(|&heading| heading.to_owned()).collect(),
        rows,
    })
}

pub(super) fn figures(case: &BaseCase) -> Vec<Block> {
    let figures = &case.figures;
    let money = case.money_unit.as_str();
    let mut rows = Vec::new();
    let mut add = |name: String, value: Entry, unit: &str, remark: String| {
        rows.push(vec![
            Entry::text(name),
            value,
            Entry::text(unit),
            Entry::text(remark),
        ]);
    };
    for (what, npv) in [
        ("after tax", &figures.npv_after_tax),
        ("before tax", &figures.npv_before_tax),
    ] {
        for timing in Timing::ALL {
            let remark = if timing == case.timing {
                "headline timing"
            } else {
                ""
            };
            add(
                format!("NPV {what}, flows at {timing} of period"),
                Entry::number(npv.get(timing)),
                money,
                remark.to_owned(),
            );
        }
    }
    for (what, irr) in [
        ("after tax", &figures.irr_after_tax),
        ("before tax", &figures.irr_before_tax),
    ] {
        let (entry, remark) = rate(irr);
        add(format!("IRR {what}"), entry, "per year", remark);
    }
    let (entry, remark) = of_figure(&figures.mirr, Entry::percent);
    add("Modified IRR".to_owned(), entry, "per year", remark);
    for (name, figure) in [
        (
            "Payback from the start of production",
            &figures.payback_from_production,
        ),
        ("Profitability index", &figures.profitability_index),
    ] {
        let (entry, remark) = of_figure(figure, Entry::number);
        add(name.to_owned(), entry, &figure.unit, remark);
    }
    for (name, payback) in [
        (
            "Payback from the start of the first period",
            &figures.payback,
        ),
        ("Discounted payback", &figures.discounted_payback),
    ] {
        let (entry, remark) = recovered(payback);
        add(name.to_owned(), entry, "y", remark);
    }
    let at = figures.peak_funding_label.as_ref();
    let at = at.map_or_else(String::new, |label| format!("at the end of period {label}"));
    add(
        "Peak funding".to_owned(),
        Entry::number(figures.peak_funding.value),
        money,
        at,
    );
    for cost in &figures.unit_costs {
        let (entry, remark) = of_figure(&cost.value, Entry::number);
        add(cost.name.clone(), entry, &cost.value.unit, remark);
    }
    for price in &figures.break_even {
        for (what, level, factor) in [
            ("after tax", &price.after_tax, &price.after_tax_factor),
            ("before tax", &price.before_tax, &price.before_tax_factor),
        ] {
            let (entry, mut remark) = of_figure(level, Entry::number);
            if let Some(factor) = factor.value {
                let told = format!("{} times the deck", significant(factor));
                remark = if remark.is_empty() {
                    told
                } else {
                    format!("{told}; {remark}")
                };
            }
            add(
                format!("Break-even of {}, {what}", price.name),
                entry,
                &level.unit,
                remark,
            );
        }
    }
    vec![table(
        "Figures of the base case",
        &["Figure", "Value", "Unit", "Remark"],
        rows,
    )]
}

fn rate(irr: &Irr) -> (Entry, String) {
    let status = match irr.status {
        IrrStatus::Unique => "the only rate",
        IrrStatus::Several => "several rates make the NPV zero",
        IrrStatus::None => "there is no rate",
    };
    let roots = irr.other_roots.iter().map(|&root| super::percent(root, 2));
    let mut remark = status.to_owned();
    for root in roots {
        remark = format!("{remark}, also {root}");
    }
    if let Some(reason) = irr.reason {
        remark = format!("{remark} ({reason})");
    }
    let entry = irr.value.map_or_else(|| Entry::text("–"), Entry::percent);
    (entry, remark)
}

fn of_figure(figure: &Figure, show: fn(f64) -> Entry) -> (Entry, String) {
    match (figure.value, figure.reason) {
        (Some(value), _) => (show(value), String::new()),
        (None, reason) => {
            let reason = reason.map_or_else(String::new, |reason| format!("unavailable: {reason}"));
            (Entry::text("–"), reason)
        }
    }
}

fn recovered(payback: &Payback) -> (Entry, String) {
    let mut remark = payback
        .reason
        .map_or_else(String::new, |reason| format!("unavailable: {reason}"));
    if payback.recrosses {
        let last = payback.final_years.map_or_else(String::new, |years| {
            format!("; recovered for good after {} years", significant(years))
        });
        remark = format!("the cumulative flow falls below zero again{last}");
    }
    (
        payback
            .years
            .map_or_else(|| Entry::text("–"), Entry::number),
        remark,
    )
}

pub(super) fn cash_flow(case: &BaseCase) -> Vec<Block> {
    let mut blocks = Vec::new();
    let labels: Vec<&str> = case
        .periods
        .iter()
        .map(|period| period.label.as_str())
        .collect();
    if let Some(flow) = case.rows.iter().find(|row| row.id == "cash_flow_after_tax") {
        let mut sum = 0.0;
        let cumulative = flow.values.iter().map(|value| {
            sum += value;
            sum
        });
        blocks.push(Block::Chart(Chart::Line {
            title: "Cumulative cash flow after tax, not discounted".to_owned(),
            unit: case.money_unit.clone(),
            labels: labels.iter().map(|&label| label.to_owned()).collect(),
            values: cumulative.collect(),
            band: None,
        }));
    }
    for (place, chunk) in labels.chunks(PERIODS_MAX).enumerate() {
        let from = place * PERIODS_MAX;
        let rows = case.rows.iter().map(|row| {
            let total = row.total.map_or_else(|| Entry::text(""), Entry::number);
            let mut entries = vec![
                Entry::text(row.name.clone()),
                Entry::text(row.unit.clone()),
                total,
            ];
            let values = row.values.iter().skip(from).take(chunk.len());
            entries.extend(values.map(|&value| Entry::number(value)));
            entries
        });
        let caption = match (chunk.first(), chunk.last()) {
            (Some(first), Some(last)) if first != last => {
                format!("Periods {first} to {last}; totals are of all periods")
            }
            _ => format!(
                "Period {}; totals are of all periods",
                chunk.first().unwrap_or(&"")
            ),
        };
        let headings = [&["Row", "Unit", "Total"], chunk].concat();
        blocks.push(table(&caption, &headings, rows.collect()));
    }
    blocks
}

pub(super) fn reconciliation(case: &BaseCase) -> Vec<Block> {
    if case.reconciliation.is_empty() {
        return Vec::new();
    }
    let shown = |values: &Values| match values {
        Values::Flat(value) => Entry::number(*value),
        Values::PerPeriod(values) => Entry::text(format!("{} values", values.len())),
    };
    let missing = || Entry::text("–");
    let rows = case.reconciliation.iter().map(|line| {
        vec![
            Entry::text(line.name.clone()),
            Entry::text(line.unit.clone()),
            shown(&line.reported),
            line.computed.as_ref().map_or_else(missing, shown),
            line.gap.map_or_else(missing, Entry::number),
            line.gap_relative.map_or_else(missing, Entry::percent),
            Entry::text(line.gap_period.clone().unwrap_or_default()),
            Entry::number(line.tolerance),
            Entry::text(if line.agrees { "agrees" } else { "differs" }),
            Entry::text(line.source.as_ref().map(cited).unwrap_or_default()),
            Entry::text(line.note.clone().unwrap_or_default()),
        ]
    });
    let headings = [
        "Figure",
        "Unit",
        "Reported",
        "Computed",
        "Gap",
        "Gap, relative",
        "In period",
        "Tolerance",
        "Verdict",
        "Source",
        "Note",
    ];
    vec![table(
        "Printed figures beside the computed ones; of a row the largest gap",
        &headings,
        rows.collect(),
    )]
}

pub(super) fn conventions(subject: &Subject<'_>) -> Vec<Block> {
    let case = subject.case;
    let (mut warnings, mut assumptions) = (case.warnings.clone(), case.assumptions.clone());
    if let Some(result) = subject.simulation {
        for (into, more) in [
            (&mut warnings, &result.warnings),
            (&mut assumptions, &result.assumptions),
        ] {
            let new: Vec<String> = more
                .iter()
                .filter(|text| !into.contains(text))
                .cloned()
                .collect();
            into.extend(new);
        }
    }
    let mut blocks = Vec::new();
    if warnings.is_empty() {
        blocks.push(Block::Text("The engine has no warnings.".to_owned()));
    } else {
        blocks.push(Block::Text("Warnings:".to_owned()));
        blocks.push(Block::List(warnings));
    }
    blocks.push(Block::Text("Conventions:".to_owned()));
    let mut stated = vec![
        "Receipts and costs are both written positive; a row's name says which way it counts.".to_owned(),
        "The discount rate is effective per year; NPV is given for flows at the start, the middle and the end of each period."
            .to_owned(),
        "P10 is the low percentile and P90 the high one.".to_owned(),
        "What cannot be computed is shown as – with its reason, never as zero.".to_owned(),
    ];
    stated.extend(assumptions);
    blocks.push(Block::List(stated));
    blocks
}

pub(super) fn methods(case: &BaseCase) -> Vec<Block> {
    let rows = case.rows.iter().map(|row| {
        vec![
            Entry::text(row.name.clone()),
            Entry::text(row.unit.clone()),
            Entry::text(row.formula.clone()),
            Entry::text(row.source.as_ref().map(cited).unwrap_or_default()),
            Entry::text(row.note.clone().unwrap_or_default()),
        ]
    });
    vec![table(
        "Rows of the cash flow and how they were made",
        &["Row", "Unit", "How it was made", "Source", "Note"],
        rows.collect(),
    )]
}
