"""Between the long tables of a city folder and one `Accounts`; matched by name, never by position.

A pair that has no row is a flow of zero: the tables list only what is not zero.
"""

import numpy as np
import pandas as pd

from citywright.accounts.account import ITEMS, KINDS, STRESSORS, Accounts
from citywright.errors import AccountsError


def accounts_from_tables(
    sectors: pd.DataFrame,
    flows: pd.DataFrame,
    final_demand: pd.DataFrame,
    value_added: pd.DataFrame,
    satellites: pd.DataFrame,
) -> Accounts:
    """Z[i,j] = flows, F[i,k] = final_demand, V[j,k] = value_added, S[j,s] = satellites.

    Parameters
    ----------
    sectors : one row per sector, column `sector`; gives the order
    flows : from_sector, to_sector, value (money)
    final_demand : sector, kind, value (money)
    value_added : sector, item, value (money)
    satellites : sector, employment, electricity, co2; one row for every sector

    Raises
    ------
    AccountsError
        accounts.unknown_label, accounts.twice, accounts.missing_sector.
    """
    codes = sectors["sector"].astype(str).tolist()
    satellite_rows = _satellites(satellites, codes)
    return Accounts(
        Z=_wide(flows, "flows", ("from_sector", codes), ("to_sector", codes)),
        F=_wide(final_demand, "final_demand", ("sector", codes), ("kind", list(KINDS))),
        V=_wide(value_added, "value_added", ("sector", codes), ("item", list(ITEMS))),
        S=satellite_rows,
    )


def _wide(
    long: pd.DataFrame, table: str, rows: tuple[str, list[str]], columns: tuple[str, list[str]]
) -> pd.DataFrame:
    for name, known in (rows, columns):
        unknown = sorted(set(long[name].astype(str)) - set(known))
        if unknown:
            raise AccountsError(
                "accounts.unknown_label", table=table, column=name, label=", ".join(unknown)
            )
    keys = [rows[0], columns[0]]
    doubled = long[long.duplicated(keys)]
    if len(doubled):
        pair = " / ".join(doubled.iloc[0][keys].astype(str))
        raise AccountsError("accounts.twice", table=table, row=pair)
    value = long["value"].to_numpy(dtype=float)
    if not np.isfinite(value).all():
        raise AccountsError("accounts.not_finite", table=table)
    down, across = pd.Index(rows[1]), pd.Index(columns[1])
    wide = np.zeros((len(down), len(across)))
    places = (
        down.get_indexer(long[rows[0]].astype(str)),
        across.get_indexer(long[columns[0]].astype(str)),
    )
    wide[places] = value
    return pd.DataFrame(wide, index=down, columns=across)


def _satellites(satellites: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    named = satellites.assign(sector=satellites["sector"].astype(str))
    if named["sector"].duplicated().any():
        twice = named.loc[named["sector"].duplicated(), "sector"].iloc[0]
        raise AccountsError("accounts.twice", table="satellites", row=twice)
    unknown = sorted(set(named["sector"]) - set(codes))
    if unknown:
        raise AccountsError(
            "accounts.unknown_label", table="satellites", column="sector", label=", ".join(unknown)
        )
    absent = sorted(set(codes) - set(named["sector"]))
    if absent:
        raise AccountsError("accounts.missing_sector", table="satellites", sector=", ".join(absent))
    return named.set_index("sector").loc[codes, list(STRESSORS)].astype(float)


def tables_from_accounts(accounts: Accounts) -> dict[str, pd.DataFrame]:
    """Long flows, final_demand, value_added, satellites; zeros left out of the first three.

    Returns
    -------
    dict of frames without the columns source, quality and note, which the caller adds.
    """
    return {
        "flows": _long(accounts.Z, "from_sector", "to_sector"),
        "final_demand": _long(accounts.F, "sector", "kind"),
        "value_added": _long(accounts.V, "sector", "item"),
        "satellites": accounts.S.rename_axis("sector").reset_index(),
    }


def _long(wide: pd.DataFrame, row: str, column: str) -> pd.DataFrame:
    stacked = wide.rename_axis(index=row, columns=None).reset_index()
    long = stacked.melt(id_vars=row, var_name=column, value_name="value")
    order = {code: place for place, code in enumerate(wide.index)}
    long = long[long["value"] != 0.0]
    return long.sort_values(row, key=lambda codes: codes.map(order), kind="stable").reset_index(
        drop=True
    )
