"""What made the difference between the tables of two years, with labels.

    X_r = f_r L sum_c s_c Y_c           f per output, s_c mix and Y_c level of final use c
    dX_r = part(f) + part(L) + part(s) + part(Y), for each row r, and for each final use c

    total    one mix and one level of all final use together
    each     mix and level of every final use by itself
    shares   Y_c = d_c Y: mix, share d_c of the final use, and level Y of all final use

Both tables must be at the same prices: at current prices every dearer product counts as more of it.

A sector without output in one year has no recipe and no f there. It keeps those of the year in which it
works. This leaves the totals of both years as they are, because what is multiplied is zero; so its
coming or going counts as technology of its buyers and as mix, and not as a recipe that changed. A
final use that is empty in one year keeps its mix in the same way.

Source: Dietzenbacher & Los (1998), Economic Systems Research 10(4), 307-323; Miller & Blair (2009),
sec. 13.1, pp. 593-614.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import factorial
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.decomposition import split
from citywright.accounts.labels import check_same, columns_by_name, named
from citywright.accounts.leontief import Leontief
from citywright.accounts.system import System
from citywright.accounts.table import IOTable
from citywright.accounts.warning import warn
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Form = Literal["total", "each", "shares"]
ALL = "final_use"
FACTORS: dict[Form, tuple[str, ...]] = {
    "total": ("intensity", "technology", "mix", "level"),
    "each": ("intensity", "technology", "mix", "level"),
    "shares": ("intensity", "technology", "mix", "share", "level"),
}
NETS = 1e-9
"""A final use whose cells cancel to less than this part of their sizes has no mix."""


@dataclass(frozen=True)
class TwoYears:
    """Change of every row between two years (unit of the row).

    prices : the price basis that was named; form : how final use was split
    before, after : by row, the totals f L y of the two years
    factors : by (row, factor): part (mean over all orders), polar, least, most
    final_uses : by (row, factor) and final use: part; its rows add to `factors.part`
    borrowed : sectors that are idle in one year
    """

    prices: str
    form: Form
    before: pd.Series
    after: pd.Series
    factors: pd.DataFrame
    final_uses: pd.DataFrame
    borrowed: pd.Index


def compare(
    before: System, after: System, rows: Sequence[str], *, prices: str, form: Form
) -> TwoYears:
    """Split the change of rows of `System.rows()` between two years.

    Parameters
    ----------
    before, after : systems over the same sectors and final uses, matched by name
    rows : output, value_added, items of V, satellites
    prices : the price basis of both tables, in words; it is kept with the result
    form : total, each or shares (see above)

    Raises
    ------
    AccountsError
        accounts.years_prices, accounts.years_money, accounts.years_rows, accounts.years_units;
        accounts.other_labels; accounts.category_nets, accounts.no_demand;
        accounts.borrowed_unfit.

    Warns
    -----
    AccountsWarning
        accounts.borrowed_recipe, accounts.category_sign.
    """
    if not prices.strip():
        raise AccountsError("accounts.years_prices")
    f = _rows(before, after, rows)
    labels, order = before.table.labels, _order(before, after)
    come, gone = _half_idle(before.x, after.x[order])
    borrowed = labels[np.sort(np.concatenate([come, gone]))]
    if len(borrowed):
        warn("accounts.borrowed_recipe", count=len(borrowed), sectors=named(borrowed))
    carried = _carried((before, after), f, order, (come, gone))
    pieces, uses = _final_use(before.table, after.table, order, form)

    def value(state: Sequence[int]) -> Array:
        demand = np.ones((1, 1))
        for piece, year in zip(pieces, state[2:], strict=True):
            demand = demand * piece[year]
        answer: Array = carried[state[0]][state[1]] @ demand
        return answer

    return _result(value, prices, form, pd.Index(rows), uses, borrowed)


def _result(
    value: Callable[[Sequence[int]], Array],
    prices: str, form: Form, rows: pd.Index, uses: pd.Index, borrowed: pd.Index,
) -> TwoYears:  # fmt: skip
    names = FACTORS[form]
    values = {state: value(state) for state in np.ndindex(*([2] * len(names)))}
    ends = [values[(year,) * len(names)].sum(axis=1) for year in (0, 1)]
    frames = []
    for r in range(len(rows)):
        found = split(lambda state, r=r: float(values[tuple(state)][r].sum()), names)  # type: ignore[misc]
        frames.append(
            pd.DataFrame(
                {
                    "part": found.parts,
                    "polar": found.polar,
                    "least": found.least,
                    "most": found.most,
                }
            )
        )
    by_row = pd.MultiIndex.from_product([rows, names], names=["row", "factor"])
    parts = np.stack(mean_parts(values), axis=1).reshape(-1, len(uses))
    return TwoYears(
        prices=prices,
        form=form,
        before=pd.Series(ends[0], rows),
        after=pd.Series(ends[1], rows),
        factors=pd.concat(frames).set_axis(by_row, axis=0),
        final_uses=pd.DataFrame(parts, by_row, uses),
        borrowed=borrowed,
    )


def mean_parts(values: dict[tuple[int, ...], Array]) -> list[Array]:
    """Part of each factor, the mean over all k! orders, for arrays of values at once.

        part_i = sum_S |S|! (k - 1 - |S|)! / k! (v(S + i) - v(S)),     S without i

    Parameters
    ----------
    values : (0 or 1 for each of k factors) -> value, any shape

    Returns
    -------
    k arrays of the shape of the values. Source: Dietzenbacher & Los (1998), who count how often each
    form stands among the k!; the weights are Shapley's (1953).
    """
    k = len(next(iter(values)))
    parts = []
    for i in range(k):
        part = np.zeros_like(values[(0,) * k])
        for state, start in values.items():
            if state[i] == 0:
                size = sum(state)
                weight = factorial(size) * factorial(k - 1 - size) / factorial(k)
                part += weight * (values[(*state[:i], 1, *state[i + 1 :])] - start)
        parts.append(part)
    return parts


def _rows(before: System, after: System, rows: Sequence[str]) -> tuple[Array, Array]:
    """f of each year, (k, n), each in the order of its own table."""
    tables = (before.table, after.table)
    if tables[0].money != tables[1].money:
        raise AccountsError("accounts.years_money", before=tables[0].money, after=tables[1].money)
    frames = (before.rows(), after.rows())
    both = frames[0].index.intersection(frames[1].index, sort=False)
    wanted = pd.Index(rows)
    wrong = wanted[~wanted.isin(both) | wanted.duplicated()]
    if len(wrong) or not len(wanted):
        raise AccountsError("accounts.years_rows", rows=named(wrong), known=", ".join(both))
    for row in wanted.intersection(tables[0].S.index, sort=False):
        units = [str(table.units[row]) for table in tables]
        if units[0] != units[1]:
            raise AccountsError("accounts.years_units", row=row, before=units[0], after=units[1])
    return frames[0].loc[wanted].to_numpy(dtype=float), frames[1].loc[wanted].to_numpy(dtype=float)


def _order(before: System, after: System) -> Places:
    """Place in the second table of each sector of the first."""
    labels = before.table.labels
    check_same(after.table.labels, labels, "Z")
    order: Places = after.table.labels.get_indexer(labels)
    return order


def _half_idle(x0: Array, x1: Array) -> tuple[Places, Places]:
    """Sectors that work only in the second year, and only in the first."""
    idle0, idle1 = x0 == 0.0, x1 == 0.0
    return np.flatnonzero(idle0 & ~idle1), np.flatnonzero(idle1 & ~idle0)


def _carried(
    systems: tuple[System, System],
    f: tuple[Array, Array],
    order: Places,
    borrow: tuple[Places, Places],
) -> list[list[Array]]:
    """carried[a][b] = f_a L_b, (k, n) in the order of the first table."""
    come, gone = borrow
    f0, f1 = f[0].copy(), f[1][:, order]
    f0[:, come], f1[:, gone] = f1[:, come], f0[:, gone]
    back = np.argsort(order)
    first, second = (system.leontief for system in systems)
    recipes_come = _recipes(second, order[come])[order]
    recipes_gone = _recipes(first, gone)[back]
    labels = systems[0].table.labels
    answers = []
    for rows in (f0, f1):
        own = _carry(first, rows, come, recipes_come, labels[come])
        other = _carry(second, rows[:, back], order[gone], recipes_gone, labels[gone])
        answers.append([own, other[:, order]])
    return answers


def _recipes(leontief: Leontief, places: Places) -> Array:
    """(n, k): the columns of A at these places."""
    columns = [leontief.A.column(int(place)) for place in places]
    return np.column_stack(columns) if columns else np.zeros((leontief.n, 0))


def _carry(leontief: Leontief, f: Array, K: Places, recipes: Array, labels: pd.Index) -> Array:
    """f (I - A - C E')^-1: f L where the empty columns K of A hold the recipes C.

    f L + f L C (I - E' L C)^-1 E' L (Sherman, Morrison and Woodbury): no new factorisation.
    """
    plain = leontief.carried(f)
    if not len(K):
        return plain
    unit = np.zeros((len(K), leontief.n))
    unit[np.arange(len(K)), K] = 1.0
    reached, from_k = leontief.output(recipes), leontief.carried(unit)
    small = np.eye(len(K)) - reached[K]
    try:
        inverse = np.linalg.inv(small)
    except np.linalg.LinAlgError:
        raise AccountsError("accounts.borrowed_unfit", sectors=named(labels)) from None
    # E' L_new E = (I - E' L C)^-1 E' L E; below zero, one unit of these would need negative output
    if leontief.A.negative()[0] == 0 and (inverse @ from_k < -NETS).any():
        raise AccountsError("accounts.borrowed_unfit", sectors=named(labels))
    answer: Array = plain + (f @ reached) @ (inverse @ from_k)
    return answer


def _final_use(
    before: IOTable, after: IOTable, order: Places, form: Form
) -> tuple[list[tuple[Array, Array]], pd.Index]:
    """Pieces whose product is final use by column, each for both years; names of the columns."""
    uses = before.Y.columns
    frames = before.Y, columns_by_name(after.Y, uses, "Y")
    Y = [frames[0].to_numpy(dtype=float), frames[1].to_numpy(dtype=float)[order]]
    if form == "total":
        Y, uses = [one.sum(axis=1)[:, None] for one in Y], pd.Index([ALL])
    levels = [_levels(one, uses) for one in Y]
    for c in np.flatnonzero((levels[0] < 0.0) | (levels[1] < 0.0)):
        warn(
            "accounts.category_sign",
            category=named(uses[[c]]),
            before=float(levels[0][c]),
            after=float(levels[1][c]),
        )
    mixes = [one / np.where(level == 0.0, 1.0, level) for one, level in zip(Y, levels, strict=True)]
    for year in (0, 1):
        empty = levels[year] == 0.0
        mixes[year][:, empty] = mixes[1 - year][:, empty]
    mix, level = (mixes[0], mixes[1]), (levels[0][None, :], levels[1][None, :])
    if form != "shares":
        return [mix, level], uses
    sums = [float(one.sum()) for one in level]
    if min(sums) <= 0.0:
        raise AccountsError("accounts.no_demand", total=min(sums))
    shares = (level[0] / sums[0], level[1] / sums[1])
    return [mix, shares, (np.full((1, 1), sums[0]), np.full((1, 1), sums[1]))], uses


def _levels(Y: Array, uses: pd.Index) -> Array:
    """Y_c = 1' Y, (m,); exactly zero only where a column is empty."""
    levels: Array = Y.sum(axis=0)
    sizes = np.abs(Y).sum(axis=0)
    for c in np.flatnonzero((np.abs(levels) <= NETS * sizes) & (sizes > 0.0)):
        raise AccountsError(
            "accounts.category_nets",
            category=named(uses[[c]]),
            total=float(levels[c]),
            largest=float(np.abs(Y[:, c]).max()),
        )
    return levels
