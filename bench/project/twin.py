"""The standard case in vectorised NumPy and in fused numba, and the pieces the other libraries do.

`twin.py numpy|numba|irr|reorder|indices COUNT ROUNDS [FILE]` prints one JSON object. Both models are what a careful analyst
would write for this one project: PERT draws come from a table of the inverse, nothing is drawn twice, losses are one pool.
"""

import json
import math
import sys
import time

import numpy as np

PERIODS, RATE, TAX, LIMIT, DAYS = 25, 0.08, 0.27, 0.8, 45
ORE = np.array([0, 0, 18] + [25] * 20 + [15, 0], dtype=float)
MINED = np.array([0, 20, 55] + [60] * 9 + [55, 55, 50, 50, 45, 45, 40, 40, 35, 30, 28, 15, 0], dtype=float)
ADMINISTRATION = np.array([0, 10] + [45] * 21 + [30, 0], dtype=float)
INITIAL = np.array([700, 1000, 200] + [0] * 22, dtype=float)
SUSTAINING = np.array([0, 0, 20] + [50] * 15 + [40, 40, 30, 20, 10, 0, 0], dtype=float)
CLOSURE = np.array([0] * 23 + [60, 140], dtype=float)
POUNDS, OUNCES = 1e6 / 453.59237, 1e6 / 31.1034768
IN_SERVICE, LIFE = 2, 10
DISCOUNTS = np.array([(1 + RATE) ** -(np.arange(PERIODS) + shift) for shift in (0.0, 0.5, 1.0)])
MIDDLES = np.arange(PERIODS) + 0.5

# Kind and parameters, in the order of the scenario.
INPUTS = [("pert", 0.85, 1, 1.1), ("pert", 0.92, 1, 1.04), ("triangular", 0.7, 1, 1.25), ("pert", 0.85, 1, 1.05),
          ("pert", 0.85, 1, 1.35), ("pert", 0.88, 1, 1.3), ("triangular", 0.75, 1, 1.4), ("lognormal", 0.9, 1.4),
          ("lognormal", 0.85, 1.35), ("lognormal", 0.8, 1.9)]
PAIRS = [(0, 2, 0.5), (0, 1, 0.4), (3, 1, -0.3), (4, 5, 0.6), (4, 8, 0.3), (7, 8, 0.5), (7, 9, 0.3), (5, 6, 0.2)]
KNOTS = np.linspace(-6, 6, 4001)


def factor():
    rho = np.eye(len(INPUTS))
    for i, j, spearman in PAIRS:
        rho[i, j] = rho[j, i] = 2 * math.sin(math.pi * spearman / 6)
    return np.linalg.cholesky(rho)


def tables():
    """x of the standard normal z of each input, on knots."""
    from scipy import stats

    u = stats.norm.cdf(KNOTS)
    found = []
    for kind, *given in INPUTS:
        if kind == "pert":
            low, mode, high = given
            a, b = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
            found.append(low + (high - low) * stats.beta.ppf(u, a, b))
        elif kind == "triangular":
            low, mode, high = given
            found.append(stats.triang.ppf(u, (mode - low) / (high - low), low, high - low))
        else:
            p10, p90 = given
            mu, sigma = (math.log(p10) + math.log(p90)) / 2, math.log(p90 / p10) / (2 * 1.2815515655446004)
            found.append(np.exp(mu + sigma * KNOTS))
    return np.array(found)


def process():
    """Decay, standard deviation of a step and half the variance so far, for copper and gold."""
    steps = np.diff(MIDDLES, prepend=0.0)
    kappa, sigma = 0.35, 0.23
    decay = np.exp(-kappa * steps)
    sd = np.sqrt(sigma**2 * -np.expm1(-2 * kappa * steps) / (2 * kappa))
    half = sigma**2 * -np.expm1(-2 * kappa * MIDDLES) / (4 * kappa)
    gold_sd, gold_half = 0.15 * np.sqrt(steps), 0.15**2 * MIDDLES / 2
    return decay, sd, half, gold_sd, gold_half


