"""United Kingdom 2010, 127 products: the analytical tables of the Office for National Statistics.

Every number published there for these products is computed again from the published flows.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from citywright.accounts.coefficients import per_output, technical_coefficients
from citywright.accounts.leontief import Leontief

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference"
# The published multipliers are in the order of the names; these codes stand elsewhere in the SIOT.
REORDERED = {
    "20-3": "20A",
    "20-4": "20B",
    "20-5": "20C",
    "20A": "20-3",
    "20B": "20-4",
    "20C": "20-5",
    "23-5-6": "23OTHER",
    "23OTHER": "23-5-6",
    "25-4": "25OTHER",
    "25OTHER": "25-4",
}


def read(name: str) -> pd.DataFrame:
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"{path} is not here: the published UK 2010 tables are outside the project")
    return pd.read_csv(path, index_col=0)


@pytest.fixture(scope="module")
def uk():
    siot = read("uk2010_siot.csv")
    products = list(read("uk2010_A_published.csv").columns)
    x = siot.loc["Total output", products].to_numpy(dtype=float)
    A = technical_coefficients(siot.loc[products, products].to_numpy(dtype=float), x)
    rows = siot[products]
    pay = rows.loc[["Compensation of employees"]].to_numpy(dtype=float)
    # GVA at basic prices: pay, gross operating surplus, and taxes on production (not on products)
    parts = ["Compensation of employees", "Gross Operating Surplus"]
    parts.append("Taxes less subsidies on production")
    gva = rows.loc[parts].sum().to_numpy(dtype=float)[None, :]
    return products, A, per_output(pay, x, "pay")[0], per_output(gva, x, "gva")[0], Leontief(A)


@pytest.fixture(scope="module")
def published(uk):
    products = uk[0]
    table = read("uk2010_multipliers_published.csv")
    table.index = [REORDERED.get(code, code) for code in products]
    return table.loc[products]


def test_technical_coefficients(uk):
    products, A, *_ = uk
    stated = read("uk2010_A_published.csv").loc[products, products].to_numpy()
    np.testing.assert_allclose(A, stated, rtol=1e-9, atol=0)


def test_leontief_inverse(uk):
    products, *_, leontief = uk
    stated = read("uk2010_leontief_published.csv").loc[products, products].to_numpy()
    np.testing.assert_allclose(leontief.inverse(), stated, rtol=1e-9, atol=1e-18)


def test_output_multipliers(uk, published):
    *_, leontief = uk
    np.testing.assert_allclose(
        leontief.carried(np.ones(127)), published["Output multiplier"], rtol=1e-9
    )


def test_employment_cost_effects(uk, published):
    """The ONS effect is the simple multiplier w L, with w = compensation of employees / output."""
    _, _, w, _, leontief = uk
    np.testing.assert_allclose(leontief.carried(w), published["Employment cost effects"], rtol=1e-9)


def test_employment_cost_multipliers(uk, published):
    """The ONS multiplier is type I, (w L)_j / w_j. Imputed rents pay nobody: ONS prints 0 there."""
    _, _, w, _, leontief = uk
    paid = w > 0.0
    assert np.flatnonzero(~paid).tolist() == [uk[0].index("68-2IMP")]
    stated = published["Employment cost multiplier"].to_numpy()
    np.testing.assert_allclose(
        (leontief.carried(w) / np.where(paid, w, 1))[paid], stated[paid], rtol=1e-9
    )
    assert stated[~paid].tolist() == [0.0]


def test_gva_effects_and_multipliers(uk, published):
    _, _, _, g, leontief = uk
    np.testing.assert_allclose(leontief.carried(g), published["GVA effects"], rtol=1e-9)
    np.testing.assert_allclose(leontief.carried(g) / g, published["GVA multiplier"], rtol=1e-9)
