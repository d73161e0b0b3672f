"""United Kingdom 2010, 127 products: the analytical tables of the Office for National Statistics.

Every number published there for these products is computed again from the published flows, by each
of the three ways to factorise. The published files hold all digits, so the tolerance is 1e-9 and not
half of a printed digit.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from citywright.accounts.leontief import Leontief
from citywright.accounts.multipliers import multipliers
from citywright.accounts.system import System
from citywright.accounts.table import IOTable

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference"
PATHS = ["dense64", "dense32", "sparse"]
DIGITS = {"rtol": 1e-9, "atol": 0}
PAY, IMPORTS = "Compensation of employees", "Imported goods and services"
# GVA at basic prices: pay, gross operating surplus, and taxes on production (not on products)
GVA = [PAY, "Gross Operating Surplus", "Taxes less subsidies on production"]
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
def siot() -> pd.DataFrame:
    return read("uk2010_siot.csv")


@pytest.fixture(scope="module")
def products() -> list[str]:
    return list(read("uk2010_A_published.csv").columns)


@pytest.fixture(scope="module")
def table(siot, products) -> IOTable:
    """Home products and imports apart; final users as published, without their totals."""
    users = [name for name in siot if name not in products and not name.startswith("Total")]
    return IOTable(
        Z=siot.loc[products, products],
        Y=siot.loc[products, users],
        V=siot.loc[[*GVA, "Taxes less subsidies on products"], products],
        Zm=siot.loc[[IMPORTS], products],
        Ym=siot.loc[[IMPORTS], users],
        money="million GBP",
    )


@pytest.fixture(scope="module", params=PATHS)
def system(request, table) -> System:
    return System(table, request.param)


@pytest.fixture(scope="module")
def rows(system) -> pd.DataFrame:
    """Pay and GVA per unit of output, beside output itself."""
    every = system.rows()
    gva = every.loc[GVA].sum().rename("gva")
    return pd.DataFrame({"output": 1.0, "pay": every.loc[PAY], "gva": gva}).T


@pytest.fixture(scope="module")
def published(products) -> pd.DataFrame:
    stated = read("uk2010_multipliers_published.csv")
    stated.index = pd.Index([REORDERED.get(code, code) for code in products])
    return stated.loc[products]


def test_table_is_the_published_one(siot, products, table, system):
    """127 products; its rows and its columns both add to the published output."""
    assert len(products) == 127
    np.testing.assert_allclose(table.output, siot.loc["Total output", products], **DIGITS)
    np.testing.assert_allclose(table.inputs, siot.loc["Total output", products], **DIGITS)
    assert system.residuals["residual"].abs().max() < 1e-9


def test_the_path_asked_for_is_taken(request, system):
    assert system.leontief.path == request.node.callspec.params["system"]


def test_technical_coefficients(system, products):
    stated = read("uk2010_A_published.csv").loc[products, products]
    np.testing.assert_allclose(system.A.dense(), stated, **DIGITS)
    np.testing.assert_allclose(system.A.sparse().toarray(), stated, **DIGITS)


def test_leontief_inverse(system, products):
    """All 16,129 cells; the published zeros are zero."""
    stated = read("uk2010_leontief_published.csv").loc[products, products].to_numpy()
    assert stated.shape == (127, 127)
    np.testing.assert_allclose(system.leontief.inverse(), stated, rtol=1e-9, atol=1e-18)


def test_output_multipliers(system, rows, published):
    m = system.multipliers(rows)
    np.testing.assert_allclose(m.loc["output"], published["Output multiplier"], **DIGITS)
    np.testing.assert_allclose(
        system.multipliers().loc["output"], published["Output multiplier"], **DIGITS
    )


def test_employment_cost_effects(system, rows, published):
    """The ONS effect is the simple multiplier w L, with w = compensation of employees / output."""
    m = system.multipliers(rows)
    np.testing.assert_allclose(m.loc["pay"], published["Employment cost effects"], **DIGITS)


def test_employment_cost_multipliers(system, published):
    """The ONS multiplier is type I, (w L)_j / w_j. Imputed rents pay nobody: ONS prints 0 there."""
    ours, stated = system.type_one().loc[PAY], published["Employment cost multiplier"]
    assert list(ours.index[ours.isna()]) == ["68-2IMP"]
    assert stated["68-2IMP"] == 0.0
    np.testing.assert_allclose(ours.dropna(), stated[ours.notna()], **DIGITS)


def test_gva_effects_and_multipliers(system, rows, published):
    m = system.multipliers(rows).loc["gva"]
    np.testing.assert_allclose(m, published["GVA effects"], **DIGITS)
    np.testing.assert_allclose(m / rows.loc["gva"], published["GVA multiplier"], **DIGITS)


def test_the_functions_on_arrays_say_the_same(system, rows, published):
    """`multipliers` without labels; a system closed by households that spend nothing adds nothing."""
    A = system.A.dense()
    n = len(A)
    idle = np.zeros((n + 1, n + 1))
    idle[:n, :n] = A
    pay = rows.loc["pay"].to_numpy()
    idle[n, :n] = pay
    closed = Leontief(idle, system.leontief.path, allow_negative=True)
    found = multipliers(pay, system.leontief, closed)
    stated = published["Employment cost effects"]
    np.testing.assert_allclose(found.simple, stated, **DIGITS)
    np.testing.assert_allclose(found.total, stated, **DIGITS)
    np.testing.assert_allclose(
        found.type_one[pay > 0.0], published["Employment cost multiplier"][pay > 0.0], **DIGITS
    )


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("output", "output_multiplier_rank"),
        ("pay", "employment_cost_effects_rank"),
        ("gva", "gva_effects_rank"),
    ],
)
def test_published_ranks(system, rows, published, row, column):
    """The order of the products by each multiplier, as ONS prints it."""
    ours = system.multipliers(rows).loc[row].rank(ascending=False)
    np.testing.assert_array_equal(ours, published[column])


def test_prices_are_one(system):
    """What a product costs goes to pay, surplus, taxes and imports and nowhere else: (v + m) L = 1."""
    imports = system.table.Zm.to_numpy() / system.x
    carried = system.multipliers().loc["value_added"] + system.leontief.carried(imports)[0]
    np.testing.assert_allclose(carried, 1.0, rtol=1e-9)
