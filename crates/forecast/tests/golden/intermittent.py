"""Reference values of tests/it/intermittent.rs: pip install statsforecast==2.1.1; python intermittent.py"""

import warnings

import numpy as np
from statsforecast.models import ADIDA, IMAPA, TSB, CrostonClassic, CrostonOptimized, CrostonSBA

warnings.filterwarnings("ignore")


def demand(n, seed, share):
    """Demands of 1 to 10 with probability `share`, by a congruential generator."""
    x, out = seed, []

    def uniform():
        nonlocal x
        x = (1103515245 * x + 12345) % 2**31
        return x / 2**31

    for _ in range(n):
        occurs = uniform() < share
        size = 1 + np.floor(10 * uniform())
        out.append(float(size) if occurs else 0.0)
    return np.array(out)


for args in [(120, 7, 0.3), (97, 11, 0.12), (60, 5, 0.8)]:
    y = demand(*args)
    print(args)
    for model in [
        CrostonClassic(),
        CrostonSBA(),
        CrostonOptimized(),
        TSB(alpha_d=0.2, alpha_p=0.1),
        ADIDA(),
        IMAPA(),
    ]:
        fitted = model.forecast(y=y, h=1, fitted=True)
        # Up to the first demand the fitted values are a zero that no model gave.
        errors = (y - fitted["fitted"])[np.argmax(y > 0) + 1 :]
        print(model, repr(float(fitted["mean"][0])), repr(float(np.sum(errors**2))))
