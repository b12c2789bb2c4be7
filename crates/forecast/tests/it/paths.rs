//! Sample paths: reproducible, independent of threads, and with the model's own spread.

use crate::series::{random_walk, seasonal};
use prospect_forecast::model::{Family, ModelName, Training, fit};
use prospect_forecast::paths::{Innovations, sample_paths_from};
use prospect_forecast::sample_paths;
use prospect_forecast::season::SeasonalAdjustment;

#[test]
fn the_same_on_any_number_of_threads_and_for_any_number_of_paths() {
    let fitted = fit(
        ModelName::Theta,
        &Training::new(&seasonal(96, 2), 12).adjusted(SeasonalAdjustment::Shrunk),
    )
    .unwrap();
    let on = |threads: usize, n: usize| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
            .install(|| sample_paths(&fitted, 18, n, 42).unwrap())
    };
    let alone = on(1, 500);
    assert_eq!(alone, on(4, 500));
    let more = on(2, 800);
    for (few, many) in alone.iter().zip(more.iter()) {
        assert_eq!(few, many);
    }
    assert_ne!(alone, sample_paths(&fitted, 18, 500, 43).unwrap());
}

#[test]
fn paths_centre_on_the_forecast_and_spread_as_it_says() {
    for model in ModelName::ALL {
        let y = seasonal(144, 7);
        let fitted = fit(
            model,
            &Training::new(&y, 12).adjusted(SeasonalAdjustment::Shrunk),
        )
        .unwrap();
        for innovations in [Innovations::Bootstrap, Innovations::Gaussian] {
            let n = 20_000;
            let paths = sample_paths_from(&fitted, 24, n, 1, innovations).unwrap();
            for (step, point) in fitted.ahead(24).iter().enumerate() {
                let at: Vec<f64> = paths.iter().map(|path| path[step]).collect();
                let mean = at.iter().sum::<f64>() / n as f64;
                let variance = at.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n as f64;
                let error = point.sd / (n as f64).sqrt();
                assert!((mean - point.mean).abs() < 5.0 * error, "{model} {step}");
                // The estimation error of a drift or a mean is in the band but not in a path.
                let estimated = [
                    ModelName::Drift,
                    ModelName::WindowAverage,
                    ModelName::HistoricMean,
                ];
                if !estimated.contains(&model) {
                    // A variance of fat tails settles slowly.
                    let tolerance = match model.family() {
                        Family::Volatility => 0.15,
                        _ => 0.03,
                    };
                    let ratio = variance.sqrt() / point.sd;
                    assert!(
                        (ratio - 1.0).abs() < tolerance,
                        "{model} step {step}: {ratio}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_random_walk_path_keeps_its_past() {
    let fitted = fit(
        ModelName::Naive,
        &Training::new(&random_walk(200, 3), 1).adjusted(SeasonalAdjustment::None),
    )
    .unwrap();
    let paths = sample_paths(&fitted, 20, 5_000, 9).unwrap();
    let moment = |f: fn(f64, f64) -> f64| {
        let centre = fitted.ahead(1)[0].mean;
        let terms = paths.iter().map(|p| f(p[4] - centre, p[19] - centre));
        terms.sum::<f64>() / paths.len() as f64
    };
    let correlation = moment(|a, b| a * b) / (moment(|a, _| a * a) * moment(|_, b| b * b)).sqrt();
    // Corr(W_5, W_20) = √(5/20).
    assert!((correlation - 0.5).abs() < 0.05, "{correlation}");
}

#[test]
fn paths_from_a_gap_start_wide() {
    let mut y = random_walk(200, 3);
    y.extend([f64::NAN; 3]);
    let fitted = fit(
        ModelName::Naive,
        &Training::new(&y, 1).adjusted(SeasonalAdjustment::None),
    )
    .unwrap();
    let paths = sample_paths(&fitted, 1, 20_000, 9).unwrap();
    let centre = y[199];
    let variance = paths.iter().map(|p| (p[0] - centre).powi(2)).sum::<f64>() / 20_000.0;
    let ratio = variance.sqrt() / fitted.sigma;
    assert!((ratio - 2.0).abs() < 0.05, "{ratio}");
}

#[test]
fn updating_equals_having_seen_the_data() {
    let y = random_walk(120, 5);
    for model in [ModelName::Naive, ModelName::Drift] {
        let mut updated = fit(
            model,
            &Training::new(&y[..90], 1).adjusted(SeasonalAdjustment::None),
        )
        .unwrap();
        updated.update(&y[90..]);
        let refitted = fit(
            model,
            &Training::new(&y, 1).adjusted(SeasonalAdjustment::None),
        )
        .unwrap();
        for (a, b) in updated.ahead(5).iter().zip(refitted.ahead(5)) {
            assert!((a.mean - b.mean).abs() < 1e-9, "{model}");
        }
        assert_eq!(updated.n_used, refitted.n_used);
    }
    let s = seasonal(100, 5);
    let mut updated = fit(
        ModelName::SeasonalNaive,
        &Training::new(&s[..70], 12).adjusted(SeasonalAdjustment::None),
    )
    .unwrap();
    updated.update(&s[70..]);
    let refitted = fit(
        ModelName::SeasonalNaive,
        &Training::new(&s, 12).adjusted(SeasonalAdjustment::None),
    )
    .unwrap();
    assert_eq!(updated.ahead(24), {
        let sigma = updated.sigma;
        let mut same = refitted;
        same.sigma = sigma;
        same.ahead(24)
    });
}
