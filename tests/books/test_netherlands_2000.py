"""Netherlands 2000, six groups: the teaching table of the Spicosa project.

D'Hernoncourt, Cordier & Hadley (2011), Input-Output Multipliers: Specification sheet and supporting
material, Spicosa project report; the flows are its table 1 (p. 9), the results those that the tests of
rOpenGov/iotables quote as published, without a page. Digits are the report's, rounded there to three
or four places; the tolerance is half of the last one printed.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from citywright.accounts.coefficients import per_output, technical_coefficients
from citywright.accounts.households import close_households
from citywright.accounts.leontief import Leontief
from citywright.accounts.multipliers import Multipliers, multipliers

GROUPS = ["agriculture", "mining", "manufacturing", "utilities", "construction", "services"]
PRINTED = {"rtol": 0, "atol": 5e-4}
# What households buy of each group per unit of pay, as rounded to two places
BASKET = np.array([0.0, 0.0, 0.08, 0.03, 0.0, 0.59])


@pytest.fixture(scope="module")
def flows() -> pd.DataFrame:
    path = Path(__file__).parent / "data" / "netherlands_2000.csv"
    return pd.read_csv(path, comment="#", index_col="row")


@pytest.fixture(scope="module")
def x(flows) -> np.ndarray:
    return flows.loc["output", GROUPS].to_numpy(dtype=float)


@pytest.fixture(scope="module", name="A")
def coefficients(flows, x) -> np.ndarray:
    return technical_coefficients(flows.loc[GROUPS, GROUPS].to_numpy(dtype=float), x)


@pytest.fixture(scope="module")
def pay(flows, x) -> np.ndarray:
    row = flows.loc[["compensation_of_employees"], GROUPS].to_numpy(dtype=float)
    return per_output(row, x, "pay")[0]


def of_pay(A, pay, basket) -> Multipliers:
    """Multipliers of pay where households spend `basket` per unit of it."""
    spent = basket.sum()
    closed = Leontief(close_households(A, pay, basket / spent, spent))
    return multipliers(pay, Leontief(A), closed)


def test_table_balances(flows, x):
    """Columns to the million; rows as well, but for services, where the report rounds by one."""
    items = ["imports", "net_taxes_on_products", "value_added"]
    cost = flows.loc[[*GROUPS, *items], GROUPS].sum()
    np.testing.assert_array_equal(cost, x)
    users = ["private", "government", "capital_formation", "exports"]
    sold = flows.loc[GROUPS, [*GROUPS, *users]].sum(axis=1).to_numpy()
    np.testing.assert_array_equal(sold - x, [0, 0, 0, 0, 0, -1])


def test_input_coefficients(A):
    """The first row, and the row of services, which is quoted with two places."""
    np.testing.assert_allclose(A[0], [0.125, 0.000, 0.039, 0.002, 0.001, 0.001], **PRINTED)
    np.testing.assert_allclose(np.diag(A)[:3], [0.125, 0.023, 0.191], **PRINTED)
    np.testing.assert_allclose(A[5], [0.13, 0.09, 0.13, 0.08, 0.16, 0.25], rtol=0, atol=5e-3)


def test_leontief_inverse(A):
    """The first row."""
    stated = [1.154, 0.002, 0.057, 0.006, 0.012, 0.006]
    np.testing.assert_allclose(Leontief(A).inverse()[0], stated, **PRINTED)


def test_direct_and_indirect_income(A, pay):
    """w L: pay per unit of final demand."""
    stated = [0.263, 0.099, 0.306, 0.212, 0.465, 0.493]
    np.testing.assert_allclose(Leontief(A).carried(pay), stated, **PRINTED)


def test_input_multipliers_of_income(A, pay):
    """Type I: (w L)_j / w_j."""
    stated = [2.466, 2.333, 1.840, 2.372, 1.953, 1.417]
    np.testing.assert_allclose(of_pay(A, pay, BASKET).type_one, stated, **PRINTED)


@pytest.mark.parametrize(
    ("kind", "stated"),
    [
        ("type_two", [3.6377, 3.4423, 2.7144, 3.4996, 2.8813, 2.0907]),
        ("total", [0.3887, 0.1456, 0.4515, 0.3124, 0.6858, 0.7279]),
    ],
)
def test_input_multipliers_with_households(A, pay, kind, stated):
    """Type II, and the income itself, with the households' purchases known to two places only.

    Half of that last place bounds the answer from below and above. The rounded basket itself comes
    within 0.04 per cent, so the report computed with more places than are quoted.
    """
    stated = np.array(stated)
    low = np.where(BASKET > 0.0, BASKET - 5e-3, 0.0)
    assert (getattr(of_pay(A, pay, low), kind) < stated).all()
    assert (stated < getattr(of_pay(A, pay, BASKET + 5e-3), kind)).all()
    np.testing.assert_allclose(getattr(of_pay(A, pay, BASKET), kind), stated, rtol=4e-4)
