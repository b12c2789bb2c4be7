//! The simulation result as text for people. Every number here is in the JSON
//! form too; nothing is computed, only rounded for the eye.

use std::fmt::Write as _;

use prospect_simulate::economics::{Irr, IrrStatus, Payback};
use prospect_simulate::engine::SimulationSettings;
use prospect_simulate::result::{
    BaseCase, CorrelationSummary, DistributionSummary, Figure, IterationDetail, SimulationResult,
    SobolReport, Tornado,
};
use prospect_simulate::scenario::Timing;

use crate::text_table::{Align, TextTable, number, percent, significant};

/// Inputs listed among the drivers; the JSON form has all of them.
const DRIVERS_MAX: usize = 12;
const UNAVAILABLE: &str = "–";

pub(super) fn text(
    case: &BaseCase,
    result: Option<&SimulationResult>,
    sobol: Option<&SobolReport>,
) -> String {
    let mut text = heading(case, result);
    text.push('\n');
    text.push_str(&values(case, result));
    if let Some(result) = result {
        text.push('\n');
        text.push_str(&odds(case, result));
        if !result.tornado.swing.is_empty() {
            text.push('\n');
            text.push_str(&drivers(&result.tornado, &result.money_unit));
        }
        if let Some(correlation) = &result.correlation {
            text.push('\n');
            text.push_str(&correlations(correlation));
        }
    }
    if let Some(report) = sobol {
        text.push('\n');
        text.push_str(&sobol_indices(report));
    }
    text.push('\n');
    text.push_str(&cash_flow(case, result));
    if !case.figures.unit_costs.is_empty() || !case.figures.break_even.is_empty() {
        text.push('\n');
        text.push_str(&unit_costs(case));
    }
    if !case.reconciliation.is_empty() {
        text.push('\n');
        text.push_str(&reconciliation(case));
    }
    text.push_str(&remarks(case, result));
    text
}

/// One iteration beside the base case.
pub(super) fn iteration(
    base: &BaseCase,
    detail: &IterationDetail,
    settings: &SimulationSettings,
) -> String {
    let mut text = format!(
        "{}\niteration {} of {}, seed {}, {}, engine {}\n\n",
        base.scenario_name,
        number(detail.iteration as f64, 0),
        number(settings.iterations as f64, 0),
        settings.seed,
        settings.sampling.as_str().replace('_', " "),
        base.engine_version
    );
    let columns = ["base", "drawn"].map(|name| (name, Align::Right));
    let mut inputs = TextTable::new(&[
        ("Input", Align::Left),
        columns[0],
        columns[1],
        ("", Align::Left),
    ]);
    for input in &detail.inputs {
        let unit = if input.unit == "1" { "" } else { &input.unit };
        inputs.row(vec![
            input.label.clone(),
            significant(input.base),
            significant(input.value),
            unit.to_owned(),
        ]);
    }
    text.push_str(&inputs.render());
    text.push('\n');
    let columns = ["base", "here"].map(|name| (name, Align::Right));
    let mut figures = TextTable::new(&[("", Align::Left), columns[0], columns[1]]);
    let npv = |case: &BaseCase| significant(case.figures.npv_after_tax.get(case.timing));
    let rate = |case: &BaseCase| irr(&case.figures.irr_after_tax);
    let back = |case: &BaseCase| payback(&case.figures.payback);
    let peak = |case: &BaseCase| significant(case.figures.peak_funding.value);
    let told = [
        (
            format!("NPV after tax, {}", base.money_unit),
            npv(base),
            npv(&detail.case),
        ),
        ("IRR after tax".to_owned(), rate(base), rate(&detail.case)),
        ("Payback, years".to_owned(), back(base), back(&detail.case)),
        (
            format!("Peak funding, {}", base.money_unit),
            peak(base),
            peak(&detail.case),
        ),
    ];
    for (name, base, here) in told {
        figures.row(vec![name, base, here]);
    }
    text.push_str(&figures.render());
    text.push('\n');
    let mut flows = TextTable::new(&[("Cash flow after tax", Align::Left), columns[0], columns[1]]);
    if let (Some(base_row), Some(own_row)) = (base.rows.last(), detail.case.rows.last()) {
        let values = base_row.values.iter().zip(&own_row.values);
        for (period, (&base, &here)) in base.periods.iter().zip(values) {
            flows.row(vec![
                period.label.clone(),
                significant(base),
                significant(here),
            ]);
        }
    }
    text.push_str(&flows.render());
    text
}

