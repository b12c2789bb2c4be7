//! Vectors of definitions C1–C3 and C7: metrics, tests, protocol, conformal intervals.

use crate::vectors::{assert_all_close, assert_close, numbers, vector};
use prospect_forecast::accuracy::{
    mase, mase_scale, owa, rmsse, smape, smape_averages, smape_point,
};
use prospect_forecast::conformal::{
    AdaptiveInterval, AdaptiveLevel, minimum_windows, quantile_adjustment, quantile_score, rank,
    signed_ranks, split_half_width, split_signed,
};
use prospect_forecast::criteria::Criteria;
use prospect_forecast::diebold_mariano::diebold_mariano;
use prospect_forecast::figure::Reason;
use prospect_forecast::interval_score::{
    absolute_coverage_difference, coverage, crps_ensemble, crps_normal, crps_quantiles,
    interval_score, mean_width, msis, pinball,
};
use prospect_forecast::rolling_origin::cut_offs;

#[test]
fn smape_both_averagings() {
    let Some(v) = vector("C.smape") else { return };
    let series: Vec<(Vec<f64>, Vec<f64>)> = v["inputs"]["series"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (numbers(&s["y"]), numbers(&s["f"])))
        .collect();
    let own: Vec<f64> = series.iter().map(|(y, f)| smape(y, f).unwrap()).collect();
    assert_all_close(&own, &v["expected"]["per_series"]);
    let both = smape_averages(series.iter().map(|(y, f)| (y.as_slice(), f.as_slice()))).unwrap();
    assert_close(both.mean_of_series, &v["expected"]["mean_of_series"]);
    assert_close(both.pooled, &v["expected"]["pooled"]);
    let ours = &v["alternatives"]["y=1 f=-3: ours, and with |y+f| as denominator"][0];
    assert_close(smape_point(1.0, -3.0), ours);
}

#[test]
fn scaled_errors() {
    let Some(v) = vector("C.mase_rmsse") else {
        return;
    };
    let [train, y, f] = ["train", "y", "f"].map(|name| numbers(&v["inputs"][name]));
    let expected = &v["expected"];
    assert_close(mase(&train, &y, &f, 1).unwrap(), &expected["mase_m1"]);
    assert_close(mase(&train, &y, &f, 4).unwrap(), &expected["mase_m4"]);
    assert_close(rmsse(&train, &y, &f, 1).unwrap(), &expected["rmsse_m1"]);
    assert_close(rmsse(&train, &y, &f, 4).unwrap(), &expected["rmsse_m4"]);
    assert_close(mase_scale(&train, 1).unwrap(), &expected["scale_m1"]);
    assert_close(mase_scale(&train, 4).unwrap(), &expected["scale_m4"]);
}

#[test]
fn overall_weighted_average() {
    let Some(v) = vector("C.owa") else { return };
    let [smape, smape2, mase, mase2] =
        ["smape", "smape_naive2", "mase", "mase_naive2"].map(|name| numbers(&v["inputs"][name]));
    let found = owa(&smape, &smape2, &mase, &mase2).unwrap();
    assert_close(found, &v["expected"]["owa"]);
}

#[test]
fn interval_scores() {
    let Some(v) = vector("C.msis") else { return };
    let [y, lower, upper] = ["y", "lower", "upper"].map(|name| numbers(&v["inputs"][name]));
    let level = v["inputs"]["level"].as_f64().unwrap();
    let scale = v["inputs"]["scale"].as_f64().unwrap();
    let expected = &v["expected"];
    let scores: Vec<f64> = (0..y.len())
        .map(|i| interval_score(y[i], lower[i], upper[i], level))
        .collect();
    assert_all_close(&scores, &expected["interval_score"]);
    let found = msis(&y, &lower, &upper, level, scale).unwrap();
    assert_close(found, &expected["msis"]);
    let share = coverage(&y, &lower, &upper).unwrap();
    assert_close(share, &expected["coverage"]);
    assert_close(mean_width(&lower, &upper).unwrap(), &expected["mean_width"]);
    assert_close(absolute_coverage_difference(share, level), &expected["acd"]);
}

#[test]
fn quantile_and_distribution_scores() {
    let Some(v) = vector("C.pinball_crps") else {
        return;
    };
    let y = v["inputs"]["y"].as_f64().unwrap();
    let [tau, q, ensemble, normal] =
        ["tau", "q", "ensemble", "normal"].map(|name| numbers(&v["inputs"][name]));
    let losses: Vec<f64> = tau
        .iter()
        .zip(&q)
        .map(|(&tau, &q)| pinball(y, q, tau))
        .collect();
    let expected = &v["expected"];
    assert_all_close(&losses, &expected["pinball"]);
    let grid = crps_quantiles(y, &tau, &q).unwrap();
    assert_close(grid, &expected["crps_from_quantiles"]);
    assert_close(
        crps_ensemble(y, &ensemble).unwrap(),
        &expected["crps_ensemble"],
    );
    let closed = crps_normal(y, normal[0], normal[1]).unwrap();
    assert_close(closed, &expected["crps_normal"]);
}

fn squared_differences(v: &serde_json::Value) -> Vec<f64> {
    let [first, second] = ["e1", "e2"].map(|name| numbers(&v["inputs"][name]));
    first
        .iter()
        .zip(&second)
        .map(|(a, b)| a * a - b * b)
        .collect()
}

