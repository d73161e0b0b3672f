"""Miller & Blair (2009), Input-Output Analysis: Foundations and Extensions, 2nd ed.

Digits are the book's, rounded there; the tolerance is half of the last one printed. Where only the
flows of an example are known from a public source, the answer is worked out by hand in the test, and
its comment says so.
"""

import numpy as np
import pandas as pd
import pytest

from citywright.accounts.coefficients import technical_coefficients
from citywright.accounts.decomposition import split
from citywright.accounts.extraction import extract
from citywright.accounts.ghosh import Ghosh
from citywright.accounts.leontief import Leontief
from citywright.accounts.multipliers import multipliers, output_multipliers
from citywright.accounts.supply_use import SupplyUse
from citywright.accounts.symmetric import symmetric
from citywright.accounts.system import System
from citywright.accounts.table import IOTable

# ch. 2, table 2.3: two sectors, hypothetical; table 2.4 holds their coefficients
Z = np.array([[150.0, 500.0], [200.0, 100.0]])
X = np.array([1000.0, 2000.0])
# sec. 2.5: households take labour 300, 500 (and 50 from themselves) and consume 50, 400
A_BAR = np.array([[0.15, 0.25, 0.05], [0.20, 0.05, 0.40], [0.30, 0.25, 0.05]])
# sec. 3.3: region r with three sectors, region s with two. The flows are also the mock table of the
# supply chain tests of CLIMADA petals, where a sixth sector of zeros is added.
REGIONS = pd.MultiIndex.from_tuples(
    [("r", "1"), ("r", "2"), ("r", "3"), ("s", "1"), ("s", "2")], names=["region", "sector"]
)
Z_RS = np.array(
    [
        [150.0, 500.0, 50.0, 25.0, 75.0],
        [200.0, 100.0, 400.0, 200.0, 100.0],
        [300.0, 500.0, 50.0, 60.0, 40.0],
        [75.0, 100.0, 60.0, 200.0, 250.0],
        [50.0, 25.0, 25.0, 150.0, 100.0],
    ]
)
X_RS = np.array([1000.0, 2000.0, 1000.0, 1200.0, 800.0])


def test_chapter_2_coefficients():
    """Table 2.4."""
    np.testing.assert_allclose(
        technical_coefficients(Z, X), [[0.15, 0.25], [0.20, 0.05]], rtol=1e-12
    )


def test_chapter_2_inverse():
    L = Leontief(technical_coefficients(Z, X)).inverse()
    np.testing.assert_allclose(L, [[1.2541, 0.3300], [0.2640, 1.1221]], atol=5e-5)


def test_chapter_2_new_final_demand():
    """Final demand of 600 and 1500 needs output of 1247.5 and 1841.6 (p. 21 ff.)."""
    x = Leontief(technical_coefficients(Z, X)).output(np.array([600.0, 1500.0]))
    np.testing.assert_allclose(x, [1247.52, 1841.58], atol=5e-3)


def test_chapter_2_labour_for_the_new_final_demand():
    """Labour coefficients 0.30 and 0.25 times the outputs as printed: 374.25 and 460.40."""
    x = Leontief(technical_coefficients(Z, X)).output(np.array([600.0, 1500.0]))
    np.testing.assert_allclose(np.round(x, 1) * [0.30, 0.25], [374.25, 460.40], atol=5e-3)


def test_chapter_2_base_year_prices():
    """Section 2.6: with value added 0.65 and 0.70 per unit of output every price is one."""
    prices = Leontief(technical_coefficients(Z, X)).carried(np.array([0.65, 0.70]))
    np.testing.assert_allclose(prices, [1.0, 1.0], rtol=1e-12)


def test_chapter_2_households_closed():
    """Section 2.5: the model closed with respect to households."""
    L = Leontief(A_BAR).inverse()
    stated = [[1.3651, 0.4253, 0.2509], [0.5273, 1.3481, 0.5954], [0.5698, 0.4890, 1.2885]]
    np.testing.assert_allclose(L, stated, atol=6e-5)