def numpy_case(n, seed, table, cholesky):
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((n, len(INPUTS))) @ cholesky.T
    grade, recovery, gold_grade, ore, mining, processing, treatment, initial, sustaining, closure = (
        np.interp(z[:, k], KNOTS, table[k]) for k in range(len(INPUTS)))
    decay, sd, half, gold_sd, gold_half = process()
    shocks = rng.standard_normal((2, PERIODS, n))
    flows = np.empty((PERIODS, n))
    copper_y, gold_y, pool, balance = (np.zeros(n) for _ in range(4))
    outlays = np.zeros((PERIODS, n))
    recovered = np.clip(0.88 * recovery, 0, 1)
    for k in range(PERIODS):
        copper_y = copper_y * decay[k] + sd[k] * shocks[0, k]
        gold_y = gold_y + gold_sd[k] * shocks[1, k]
        pounds = ORE[k] * ore * 0.0052 * grade * recovered * 0.965 * POUNDS
        ounces = ORE[k] * ore * 0.12e-6 * gold_grade * 0.6 * 0.93 * OUNCES
        revenue = pounds * 3.9 * np.exp(copper_y - half[k]) + ounces * 1900 * np.exp(gold_y - gold_half[k])
        nsr = revenue - pounds * 0.28 * treatment
        margin = nsr - 0.02 * np.maximum(nsr, 0) - MINED[k] * 2.4 * mining - ORE[k] * ore * 7.5 * processing - ADMINISTRATION[k]
        capital = INITIAL[k] * initial + SUSTAINING[k] * sustaining
        outlays[max(k, IN_SERVICE)] += capital
        income = margin - outlays[max(k - LIFE + 1, 0):k + 1].sum(axis=0) / LIFE if k >= IN_SERVICE else margin
        used = np.minimum(pool, LIMIT * np.maximum(income, 0))
        pool = pool - used + np.maximum(-income, 0)
        tax = np.maximum(income - used, 0) * TAX
        tied = revenue * (DAYS / 365)
        flows[k] = margin - (tied - balance) - capital - CLOSURE[k] * closure - tax
        balance = tied
    npv = DISCOUNTS @ flows
    x = np.full(n, 1 / 1.15)
    for _ in range(30):
        value, slope = np.zeros(n), np.zeros(n)
        for k in range(PERIODS - 1, -1, -1):
            slope = slope * x + value
            value = value * x + flows[k]
        step = value / slope
        x = np.clip(x - step, 1e-3, 0.9999)
        if np.max(np.abs(step)) < 1e-9:
            break
    return npv, 1 / x - 1, np.percentile(npv, [1, 5, 10, 25, 50, 75, 90, 95, 99], axis=1)


def numba_case():
    import numba

    decay, sd, half, gold_sd, gold_half = process()
    discounts, knots_per_unit = DISCOUNTS, (len(KNOTS) - 1) / 12.0

    @numba.njit(parallel=True, fastmath=True)
    def run(n, table, cholesky, npv, rates):
        inputs = len(table)
        for i in numba.prange(n):
            normal, draw, flows, outlays = np.empty(inputs), np.empty(inputs), np.empty(PERIODS), np.zeros(PERIODS)
            for k in range(inputs):
                normal[k] = np.random.standard_normal()
            for k in range(inputs):
                z = 0.0
                for j in range(k + 1):
                    z += cholesky[k, j] * normal[j]
                position = min(max((z + 6.0) * knots_per_unit, 0.0), 3999.999)
                at = int(position)
                draw[k] = table[k, at] + (position - at) * (table[k, at + 1] - table[k, at])
            recovered = min(max(0.88 * draw[1], 0.0), 1.0)
            copper_y = gold_y = pool = balance = 0.0
            for k in range(PERIODS):
                copper_y = copper_y * decay[k] + sd[k] * np.random.standard_normal()
                gold_y += gold_sd[k] * np.random.standard_normal()
                pounds = ORE[k] * draw[3] * 0.0052 * draw[0] * recovered * 0.965 * POUNDS
                ounces = ORE[k] * draw[3] * 0.12e-6 * draw[2] * 0.6 * 0.93 * OUNCES
                revenue = pounds * 3.9 * np.exp(copper_y - half[k]) + ounces * 1900.0 * np.exp(gold_y - gold_half[k])
                nsr = revenue - pounds * 0.28 * draw[6]
                margin = (nsr - 0.02 * max(nsr, 0.0) - MINED[k] * 2.4 * draw[4] - ORE[k] * draw[3] * 7.5 * draw[5]
                          - ADMINISTRATION[k])
                capital = INITIAL[k] * draw[7] + SUSTAINING[k] * draw[8]
                outlays[max(k, IN_SERVICE)] += capital
                income = margin
                if k >= IN_SERVICE:
                    for j in range(max(k - LIFE + 1, 0), k + 1):
                        income -= outlays[j] / LIFE
                used = min(pool, LIMIT * max(income, 0.0))
                pool += max(-income, 0.0) - used
                tied = revenue * (DAYS / 365)
                flows[k] = margin - (tied - balance) - capital - CLOSURE[k] * draw[9] - max(income - used, 0.0) * TAX
                balance = tied
            for timing in range(3):
                total = 0.0
                for k in range(PERIODS):
                    total += flows[k] * discounts[timing, k]
                npv[timing, i] = total
            x = 1 / 1.15
            for _ in range(30):
                value = slope = 0.0
                for k in range(PERIODS - 1, -1, -1):
                    slope = slope * x + value
                    value = value * x + flows[k]
                step = value / slope
                x = min(max(x - step, 1e-3), 0.9999)
                if abs(step) < 1e-9:
                    break
            rates[i] = 1 / x - 1

    def case(n, seed, table, cholesky):
        npv, rates = np.empty((3, n)), np.empty(n)
        run(n, table, cholesky, npv, rates)
        return npv, rates, np.percentile(npv, [1, 5, 10, 25, 50, 75, 90, 95, 99], axis=1)

    case(16, 0, tables(), factor())
    return case


