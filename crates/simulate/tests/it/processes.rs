//! Vectors of definitions B5.

use prospect_simulate::process::{
    Gbm, JumpDiffusion, Moments, OneFactor, TwoFactor, fit_gbm, fit_one_factor,
    spot_volatility_of_monthly_averages,
};
use serde_json::Value;

use crate::shared::{close, number, numbers, vector};

#[track_caller]
fn moments(found: Moments, expected: &Value) {
    let expected = numbers(expected);
    close(found.mean, expected[0], 1e-9);
    close(found.median, expected[1], 1e-9);
    close(found.sd_ln, expected[2], 1e-9);
}

#[test]
fn geometric_brownian_motion() {
    let Some(vector) = vector("B.gbm") else {
        return;
    };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    let process = Gbm {
        start: number(inputs, "s0"),
        drift: number(inputs, "mu"),
        volatility: number(inputs, "sigma"),
    };
    let found = process.moments(number(inputs, "T"));
    close(found.mean, number(expected, "mean"), 1e-9);
    close(found.median, number(expected, "median"), 1e-9);
    close(found.sd_ln, number(expected, "sd_ln"), 1e-9);
    let step = &expected["one_step"];
    close(
        process.step(process.start, number(step, "dt"), number(step, "z")),
        number(step, "s"),
        1e-9,
    );
}

#[test]
fn schwartz_one_factor() {
    let Some(vector) = vector("B.schwartz1") else {
        return;
    };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    let process = OneFactor {
        start: number(inputs, "s0"),
        reversion: number(inputs, "kappa"),
        mu: number(inputs, "mu"),
        volatility: number(inputs, "sigma"),
    };
    moments(process.moments(1.0), &expected["T1_mean_median_sdln"]);
    moments(process.moments(5.0), &expected["T5_mean_median_sdln"]);
    let step = &expected["one_step"];
    close(
        process.step(process.start, number(step, "dt"), number(step, "z")),
        number(step, "s"),
        1e-9,
    );
    let level = process.moments(1e6).mean;
    close(
        OneFactor::mu_of_long_run_mean(level, process.reversion, process.volatility),
        process.mu,
        1e-12,
    );
}

#[test]
fn schwartz_smith() {
    let Some(vector) = vector("B.schwartz_smith") else {
        return;
    };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    let of = |key: &str| number(inputs, key);
    let process = TwoFactor {
        reversion: of("kappa"),
        volatility_chi: of("sigma_chi"),
        volatility_xi: of("sigma_xi"),
        correlation: of("rho"),
        drift_xi: of("mu_xi"),
        chi: of("chi0"),
        xi: of("xi0"),
    };
    let one = process.covariance(1.0);
    for (found, expected) in [one.chi, one.xi, one.cross]
        .into_iter()
        .zip(numbers(&expected["cov_T1_chi_xi_cross"]))
    {
        close(found, expected, 1e-9);
    }
    let five = process.covariance(5.0);
    for (found, expected) in [five.chi, five.xi, five.cross]
        .into_iter()
        .zip(numbers(&expected["cov_T5"]))
    {
        close(found, expected, 1e-9);
    }
    moments(process.moments(1.0), &expected["T1_mean_median_sdln"]);
    moments(process.moments(5.0), &expected["T5_mean_median_sdln"]);
    let (chi, xi) = process.step(process.chi, process.xi, 1.0, [0.0, 0.0]);
    close((chi + xi).exp(), process.moments(1.0).median, 1e-12);
}

#[test]
fn merton_jumps() {
    let Some(vector) = vector("B.merton") else {
        return;
    };
    let (inputs, expected) = (&vector["inputs"], &vector["expected"]);
    let of = |key: &str| number(inputs, key);
    let process = JumpDiffusion {
        start: of("s0"),
        drift: of("mu"),
        volatility: of("sigma"),
        intensity: of("lambda"),
        jump_mean_ln: of("jump_mean_log"),
        jump_sd_ln: of("jump_sd_log"),
    };
    let t = of("T");
    close(process.mean_jump(), number(expected, "k"), 1e-9);
    close(process.mean(t), number(expected, "mean"), 1e-9);
    close(
        process.mean_ln_return(t),
        number(expected, "mean_ln_return"),
        1e-9,
    );
    close(process.sd_ln(t), number(expected, "sd_ln"), 1e-9);
    close(
        process.probability_below(80.0, t),
        number(expected, "p_below_80"),
        1e-9,
    );
}

#[test]
fn calibration() {
    let Some(vector) = vector("B.calibration") else {
        return;
    };
    let (prices, dt) = (
        numbers(&vector["inputs"]["prices"]),
        number(&vector["inputs"], "dt_years"),
    );
    let expected = &vector["expected"];
    let gbm = fit_gbm(&prices, dt).unwrap();
    close(gbm.volatility, number(expected, "gbm_sigma"), 1e-9);
    close(gbm.drift, number(expected, "gbm_mu"), 1e-9);
    let fit = fit_one_factor(&prices, dt).unwrap();
    close(fit.reversion, number(expected, "ou_kappa"), 1e-9);
    close(fit.alpha, number(expected, "ou_alpha"), 1e-9);
    close(fit.volatility, number(expected, "ou_sigma"), 1e-9);
    close(
        fit.half_life_years,
        number(expected, "half_life_years"),
        1e-9,
    );
    close(
        fit.reversion_bias,
        number(expected, "kappa_bias_approx"),
        1e-9,
    );
    assert!(fit_gbm(&[1.0, -1.0, 2.0], dt).is_err());
    assert!(fit_one_factor(&[1.0, 2.0, 4.0, 8.0, 16.0], dt).is_err());
}

#[test]
fn monthly_averages_understate_volatility() {
    let Some(vector) = vector("B.monthly_average_vol") else {
        return;
    };
    let found = spot_volatility_of_monthly_averages(number(
        &vector["inputs"],
        "sd_of_log_changes_of_averages",
    ));
    close(found, number(&vector["expected"], "spot_sigma"), 1e-9);
}
