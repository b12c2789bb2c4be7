//! `GET /api/v1/simulations/{id}/export`

use std::ops::ControlFlow;
use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use prospect_series::Unit;
use prospect_simulate::engine::{SimulationSettings, iterations};
use prospect_simulate::result::{IterationTable, SimulationResult};
use prospect_sources::export::{About, Column, ColumnData, ExportError, Table};
use prospect_storage::Simulation;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{check_engine, finished, origin, scenario_of};
use crate::authenticate::Caller;
use crate::download::{self, FileFormatParam};
use crate::extract::{Path, Query};
use crate::problem::Problem;
use crate::routing::Allowance;
use crate::state::AppState;
use crate::valuation;

pub(crate) const ALLOWANCE: Allowance = Allowance {
    time_limit: Duration::from_mins(2),
    ..Allowance::DEFAULT
};

/// Iterations that are written into one file.
const ITERATIONS_MAX: i64 = 1_000_000;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SimulationTable {
    /// One row per iteration: its outputs and inputs.
    Iterations,
    /// One row per period: bands of the cash flow.
    #[default]
    CashFlow,
    /// One row per figure.
    Summary,
}

#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SimulationExportParams {
    #[serde(default)]
    #[param(inline)]
    pub table: SimulationTable,
    #[serde(default)]
    #[param(inline)]
    pub format: FileFormatParam,
}

/// A table of a finished simulation as a file. Iterations are drawn again, to the same digits.
#[utoipa::path(
    get, path = "/api/v1/simulations/{id}/export", operation_id = "export_simulation",
    tag = "simulations",
    params(("id" = Uuid, Path), SimulationExportParams),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/csv"),
        (status = 409, description = "It has no result yet", body = crate::problem::ProblemBody<'_>,
            content_type = "application/problem+json"),
    )
)]
pub(crate) async fn export(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(params): Query<SimulationExportParams>,
) -> Result<Response, Problem> {
    let tx = state.store.read().await?;
    let (simulation, result) = finished(&tx, &caller, id).await?;
    let origin = origin(&tx, &simulation).await?;
    let about = About {
        source: Some(format!("Prospect {}", result.engine_version)),
        as_of: simulation.finished_at,
        notes: vec![
            (
                "scenario".to_owned(),
                origin.map_or_else(
                    || result.scenario_name.clone(),
                    |origin| format!("{} v{}", origin.slug, origin.number),
                ),
            ),
            ("seed".to_owned(), simulation.seed.to_string()),
            ("iterations".to_owned(), result.iterations.to_string()),
        ],
    };
    let table = match params.table {
        SimulationTable::Summary => summary(&result, about),
        SimulationTable::CashFlow => {
            let labels = scenario_of(&tx, &simulation).await?.periods.labels;
            cash_flow(
                &result,
                labels.into_iter().map(String::from).collect(),
                about,
            )
        }
        SimulationTable::Iterations => {
            let scenario = scenario_of(&tx, &simulation).await?;
            drop(tx);
            let drawn = redraw(&state, &simulation, &result, scenario).await?;
            by_iteration(drawn, about)
        }
    };
    download::table(&state, table, params.format, &format!("simulation-{id}")).await
}

async fn redraw(
    state: &AppState,
    simulation: &Simulation,
    result: &SimulationResult,
    scenario: prospect_simulate::scenario::Scenario,
) -> Result<IterationTable, Problem> {
    if simulation.iterations > ITERATIONS_MAX {
        return Err(Problem::invalid(
            "/query/table",
            format!("at most {ITERATIONS_MAX} iterations are written into one file"),
        ));
    }
    check_engine(result, "to get its iterations")?;
    let plan = valuation::plan(state, simulation.workspace_id, scenario, "").await?;
    // A cancelled run kept fewer iterations than were asked for.
    let settings = SimulationSettings {
        iterations: result.iterations,
        ..result.settings
    };
    let drawn = state
        .compute
        .run(move || iterations(&plan, &settings, |_| ControlFlow::Continue(())))
        .await?;
    drawn.map_err(|error| Problem::invalid("/query/table", error.to_string()))
}