def standard(case, n, rounds):
    table, cholesky = tables(), factor()
    seconds, result = [], None
    for seed in range(rounds):
        started = time.perf_counter()
        result = case(n, seed, table, cholesky)
        seconds.append(time.perf_counter() - started)
    npv, rates, percentiles = result
    return {"seconds": min(seconds), "mean": npv[1].mean(), "sd": npv[1].std(), "p10": percentiles[2, 1],
            "p50": percentiles[4, 1], "p90": percentiles[6, 1], "irr_p50": float(np.median(rates))}


def irr(file, n):
    import numpy_financial
    import pyxirr

    flows = np.fromfile(file).reshape(n, -1)
    rows = [row.tolist() for row in flows]
    started = time.perf_counter()
    rates = [pyxirr.irr(row) for row in rows]
    seconds = time.perf_counter() - started
    started = time.perf_counter()
    for row in flows[:200]:
        numpy_financial.irr(row)
    return {"seconds": seconds, "rates": rates, "numpy_financial": (time.perf_counter() - started) * n / 200}


def reorder(n, rounds):
    from probabilit.correlation import ImanConover
    from scipy import stats

    target = np.full((10, 10), 2 * math.sin(math.pi * 0.3 / 6))
    np.fill_diagonal(target, 1.0)
    whole, alone = [], []
    rng = np.random.default_rng(1)
    for _ in range(rounds):
        started = time.perf_counter()
        u = rng.random((n, 10))
        columns = np.column_stack([stats.norm.ppf(u[:, :4]), 10 + 30 * stats.beta.ppf(u[:, 4:], 5 / 3, 13 / 3)])
        drawn = time.perf_counter()
        ImanConover().set_target(target)(columns)
        alone.append(time.perf_counter() - drawn)
        whole.append(time.perf_counter() - started)
    return {"reordering_s": min(alone), "whole_s": min(whole)}


def indices(n):
    from SALib.analyze import sobol as analyse

    problem = {"num_vars": 10, "names": [f"x{k}" for k in range(10)], "bounds": [[0, 1]] * 10}
    y = np.random.default_rng(1).normal(size=n * 12)
    started = time.perf_counter()
    analyse.analyze(problem, y, calc_second_order=False, num_resamples=100)
    return {"seconds": time.perf_counter() - started}


def main():
    what, count, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    found = {
        "numpy": lambda: standard(numpy_case, count, rounds),
        "numba": lambda: standard(numba_case(), count, rounds),
        "irr": lambda: irr(sys.argv[4], count),
        "reorder": lambda: reorder(count, rounds),
        "indices": lambda: indices(count),
    }[what]()
    print(json.dumps(found))


main()
