//! The simulation result as tables for programs. The JSON form holds more; a
//! table holds what fits into rows.

use prospect_series::Unit;
use prospect_simulate::result::{
    BaseCase, DistributionSummary, IterationTable, SimulationResult, SobolEntry, SobolReport,
};
use prospect_simulate::scenario::Timing;
use prospect_simulate::sensitivity::SobolIndex;
use prospect_sources::export::{About, Column, ColumnData, ExportError, Table};

/// One row per figure: base case, mean, standard error, percentiles.
pub(super) fn summary(
    case: &BaseCase,
    result: Option<&SimulationResult>,
) -> Result<Table, ExportError> {
    let mut rows = Summary::default();
    let money = case.money_unit.as_str();
    let figures = &case.figures;
    for timing in Timing::ALL {
        let drawn = result.map(|result| match timing {
            Timing::Start => &result.npv_start,
            Timing::Mid => &result.npv_mid,
            Timing::End => &result.npv_end,
        });
        let name = format!("npv_after_tax.{timing}");
        rows.add(name, money, Some(figures.npv_after_tax.get(timing)), drawn);
    }
    for timing in Timing::ALL {
        let name = format!("npv_before_tax.{timing}");
        rows.add(name, money, Some(figures.npv_before_tax.get(timing)), None);
    }
    let irr = result.and_then(|result| result.irr.distribution.as_ref());
    rows.add("irr_after_tax", "1", figures.irr_after_tax.value, irr);
    rows.add("irr_before_tax", "1", figures.irr_before_tax.value, None);
    let payback = result.and_then(|result| result.payback.distribution.as_ref());
    rows.add("payback", "y", figures.payback.years, payback);
    rows.add(
        "payback_from_production",
        "y",
        figures.payback_from_production.value,
        None,
    );
    rows.add(
        "discounted_payback",
        "y",
        figures.discounted_payback.years,
        None,
    );
    rows.add(
        "profitability_index",
        "1",
        figures.profitability_index.value,
        None,
    );
    rows.add(
        "peak_funding",
        money,
        Some(figures.peak_funding.value),
        result.map(|result| &result.peak_funding),
    );
    for cost in &figures.unit_costs {
        rows.add(
            format!("unit_cost.{}", cost.id),
            &cost.value.unit,
            cost.value.value,
            None,
        );
    }
    for price in &figures.break_even {
        let name = format!("break_even.{}", price.price);
        rows.add(name, &price.after_tax.unit, price.after_tax.value, None);
    }
    if let Some(result) = result {
        rows.add("probability_npv_negative", "1", None, None);
        rows.set_last_mean(result.npv.probability_negative.value);
    }
    rows.into_table(about(case, result))
}

/// Every row of the base case by period, then the bands of the cash flow.
pub(super) fn cash_flow(
    case: &BaseCase,
    result: Option<&SimulationResult>,
) -> Result<Table, ExportError> {
    let mut columns = vec![Column::texts(
        "period",
        case.periods.iter().map(|period| period.label.as_str()),
    )];
    for row in &case.rows {
        columns.push(Column::numbers(
            row.id.clone(),
            Unit::parse(&row.unit).ok(),
            row.values.clone(),
        ));
    }
    if let Some(result) = result {
        let money = Unit::parse(&result.money_unit).ok();
        for (kind, bands) in [
            ("cash_flow", &result.cash_flow),
            ("cumulative_cash_flow", &result.cumulative_cash_flow),
        ] {
            for (name, values) in [
                ("p10", bands.iter().map(|band| band.p10).collect()),
                ("p50", bands.iter().map(|band| band.p50).collect()),
                ("p90", bands.iter().map(|band| band.p90).collect()),
                ("mean", bands.iter().map(|band| band.mean).collect()),
            ] {
                columns.push(Column::numbers(
                    format!("{kind}.{name}"),
                    money.clone(),
                    values,
                ));
            }
        }
    }
    Table::new("Cash flow", columns, about(case, result))
}

