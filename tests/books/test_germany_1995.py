"""Germany 1995, six groups: Beutel (2008), Eurostat Manual of Supply, Use and Input-Output Tables.

The flows are table 15.4 (p. 482), the results those of chapter 15, quoted with table and page as the
tests and the guide of rOpenGov/iotables state them. Digits are the manual's, rounded there to four
places; the tolerance is half of the last one printed.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from citywright.accounts.ghosh import Ghosh
from citywright.accounts.linkages import linkages
from citywright.accounts.system import System
from citywright.accounts.table import IOTable

GROUPS = [
    "agriculture", "manufacturing", "construction", "trade", "business_services", "other_services",
]  # fmt: skip
GVA = [
    "compensation_of_employees",
    "other_taxes_on_production",
    "consumption_of_fixed_capital",
    "net_operating_surplus",
]
PRINTED = {"rtol": 0, "atol": 5e-5}


@pytest.fixture(scope="module")
def table() -> IOTable:
    path = Path(__file__).parent / "data" / "germany_1995.csv"
    flows = pd.read_csv(path, comment="#", index_col="row")
    users = flows.columns.difference(GROUPS, sort=False)
    people = ["employees", "self_employed"]
    return IOTable(
        Z=flows.loc[GROUPS, GROUPS],
        Y=flows.loc[GROUPS, users],
        V=flows.loc[[*GVA, "taxes_on_products"], GROUPS],
        Zm=flows.loc[["imports"], GROUPS],
        Ym=flows.loc[["imports"], users],
        S=flows.loc[people, GROUPS],
        units=pd.Series("thousand persons", people),
        money="million EUR",
    )


@pytest.fixture(scope="module")
def system(table) -> System:
    return System(table)


@pytest.fixture(scope="module")
def rows(system) -> pd.DataFrame:
    """Value added at basic prices and people, per unit of output."""
    every = system.rows()
    people = every.loc[["employees", "self_employed"]].sum()
    return pd.DataFrame({"gva": every.loc[GVA].sum(), "people": people}).T


def test_table_balances(table, system):
    """Every row adds to its column, to the million; output of manufacturing is 1 079 446."""
    assert (table.output == table.inputs).all()
    assert table.output["manufacturing"] == 1_079_446
    assert (system.residuals["residual"] == 0.0).all()


def test_input_coefficients(system):
    """Table 15.8 (p. 486), three cells quoted there; 0.0828 and 0.2790 of business services."""
    A = pd.DataFrame(system.A.dense(), GROUPS, GROUPS)
    found = [
        A.loc["agriculture", "agriculture"],
        A.loc["manufacturing", "manufacturing"],
        A.loc["construction", "construction"],
        A.loc["business_services", "agriculture"],
        A.loc["business_services", "business_services"],
    ]
    np.testing.assert_allclose(found, [0.0258, 0.2822, 0.0158, 0.0828, 0.2790], **PRINTED)


def test_leontief_matrix_and_inverse(system):
    """I - A (table 15.9, p. 487) and L (table 15.10, p. 488): the cells quoted."""
    L = system.leontief.inverse()
    np.testing.assert_allclose(1.0 - system.A.dense()[0, 0], 0.9742, **PRINTED)
    np.testing.assert_allclose(np.diag(L)[:3], [1.0339, 1.4292, 1.0289], **PRINTED)


def test_input_coefficients_of_value_added(rows):
    """Table 15.14 (p. 498), its last row."""
    stated = [0.4934, 0.3659, 0.4708, 0.5766, 0.5999, 0.7172]
    np.testing.assert_allclose(rows.loc["gva"], stated, **PRINTED)


def test_backward_linkages(system):
    """Table 15.19 (p. 506), which are also the output multipliers of table 15.15 (p. 500)."""
    stated = [1.7048, 1.8413, 1.8136, 1.6035, 1.5951, 1.3782]
    found = linkages(system.leontief, system.x)
    np.testing.assert_allclose(found.backward, stated, **PRINTED)
    np.testing.assert_allclose(system.multipliers().loc["output"], stated, **PRINTED)


def test_value_added_multipliers(system, rows):
    """Table 15.16 (p. 501): B (I - A)^-1 with value added."""
    stated = [0.8450, 0.7647, 0.8615, 0.9019, 0.9393, 0.9199]
    np.testing.assert_allclose(system.multipliers(rows).loc["gva"], stated, **PRINTED)


def test_employment_multipliers(system, rows):
    """P. 501: thousand persons per million EUR of final demand."""
    stated = [0.0326, 0.0162, 0.0207, 0.0237, 0.0112, 0.0242]
    np.testing.assert_allclose(system.multipliers(rows).loc["people"], stated, **PRINTED)


def test_ghosh_inverse(system):
    """The column of agriculture of the inverse of the output coefficients."""
    stated = [1.0339, 0.0118, 0.0037, 0.0103, 0.0117, 0.0043]
    G = Ghosh(system.leontief, system.x).inverse()
    np.testing.assert_allclose(G[:, 0], stated, **PRINTED)


def test_forward_linkages(system):
    """Table 15.20 (p. 507).

    The second number is quoted as 1.6691, which no row of the table gives; the sum of that row is
    1.6910. Whether the manual or the quotation changed the digits is not known, so it is left out.
    """
    stated = np.array([2.1126, np.nan, 1.3558, 1.5848, 2.1037, 1.2106])
    forward = linkages(system.leontief, system.x).forward
    known = ~np.isnan(stated)
    np.testing.assert_allclose(forward[known], stated[known], **PRINTED)
