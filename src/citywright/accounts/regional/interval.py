"""Multipliers with the interval that follows from not knowing delta.

    low_j = min over delta of m_j(delta),  mid_j = m_j(delta_mid),  high_j = max over delta

delta is the exponent of FLQ and AFLQ. No value of it is known for a region without a survey of its
own, so every multiplier is given over a range. For a table made by quotients m falls as delta grows
(lambda falls, every local coefficient with it, and L is a series of their products), so the ends of
the range give the ends of the interval. The estimate of a city is balanced and rounded after the
quotients, so its interval is taken over a grid.

The interval holds one doubt, that about delta. Recipes of the nation, years that differ and the
quotient itself are others; what it covers of the truth stands in
docs/explanation/regional-methods.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.account import ITEMS, STRESSORS
from citywright.accounts.coefficients import local_coefficients
from citywright.accounts.households import close_households
from citywright.accounts.labels import by_name, check_same
from citywright.accounts.leontief import Leontief
from citywright.accounts.multipliers import per_direct
from citywright.accounts.readers.national import NationalTable
from citywright.accounts.recipe import Recipe, recipe_of
from citywright.accounts.regional.estimate import Assumptions, estimate_city
from citywright.accounts.regional.regionalise import local_final_share, regionalise
from citywright.accounts.table import IOTable
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
COLUMNS = ("row", "kind", "sector", "low", "mid", "high")
KINDS = ("simple", "type_one", "total", "type_two")
"""f L, f L / f, f L_bar, f L_bar / f, as in `multipliers`."""


@dataclass(frozen=True)
class DeltaRange:
    """delta from low to high, mid the value to quote; `steps` points, mid among them.

    Raises
    ------
    AccountsError
        accounts.delta_range unless 0 <= low <= mid <= high < 1 and steps >= 2.
    """

    low: float
    mid: float
    high: float
    steps: int = 5

    def __post_init__(self) -> None:
        if not (0.0 <= self.low <= self.mid <= self.high < 1.0 and self.steps >= 2):
            raise AccountsError(
                "accounts.delta_range",
                low=self.low,
                mid=self.mid,
                high=self.high,
                steps=self.steps,
            )

    @property
    def grid(self) -> list[float]:
        """Every delta that is tried, rising."""
        even = np.linspace(self.low, self.high, self.steps).tolist()
        return sorted({*even, self.low, self.mid, self.high})


DELTA_RANGE = DeltaRange(0.0, 0.1, 0.2)
"""Against the survey table of a province of a tenth of the nation, AFLQ on domestic coefficients
errs by +7 % at 0, 0 % at 0.1 and -7 % at 0.2 (mean over sectors, benchmarks/survey_truth.py)."""


@dataclass(frozen=True)
class Region:
    """A region at one delta.

    sectors : n names
    rows : f by name, (n,) amount per unit of output
    local : the system of local coefficients
    closed : the same with households as its last sector, or None
    """

    sectors: Sequence[str]
    rows: Mapping[str, Array]
    local: Leontief
    closed: Leontief | None


@dataclass(frozen=True)
class Households:
    """Households of a region, for type II.

    w : (n,) labour income per unit of output (ratio)
    basket : (n,) purchases of each product per unit of consumption, from the same origin as the
        base of the coefficients (all of it, or what the nation makes); sums to at most 1
    propensity : c, consumption per unit of labour income, in [0, 1]
    """

    w: Array
    basket: Array
    propensity: float


def multiplier_intervals(
    region_at: Callable[[float], Region], deltas: DeltaRange = DELTA_RANGE
) -> pd.DataFrame:
    """Every multiplier of every row, as low, mid, high over the range.

    Parameters
    ----------
    region_at : makes the region for a delta; sectors and names of rows must not depend on it
    deltas : the range

    Returns
    -------
    columns `COLUMNS`, one line per row, kind and sector; kinds "total" and "type_two" only with
    households. simple and total are in the unit of the row per money, type_one and type_two are
    ratios, nan where f_j = 0.

    Raises
    ------
    AccountsError
        Those of `region_at`; accounts.other_labels when its sectors or rows change with delta,
        accounts.region_order when only their order does.
    """
    regions = {delta: region_at(delta) for delta in deltas.grid}
    middle = regions[deltas.mid]
    for region in regions.values():
        _check_alike(region, middle)
    tables = {delta: _multipliers_at(region) for delta, region in regions.items()}
    values = np.stack(list(tables.values()))
    answer = _names_of(middle)
    answer["low"], answer["mid"] = values.min(axis=0), tables[deltas.mid]
    answer["high"] = values.max(axis=0)
    return answer[list(COLUMNS)]


def quotient_intervals(
    national: IOTable,
    x: pd.Series,
    rows: Mapping[str, pd.Series],
    *,
    method: str,
    base: str,
    size: float,
    deltas: DeltaRange = DELTA_RANGE,
    households: Households | None = None,
) -> pd.DataFrame:
    """Intervals of a table made by FLQ or AFLQ alone (`regionalise`).

    Parameters
    ----------
    national, x, method, base, size : as in `regionalise`
    rows : f by name, amount per unit of output by sector; the row "output" (f = 1) is added
    deltas : the range
    households : for type II, in the order of the national table; their local share is
        min(1, lambda SLQ_i)

    Returns
    -------
    as `multiplier_intervals`.

    Raises
    ------
    AccountsError
        Those of `regionalise`, `close_households` and `Leontief`; accounts.other_labels for a row
        that lists other sectors; accounts.not_finite, accounts.not_numbers for its cells;
        accounts.row_twice for a row called output.
    """
    labels = national.labels
    f = {"output": np.ones(len(labels))}
    for name, row in rows.items():
        check_same(row.index, labels, name)
        if name in f:
            raise AccountsError("accounts.row_twice", rows=name)
        f[name] = by_name(row, labels, name).to_numpy()

    def region_at(delta: float) -> Region:
        made = regionalise(national, x, method=method, base=base, size=size, delta=delta)
        closed = None
        if households is not None:
            x_array, X = x[labels].to_numpy(dtype=float), national.output.to_numpy(dtype=float)
            here = local_final_share(x_array, X, size=size, delta=delta) * households.basket
            closed = _closed(made.local.to_numpy(), households.w, here, households.propensity)
        return Region([str(label) for label in labels], f, made.leontief(), closed)

    return multiplier_intervals(region_at, deltas)


def recipe_intervals(
    recipe_at: Callable[[float], Recipe],
    deltas: DeltaRange = DELTA_RANGE,
    *,
    propensity: float | None,
) -> pd.DataFrame:
    """Intervals of a city whose recipe depends on delta, however it was made.

    Rows: output, value_added, income (compensation of employees), employment, electricity, co2.

    Parameters
    ----------
    recipe_at : makes the recipe for a delta
    deltas : the range
    propensity : c, consumption per unit of labour income, for type II; None leaves households out

    Returns
    -------
    as `multiplier_intervals`.
    """
    return multiplier_intervals(lambda delta: _region_of(recipe_at(delta), propensity), deltas)


def estimate_intervals(
    national: NationalTable,
    totals: pd.DataFrame,
    division: pd.Series,
    given: Assumptions,
    *,
    low: float = DELTA_RANGE.low,
    high: float = DELTA_RANGE.high,
    propensity: float | None,
) -> pd.DataFrame:
    """Intervals of the estimate of a city (`estimate_city`), estimated anew for every delta.

    Parameters
    ----------
    national, totals, division, given : as in `estimate_city`; the delta of `given` is the middle,
        so that mid is the estimate itself
    low, high : ends of delta
    propensity : as in `recipe_intervals`

    Returns
    -------
    as `multiplier_intervals`.

    Raises
    ------
    AccountsError
        Those of `estimate_city`; accounts.delta_range when the delta of `given` lies outside.
    """

    def recipe_at(delta: float) -> Recipe:
        made = estimate_city(national, totals, division, replace(given, delta=delta))
        return recipe_of(made.accounts)

    return recipe_intervals(recipe_at, DeltaRange(low, given.delta, high), propensity=propensity)


def _region_of(recipe: Recipe, propensity: float | None) -> Region:
    n = len(recipe.sectors)
    rows = {
        "output": np.ones(n),
        "value_added": recipe.items.sum(axis=0),
        "income": recipe.items[ITEMS.index("compensation")],
        **dict(zip(STRESSORS, recipe.stressors, strict=True)),
    }
    A = local_coefficients(recipe.A, recipe.rho)
    closed = None
    if propensity is not None:
        closed = _closed(A, recipe.income, recipe.rho * recipe.basket, propensity)
    return Region(recipe.sectors, rows, Leontief(A), closed)


def _closed(A: Array, w: Array, basket: Array, propensity: float) -> Leontief:
    return Leontief(close_households(A, w, basket, propensity))


def _check_alike(region: Region, middle: Region) -> None:
    # same names in the same order pass at once; anything else is named
    if list(region.sectors) != list(middle.sectors) or list(region.rows) != list(middle.rows):
        check_same(pd.Index(region.rows), pd.Index(middle.rows), "region_at(delta).rows")
        check_same(pd.Index(region.sectors), pd.Index(middle.sectors), "region_at(delta).sectors")
        raise AccountsError("accounts.region_order")


def _names_of(region: Region) -> pd.DataFrame:
    kinds = KINDS if region.closed is not None else KINDS[:2]
    names = product(kinds, region.rows, region.sectors)
    return pd.DataFrame(names, columns=["kind", "row", "sector"])


def _multipliers_at(region: Region) -> Array:
    """Each kind of multiplier of each row, in the order of `_names_of`."""
    f = np.stack(list(region.rows.values()))
    simple = region.local.carried(f)
    kinds = [simple, per_direct(simple, f)]
    if region.closed is not None:
        # households make no output, carry no stressor: their own entry of every row is 0
        total = region.closed.carried(np.pad(f, ((0, 0), (0, 1))))[:, :-1]
        kinds += [total, per_direct(total, f)]
    return np.concatenate([part.ravel() for part in kinds])