/// Inputs and outputs of every iteration.
pub(super) fn iterations(table: &IterationTable) -> Result<Table, ExportError> {
    let money = Unit::parse(&table.money_unit).ok();
    let count = table.npv_start.len();
    let present = |values: &[Option<f64>]| values.iter().map(|x| x.unwrap_or(f64::NAN)).collect();
    let mut columns = vec![
        Column {
            name: "iteration".to_owned(),
            unit: None,
            data: ColumnData::Integers((0..count).map(|k| i64::try_from(k).ok()).collect()),
        },
        Column::numbers("npv_start", money.clone(), table.npv_start.clone()),
        Column::numbers("npv_mid", money.clone(), table.npv_mid.clone()),
        Column::numbers("npv_end", money.clone(), table.npv_end.clone()),
        Column::numbers("irr", None, present(&table.irr)),
        Column::numbers("payback_years", None, present(&table.payback_years)),
        Column::numbers("peak_funding", money, table.peak_funding.clone()),
    ];
    for (id, unit, values) in &table.inputs {
        columns.push(Column::numbers(
            format!("input.{id}"),
            Unit::parse(unit).ok(),
            values.clone(),
        ));
    }
    Table::new("Iterations", columns, About::default())
}

/// One row per input, the largest total index first.
pub(super) fn sobol(report: &SobolReport) -> Result<Table, ExportError> {
    let texts = |pick: fn(&SobolEntry) -> &String| -> Vec<String> {
        report.entries.iter().map(pick).cloned().collect()
    };
    let numbers = |pick: fn(&SobolIndex) -> f64| {
        let indices = report.entries.iter().map(|entry| &entry.index);
        indices.map(pick).collect::<Vec<f64>>()
    };
    let columns = vec![
        Column::texts("input", texts(|entry| &entry.input)),
        Column::texts("label", texts(|entry| &entry.label)),
        Column::numbers("first", None, numbers(|index| index.first)),
        Column::numbers("first_low", None, numbers(|index| index.first_interval.0)),
        Column::numbers("first_high", None, numbers(|index| index.first_interval.1)),
        Column::numbers("total", None, numbers(|index| index.total)),
        Column::numbers("total_low", None, numbers(|index| index.total_interval.0)),
        Column::numbers("total_high", None, numbers(|index| index.total_interval.1)),
    ];
    let about = About {
        notes: vec![
            ("points".to_owned(), report.points.to_string()),
            ("seed".to_owned(), report.seed.to_string()),
            ("note".to_owned(), report.note.clone()),
        ],
        ..About::default()
    };
    Table::new("Sobol indices", columns, about)
}

fn about(case: &BaseCase, result: Option<&SimulationResult>) -> About {
    let mut notes = vec![
        ("scenario".to_owned(), case.scenario_name.clone()),
        ("engine".to_owned(), case.engine_version.clone()),
    ];
    if let Some(result) = result {
        notes.push(("iterations".to_owned(), result.iterations.to_string()));
        notes.push(("seed".to_owned(), result.settings.seed.to_string()));
        notes.push((
            "sampling".to_owned(),
            result.settings.sampling.as_str().to_owned(),
        ));
    }
    About {
        notes,
        ..About::default()
    }
}

/// The percentiles that every distribution keeps.
const PERCENTILES: [f64; 9] = [1.0, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0];

/// The summary by columns.
#[derive(Default)]
struct Summary {
    names: Vec<String>,
    units: Vec<String>,
    base: Vec<f64>,
    mean: Vec<f64>,
    standard_error: Vec<f64>,
    percentiles: [Vec<f64>; 9],
}

impl Summary {
    fn add(
        &mut self,
        name: impl Into<String>,
        unit: &str,
        base: Option<f64>,
        drawn: Option<&DistributionSummary>,
    ) {
        let number = |value: Option<f64>| value.unwrap_or(f64::NAN);
        self.names.push(name.into());
        self.units.push(unit.to_owned());
        self.base.push(number(base));
        self.mean.push(number(drawn.map(|drawn| drawn.mean)));
        self.standard_error
            .push(number(drawn.map(|drawn| drawn.standard_error)));
        for (column, p) in self.percentiles.iter_mut().zip(PERCENTILES) {
            column.push(number(drawn.and_then(|drawn| drawn.percentile(p))));
        }
    }

    fn set_last_mean(&mut self, mean: f64) {
        if let Some(last) = self.mean.last_mut() {
            *last = mean;
        }
    }

    fn into_table(self, about: About) -> Result<Table, ExportError> {
        let mut columns = vec![
            Column::texts("figure", self.names),
            Column::texts("unit", self.units),
            Column::numbers("base", None, self.base),
            Column::numbers("mean", None, self.mean),
            Column::numbers("standard_error", None, self.standard_error),
        ];
        for (values, p) in self.percentiles.into_iter().zip(PERCENTILES) {
            columns.push(Column::numbers(format!("p{p}"), None, values));
        }
        Table::new("Summary", columns, about)
    }
}