fn heading(case: &BaseCase, result: Option<&SimulationResult>) -> String {
    let year = case
        .base_year
        .map_or(String::new(), |year| format!(" {year}"));
    let mut text = format!(
        "{}\n{}, {}{year} money, discounted at {} ({} of period)\n",
        case.scenario_name,
        case.money_unit,
        case.terms,
        percent(case.discount_rate, 1),
        case.timing
    );
    match result {
        Some(result) => {
            let cut = if result.cancelled {
                ", stopped early"
            } else {
                ""
            };
            writeln!(
                text,
                "{} iterations{cut}, seed {}, {}, engine {}",
                number(result.iterations as f64, 0),
                result.settings.seed,
                result.settings.sampling.as_str().replace('_', " "),
                result.engine_version
            )
        }
        None => writeln!(text, "base case only, engine {}", case.engine_version),
    }
    .expect("text grows without fail");
    text
}

fn values(case: &BaseCase, result: Option<&SimulationResult>) -> String {
    let mut columns = vec![("", Align::Left), ("base", Align::Right)];
    if result.is_some() {
        columns.extend(["mean", "± s.e.", "P10", "P50", "P90"].map(|name| (name, Align::Right)));
    }
    let width = columns.len();
    let mut table = TextTable::new(&columns);
    let mut add = |mut cells: Vec<String>| {
        cells.resize(width, String::new());
        table.row(cells);
    };
    let figures = &case.figures;
    for timing in Timing::ALL {
        let headline = if timing == case.timing {
            " (headline)"
        } else {
            ""
        };
        let drawn = result.map(|result| match timing {
            Timing::Start => &result.npv_start,
            Timing::Mid => &result.npv_mid,
            Timing::End => &result.npv_end,
        });
        add(line(
            format!("NPV after tax, {timing} of period{headline}"),
            significant(figures.npv_after_tax.get(timing)),
            drawn,
            significant,
        ));
    }
    add(line(
        "NPV before tax".to_owned(),
        significant(figures.npv_before_tax.get(case.timing)),
        None,
        significant,
    ));
    let rate = |value| percent(value, 2);
    add(line(
        "IRR after tax".to_owned(),
        irr(&figures.irr_after_tax),
        result.and_then(|result| result.irr.distribution.as_ref()),
        rate,
    ));
    add(line(
        "IRR before tax".to_owned(),
        irr(&figures.irr_before_tax),
        None,
        rate,
    ));
    let years = |value| number(value, 2);
    add(line(
        "Payback, years".to_owned(),
        payback(&figures.payback),
        result.and_then(|result| result.payback.distribution.as_ref()),
        years,
    ));
    add(line(
        "Payback from production, years".to_owned(),
        figure(&figures.payback_from_production, years),
        None,
        years,
    ));
    add(line(
        "Profitability index".to_owned(),
        figure(&figures.profitability_index, |value| number(value, 3)),
        None,
        significant,
    ));
    add(line(
        "Peak funding".to_owned(),
        significant(figures.peak_funding.value),
        result.map(|result| &result.peak_funding),
        significant,
    ));
    table.render()
}

fn line(
    name: String,
    base: String,
    drawn: Option<&DistributionSummary>,
    show: impl Fn(f64) -> String,
) -> Vec<String> {
    let mut cells = vec![name, base];
    if let Some(drawn) = drawn {
        cells.push(show(drawn.mean));
        cells.push(show(drawn.standard_error));
        for p in [10.0, 50.0, 90.0] {
            cells.push(or_dash(drawn.percentile(p), &show));
        }
    }
    cells
}

