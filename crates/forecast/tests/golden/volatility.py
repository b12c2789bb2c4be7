"""Reference values of tests/it/volatility_golden.rs, as Rust.

pip install arch==8.0.0; python volatility.py <daily prices of WTI, a CSV of Date and Price>
"""

import sys

import numpy as np
import pandas as pd
from arch import arch_model


def simulated(n):
    """GJR-GARCH returns with fat tails, by a congruential generator."""
    x, out, variance = 12345, [], 1.0

    def uniform():
        nonlocal x
        x = (1103515245 * x + 12345) % 2**31
        return x / 2**31

    for _ in range(n):
        z = sum(uniform() for _ in range(12)) - 6.0
        z *= 1.8 if uniform() < 0.15 else 0.8
        e = z * variance**0.5
        out.append(0.05 + e)
        variance = 0.04 + (0.05 + (0.08 if e < 0 else 0.0)) * e * e + 0.87 * variance
    return np.array(out)


def oil(path):
    """100 log changes up to the first price that has no logarithm."""
    prices = pd.read_csv(path).Price.dropna().to_numpy()
    return 100 * np.diff(np.log(prices[: np.argmax(prices <= 0)]))


def literal(value):
    """Nine decimals, digits in threes."""
    whole, decimals = f"{abs(value):.9f}".split(".")
    decimals = decimals.rstrip("0") or "0"
    threes = "_".join(decimals[i : i + 3] for i in range(0, len(decimals), 3))
    return f"{'-' if value < 0 else ''}{int(whole):_}.{threes}"


def row(values):
    return "[" + ", ".join(literal(value) for value in values) + "]"


def padded(kind, values):
    """Mean, omega, alpha, gamma, beta, nu; zero where absent."""
    values = list(values)
    if kind == "Garch":
        values.insert(3, 0.0)
    return values + [0.0] * (6 - len(values))


def main():
    for name, returns in [("SIMULATED", simulated(1500)), ("OIL", oil(sys.argv[1]))]:
        print(f"const {name}: [Reference; 6] = [")
        for kind, vol, o in [("Garch", "GARCH", 0), ("GjrGarch", "GARCH", 1), ("Egarch", "EGARCH", 1)]:
            for errors, dist in [("Normal", "normal"), ("StudentT", "t")]:
                model = arch_model(returns, mean="Constant", vol=vol, p=1, o=o, q=1, dist=dist, rescale=False)
                fit = model.fit(disp="off", tol=1e-12, options={"maxiter": 1000})
                classic = model.fit(
                    disp="off", cov_type="classic", tol=1e-12, options={"maxiter": 1000}
                )
                if kind == "Egarch":
                    method = {"method": "bootstrap", "simulations": 100_000, "random_state": np.random.RandomState(1)}
                else:
                    method = {"method": "analytic"}
                ahead = fit.forecast(horizon=20, reindex=False, **method).variance.to_numpy()[0]
                print("Reference {")
                print(f"kind: Kind::{kind}, errors: Errors::{errors},")
                print(f"log_likelihood: {literal(fit.loglikelihood)},")
                print(f"parameters: {row(padded(kind, fit.params))},")
                print(f"robust: {row(padded(kind, fit.std_err))},")
                print(f"classic: {row(padded(kind, classic.std_err))},")
                print(f"ahead: {row(ahead[[0, 4, 19]])},")
                print("},")
        print("];")


main()
