"""The Vizcachitas scenario in vectorised NumPy: the same rows, uncertain inputs, price path and responses of given rows.

Reads the scenario file, draws all iterations at once as arrays of iterations × periods, and prints one JSON object with
the seconds of each part and the figures to compare. It is the model a careful analyst would write, not a general engine.
"""

import json
import sys
import time
import tomllib

import numpy as np

POUNDS_PER_TONNE = 1.0 / 0.00045359237
NORMAL_P90 = 1.2815515655446004


def draw(rng, shape, n):
    kind = shape["kind"]
    if kind == "lognormal":
        mu = (np.log(shape["p10"]) + np.log(shape["p90"])) / 2
        sigma = np.log(shape["p90"] / shape["p10"]) / (2 * NORMAL_P90)
        return rng.lognormal(mu, sigma, n)
    if kind == "shifted_lognormal":
        return shape["shift"] + rng.lognormal(shape["mu"], shape["sigma"], n)
    if kind == "triangular":
        return rng.triangular(shape["min"], shape["mode"], shape["max"], n)
    if kind == "pert":
        low, mode, high, weight = shape["min"], shape["mode"], shape["max"], shape.get("lambda", 4)
        a = 1 + weight * (mode - low) / (high - low)
        b = 1 + weight * (high - mode) / (high - low)
        return low + (high - low) * rng.beta(a, b, n)
    raise ValueError(kind)


def copper_path(rng, price, n, periods):
    path = price["path"]
    reversion, volatility = path["reversion"], path["volatility"]
    variance = lambda t: volatility**2 * -np.expm1(-2 * reversion * t) / (2 * reversion)
    middles = np.arange(periods) + 0.5
    prices = np.empty((n, periods))
    deviation = np.zeros(n)
    before = 0.0
    for k, t in enumerate(middles):
        step = t - before
        deviation = deviation * np.exp(-reversion * step) + np.sqrt(variance(step)) * rng.standard_normal(n)
        prices[:, k] = price["deck"] * np.exp(deviation - variance(t) / 2)
        before = t
    return prices


def cash_flows(scenario, rng, n):
    """After-tax flows, iterations × periods, the inputs drawn, and the flows of the base case."""
    values = {}
    for section in ("costs", "royalties", "taxes", "capital", "closure"):
        for row in scenario.get(section, []):
            if "amount" in row:
                values[row["id"]] = np.array(row["amount"]["values"], dtype=float)
    payable = {row["id"]: np.array(row["payable"]["values"], dtype=float) for row in scenario["products"]}
    prices = {row["id"]: row for row in scenario["prices"]}
    periods = len(scenario["periods"]["labels"])
    opex = ["mining", "stockpile_rehandling", "processing", "surface_infrastructure", "general_and_administration"]

    def flows(factor, copper, reference):
        column = lambda name: np.asarray(factor.get(name, 1.0)).reshape(-1, 1)
        copper_tonnes = payable["copper"] * column("copper_metal")
        revenue = copper_tonnes * copper * (POUNDS_PER_TONNE / 1000)
        revenue = revenue + payable["molybdenum"] * column("molybdenum_metal") * (prices["molybdenum"]["deck"] / 1000) * column("molybdenum_price")
        revenue = revenue + payable["silver"] * (prices["silver"]["deck"] / 1000) * column("silver_price")
        selling = values["selling_costs"] * column("copper_metal") * column("selling_cost")
        given_revenue = revenue if reference is None else reference["revenue"]
        share = np.divide(revenue, given_revenue, out=np.ones_like(revenue), where=given_revenue != 0)
        finance = values["receivables_finance_charge"] * share
        costs = finance + sum(values[name] * column({"mining": "mining_cost", "processing": "processing_cost"}.get(name, "")) for name in opex)
        margin = revenue - selling - costs
        given_margin = margin if reference is None else reference["margin"]
        follows = given_margin > 0
        ratio = np.divide(margin, given_margin, out=np.ones_like(margin), where=follows)
        mining_tax = values["mining_tax"] * np.where(follows, np.maximum(ratio, 0), 1)
        royalty = 0.02 * np.maximum(revenue - selling - finance, 0)
        income = margin - royalty - mining_tax
        change = income - (income if reference is None else reference["income"])
        tax = np.empty_like(change)
        pool = np.zeros(change.shape[0])
        for k in range(periods):
            taxable = values["income_tax"][k] / 0.27 + change[:, k]
            used = np.minimum(pool, np.maximum(taxable, 0))
            pool += np.maximum(-taxable, 0) - used
            tax[:, k] = np.maximum(values["income_tax"][k] + 0.27 * (change[:, k] - used), 0)
        after = (
            income
            - values["initial"] * column("initial_capital")
            - values["sustaining"] * column("sustaining_capital")
            - values["site"] * column("closure_cost")
            - tax
        )
        return after, {"revenue": revenue, "margin": margin, "income": income}

    base, reference = flows({}, np.full((1, periods), prices["copper"]["deck"]), None)
    drawn = {row["id"]: draw(rng, row["distribution"], n) for row in scenario["uncertain"]}
    copper = copper_path(rng, prices["copper"], n, periods)
    after, _ = flows(drawn, copper, reference)
    weights = payable["copper"] / payable["copper"].sum()
    return after, drawn | {"prices.copper": copper @ weights}, base[0]