fn irr(irr: &Irr) -> String {
    match (irr.status, irr.value) {
        (IrrStatus::Unique, Some(value)) => percent(value, 2),
        (IrrStatus::Several, _) => format!(
            "several ({})",
            irr.roots
                .iter()
                .map(|&root| percent(root, 1))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        _ => irr.reason.map_or_else(
            || UNAVAILABLE.to_owned(),
            |reason| format!("none ({})", reason.as_str()),
        ),
    }
}

fn payback(payback: &Payback) -> String {
    match (payback.years, payback.reason) {
        (Some(years), _) if payback.recrosses => format!("{} (recrosses)", number(years, 2)),
        (Some(years), _) => number(years, 2),
        (None, Some(reason)) => format!("none ({})", reason.as_str()),
        (None, None) => UNAVAILABLE.to_owned(),
    }
}

fn figure(figure: &Figure, show: impl Fn(f64) -> String) -> String {
    match (figure.value, figure.reason) {
        (Some(value), _) => show(value),
        (None, Some(reason)) => format!("none ({})", reason.as_str()),
        (None, None) => UNAVAILABLE.to_owned(),
    }
}

fn odds(case: &BaseCase, result: &SimulationResult) -> String {
    let negative = &result.npv.probability_negative;
    let mut text = format!(
        "P(NPV < 0)   {} ({} to {} with 95 % confidence)\n",
        percent(negative.value, 2),
        percent(negative.low, 2),
        percent(negative.high, 2)
    );
    writeln!(
        text,
        "worst 5 %    NPV below {}, {} on average ({})",
        significant(result.npv.var_5),
        significant(result.npv.cvar_5),
        case.money_unit
    )
    .expect("text grows without fail");
    let without = result.irr.several + result.irr.none;
    if without > 0 {
        writeln!(
            text,
            "no single IRR in {} iterations ({} with several, {} with none)",
            number(without as f64, 0),
            number(result.irr.several as f64, 0),
            number(result.irr.none as f64, 0)
        )
        .expect("text grows without fail");
    }
    if result.payback.not_recovered > 0 {
        writeln!(
            text,
            "not paid back in {} iterations",
            number(result.payback.not_recovered as f64, 0)
        )
        .expect("text grows without fail");
    }
    text
}

fn drivers(tornado: &Tornado, money: &str) -> String {
    let mut table = TextTable::new(&[
        ("What moves the NPV", Align::Left),
        ("P10", Align::Right),
        ("P90", Align::Right),
        ("NPV at P10", Align::Right),
        ("NPV at P90", Align::Right),
        ("swing", Align::Right),
        ("rank corr.", Align::Right),
        ("Shapley", Align::Right),
    ]);
    for entry in tornado.swing.iter().take(DRIVERS_MAX) {
        let rank = tornado.rank.iter().find(|rank| rank.input == entry.input);
        let correlation = rank.and_then(|rank| rank.correlation);
        let shapley = rank.and_then(|rank| rank.shapley);
        table.row(vec![
            entry.label.clone(),
            significant(entry.low.input),
            with_unit(entry.high.input, &entry.unit),
            significant(entry.low.npv),
            significant(entry.high.npv),
            significant(entry.swing),
            or_dash(correlation, |value| number(value, 2)),
            or_dash(shapley, |value| percent(value, 1)),
        ]);
    }
    let mut text = table.render();
    if tornado.swing.len() > DRIVERS_MAX {
        writeln!(
            text,
            "and {} more inputs; --format json has them all",
            tornado.swing.len() - DRIVERS_MAX
        )
        .expect("text grows without fail");
    }
    writeln!(
        text,
        "one input at its P10 and P90, the others at base; NPV in {money}; Shapley: share of the ranks' variance"
    )
    .expect("text grows without fail");
    text
}

fn correlations(summary: &CorrelationSummary) -> String {
    let mut table = TextTable::new(&[
        ("Rank correlation", Align::Left),
        ("asked", Align::Right),
        ("used", Align::Right),
        ("reached", Align::Right),
    ]);
    for pair in &summary.pairs {
        table.row(vec![
            format!("{}, {}", pair.a, pair.b),
            number(pair.asked, 3),
            number(pair.used, 3),
            or_dash(pair.reached, |value| number(value, 3)),
        ]);
    }
    format!("{}by {}\n", table.render(), summary.method.as_str())
}

fn sobol_indices(report: &SobolReport) -> String {
    let mut table = TextTable::new(&[
        ("Sobol index", Align::Left),
        ("first", Align::Right),
        ("95 %", Align::Right),
        ("total", Align::Right),
        ("95 %", Align::Right),
    ]);
    let range = |(low, high): (f64, f64)| format!("{} to {}", number(low, 3), number(high, 3));
    for entry in &report.entries {
        table.row(vec![
            entry.label.clone(),
            number(entry.index.first, 3),
            range(entry.index.first_interval),
            number(entry.index.total, 3),
            range(entry.index.total_interval),
        ]);
    }
    format!(
        "{}{}; {} base points, {} runs, seed {}\n",
        table.render(),
        report.note,
        report.points,
        report.evaluations,
        report.seed
    )
}

fn or_dash(value: Option<f64>, show: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| UNAVAILABLE.to_owned(), show)
}