fn unit(text: &str) -> Option<Unit> {
    Unit::parse(text).ok()
}

fn by_iteration(table: IterationTable, about: About) -> Result<Table, ExportError> {
    let money = unit(&table.money_unit);
    let missing = |values: Vec<Option<f64>>| {
        values
            .into_iter()
            .map(|value| value.unwrap_or(f64::NAN))
            .collect::<Vec<_>>()
    };
    let count = i64::try_from(table.npv_mid.len()).unwrap_or(i64::MAX);
    let mut columns = vec![
        Column {
            name: "iteration".to_owned(),
            unit: None,
            data: ColumnData::Integers((0..count).map(Some).collect()),
        },
        Column::numbers("npv_start", money.clone(), table.npv_start),
        Column::numbers("npv_mid", money.clone(), table.npv_mid),
        Column::numbers("npv_end", money.clone(), table.npv_end),
        Column::numbers("irr", None, missing(table.irr)),
        Column::numbers("payback", unit("y"), missing(table.payback_years)),
        Column::numbers("peak_funding", money, table.peak_funding),
    ];
    for (id, unit_text, values) in table.inputs {
        columns.push(Column::numbers(
            format!("input {id}"),
            unit(&unit_text),
            values,
        ));
    }
    Table::new("Iterations", columns, about)
}

fn cash_flow(
    result: &SimulationResult,
    labels: Vec<String>,
    about: About,
) -> Result<Table, ExportError> {
    let money = unit(&result.money_unit);
    let mut columns = vec![Column::texts("period", labels)];
    for (name, bands) in [
        ("cash flow", &result.cash_flow),
        ("cumulative cash flow", &result.cumulative_cash_flow),
    ] {
        for (part, of) in [
            (
                "P10",
                (|band| band.p10) as fn(&prospect_simulate::result::Band) -> f64,
            ),
            ("P50", |band| band.p50),
            ("P90", |band| band.p90),
            ("mean", |band| band.mean),
            ("base", |band| band.base),
        ] {
            let values = bands.iter().map(of).collect();
            columns.push(Column::numbers(
                format!("{name} {part}"),
                money.clone(),
                values,
            ));
        }
    }
    Table::new("Cash flow", columns, about)
}

fn summary(result: &SimulationResult, about: About) -> Result<Table, ExportError> {
    let mut figures: Vec<(String, String, f64)> = Vec::new();
    for (name, part) in [
        ("NPV", Some(&result.npv)),
        ("NPV, start of period", Some(&result.npv_start)),
        ("NPV, mid period", Some(&result.npv_mid)),
        ("NPV, end of period", Some(&result.npv_end)),
        ("IRR", result.irr.distribution.as_ref()),
        ("Payback", result.payback.distribution.as_ref()),
        ("Peak funding", Some(&result.peak_funding)),
    ] {
        let Some(part) = part else { continue };
        let mut add = |what: &str, value| {
            figures.push((format!("{name}, {what}"), part.unit.clone(), value));
        };
        add("mean", part.mean);
        add("standard error", part.standard_error);
        add("standard deviation", part.sd);
        for percentile in &part.percentiles {
            add(&format!("P{}", percentile.p), percentile.value);
        }
        add("5 % mean of the worst", part.cvar_5);
        figures.push((
            format!("{name}, share below zero"),
            "1".to_owned(),
            part.probability_negative.value,
        ));
    }
    let columns = vec![
        Column::texts("figure", figures.iter().map(|figure| figure.0.clone())),
        Column::texts("unit", figures.iter().map(|figure| figure.1.clone())),
        Column::numbers(
            "value",
            None,
            figures.iter().map(|figure| figure.2).collect(),
        ),
    ];
    Table::new("Summary", columns, about)
}