@pytest.fixture(scope="module")
def two_regions() -> System:
    flows = pd.DataFrame(Z_RS, REGIONS, REGIONS)
    users = pd.MultiIndex.from_tuples([("r", "all"), ("s", "all")], names=["region", "category"])
    demand = X_RS - Z_RS.sum(axis=1)
    # the book gives one column; who uses it does not matter to the inverse
    home = np.array([REGIONS.get_level_values(0) == region for region in "rs"]).T
    return System(
        IOTable(
            Z=flows,
            Y=pd.DataFrame(demand[:, None] * home, REGIONS, users),
            V=pd.DataFrame([X_RS - Z_RS.sum(axis=0)], ["value added"], REGIONS),
            money="money",
        )
    )


def test_chapter_3_two_regions(two_regions):
    """Section 3.3: the inverse of the interregional model, 25 cells with four digits.

    The digits are given as known from the book, without its table number.
    """
    stated = [
        [1.4234, 0.4652, 0.2909, 0.1917, 0.3041],
        [0.6346, 1.4237, 0.6707, 0.4092, 0.4558],
        [0.6383, 0.5369, 1.3363, 0.2501, 0.3108],
        [0.2672, 0.2000, 0.1973, 1.3406, 0.5473],
        [0.1468, 0.0908, 0.0926, 0.2155, 1.2538],
    ]
    np.testing.assert_allclose(two_regions.leontief.inverse(), stated, atol=5e-5)


def test_chapter_3_feedback(two_regions):
    """A demand of 100 for sector 1 of r comes back to r through s: more than r alone would make.

    The coefficients of r alone are those of section 2.5, so both sides follow from printed inverses.
    """
    demand = pd.Series([100.0], pd.MultiIndex.from_tuples([("r", "1")]))
    both = two_regions.output(demand)["r"].to_numpy()
    np.testing.assert_allclose(both, [142.34, 63.46, 63.83], atol=5e-3)
    np.testing.assert_allclose(two_regions.A.dense()[:3, :3], A_BAR, rtol=1e-12)
    alone = Leontief(A_BAR).output(np.array([100.0, 0.0, 0.0]))
    np.testing.assert_allclose(alone, [136.51, 52.73, 56.98], atol=6e-3)
    assert (both > alone).all()


# ch. 5, table 5.3 (p. 187): industry A makes 90 of product 1, industry B 10 of it and 100 of 2
MAKE = pd.DataFrame([[90.0, 0.0], [10.0, 100.0]], ["A", "B"], ["1", "2"])
USE = pd.DataFrame([[12.0, 8.0], [10.0, 7.0]], ["1", "2"], ["A", "B"])
# With B = U x^-1 = [[12/90, 8/110], [10/90, 7/110]], D = V q^-1 = [[0.9, 0], [0.1, 1]] and
# C = V' x^-1 = [[1, 1/11], [0, 10/11]], so that C^-1 = [[1, -0.1], [0, 1.1]], by hand:
BY_HAND = {
    "A": [[2 / 15, 1 / 15], [1 / 9, 53 / 900]],  # B C^-1
    "B": [[7 / 55, 4 / 55], [117 / 1100, 7 / 110]],  # B D
    "C": [[11 / 90, 73 / 1100], [11 / 90, 7 / 100]],  # C^-1 B
    "D": [[0.12, 3.6 / 55], [28 / 225, 3.9 / 55]],  # D B
}


@pytest.mark.parametrize("model", list(BY_HAND))
def test_chapter_5_technology_assumptions(model):
    """Flows of table 5.3; the coefficients of the four models are worked out by hand above."""
    table = SupplyUse(
        V=MAKE,
        U=USE,
        Y=pd.DataFrame({"final": [80.0, 83.0]}, ["1", "2"]),
        W=pd.DataFrame([[68.0, 95.0]], ["value added"], ["A", "B"]),
        money="money",
    )
    system = System(symmetric(table, model))
    np.testing.assert_allclose(system.A.dense(), BY_HAND[model], rtol=1e-12)
    np.testing.assert_allclose(system.x, [100, 100] if model in "AB" else [90, 110], rtol=1e-12)


