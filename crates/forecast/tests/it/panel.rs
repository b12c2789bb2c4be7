//! Evaluation of a panel.

use crate::series::{random_walk, seasonal};
use prospect_forecast::{
    EvaluateSettings, ForecastError, History, ModelName, PanelSeries, evaluate,
};

fn panel() -> Vec<PanelSeries> {
    let series = |id: &str, values: Vec<f64>, m: usize| PanelSeries {
        id: id.to_owned(),
        history: History::new(values, m).expect("the values are a history"),
    };
    let mut gapped = seasonal(90, 4);
    gapped[30] = f64::NAN;
    gapped[80] = f64::NAN;
    vec![
        series("walk", random_walk(80, 1), 1),
        series("season", seasonal(110, 2), 12),
        series("gapped", gapped, 12),
        series("short", vec![1.0, 2.0, 3.0], 1),
        series("constant", vec![5.0; 60], 1),
    ]
}

#[test]
fn order_does_not_matter() {
    let settings = EvaluateSettings {
        horizon: 6,
        windows: 4,
        ..EvaluateSettings::default()
    };
    let mut reversed = panel();
    reversed.reverse();
    assert_eq!(
        evaluate(&panel(), &settings).unwrap(),
        evaluate(&reversed, &settings).unwrap()
    );
}

#[test]
fn figures_are_pooled_over_what_could_be_measured() {
    let settings = EvaluateSettings {
        horizon: 6,
        windows: 4,
        ..EvaluateSettings::default()
    };
    let found = evaluate(&panel(), &settings).unwrap();
    assert_eq!(found.series_too_short, 1);
    assert_eq!(found.models.len(), ModelName::ALL.len());
    let of = |model| found.models.iter().find(|row| row.model == model).unwrap();
    let naive = of(ModelName::Naive);
    assert_eq!((naive.series, naive.series_without), (3, 2));
    assert_eq!(naive.diebold_mariano, None);
    let theta = of(ModelName::Theta);
    assert!(theta.gain_on_naive.value.unwrap() > 0.0);
    let season = found.series.iter().find(|s| s.id == "season").unwrap();
    assert_eq!(season.origins, [86, 92, 98, 104]);
    assert_ne!(season.best, Some(ModelName::Naive));
    let walk = found.series.iter().find(|s| s.id == "walk").unwrap();
    let refused = &walk.models[1];
    assert_eq!(refused.model, ModelName::SeasonalNaive);
    assert!(refused.refusal.is_some());
}

#[test]
fn bad_panels_are_refused() {
    let settings = EvaluateSettings::default();
    assert_eq!(
        evaluate(&[], &settings).unwrap_err(),
        ForecastError::EmptyPanel
    );
    let mut twice = panel();
    twice.push(twice[0].clone());
    assert!(matches!(
        evaluate(&twice, &settings).unwrap_err(),
        ForecastError::DuplicateSeries { .. }
    ));
}
