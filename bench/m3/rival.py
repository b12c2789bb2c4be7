"""The models of table C5 by statsforecast, one thread: accuracy and seconds per model as JSON.

SES, Holt and damped Holt see data adjusted by the Naive2 rule, computed here; Theta adjusts by itself.
"""

import csv
import json
import sys
import time
import warnings
from itertools import groupby

import numpy as np
from statsforecast.models import (
    AutoETS,
    Holt,
    Naive,
    RandomWalkWithDrift,
    SeasonalNaive,
    SimpleExponentialSmoothingOptimized,
    Theta,
)
from statsmodels.tsa.seasonal import seasonal_decompose
from statsmodels.tsa.stattools import acf

warnings.filterwarnings("ignore")


def read(path):
    with open(path, encoding="utf-8", newline="") as rows:
        for _, group in groupby(csv.DictReader(rows), key=lambda row: row["unique_id"]):
            group = list(group)
            horizon = int(group[0]["horizon"])
            values = np.array([float(row["y"]) for row in group])
            yield int(group[0]["season_length"]), values[:-horizon], values[-horizon:]


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
    "naive": plain(lambda m: Naive()),
    "seasonal_naive": plain(lambda m: SeasonalNaive(season_length=m)),
    "naive2": adjusted(lambda m: Naive()),
    "drift": plain(lambda m: RandomWalkWithDrift()),
    "ses_deseasonalised": adjusted(lambda m: SimpleExponentialSmoothingOptimized()),
    "holt_deseasonalised": adjusted(lambda m: Holt(season_length=1)),
    "damped_deseasonalised": adjusted(lambda m: AutoETS(season_length=1, model="AAN", damped=True)),
    "theta": plain(lambda m: Theta(season_length=m)),
}


def main():
    tasks = list(read(sys.argv[1]))
    results = {}
    for name, run in MODELS.items():
        started = time.perf_counter()
        forecasts = [run(train, m, len(test)) for m, train, test in tasks]
        seconds = time.perf_counter() - started
        own, points, scaled = [], [], []
        for (m, train, test), forecast in zip(tasks, forecasts):
            smape = 200 * np.abs(test - forecast) / (np.abs(test) + np.abs(forecast))
            own.append(smape.mean())
            points.extend(smape)
            scaled.append(np.abs(test - forecast).mean() / np.abs(train[m:] - train[:-m]).mean())
        results[name] = {
            "smape_mean": float(np.mean(own)),
            "smape_pooled": float(np.mean(points)),
            "mase": float(np.mean(scaled)),
            "seconds": seconds,
        }
    json.dump(results, sys.stdout)


main()