def test_chapter_6_output_and_income_multipliers():
    """Section 6.2: simple 1.518, 1.452; income type I 1.47, 1.52; type II 1.90, 1.96."""
    opened, closed = Leontief(A_BAR[:2, :2]), Leontief(A_BAR)
    output = output_multipliers(opened, closed)
    np.testing.assert_allclose(output.simple, [1.518, 1.452], atol=5e-4)
    income = multipliers(A_BAR[2, :2], opened, closed)
    np.testing.assert_allclose(income.type_one, [1.47, 1.52], atol=6e-3)
    # type II of income is the households' row of the closed inverse over the direct coefficient,
    # in the book with the households' own row 0.05; the sum over sectors leaves that row out
    np.testing.assert_allclose(closed.inverse()[2, :2] / A_BAR[2, :2], [1.90, 1.96], atol=6e-3)


def test_chapter_12_ghosh():
    """Section 12.1 on table 2.3: G = x^-1 L x, so G_12 = 2 L_12 and G_21 = L_21 / 2 (by hand)."""
    leontief = Leontief(technical_coefficients(Z, X))
    ghosh = Ghosh(leontief, X)
    stated = [[1.2541, 2 * 0.3300], [0.2640 / 2, 1.1221]]
    np.testing.assert_allclose(ghosh.inverse(), stated, atol=1e-4)
    np.testing.assert_allclose(ghosh.output(X - Z.sum(axis=0)), X, rtol=1e-12)


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        # by hand on table 2.3, sector 1 taken out: f = (350, 1700), v = (650, 1400)
        ("whole", [0.0, 1700 / 0.95]),
        ("backward", [350 + 0.25 * 1700 / 0.95, 1700 / 0.95]),
        ("forward", [650 + 0.1 * 1400 / 0.95, 1400 / 0.95]),
    ],
)
def test_chapter_12_hypothetical_extraction(kind, left):
    """Section 12.2.5 on table 2.3."""
    found = extract(Leontief(technical_coefficients(Z, X)), X, np.array([0]), kind)
    np.testing.assert_allclose(found.left, left, rtol=1e-12)


# sec. 13.1, example of pp. 596-597 (3rd ed. 2022: p. 351, table 8.1), three sectors in two years;
# flows and parts as reproduced, with six digits, in the course CMLPlatform/advanced_EEIO_course
Z0 = np.array([[10.0, 20.0, 25.0], [15.0, 5.0, 30.0], [30.0, 40.0, 5.0]])
Z1 = np.array([[12.0, 15.0, 35.0], [24.0, 11.0, 30.0], [36.0, 50.0, 8.0]])
F0, F1 = np.array([45.0, 30.0, 25.0]), np.array([50.0, 35.0, 26.0])
TECHNOLOGY_FIRST = [0.898419, 8.622001, 9.009966]  # eq. 13.3: dL f0
DEMAND_FIRST = [0.784597, 9.660650, 9.963899]  # eq. 13.4: dL f1


@pytest.mark.parametrize("sector", range(3))
def test_chapter_13_structural_decomposition(sector):
    """Output changes by 12, 20 and 20; how much of it is technology, how much final demand?

    Eq. 13.7 is the mean of eqs. 13.3 and 13.4; these bound it.
    """
    systems = [
        Leontief(technical_coefficients(flows, flows.sum(axis=1) + f))
        for flows, f in ((Z0, F0), (Z1, F1))
    ]
    demand = [F0, F1]
    found = split(
        lambda state: systems[state[0]].output(demand[state[1]])[sector], ("technology", "demand")
    )
    assert found.change == pytest.approx([12.0, 20.0, 20.0][sector], abs=1e-9)
    both = sorted([TECHNOLOGY_FIRST[sector], DEMAND_FIRST[sector]])
    assert found.least["technology"] == pytest.approx(both[0], abs=5e-7)
    assert found.most["technology"] == pytest.approx(both[1], abs=5e-7)
    assert found.parts["technology"] == pytest.approx(sum(both) / 2, abs=5e-7)
    assert found.parts["demand"] == pytest.approx(found.change - sum(both) / 2, abs=5e-7)
