"""One sector into named parts, the balance kept: grouping the parts gives the table back.

    without further knowledge   Z_ia = Z_ik w_a,  Z_aj = w_a Z_kj,  Z_ab = w_a Z_kk w_b,  V_ka = V_k w_a

w_a is the share of part a in the output of sector k and sum_a w_a = 1: every part then has the recipe,
the customers and the satellites per output of the whole, and nothing is learnt from the split. With own
recipes or customers

    columns   sum_a Z_ia = Z_ik for every row i,      sum_i Z_ia + ... = w_a times the inputs of k
    rows      sum_a Z_aj = Z_kj for every column j,   sum_j Z_aj + ... = w_a x_k

the cells that are given are kept and the others are fitted (GRAS) from the proportional start. Inside
the split sector the cells (a, b) are fitted to what the rows and the columns leave for it.

Source: Wolsky (1984), Review of Economics and Statistics 66, 283-291 (split by weights, and what own
knowledge adds); Lindner, Legault & Guan (2012), Economic Systems Research 24, 329-347 (what is not known
when a sector is split).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.concordance import WHOLE
from citywright.accounts.labels import named
from citywright.accounts.split_fit import fit_parts, fit_within
from citywright.accounts.table import NOTHING, IOTable
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
Label = str | tuple[str, str]


@dataclass(frozen=True)
class Split:
    """How one sector is split. Every frame names only what is known; per unit of the part's output.

    shares : part -> w_a, above 0, adding to 1 to 1e-9 (ratio); names the parts, in this order
    inputs : (label, part) purchases of home products; the row of the sector itself is what the part
        buys from all parts together
    outside : (row of Zm, part) purchases from outside; items : (item of V, part) primary inputs
    sales : (part, label) sales to sectors; the column of the sector itself is sales to all parts
    final : (part, column of Y) sales to final users
    within : (part, part) sales of parts to parts, as a start only; None is proportional
    satellites : (satellite, part), relative between the parts: scaled to the total of the sector
    imports : part -> share in the row of Zm that has the name of the sector; None is `shares`
    keep : True keeps the given cells as they are, False fits them too, as a start
    """

    shares: Mapping[str, float] | pd.Series
    inputs: pd.DataFrame = field(default_factory=lambda: NOTHING)
    outside: pd.DataFrame = field(default_factory=lambda: NOTHING)
    items: pd.DataFrame = field(default_factory=lambda: NOTHING)
    sales: pd.DataFrame = field(default_factory=lambda: NOTHING)
    final: pd.DataFrame = field(default_factory=lambda: NOTHING)
    within: pd.DataFrame | None = None
    satellites: pd.DataFrame = field(default_factory=lambda: NOTHING)
    imports: Mapping[str, float] | pd.Series | None = None
    keep: bool = True


def disaggregate(table: IOTable, splits: Mapping[Label, Split]) -> IOTable:
    """Z_ia, Z_aj, Z_ab, Y_ad, V_ka and S_sa of the parts of each sector; see the head of this file.

    Parameters
    ----------
    table : the table
    splits : label of a sector -> its split. They are made in the order given, so a later split names
        the parts that an earlier one has made. In a table of regions the label is (region, sector)
        and the parts are sectors of that region

    Returns
    -------
    IOTable with the parts in the place of the sector. `aggregate` with part -> sector gives the table
    back, to 1e-11 of the inputs of the sector. A residual of the table is shared as the output is.

    Raises
    ------
    AccountsError
        accounts.unknown_label, accounts.split_shares, accounts.split_names, accounts.split_rows,
        accounts.split_number, accounts.split_exceeds, accounts.split_unreachable,
        accounts.split_satellite; each names the sector and what to change.
    """
    for label, split in splits.items():
        table = _one(table, label, split)
    return table


def _one(table: IOTable, label: Label, split: Split) -> IOTable:
    k = _place(table.labels, label)
    sector = named(table.labels[[k]])
    w = _shares(split.shares, sector)
    parts, place = pd.Index(w.index), slice(k, k + len(w))
    wider = _wider(table.labels, k, parts)
    bought = _bought(table, k, split, w)
    sold = _sold(table, k, split, w)
    n, p = len(table.labels), len(table.Zm)
    # old[i] is the place in the given table of place i of the new one
    old = np.insert(np.arange(n), [k] * (len(w) - 1), k)
    Z = table.Z.to_numpy(dtype=float)[np.ix_(old, old)]
    Z[:, place], Z[place] = bought[:n][old], sold[:, :n][:, old]
    start = None if split.within is None else _given(split.within, parts, parts, "within", sector)
    Z[place, place] = fit_within(
        None if start is None else start.fillna(0.0).to_numpy(),
        sold[:, k],
        bought[k],
        sector,
        float(table.output.iloc[k]),
    )
    Y = table.Y.to_numpy(dtype=float)[old]
    Y[place] = sold[:, n:]
    V, Zm = table.V.to_numpy(dtype=float)[:, old], table.Zm.to_numpy(dtype=float)[:, old]
    Zm[:, place], V[:, place] = bought[n : n + p], bought[n + p :]
    S = table.S.to_numpy(dtype=float)[:, old]
    S[:, place] = _satellites(table.S.iloc[:, k], split, w, sector)
    return _put(table, wider, {"Z": Z, "Y": Y, "V": V, "S": S}, _outside(table, k, Zm, split, w))


def _put(
    table: IOTable, labels: pd.Index, cells: dict[str, Array],
    outside: tuple[pd.Index, Array, Array],
) -> IOTable:  # fmt: skip
    rows, Zm, Ym = outside
    return IOTable(
        Z=pd.DataFrame(cells["Z"], labels, labels),
        Y=pd.DataFrame(cells["Y"], labels, table.Y.columns),
        V=pd.DataFrame(cells["V"], table.V.index, labels),
        money=table.money,
        S=pd.DataFrame(cells["S"], table.S.index, labels),
        SY=table.SY,
        Zm=pd.DataFrame(Zm, rows, labels),
        Ym=pd.DataFrame(Ym, rows, table.Y.columns),
        units=table.units,
    )


def _bought(table: IOTable, k: int, split: Split, w: pd.Series) -> Array:
    """Columns of the parts: rows of Z, of Zm and of V, one below the other."""
    sector = named(table.labels[[k]])
    per = w.to_numpy() * float(table.output.iloc[k])
    known = [
        _given(frame, rows, w.index, name, sector) * per
        for frame, rows, name in (
            (split.inputs, table.labels, "inputs"),
            (split.outside, table.Zm.index, "outside"),
            (split.items, table.V.index, "items"),
        )
    ]
    u = np.concatenate([part.to_numpy(dtype=float)[:, k] for part in (table.Z, table.Zm, table.V)])
    return fit_parts(u, w.to_numpy(), _stacked(known), split.keep, sector)


def _sold(table: IOTable, k: int, split: Split, w: pd.Series) -> Array:
    """Rows of the parts: columns of Z and of Y, side by side."""
    sector = named(table.labels[[k]])
    per = w.to_numpy() * float(table.output.iloc[k])
    known = [
        _given(frame.T, columns, w.index, name, sector) * per
        for frame, columns, name in (
            (split.sales, table.labels, "sales"),
            (split.final, table.Y.columns, "final"),
        )
    ]
    u = np.concatenate([part.to_numpy(dtype=float)[k] for part in (table.Z, table.Y)])
    return fit_parts(u, w.to_numpy(), _stacked(known), split.keep, sector).T


def _stacked(known: list[pd.DataFrame]) -> pd.DataFrame:
    names = pd.Index([name for one in known for name in one.index], tupleize_cols=False)
    return pd.DataFrame(np.vstack([one.to_numpy() for one in known]), names, known[0].columns)


def _given(
    frame: pd.DataFrame, rows: pd.Index, parts: pd.Index, name: str, sector: str
) -> pd.DataFrame:
    """The frame over all rows and parts, nan where nothing is given."""
    blank = frame.empty
    findings = [] if blank else [*frame.index.difference(rows), *frame.columns.difference(parts)]
    if findings or not (frame.index.is_unique and frame.columns.is_unique):
        twice = [*frame.index[frame.index.duplicated()], *frame.columns[frame.columns.duplicated()]]
        wrong = pd.Index([*findings, *twice], tupleize_cols=False)
        raise AccountsError("accounts.split_rows", sector=sector, table=name, labels=named(wrong))
    if blank:
        return pd.DataFrame(np.nan, rows, parts)
    wide = frame.reindex(index=rows, columns=parts).astype(float)
    endless = rows[np.isinf(wide.to_numpy()).any(axis=1)]
    if len(endless):
        raise AccountsError(
            "accounts.split_number", sector=sector, table=name, labels=named(endless)
        )
    return wide


def _satellites(total: pd.Series, split: Split, w: pd.Series, sector: str) -> Array:
    given = _given(split.satellites, total.index, w.index, "satellites", sector)
    known = given.notna()
    sums = given.sum(axis=1)
    named_rows = known.any(axis=1)
    whole = known.all(axis=1) & (given >= 0.0).all(axis=1) & (sums > 0.0)
    wrong = total.index[named_rows & ~whole]
    if len(wrong):
        raise AccountsError("accounts.split_satellite", sector=sector, labels=named(wrong))
    relative = given.div(sums.where(sums > 0.0, 1.0), axis=0).to_numpy(dtype=float)
    share = np.where(named_rows.to_numpy()[:, None], relative, w.to_numpy())
    answer: Array = share * total.to_numpy(dtype=float)[:, None]
    return answer


def _outside(
    table: IOTable, k: int, Zm: Array, split: Split, w: pd.Series
) -> tuple[pd.Index, Array, Array]:
    """Rows from outside: the row that has the name of the sector becomes one row for each part."""
    sector, rows = named(table.labels[[k]]), table.Zm.index
    Ym = table.Ym.to_numpy(dtype=float)
    if table.labels[k] not in rows:
        if split.imports is not None:
            raise AccountsError(
                "accounts.split_rows", sector=sector, table="imports", labels=sector
            )
        return rows, Zm, Ym
    at = int(rows.get_loc(table.labels[k]))
    given = w if split.imports is None else _shares(split.imports, sector)
    if set(given.index) != set(w.index):
        wrong = given.index.symmetric_difference(w.index)
        raise AccountsError(
            "accounts.split_rows", sector=sector, table="imports", labels=named(wrong)
        )
    old = np.insert(np.arange(len(rows)), [at] * (len(w) - 1), at)
    place, share = slice(at, at + len(w)), given.loc[w.index].to_numpy()[:, None]
    Zm, Ym = Zm[old], Ym[old]
    Zm[place] *= share
    Ym[place] *= share
    return _wider(rows, at, w.index), Zm, Ym


def _place(labels: pd.Index, label: Label) -> int:
    whole = labels.nlevels == 1 or (isinstance(label, tuple) and len(label) == labels.nlevels)
    if not whole or label not in labels:
        shown = pd.Index([label], tupleize_cols=False)
        raise AccountsError("accounts.unknown_label", table="Z", column="label", label=named(shown))
    return int(labels.get_loc(label))


def _shares(given: Mapping[str, float] | pd.Series, sector: str) -> pd.Series:
    w = pd.Series(given, dtype=float)
    good = len(w) and np.isfinite(w).all() and (w > 0.0).all() and w.index.is_unique
    if not good or abs(float(w.sum()) - 1.0) > WHOLE:
        raise AccountsError(
            "accounts.split_shares", sector=sector, parts=named(w.index), total=float(w.sum())
        )
    # the digits that were lost in writing the shares down
    return w / float(w.sum())


def _wider(labels: pd.Index, k: int, parts: pd.Index) -> pd.Index:
    names = list(labels)
    own = [(names[k][0], part) if isinstance(names[k], tuple) else part for part in parts]
    clash = [name for name in own if name in labels and name != names[k]]
    if clash:
        raise AccountsError(
            "accounts.split_names",
            sector=named(labels[[k]]),
            labels=named(pd.Index(clash, tupleize_cols=False)),
        )
    names[k : k + 1] = own
    if labels.nlevels > 1:
        return pd.MultiIndex.from_tuples(names, names=labels.names)
    return pd.Index(names, name=labels.name)