#[test]
fn diebold_mariano_with_correction() {
    let Some(v) = vector("C.diebold_mariano") else {
        return;
    };
    let differences = squared_differences(&v);
    for (horizon, name) in [(1, "h1"), (3, "h3")] {
        let test = diebold_mariano(&differences, horizon);
        let expected = &v["expected"][name];
        assert_close(test.dm.unwrap(), &expected["dm"]);
        assert_close(test.statistic.unwrap(), &expected["dm_hln"]);
        assert_close(test.p.unwrap(), &expected["p_two_sided"]);
        assert_eq!(test.reason, None);
    }
}

#[test]
fn diebold_mariano_negative_variance() {
    let Some(v) = vector("C.diebold_mariano.negative_variance") else {
        return;
    };
    let horizon = v["inputs"]["h"].as_u64().unwrap() as usize;
    let test = diebold_mariano(&squared_differences(&v), horizon);
    let expected = &v["expected"];
    assert_close(test.variance, &expected["variance"]);
    assert_eq!(test.statistic, None);
    assert_eq!(test.p, None);
    assert_eq!(test.reason, Some(Reason::NonPositiveLongRunVariance));
    let shown = test.one_step_statistic.unwrap();
    assert_close(shown, &expected["h1_statistic_shown_instead"]);
}

#[test]
fn split_conformal() {
    let Some(v) = vector("C.conformal.split") else {
        return;
    };
    let errors = numbers(&v["inputs"]["residuals"]);
    let level = 1.0 - v["inputs"]["alpha"].as_f64().unwrap();
    let expected = &v["expected"];
    assert_eq!(errors.len(), 19);
    assert_eq!(rank(errors.len(), level), Ok(18));
    let half = split_half_width(&errors, level).unwrap();
    assert_close(half, &expected["half_width"]);
    let (low, high) = signed_ranks(errors.len(), level).unwrap();
    assert_all_close(&[low as f64, high as f64], &expected["asymmetric_k"]);
    let (low, high) = split_signed(&errors, level).unwrap();
    assert_all_close(&[low, high], &expected["asymmetric"]);
    for (level, least) in expected["min_n_for_level"].as_object().unwrap() {
        let level: f64 = level.parse().unwrap();
        let least = least.as_u64().unwrap() as usize;
        assert_eq!(minimum_windows(level), Ok(least));
        assert!(rank(least, level).is_ok());
        assert_eq!(rank(least - 1, level), Err(Reason::InsufficientCalibration));
    }
}

#[test]
fn conformalised_quantiles() {
    let Some(v) = vector("C.conformal.cqr") else {
        return;
    };
    let [low, y, high] = ["q_lo", "y", "q_hi"].map(|name| numbers(&v["inputs"][name]));
    let scores: Vec<f64> = (0..y.len())
        .map(|i| quantile_score(y[i], low[i], high[i]))
        .collect();
    let level = 1.0 - v["inputs"]["alpha"].as_f64().unwrap();
    let expected = &v["expected"];
    assert_all_close(&scores, &expected["scores"]);
    assert_eq!(rank(scores.len(), level), Ok(5));
    let adjust = quantile_adjustment(&scores, level).unwrap();
    assert_close(adjust, &expected["adjust"]);
}

#[test]
fn adaptive_level() {
    let Some(v) = vector("C.conformal.aci") else {
        return;
    };
    let alpha = v["inputs"]["alpha"].as_f64().unwrap();
    let mut level = AdaptiveLevel::new(alpha, v["inputs"]["gamma"].as_f64().unwrap());
    let mut path = vec![level.alpha()];
    for error in numbers(&v["inputs"]["errors"]) {
        level.record(error > 0.5);
        path.push(level.alpha());
    }
    assert_all_close(&path, &v["expected"]["alpha_t"]);
    assert_eq!(level.interval(), AdaptiveInterval::WholeLine);
}

#[test]
fn information_criteria() {
    let Some(v) = vector("C.information_criteria") else {
        return;
    };
    let inputs = &v["inputs"];
    let count = |name: &str| inputs[name].as_u64().unwrap() as usize;
    let found = Criteria::new(inputs["loglik"].as_f64().unwrap(), count("k"), count("n"));
    let expected = &v["expected"];
    assert_close(found.aic, &expected["aic"]);
    assert_close(found.aicc.value.unwrap(), &expected["aicc"]);
    assert_close(found.bic, &expected["bic"]);
    assert_eq!(
        Criteria::new(-1.0, 5, 6).aicc.reason,
        Some(Reason::TooFewObservations)
    );
}

#[test]
fn rolling_origin_windows() {
    let Some(v) = vector("C.rolling_origin") else {
        return;
    };
    let count = |name: &str| v["inputs"][name].as_u64().unwrap() as usize;
    let (n, horizon, min_train) = (count("n"), count("horizon"), count("min_train"));
    let found = cut_offs(n, horizon, count("windows"), count("step"), min_train).unwrap();
    let as_numbers: Vec<f64> = found.iter().map(|&cut| cut as f64).collect();
    let expected = &v["expected"];
    assert_all_close(&as_numbers, &expected["origins_last_train_index_1based"]);
    for (cut, range) in found
        .iter()
        .zip(expected["test_ranges"].as_array().unwrap())
    {
        assert_all_close(&[(cut + 1) as f64, (cut + horizon) as f64], range);
    }
    assert_eq!(
        cut_offs(min_train + horizon - 1, horizon, 1, 1, min_train),
        Err(Reason::TooFewObservations)
    );
}