/// A factor has the unit 1, which says nothing to people.
fn with_unit(value: f64, unit: &str) -> String {
    match unit {
        "1" => significant(value),
        unit => format!("{} {unit}", significant(value)),
    }
}

fn cash_flow(case: &BaseCase, result: Option<&SimulationResult>) -> String {
    let mut columns = vec![("Cash flow after tax", Align::Left), ("base", Align::Right)];
    if result.is_some() {
        columns.extend([
            ("P10", Align::Right),
            ("P50", Align::Right),
            ("P90", Align::Right),
        ]);
    }
    let mut table = TextTable::new(&columns);
    // The last row is the cash flow after tax: the table ends where the value begins.
    let Some(flow) = case.rows.last() else {
        return String::new();
    };
    for (index, (period, &value)) in case.periods.iter().zip(&flow.values).enumerate() {
        let mut cells = vec![period.label.clone(), significant(value)];
        if let Some(band) = result.and_then(|result| result.cash_flow.get(index)) {
            cells.extend([band.p10, band.p50, band.p90].map(significant));
        }
        table.row(cells);
    }
    table.render()
}

fn unit_costs(case: &BaseCase) -> String {
    let mut table = TextTable::new(&[
        ("Unit costs and break-even", Align::Left),
        ("", Align::Right),
        ("", Align::Left),
    ]);
    for cost in &case.figures.unit_costs {
        table.row(vec![
            cost.name.clone(),
            figure(&cost.value, significant),
            cost.value.unit.clone(),
        ]);
    }
    for price in &case.figures.break_even {
        table.row(vec![
            format!("Break-even {} after tax", price.name),
            figure(&price.after_tax, significant),
            price.after_tax.unit.clone(),
        ]);
    }
    table.render()
}

fn reconciliation(case: &BaseCase) -> String {
    let mut table = TextTable::new(&[
        ("Against the study", Align::Left),
        ("reported", Align::Right),
        ("computed", Align::Right),
        ("largest gap", Align::Right),
        ("", Align::Left),
    ]);
    let shown = |values: &prospect_simulate::scenario::Values| {
        values
            .flat()
            .map_or_else(|| "by period".to_owned(), significant)
    };
    for item in &case.reconciliation {
        table.row(vec![
            item.name.clone(),
            shown(&item.reported),
            item.computed
                .as_ref()
                .map_or_else(|| UNAVAILABLE.to_owned(), shown),
            or_dash(item.gap, significant),
            if item.agrees { "agrees" } else { "differs" }.to_owned(),
        ]);
    }
    table.render()
}

fn remarks(case: &BaseCase, result: Option<&SimulationResult>) -> String {
    let mut text = String::new();
    let (warnings, assumptions) = match result {
        Some(result) => (&result.warnings, &result.assumptions),
        None => (&case.warnings, &case.assumptions),
    };
    for (title, remarks) in [("Warning", warnings), ("Assumed", assumptions)] {
        for remark in remarks {
            writeln!(text, "\n{title}: {remark}").expect("text grows without fail");
        }
    }
    text
}
