"""A coarser table: sectors, regions and final users put into groups, the balance kept.

    Z* = G Z G',  Y* = G Y H',  V* = V G',  S* = S G',  SY* = SY H',  Zm* = K Zm G',  Ym* = K Ym H'

G (group, label) groups the sectors of all regions, H the final users, K the rows from outside; their
columns add to 1, so x* = G x and the balance is that of the table.

Source: Miller & Blair (2009), sec. 4.9.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from citywright.accounts.concordance import Concordance, concordance, identity
from citywright.accounts.labels import named
from citywright.accounts.table import IOTable
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
Groups: TypeAlias = Mapping[str, str] | pd.Series | Concordance


def aggregate(
    table: IOTable,
    sectors: Groups | None = None,
    regions: Groups | None = None,
    final_use: Groups | None = None,
    outside: Groups | None = None,
) -> IOTable:
    """Z* = G Z G', Y* = G Y H', V* = V G', S* = S G'; see the head of this file.

    Parameters
    ----------
    table : the table
    sectors, regions : label -> group of each, or a concordance with weights; None keeps them all
    final_use : category -> group of the columns of Y
    outside : label -> group of the rows of Zm, where they are not the sectors of the table; rows that
        are the sectors (and regions) of the table are grouped as these

    Returns
    -------
    IOTable; groups stand in the order in which the concordance first names them.

    Raises
    ------
    AccountsError
        accounts.group_labels, naming at once every label that no group takes and every one that the
        table does not have; accounts.group_regions in a table of one region;
        accounts.group_outside where only some rows of Zm are sectors of the table.
    """
    if regions is not None and not len(_regions_of(table)):
        raise AccountsError("accounts.group_regions")
    own = _outside_is_home(table)
    users = table.Y.columns
    chosen = {
        "sectors": _chosen(sectors, table.labels.get_level_values(-1)),
        "regions": _chosen(regions, _regions_of(table)),
        "final_use": _chosen(final_use, users.get_level_values(-1)),
        "outside": _chosen(None if own else outside, pd.Index([]) if own else table.Zm.index),
    }
    _check_cover(chosen)
    maps = {name: one for name, (one, _) in chosen.items()}
    G, labels = grouping(table.labels, maps["regions"], maps["sectors"])
    H, categories = grouping(users, maps["regions"], maps["final_use"])
    K, rows = (
        grouping(table.Zm.index, maps["regions"], maps["sectors"])
        if own
        else (maps["outside"].matrix(table.Zm.index), maps["outside"].groups)
    )
    return IOTable(
        Z=_framed(G, table.Z, G, labels, labels),
        Y=_framed(G, table.Y, H, labels, categories),
        V=_framed(None, table.V, G, table.V.index, labels),
        money=table.money,
        S=_framed(None, table.S, G, table.S.index, labels),
        SY=_framed(None, table.SY, H, table.S.index, categories),
        Zm=_framed(K, table.Zm, G, rows, labels),
        Ym=_framed(K, table.Ym, H, rows, categories),
        units=table.units,
    )


def grouping(
    labels: pd.Index, regions: Concordance, sectors: Concordance
) -> tuple[sp.csr_array, pd.Index]:
    """G (group, label) with G[(R, g), (r, i)] = weight of r in R times weight of i in g.

    Parameters
    ----------
    labels : sectors, or (region, sector)
    regions, sectors : their groups; `regions` is not used where labels are sectors alone

    Returns
    -------
    G, sparse, and the names of its rows: regions first, only those pairs that hold a label.
    """
    if labels.nlevels == 1:
        return sectors.matrix(labels), sectors.groups
    places = pd.DataFrame(
        {
            "region": labels.get_level_values(0),
            "sector": labels.get_level_values(1),
            "place": np.arange(len(labels)),
        }
    )
    region = regions.pairs.set_axis(["region", "R", "wR"], axis=1)
    sector = sectors.pairs.set_axis(["sector", "g", "wg"], axis=1)
    wide = places.merge(region, on="region").merge(sector, on="sector")
    # one number for each pair of groups, in the order of both concordances
    code = regions.groups.get_indexer(wide["R"]) * len(sectors.groups)
    used, row = np.unique(code + sectors.groups.get_indexer(wide["g"]), return_inverse=True)
    names = pd.MultiIndex.from_arrays(
        [regions.groups[used // len(sectors.groups)], sectors.groups[used % len(sectors.groups)]],
        names=labels.names,
    )
    weights = (wide["wR"] * wide["wg"]).to_numpy(dtype=float)
    G = sp.csr_array((weights, (row, wide["place"].to_numpy())), shape=(len(used), len(labels)))
    return G, names


def _regions_of(table: IOTable) -> pd.Index:
    """Every region that the sectors or the final users name."""
    found = pd.Index([], dtype=object)
    for labels in (table.labels, table.Y.columns):
        if labels.nlevels > 1:
            found = found.append(labels.get_level_values(0).unique())
    return found.unique()


def _chosen(groups: Groups | None, labels: pd.Index) -> tuple[Concordance, pd.Index]:
    found = labels.unique()
    return (identity(found) if groups is None else concordance(groups)), found


def _check_cover(chosen: dict[str, tuple[Concordance, pd.Index]]) -> None:
    missing: list[str] = []
    unknown: list[str] = []
    for axis, (one, labels) in chosen.items():
        for findings, names in (
            (missing, labels.difference(one.labels, sort=False)),
            (unknown, one.labels.difference(labels, sort=False)),
        ):
            if len(names):
                findings.append(f"{axis}: " + ", ".join(str(name) for name in names))
    if missing or unknown:
        raise AccountsError(
            "accounts.group_labels",
            missing="; ".join(missing) or "-",
            unknown="; ".join(unknown) or "-",
        )


def _outside_is_home(table: IOTable) -> bool:
    """Whether the rows from outside carry labels of the table; some of each is an error."""
    shared = table.Zm.index.isin(table.labels)
    if shared.any() and not shared.all():
        raise AccountsError("accounts.group_outside", rows=named(table.Zm.index[~shared]))
    return bool(shared.any())


def _framed(
    left: sp.csr_array | None, part: pd.DataFrame, right: sp.csr_array,
    rows: pd.Index, columns: pd.Index,
) -> pd.DataFrame:  # fmt: skip
    cells: Any = part.to_numpy(dtype=float)
    # sparse times dense costs one pass over the cells; rows first leaves the smaller factor
    cells = cells if left is None else left @ cells
    return pd.DataFrame((right @ cells.T).T, rows, columns)