def rates_of_return(flows, start):
    """Newton on all rows at once; rows that leave the range or do not settle are given up as NaN."""
    x = np.full(flows.shape[0], 1 / (1 + start))
    for _ in range(30):
        value = np.zeros_like(x)
        slope = np.zeros_like(x)
        for k in range(flows.shape[1] - 1, -1, -1):
            slope = slope * x + value
            value = value * x + flows[:, k]
        step = value / slope
        x = np.clip(x - step, 1e-3, 1.2)
        if np.abs(step).max() < 1e-12:
            break
    return np.where(np.abs(step) < 1e-9, 1 / x - 1, np.nan)


def paybacks(cumulative):
    rises = (cumulative[:, 1:] >= 0) & (cumulative[:, :-1] < 0)
    found = rises.any(axis=1)
    k = rises.argmax(axis=1)
    rows = np.arange(len(k))
    before, after = cumulative[rows, k], cumulative[rows, k + 1]
    return np.where(found, k + 1 - before / (after - before), np.nan)


def ranks(values):
    found = np.empty(len(values))
    found[np.argsort(values)] = np.arange(len(values))
    return found


def main():
    path, n, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with open(path, "rb") as file:
        scenario = tomllib.load(file)
    rng = np.random.default_rng(seed)
    started, used = time.perf_counter(), time.process_time()
    flows, inputs, base = cash_flows(scenario, rng, n)
    rate = scenario["discount"]["rate"]
    start = (1 + rate) ** -np.arange(flows.shape[1], dtype=float)
    npv = {"start": flows @ start, "mid": flows @ (start * (1 + rate) ** -0.5), "end": flows @ (start / (1 + rate))}
    valued, used_npv = time.perf_counter(), time.process_time()
    irr = rates_of_return(flows, 0.24)
    cumulative = flows.cumsum(axis=1)
    payback = paybacks(cumulative)
    peak = -np.minimum(cumulative.min(axis=1), 0)
    levels = [1, 5, 10, 25, 50, 75, 90, 95, 99]
    percentiles = {timing: np.percentile(values, levels) for timing, values in npv.items()}
    np.nanpercentile(irr, levels), np.nanpercentile(payback, levels), np.percentile(peak, levels)
    np.percentile(flows, [10, 50, 90], axis=0), np.percentile(cumulative, [10, 50, 90], axis=0)
    value_ranks = ranks(npv["mid"])
    correlations = {name: float(np.corrcoef(ranks(values), value_ranks)[0, 1]) for name, values in inputs.items()}
    finished, used_all = time.perf_counter(), time.process_time()
    mid = npv["mid"]
    print(
        json.dumps(
            {
                "seconds_npv": valued - started,
                "seconds": finished - started,
                "processor_npv": used_npv - used,
                "processor": used_all - used,
                "mean": float(mid.mean()),
                "standard_error": float(mid.std(ddof=1) / np.sqrt(n)),
                "p10": float(percentiles["mid"][2]),
                "p50": float(percentiles["mid"][4]),
                "p90": float(percentiles["mid"][6]),
                "irr_p50": float(np.nanmedian(irr)),
                "payback_p50": float(np.nanmedian(payback)),
                "correlations": correlations,
                "base": float(base @ start * (1 + rate) ** -0.5),
            }
        )
    )


if __name__ == "__main__":
    main()
