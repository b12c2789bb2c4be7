//! The kinds of job from end to end: what is asked for, what is stored, and that a rerun gives the same digits.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use prospect_jobs::{
    Worker, all_handlers, backup,
    forecast::{self, ForecastPayload},
    score_forecasts, simulate,
};
use prospect_storage::{
    ForecastFilter, ForecastId, IterationTable, NewScenario, NewScenarioVersion, NewSeries,
    NewSimulation, NewWorkspace, Observations, PageRequest, Series, Simulation, SimulationState,
    Store, StoreOptions, StoreUrl, WorkspaceId,
    job::{Job, JobState},
};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::{
    databases::{Fresh, on_both_engines},
    rig::{clock, now, options, until},
};

on_both_engines!(
    a_simulation_is_run_and_rerun_to_the_same_digits,
    a_simulation_takes_prices_from_a_stored_forecast,
    a_bad_scenario_fails_with_its_reason,
    a_long_simulation_is_cancelled,
    a_forecast_is_made_and_scored_when_values_arrive,
    a_backup_is_written_and_opens,
);

const PATIENCE: Duration = Duration::from_mins(1);

struct Working {
    store: Store,
    workspace: WorkspaceId,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

impl Working {
    async fn start(fresh: &Fresh) -> Self {
        let store = fresh.migrated().await;
        let tx = store.write().await.unwrap();
        let new = NewWorkspace {
            slug: "demo".to_owned(),
            name: "Demo".to_owned(),
            demo: true,
        };
        let workspace = tx.workspaces().create(new, now()).await.unwrap().id;
        tx.commit().await.unwrap();
        let stop = CancellationToken::new();
        let handlers = all_handlers(fresh.folder.path().join("backups"));
        let worker = Worker {
            store: store.clone(),
            handlers,
            options: options("w"),
            now: clock(),
        };
        let task = tokio::spawn(worker.run(stop.clone()));
        Self {
            store,
            workspace,
            stop,
            task,
        }
    }

    async fn stop(self) {
        self.stop.cancel();
        self.task.await.unwrap();
    }

    async fn ended(&self, job: &Job) -> Job {
        until(&self.store, job.id, PATIENCE, |job| job.state.is_final()).await
    }

    async fn series(&self) -> Series {
        let new = NewSeries {
            workspace_id: self.workspace,
            source: "test".to_owned(),
            code: "COPPER".to_owned(),
            name: "Copper".to_owned(),
            unit: "US$/lb".to_owned(),
            frequency: "monthly".to_owned(),
            time_zone: "UTC".to_owned(),
            description: String::new(),
            licence: String::new(),
            quality: json!({}),
        };
        let tx = self.store.write().await.unwrap();
        let series = tx.series().create(new, now()).await.unwrap();
        tx.commit().await.unwrap();
        series
    }

    async fn append(&self, series: &Series, values: Observations, vintage: DateTime<Utc>) -> Job {
        let tx = self.store.write().await.unwrap();
        tx.observations()
            .append(series.id, &values, vintage)
            .await
            .unwrap()
            .unwrap();
        let job = score_forecasts::enqueue(&tx, self.workspace, series.id, "Copper", now())
            .await
            .unwrap()
            .job;
        tx.commit().await.unwrap();
        job
    }

    async fn forecast(&self, series: &Series) -> ForecastId {
        let settings = prospect_forecast::Settings {
            horizon: 24,
            ..prospect_forecast::Settings::default()
        };
        let payload = ForecastPayload {
            subject: "Copper, 24 months".to_owned(),
            series: series.id,
            settings,
            regressors: Vec::new(),
            as_of: None,
            parameters: json!({"horizon": 24}),
        };
        let tx = self.store.write().await.unwrap();
        let job = forecast::enqueue(&tx, series, &payload, "Ann", now())
            .await
            .unwrap()
            .job;
        tx.commit().await.unwrap();
        let job = self.ended(&job).await;
        assert_eq!(job.state, JobState::Done, "{job:?}");
        let object = job.result.unwrap()["object"].as_str().unwrap().to_owned();
        object.strip_prefix("forecast/").unwrap().parse().unwrap()
    }

    async fn simulation(&self, content: Value, iterations: i64) -> (Simulation, Job) {
        let tx = self.store.write().await.unwrap();
        let slug = format!("s{}", now().timestamp_micros());
        let scenario = NewScenario {
            workspace_id: self.workspace,
            slug,
            name: "S".to_owned(),
        };
        let version = NewScenarioVersion {
            content,
            note: String::new(),
            author: "Ann".to_owned(),
            hash: String::new(),
            name: "S".to_owned(),
        };
        let (_, version) = tx
            .scenarios()
            .create(scenario, version, now())
            .await
            .unwrap();
        let new = NewSimulation {
            workspace_id: self.workspace,
            scenario_version_id: Some(version.id),
            inline_scenario: None,
            settings: json!({"sampling": "latin_hypercube"}),
            iterations,
            seed: 7,
            engine_version: prospect_simulate::ENGINE_VERSION.to_owned(),
            made_by: "Ann".to_owned(),
        };
        let simulation = tx.simulations().create(new, now()).await.unwrap();
        let job = simulate::enqueue(&tx, &simulation, "S", now())
            .await
            .unwrap()
            .job;
        tx.commit().await.unwrap();
        (simulation, job)
    }

