"""Tables to and from the objects of pymrio, an open-source library of multi-regional tables.

pymrio holds Z, Y and extensions, each with F (of sectors), F_Y (of final users) and unit. It has no
place for products from outside the table and no letter for primary inputs, so both are extensions:

    V   <-> an extension, usually `factor_inputs`          Zm, Ym <-> the extension `imports`
    S, SY <-> every other extension

pymrio is no dependency of this package: it is needed only to make its objects, not to read them.

Source: Stadler (2021), Pymrio, Journal of Open Research Software 9(1), 8.
"""

from importlib import import_module
from typing import Any

import pandas as pd

from citywright.accounts.cells import finite_cells
from citywright.accounts.labels import columns_by_name, named, rows_by_name
from citywright.accounts.readers.grid import check_total
from citywright.accounts.readers.primary import with_final_users
from citywright.accounts.table import LEVELS, IOTable
from citywright.errors import AccountsError

IMPORTS, PRIMARY, REST = "imports", "factor_inputs", "satellite"
PAIR = ("region", "category")


def from_pymrio(io: Any, *, primary: str | None, money: str | None = None) -> IOTable:  # noqa: ANN401
    """The table of a pymrio system.

    Parameters
    ----------
    io : `pymrio.IOSystem`, or anything with Z (or A and x), Y, unit and extensions
    primary : name of the extension with the primary inputs; None if there is none
    money : unit of the flows; None if `io.unit` says one and the same for all sectors

    Returns
    -------
    labels (region, sector); V from `primary`, Zm and Ym from an extension `imports`, S and SY from
    all the others. A name of a stressor of several levels becomes one text, parts joined by " / ".

    Raises
    ------
    AccountsError
        accounts.pymrio_part where a part is missing; accounts.pymrio_units where sectors have
        several units; accounts.pymrio_stressor where two extensions use the same name;
        accounts.reader_total where x is not what Z and Y add to; and those of `IOTable`.
    """
    Z, Y = _flows(io), _part(io, "Y")
    money = money or _money(io)
    extensions = _extensions(io)
    if primary is not None and primary not in extensions:
        raise AccountsError(
            "accounts.pymrio_part", part=primary, found=", ".join(extensions) or "-"
        )
    V, kept = Z.iloc[:0], []
    if primary is not None:
        V, FY, _ = _rows(primary, extensions.pop(primary), Z, Y)
        kept.append(with_final_users(V, FY, money))
    Zm, Ym = pd.DataFrame(), pd.DataFrame()
    if IMPORTS in extensions:
        Zm, Ym, _ = _rows(IMPORTS, extensions.pop(IMPORTS), Z, Y)
    kept += [_rows(name, one, Z, Y) for name, one in extensions.items()]
    S, SY, units = _stacked(kept)
    table = IOTable(Z=Z, Y=Y, V=V, money=money, S=S, SY=SY, Zm=Zm, Ym=Ym, units=units)
    x = getattr(io, "x", None)
    if x is not None:
        printed = finite_cells(_part(io, "x"), "x")
        printed = rows_by_name(printed, table.labels, "x").iloc[:, 0]
        check_total("x", table.output, printed, "pymrio")
    return table


def to_pymrio(table: IOTable, *, region: str | None = None) -> Any:  # noqa: ANN401
    """A pymrio system with Z, Y and the extensions factor_inputs, satellite and imports.

    Parameters
    ----------
    table : the table
    region : name of the region of a table whose labels are sectors alone

    Returns
    -------
    `pymrio.IOSystem`, nothing calculated yet; an extension without rows is left out

    Raises
    ------
    AccountsError
        accounts.pymrio_missing when pymrio is not installed; accounts.pymrio_region when a table
        of one region is given no name for it.
    """
    try:
        pymrio = import_module("pymrio")  # an optional peer, looked for only here
    except ImportError:
        raise AccountsError("accounts.pymrio_missing") from None
    return pymrio.IOSystem(**system_parts(table, region, dict))


