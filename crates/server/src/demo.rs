//! The demo workspace: three oil price series and two published mine studies, with a forecast and
//! simulations of them queued, so that a newcomer has something real to look at and change.
//! Where the prices come from is in `demo/README.md`.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use prospect_forecast::Settings;
use prospect_jobs::forecast::ForecastPayload;
use prospect_jobs::{forecast, simulate};
use prospect_simulate::engine::SimulationSettings;
use prospect_simulate::examples;
use prospect_storage::{
    NewScenario, NewScenarioVersion, NewSeries, NewSimulation, NewWorkspace, Observations, Series,
    StorageError, Workspace, WriteTx, to_microseconds,
};
use serde_json::json;

use crate::state::AppState;
use crate::trail::{self, Subject};

const SLUG: &str = "demo";
const MADE_BY: &str = "Prospect";
const SOURCE: &str = "EIA";
const LICENCE: &str = "Public domain: U.S. Energy Information Administration, by way of FRED";

/// The horizon of the stored forecast, in months.
const HORIZON_MONTHS: usize = 12;
/// Enough for smooth pictures, and done before a newcomer has found the page.
const ITERATIONS: u64 = 10_000;

struct DemoSeries {
    code: &'static str,
    name: &'static str,
    frequency: &'static str,
    description: &'static str,
    csv: &'static str,
}

const WTI_MONTHLY: DemoSeries = DemoSeries {
    code: "MCOILWTICO",
    name: "WTI crude, monthly",
    frequency: "monthly",
    description: "West Texas Intermediate at Cushing, Oklahoma: mean spot price of the month.",
    csv: include_str!("../demo/wti-monthly.csv"),
};

const BRENT_MONTHLY: DemoSeries = DemoSeries {
    code: "MCOILBRENTEU",
    name: "Brent crude, monthly",
    frequency: "monthly",
    description: "Brent in Europe: mean spot price of the month.",
    csv: include_str!("../demo/brent-monthly.csv"),
};

const WTI_DAILY: DemoSeries = DemoSeries {
    code: "DCOILWTICO",
    name: "WTI crude, daily",
    frequency: "business_daily",
    description: "West Texas Intermediate at Cushing, Oklahoma: spot price by trading day.",
    csv: include_str!("../demo/wti-daily.csv"),
};

/// Makes the demo workspace unless it is there; all of it or nothing. A demo that someone deleted
/// is made anew at the next start with `--demo`.
pub(crate) async fn make_if_missing(state: &AppState) -> Result<(), StorageError> {
    let tx = state.store.write().await?;
    if tx.workspaces().by_slug(SLUG).await?.is_some() {
        return Ok(());
    }
    let now = to_microseconds(state.clock.now());
    let new = NewWorkspace {
        slug: SLUG.to_owned(),
        name: "Demo".to_owned(),
        demo: true,
    };
    let workspace = tx.workspaces().create(new, now).await?;
    let wti = make_series(&tx, &workspace, &WTI_MONTHLY, now).await?;
    make_series(&tx, &workspace, &BRENT_MONTHLY, now).await?;
    make_series(&tx, &workspace, &WTI_DAILY, now).await?;
    queue_forecast(&tx, &wti, now).await?;
    for example in examples::ALL {
        make_scenario(&tx, &workspace, example, now).await?;
    }
    let subject = Subject {
        kind: "workspace",
        id: workspace.id.to_string(),
        name: &workspace.name,
        workspace: Some(workspace.id),
    };
    trail::record_system(state, &tx, "create", subject).await?;
    tx.commit().await
}

async fn make_series(
    tx: &WriteTx,
    workspace: &Workspace,
    demo: &DemoSeries,
    now: DateTime<Utc>,
) -> Result<Series, StorageError> {
    let new = NewSeries {
        workspace_id: workspace.id,
        source: SOURCE.to_owned(),
        code: demo.code.to_owned(),
        name: demo.name.to_owned(),
        unit: "US$/bbl".to_owned(),
        frequency: demo.frequency.to_owned(),
        time_zone: "UTC".to_owned(),
        description: demo.description.to_owned(),
        licence: LICENCE.to_owned(),
        quality: json!({}),
    };
    let series = tx.series().create(new, now).await?;
    tx.observations()
        .append(series.id, &demo.observations(), now)
        .await?;
    Ok(series)
}

impl DemoSeries {
    fn observations(&self) -> Observations {
        let (times, values) = self
            .csv
            .lines()
            .skip(1)
            .map(|line| {
                let (date, value) = line.split_once(',')?;
                let date: NaiveDate = date.parse().ok()?;
                Some((date.and_time(NaiveTime::MIN).and_utc(), value.parse().ok()?))
            })
            .map(|row: Option<(_, f64)>| row.expect("a test reads every row of the demo's files"))
            .collect();
        Observations::new(times, values)
    }
}

async fn queue_forecast(
    tx: &WriteTx,
    series: &Series,
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    let settings = Settings {
        horizon: HORIZON_MONTHS,
        ..Settings::default()
    };
    let payload = ForecastPayload {
        subject: series.name.clone(),
        series: series.id,
        parameters: json!({ "series_id": series.id, "horizon": HORIZON_MONTHS, "models": "automatic" }),
        settings,
        regressors: Vec::new(),
        as_of: None,
    };
    forecast::enqueue(tx, series, &payload, MADE_BY, now)
        .await
        .map(drop)
}

async fn make_scenario(
    tx: &WriteTx,
    workspace: &Workspace,
    example: examples::Example,
    now: DateTime<Utc>,
) -> Result<(), StorageError> {
    let scenario = example.scenario();
    let content = json!(scenario);
    let new = NewScenario {
        workspace_id: workspace.id,
        slug: example.slug.to_owned(),
        name: scenario.name.clone(),
    };
    let first = NewScenarioVersion {
        note: "As published, with illustrative ranges on what is uncertain".to_owned(),
        author: MADE_BY.to_owned(),
        hash: scenario.content_hash(),
        name: scenario.name,
        content,
    };
    let (scenario, version) = tx.scenarios().create(new, first, now).await?;
    let settings = SimulationSettings {
        iterations: ITERATIONS,
        ..SimulationSettings::default()
    };
    let new = NewSimulation {
        workspace_id: workspace.id,
        scenario_version_id: Some(version.id),
        inline_scenario: None,
        settings: json!(settings),
        iterations: ITERATIONS.cast_signed(),
        seed: settings.seed,
        engine_version: prospect_simulate::ENGINE_VERSION.to_owned(),
        made_by: MADE_BY.to_owned(),
    };
    let simulation = tx.simulations().create(new, now).await?;
    let subject = format!("{} v{}", scenario.name, version.number);
    simulate::enqueue(tx, &simulation, &subject, now)
        .await
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_files_is_read() {
        let lengths = [WTI_MONTHLY, BRENT_MONTHLY, WTI_DAILY].map(|demo| demo.observations().len());
        assert_eq!(lengths, [393, 393, 1257]);
    }

    #[test]
    fn values_are_those_of_the_source() {
        let observations = WTI_MONTHLY.observations();
        let last = observations.times.last().map(DateTime::to_rfc3339);
        assert_eq!(last.as_deref(), Some("2020-01-01T00:00:00+00:00"));
        assert_eq!(observations.values.last(), Some(&57.52));
    }
}