    async fn find(&self, simulation: &Simulation) -> Simulation {
        self.store
            .read()
            .await
            .unwrap()
            .simulations()
            .get(simulation.id)
            .await
            .unwrap()
            .unwrap()
    }
}

fn months(first: u32, values: &[f64]) -> Observations {
    let times = (first..).take(values.len()).map(|month| {
        Utc.with_ymd_and_hms(2010, 1, 1, 0, 0, 0).unwrap() + chrono::Months::new(month)
    });
    Observations::new(times.collect(), values.to_vec())
}

/// A price that wanders without chance: long enough to race models on.
fn prices(first: u32, count: u32) -> Vec<f64> {
    (first..first + count)
        .map(|month| {
            let month = f64::from(month);
            3.0 + 0.004 * month + 0.4 * (month / 7.0).sin() + 0.15 * (month * 1.7).sin()
        })
        .collect()
}

fn example() -> Value {
    let text = include_str!("../../../../examples/vizcachitas-2023.toml");
    let scenario = prospect_simulate::scenario::Scenario::from_toml(text).unwrap();
    serde_json::to_value(&scenario).unwrap()
}

/// Values by their bits, so that a missing one equals a missing one.
fn bits(table: &IterationTable) -> Vec<(&str, Vec<u64>)> {
    let bits_of = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect();
    table
        .columns
        .iter()
        .map(|(name, values)| (name.as_str(), bits_of(values)))
        .collect()
}

async fn a_simulation_is_run_and_rerun_to_the_same_digits(fresh: Fresh) {
    let working = Working::start(&fresh).await;
    let (first, job) = working.simulation(example(), 5_000).await;
    let job = working.ended(&job).await;
    assert_eq!((job.state, job.error), (JobState::Done, None));
    assert_eq!(
        job.result.unwrap()["object"],
        format!("simulation/{}", first.id)
    );
    let done = working.find(&first).await;
    assert_eq!(done.state, SimulationState::Done);
    let summary = done.summary.unwrap();
    assert!(summary.p10 < summary.p50 && summary.p50 < summary.p90);
    let tx = working.store.read().await.unwrap();
    let result = tx.simulations().result(first.id).await.unwrap().unwrap();
    assert_eq!(result["iterations"], 5_000);
    let table = tx
        .simulations()
        .iterations(first.id)
        .await
        .unwrap()
        .unwrap();
    let (name, npv) = &table.columns[0];
    assert_eq!((name.as_str(), npv.len()), ("npv_start", 5_000));
    drop(tx);
    let (second, job) = working.simulation(example(), 5_000).await;
    working.ended(&job).await;
    let tx = working.store.read().await.unwrap();
    let again = tx.simulations().result(second.id).await.unwrap().unwrap();
    assert_eq!(result.to_string(), again.to_string());
    let table_again = tx
        .simulations()
        .iterations(second.id)
        .await
        .unwrap()
        .unwrap();
    assert!(
        bits(&table) == bits(&table_again),
        "the same digits in every iteration"
    );
    drop(tx);
    working.stop().await;
}

async fn a_simulation_takes_prices_from_a_stored_forecast(fresh: Fresh) {
    let working = Working::start(&fresh).await;
    let series = working.series().await;
    let from = now() - TimeDelta::days(1);
    let job = working
        .append(&series, months(0, &prices(0, 180)), from)
        .await;
    assert_eq!(working.ended(&job).await.state, JobState::Done);
    let forecast = working.forecast(&series).await;
    let mut scenario = example();
    scenario["uncertain"] = json!([]);
    scenario["periods"]["start"] = json!("2025-01-01");
    scenario["prices"][0]["path"] =
        json!({"kind": "forecast", "forecast": forecast, "beyond": "deck_scaled"});
    let (simulation, job) = working.simulation(scenario.clone(), 2_000).await;
    let job = working.ended(&job).await;
    assert_eq!((job.state, job.error.as_deref()), (JobState::Done, None));
    let summary = working.find(&simulation).await.summary.unwrap();
    assert!(
        summary.p10 < summary.p90,
        "the paths move the value: {summary:?}"
    );
    scenario["periods"]["start"] = json!("2040-01-01");
    let (_, job) = working.simulation(scenario.clone(), 2_000).await;
    let too_late = working.ended(&job).await;
    assert_eq!(too_late.state, JobState::Dead);
    assert!(
        too_late
            .error
            .unwrap()
            .contains("ends before the scenario begins")
    );
    scenario["prices"][0]["path"]["forecast"] = json!("0190b5ab-0000-7000-8000-000000000000");
    let (failed, job) = working.simulation(scenario, 2_000).await;
    assert_eq!(working.ended(&job).await.state, JobState::Dead);
    assert!(
        working
            .find(&failed)
            .await
            .error
            .unwrap()
            .contains("there is no forecast")
    );
    working.stop().await;
}

async fn a_bad_scenario_fails_with_its_reason(fresh: Fresh) {
    let working = Working::start(&fresh).await;
    let mut scenario = example();
    scenario["discount"]["rate"] = json!("much");
    let (simulation, job) = working.simulation(scenario, 1_000).await;
    let job = working.ended(&job).await;
    assert_eq!((job.state, job.attempts), (JobState::Dead, 1));
    let failed = working.find(&simulation).await;
    assert_eq!(
        (failed.state, failed.error.is_some()),
        (SimulationState::Failed, true)
    );
    assert_eq!(failed.error, job.error);
    working.stop().await;
}

async fn a_long_simulation_is_cancelled(fresh: Fresh) {
    let working = Working::start(&fresh).await;
    let (simulation, job) = working.simulation(example(), 10_000_000).await;
    until(&working.store, job.id, PATIENCE, |job| job.progress > 0.0).await;
    let tx = working.store.write().await.unwrap();
    assert_eq!(
        tx.simulations()
            .get(simulation.id)
            .await
            .unwrap()
            .unwrap()
            .state,
        SimulationState::Running
    );
    tx.jobs().cancel(job.id, now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(working.ended(&job).await.state, JobState::Cancelled);
    assert_eq!(
        working.find(&simulation).await.state,
        SimulationState::Cancelled
    );
    working.stop().await;
}

async fn a_forecast_is_made_and_scored_when_values_arrive(fresh: Fresh) {
    let working = Working::start(&fresh).await;
    let series = working.series().await;
    let early = now() - TimeDelta::days(2);
    working
        .append(&series, months(0, &prices(0, 120)), early)
        .await;
    let id = working.forecast(&series).await;
    let tx = working.store.read().await.unwrap();
    let made = tx.forecasts().get(id).await.unwrap().unwrap();
    assert_eq!(
        (made.horizon, made.score.is_none(), made.made_by.as_str()),
        (24, true, "Ann")
    );
    assert_eq!(made.vintage.timestamp_micros(), early.timestamp_micros());
    // Residuals are as many as the values; they are not stored with every forecast.
    assert_eq!(made.result["fitted"]["residuals"], Value::Null);
    assert!(tx.forecasts().fitted(id).await.unwrap().unwrap().len() > 100);
    drop(tx);
    let later = now() - TimeDelta::days(1);
    let job = working
        .append(&series, months(120, &prices(120, 6)), later)
        .await;
    let job = working.ended(&job).await;
    assert_eq!(
        job.result.as_ref().map(|result| result["scored"].clone()),
        Some(json!(1)),
        "{job:?}"
    );
    let tx = working.store.read().await.unwrap();
    let scored = tx.forecasts().get(id).await.unwrap().unwrap();
    assert_eq!(scored.result, made.result, "the forecast itself stays");
    let score = scored.score.unwrap();
    assert_eq!(
        (score["n"].clone(), score["complete"].clone()),
        (json!(6), json!(false))
    );
    let filter = ForecastFilter {
        workspace_id: working.workspace,
        series_id: Some(series.id),
    };
    assert_eq!(
        tx.forecasts()
            .list(&filter, &PageRequest::first(5))
            .await
            .unwrap()
            .total,
        1
    );
    drop(tx);
    working.stop().await;
}

async fn a_backup_is_written_and_opens(fresh: Fresh) {
    let working = Working::start(&fresh).await;
    let tx = working.store.write().await.unwrap();
    let job = backup::enqueue(&tx, "Ann", now()).await.unwrap().job;
    let second = backup::enqueue(&tx, "Bob", now()).await.unwrap();
    assert!(!second.is_new, "one backup at a time");
    tx.commit().await.unwrap();
    let job = working.ended(&job).await;
    assert_eq!((job.state, job.error.as_deref()), (JobState::Done, None));
    let result = job.result.unwrap();
    let file = result["object"]
        .as_str()
        .unwrap()
        .strip_prefix("backup/")
        .unwrap();
    let path = fresh.folder.path().join("backups").join(file);
    assert_eq!(
        std::fs::metadata(&path).unwrap().len(),
        result["bytes"].as_u64().unwrap()
    );
    let opened = Store::open(StoreOptions::new(StoreUrl::sqlite(path)))
        .await
        .unwrap();
    assert!(
        opened
            .read()
            .await
            .unwrap()
            .workspaces()
            .by_slug("demo")
            .await
            .unwrap()
            .is_some()
    );
    working.stop().await;
}