def system_parts(table: IOTable, region: str | None, extension: Any) -> dict[str, Any]:  # noqa: ANN401
    """Arguments of a pymrio system: Z, Y, unit, and extensions made by `extension(name=, F=, ...)`."""
    if not table.is_regional and not region:
        raise AccountsError("accounts.pymrio_region")
    labels, uses = _two(table.labels, region, LEVELS), _two(table.Y.columns, region, PAIR)
    V, S = table.V, table.S
    again = [row for row in V.index.intersection(S.index) if V.loc[row].equals(S.loc[row])]
    VY = table.SY.loc[again].reindex(V.index, fill_value=0.0)
    rest = S.index.difference(again, sort=False)
    money = pd.Series(table.money, V.index, dtype=object)
    outside = pd.Series(table.money, table.Zm.index, dtype=object)
    parts = {
        PRIMARY: (V, VY, money),
        REST: (S.loc[rest], table.SY.loc[rest], table.units.loc[rest]),
        IMPORTS: (table.Zm, table.Ym, outside),
    }
    made = {
        name: extension(
            name=name,
            F=F.set_axis(labels, axis=1),
            F_Y=FY.set_axis(uses, axis=1),
            unit=pd.DataFrame({"unit": units}),
        )
        for name, (F, FY, units) in parts.items()
        if len(F)
    }
    unit = pd.DataFrame({"unit": table.money}, labels)
    Z = table.Z.set_axis(labels, axis=0).set_axis(labels, axis=1)
    return {
        "Z": Z,
        "Y": table.Y.set_axis(labels, axis=0).set_axis(uses, axis=1),
        "unit": unit,
        **made,
    }


def _two(labels: pd.Index, region: str | None, names: tuple[str, str]) -> pd.MultiIndex:
    if labels.nlevels > 1:
        return labels.set_names(names)
    return pd.MultiIndex.from_product([[region], labels], names=names)


def _part(io: Any, name: str) -> pd.DataFrame:  # noqa: ANN401
    found = getattr(io, name, None)
    if isinstance(found, pd.Series):
        return found.to_frame()
    if not isinstance(found, pd.DataFrame):
        raise AccountsError("accounts.pymrio_part", part=name, found="-")
    return found


def _flows(io: Any) -> pd.DataFrame:  # noqa: ANN401
    """Z as it is, or A diag(x)."""
    if getattr(io, "Z", None) is not None:
        return _part(io, "Z")
    A, x = _part(io, "A"), _part(io, "x")
    x = rows_by_name(finite_cells(x, "x"), A.columns, "x")
    return finite_cells(A, "A").mul(x.iloc[:, 0], axis=1)


def _money(io: Any) -> str:  # noqa: ANN401
    units = sorted({str(one) for one in _part(io, "unit").iloc[:, 0]})
    if len(units) != 1:
        raise AccountsError("accounts.pymrio_units", units=", ".join(units))
    return units[0]


def _extensions(io: Any) -> dict[str, Any]:  # noqa: ANN401
    """Attributes with a unit and an F of their own."""
    return {
        name: one
        for name, one in vars(io).items()
        if getattr(one, "F", None) is not None and hasattr(one, "unit")
    }


def _rows(
    name: str,
    one: Any,  # noqa: ANN401
    Z: pd.DataFrame,
    Y: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    F, FY = one.F, getattr(one, "F_Y", None)
    if FY is None:  # an extension without F_Y has nothing there
        FY = pd.DataFrame(0.0, F.index, Y.columns)
    FY = rows_by_name(FY, F.index, f"{name}.F_Y")
    unit = rows_by_name(one.unit, F.index, f"{name}.unit").iloc[:, 0]
    flat = _flat(F.index)
    F = columns_by_name(F, Z.columns, f"{name}.F")
    FY = columns_by_name(FY, Y.columns, f"{name}.F_Y")
    return F.set_axis(flat, axis=0), FY.set_axis(flat, axis=0), unit.set_axis(flat)


def _flat(labels: pd.Index) -> pd.Index:
    if labels.nlevels == 1:
        return labels
    return pd.Index([" / ".join(map(str, one)) for one in labels])


def _stacked(
    kept: list[tuple[pd.DataFrame, pd.DataFrame, pd.Series]],
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    kept = [one for one in kept if len(one[0])]
    if not kept:
        return pd.DataFrame(), pd.DataFrame(), pd.Series(dtype=object)
    S, SY, units = (pd.concat(list(one)) for one in zip(*kept, strict=True))
    if S.index.has_duplicates:
        twice = named(S.index[S.index.duplicated()].unique())
        raise AccountsError("accounts.pymrio_stressor", rows=twice)
    return S, SY, units
