"""Small labelled input-output tables for the tests: one region with trade, and several regions."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from citywright.accounts.table import IOTable

STRESSORS = ["people", "co2"]
UNITS = pd.Series({"people": "person", "co2": "t"})


def world(regions=3, sectors=4, seed=1, density=1.0) -> IOTable:
    """A closed table of several regions that balances; final users emit themselves, too."""
    rng = np.random.default_rng(seed)
    names = [f"r{r}" for r in range(regions)]
    labels = pd.MultiIndex.from_product(
        [names, [f"s{i}" for i in range(sectors)]], names=["region", "sector"]
    )
    users = pd.MultiIndex.from_product([names, ["households", "investment"]])
    n = len(labels)
    Z = rng.uniform(0.0, 5.0, (n, n)) * (rng.random((n, n)) < density)
    Y = rng.uniform(0.0, 9.0, (n, len(users)))
    # inputs below the final use alone, so that value added is above zero whatever Z is drawn
    Z *= np.minimum(1.0, 0.9 * Y.sum(axis=1) / np.maximum(Z.sum(axis=0), 1e-9))
    x = Z.sum(axis=1) + Y.sum(axis=1)
    share = rng.dirichlet([3.0, 1.0], n).T
    return IOTable(
        Z=pd.DataFrame(Z, labels, labels),
        Y=pd.DataFrame(Y, labels, users),
        V=pd.DataFrame(share * (x - Z.sum(axis=0)), ["wages", "rest"], labels),
        money="USD",
        S=pd.DataFrame(rng.uniform(0.0, 3.0, (2, n)), STRESSORS, labels),
        SY=pd.DataFrame(rng.uniform(0.0, 1.0, (2, len(users))), STRESSORS, users),
        units=UNITS,
    )


def nation(n=5, seed=2) -> IOTable:
    """One region that buys and sells outside; imports apart."""
    rng = np.random.default_rng(seed)
    codes = pd.Index([f"s{i}" for i in range(n)], name="sector")
    uses = ["households", "investment", "exports"]
    Z, Y = rng.uniform(0.0, 5.0, (n, n)), rng.uniform(1.0, 9.0, (n, 3))
    Z *= np.minimum(1.0, 0.7 * Y.sum(axis=1) / np.maximum(Z.sum(axis=0), 1e-9))
    Zm, Ym = 0.2 * Z * rng.random((n, n)), 0.3 * Y * rng.random((n, 3))
    Ym[:, 2] = 0.0
    x = Z.sum(axis=1) + Y.sum(axis=1)
    value = x - Z.sum(axis=0) - Zm.sum(axis=0)
    return IOTable(
        Z=pd.DataFrame(Z, codes, codes),
        Y=pd.DataFrame(Y, codes, uses),
        V=pd.DataFrame([0.6 * value, 0.4 * value], ["wages", "rest"], codes),
        money="USD",
        S=pd.DataFrame(rng.uniform(0.0, 3.0, (2, n)), STRESSORS, codes),
        SY=pd.DataFrame([[0.0, 0, 0], [2.0, 0, 0]], STRESSORS, uses),
        Zm=pd.DataFrame(Zm, codes, codes),
        Ym=pd.DataFrame(Ym, codes, uses),
        units=UNITS,
    )


worlds = st.builds(world, st.integers(1, 4), st.integers(1, 5), st.integers(0, 2**31))
nations = st.builds(nation, st.integers(2, 6), st.integers(0, 2**31))
