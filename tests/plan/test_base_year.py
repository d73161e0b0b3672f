"""The calibration law: with nothing new, the model is the base-year account, to the last digit.

Toytown's account by hand (tests/toytown/flows.csv, final_demand.csv, value_added.csv):
x = (140, 1000, 660) are the column sums of flows and value added, use the row sums of local demand.
"""

import numpy as np
import pytest

from made_plans import Built, build, city_of, still, without_projects

OUTPUT = {"01": 140.0, "02": 1000.0, "03": 660.0}
USE = {"01": 164.0, "02": 840.0, "03": 710.0}
SALES = {"01": 20.0, "02": 600.0, "03": 60.0}


@pytest.fixture(scope="module")
def base() -> Built:
    toy = without_projects(still()).put("targets", ("gdp_2026",), "value", "1010")
    return build(city_of(toy))


def test_hand_account_balances() -> None:
    """x = use − purchases outside + sales outside, by hand."""
    bought = {"01": 44.0, "02": 440.0, "03": 110.0}
    for i, x in OUTPUT.items():
        assert x == USE[i] - bought[i] + SALES[i]


def test_base_year_is_reproduced(base: Built) -> None:
    x = base.best().x
    for name, hand in (
        ("output", OUTPUT),
        ("existing", OUTPUT),
        ("use", USE),
        ("outside_sales", SALES),
    ):
        values = base.of(name, x)
        for sector, value in hand.items():
            np.testing.assert_allclose(values.sel(sector=sector), value, rtol=1e-9)
    for name in ("idle", "extra_purchases", "replaced", "spending"):
        assert float(np.abs(base.of(name, x)).max()) < 1e-7
    np.testing.assert_allclose(base.of("consumption", x), 70 + 150 + 200, rtol=1e-9)


def test_base_year_satellites(base: Built) -> None:
    """Load 53 + 8 (100 GWh); CO2 220 + 20 and the power's: 45·8.5 coal, the rest imported at 5.5."""
    x = base.best().x
    np.testing.assert_allclose(base.of("load", x).sum("zone"), 61.0, rtol=1e-9)
    north = 0.3 * 1 + 0.7 * 40 + 0.6 * 12 + 5
    np.testing.assert_allclose(base.of("load", x).sel(zone="north"), north, rtol=1e-9)
    pv = 4.0
    imported = 1.03 * (61.0 - pv) - 45.0
    np.testing.assert_allclose(base.of("supplied", x).sel(option="import"), imported, rtol=1e-9)
    emitted = 5 + 200 + 15 + 20 + 8.5 * 45 + 5.5 * imported
    np.testing.assert_allclose(base.of("emitted", x), emitted, rtol=1e-9)


def test_base_year_value_added(base: Built) -> None:
    """80 + 390 + 430 = 900; the objective is its discounted sum less power beyond the tariff."""
    x = base.best()
    added = (base.data.economy.value_added * base.of("output", x.x)).sum("sector")
    np.testing.assert_allclose(added, 900.0, rtol=1e-9)
    d = 1.06 ** -np.arange(1, 4)
    w = np.array([1, 1, 1 + sum(1.06**-k for k in range(1, 6))])
    power = 45 * (0.42 - 0.43) + (1.03 * 57 - 45) * (0.46 - 0.43) + 4 * (0.33 - 0.43)
    missed = 0.5 * d[2] * 110 + 0.2 * d[1] * 0.03 * 900 + 0.3 * d[2] * (0.5 - 200 / 420) * 400
    hand = float((d * w * (900 - power)).sum()) - missed
    assert x.value == pytest.approx(hand, rel=1e-9)
