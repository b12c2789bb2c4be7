"""Models by statsforecast on one thread: accuracy and seconds per model as JSON.

rival.py PANEL MODEL…: SES, Holt and damped Holt see data adjusted by the Naive2 rule, computed here;
the others adjust by themselves.
"""

import csv
import json
import sys
import time
import warnings
from collections import defaultdict
from itertools import groupby

import numpy as np
from statsforecast import models as sf
from statsmodels.tsa.seasonal import seasonal_decompose
from statsmodels.tsa.stattools import acf

warnings.filterwarnings("ignore")


def read(path):
    with open(path, encoding="utf-8", newline="") as rows:
        for _, group in groupby(csv.DictReader(rows), key=lambda row: row["unique_id"]):
            group = list(group)
            horizon = int(group[0]["horizon"])
            values = np.array([float(row["y"]) for row in group])
            yield group[0]["frequency"], int(group[0]["season_length"]), values[:-horizon], values[-horizon:]


def indices(train, m):
    """Multiplicative indices if the Naive2 rule calls the data seasonal."""
    n = len(train)
    if m < 2 or n < 3 * m:
        return None
    r = acf(train, nlags=m, fft=False)[1:]
    limit = 1.645 * np.sqrt((1 + 2 * np.sum(r[:-1] ** 2)) / n)
    if abs(r[-1]) <= limit:
        return None
    return seasonal_decompose(train, model="multiplicative", period=m).seasonal[:m]


def plain(model):
    return lambda train, m, horizon: model(m).forecast(train, horizon)["mean"]


def adjusted(model):
    def run(train, m, horizon):
        season = indices(train, m)
        n = len(train)
        if season is None:
            return model(1).forecast(train, horizon)["mean"]
        mean = model(1).forecast(train / np.resize(season, n), horizon)["mean"]
        return mean * np.resize(np.roll(season, -(n % m)), horizon)

    return run


MODELS = {
    "naive": plain(lambda m: sf.Naive()),
    "seasonal_naive": plain(lambda m: sf.SeasonalNaive(season_length=m)),
    "naive2": adjusted(lambda m: sf.Naive()),
    "drift": plain(lambda m: sf.RandomWalkWithDrift()),
    "ses": adjusted(lambda m: sf.SimpleExponentialSmoothingOptimized()),
    "holt": adjusted(lambda m: sf.Holt(season_length=1)),
    "damped": adjusted(lambda m: sf.AutoETS(season_length=1, model="AAN", damped=True)),
    "theta": plain(lambda m: sf.Theta(season_length=m)),
    "dotm": plain(lambda m: sf.DynamicOptimizedTheta(season_length=m)),
    "ets": plain(lambda m: sf.AutoETS(season_length=m)),
    "ces": plain(lambda m: sf.AutoCES(season_length=m)),
    "arima": plain(lambda m: sf.AutoARIMA(season_length=m)),
}


def main():
    tasks = list(read(sys.argv[1]))
    results = {}
    for name in sys.argv[2:]:
        run = MODELS[name]
        # The first call loads what is loaded lazily.
        run(tasks[0][2], tasks[0][1], len(tasks[0][3]))
        started = time.perf_counter()
        forecasts = [run(train, m, len(test)) for _, m, train, test in tasks]
        seconds = time.perf_counter() - started
        own, points, scaled = [], [], []
        groups = defaultdict(list)
        for (frequency, m, train, test), forecast in zip(tasks, forecasts):
            smape = 200 * np.abs(test - forecast) / (np.abs(test) + np.abs(forecast))
            own.append(smape.mean())
            points.extend(smape)
            scaled.append(np.abs(test - forecast).mean() / np.abs(train[m:] - train[:-m]).mean())
            groups[frequency].append((own[-1], scaled[-1]))
        results[name] = {
            "smape_mean": float(np.mean(own)),
            "smape_pooled": float(np.mean(points)),
            "mase": float(np.mean(scaled)),
            "seconds": seconds,
            "by_frequency": {
                frequency: dict(zip(("smape", "mase"), np.mean(rows, axis=0).tolist())) | {"series": len(rows)}
                for frequency, rows in groups.items()
            },
        }
    json.dump(results, sys.stdout)


main()
