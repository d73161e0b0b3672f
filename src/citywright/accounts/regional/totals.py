"""What a city publishes: totals over groups of sectors, the narrow ones met inside the wide ones.

A total says: over the sectors of its group, this quantity adds to this value. Groups of one
quantity are nested or disjoint. Taking from each group what its narrower groups hold leaves
*shells*, which split the sectors without overlap:

    sum over i in shell of q_i = value of the group - values of the groups directly inside it

Local shares are ratios and are not added: each sector takes the value of its narrowest group.

    rho_i = value of the narrowest group that holds i
"""

import math
from dataclasses import dataclass

import pandas as pd

from citywright.errors import AccountsError

DIVISIONS = ("primary", "industry", "construction", "services")
COLUMNS = ("total", "sectors", "value", "unit", "source", "quality", "note")
MONEY_TOTALS = (
    "value_added",
    "output",
    "households",
    "government",
    "investment",
    "inventories",
)
UNITS = dict.fromkeys(MONEY_TOTALS, "money") | {
    "employment": "10000 person",
    "electricity": "100 GWh",
    "co2": "10000 t",
    "local_share": "ratio",
}


@dataclass(frozen=True)
class Shell:
    """The sectors of a group that no narrower group holds, and what is left for them.

    group : the `sectors` cell of the row, as written
    sectors : sectors left for this shell, in the order of the city; may be empty
    members : all sectors of the group
    amount : what the sectors left must add to
    value : what all sectors of the group must add to
    """

    group: str
    sectors: tuple[str, ...]
    members: tuple[str, ...]
    amount: float
    value: float


def shells(totals: pd.DataFrame, quantity: str, division: pd.Series) -> list[Shell]:
    """Shells of one quantity, narrowest group first.

    Parameters
    ----------
    totals : columns `COLUMNS`; `sectors` is a list of codes with spaces, a division, or *
    quantity : value of the column `total` to read
    division : division of each sector, indexed by sector code

    Returns
    -------
    list of Shell; empty when the quantity has no row.

    Raises
    ------
    AccountsError
        Those of `check_totals`; accounts.total_sectors, accounts.total_value,
        accounts.total_twice, accounts.totals_overlap, accounts.totals_inside.
    """
    check_totals(totals)
    groups = _groups(totals, quantity, division)
    return [_shell(quantity, place, groups) for place in range(len(groups))]


def given_local_shares(totals: pd.DataFrame, division: pd.Series) -> pd.Series:
    """rho_i = value of the narrowest group of `local_share` that holds i; others are left out.

    Returns
    -------
    ratio by sector code, in the order of the city

    Raises
    ------
    AccountsError
        Those of `shells`; accounts.local_share_value when a value is outside [0, 1].
    """
    check_totals(totals)
    known: dict[str, float] = {}
    for text, members, value in _groups(totals, "local_share", division):
        if not 0.0 <= value <= 1.0:
            raise AccountsError("accounts.local_share_value", group=text, value=value)
        known = dict.fromkeys(members, value) | known
    inside = [str(code) for code in division.index if code in known]
    return pd.Series([known[code] for code in inside], index=inside, dtype=float)


def check_totals(totals: pd.DataFrame) -> None:
    """Raise unless the table has its columns, known quantities and the unit of each.

    Raises
    ------
    AccountsError
        accounts.total_columns, accounts.total_name, accounts.total_unit.
    """
    absent = [name for name in COLUMNS if name not in totals.columns]
    if absent:
        raise AccountsError("accounts.total_columns", columns=", ".join(absent))
    for total, unit in zip(totals["total"], totals["unit"], strict=True):
        if total not in UNITS:
            raise AccountsError("accounts.total_name", total=total, known=", ".join(UNITS))
        if unit != UNITS[total]:
            raise AccountsError("accounts.total_unit", total=total, unit=unit, known=UNITS[total])


def members_of(text: str, division: pd.Series) -> tuple[str, ...]:
    """Sectors that a `sectors` cell names: *, a division, or codes with spaces between."""
    codes = [str(code) for code in division.index]
    if text == "*":
        return tuple(codes)
    if text in DIVISIONS:
        return tuple(code for code, kind in zip(codes, division, strict=True) if kind == text)
    named = text.split()
    unknown = [code for code in named if code not in codes]
    if unknown or not named or len(set(named)) < len(named):
        raise AccountsError("accounts.total_sectors", cell=text, unknown=", ".join(unknown))
    return tuple(code for code in codes if code in named)


def _groups(
    totals: pd.DataFrame, quantity: str, division: pd.Series
) -> list[tuple[str, tuple[str, ...], float]]:
    """Group as written, its sectors, its value; narrowest first, nested or disjoint."""
    rows = totals[totals["total"] == quantity]
    groups = [
        (str(text), members_of(str(text), division), _number(quantity, str(text), value))
        for text, value in zip(rows["sectors"], rows["value"], strict=True)
    ]
    groups.sort(key=lambda group: (len(group[1]), group[1]))
    _check_nested(quantity, groups)
    return groups


def _number(quantity: str, group: str, value: object) -> float:
    try:
        number = float(str(value))
    except ValueError:
        number = float("nan")
    if not math.isfinite(number):
        raise AccountsError("accounts.total_value", total=quantity, group=group, value=value)
    return number


def _check_nested(quantity: str, groups: list[tuple[str, tuple[str, ...], float]]) -> None:
    for place, (text, members, _) in enumerate(groups):
        for other, wider, _ in groups[place + 1 :]:
            shared = set(members) & set(wider)
            if set(members) == set(wider):
                raise AccountsError("accounts.total_twice", total=quantity, group=text)
            if shared and shared != set(members):
                raise AccountsError(
                    "accounts.totals_overlap", total=quantity, group=text, other=other
                )


def _shell(quantity: str, place: int, groups: list[tuple[str, tuple[str, ...], float]]) -> Shell:
    text, members, value = groups[place]
    held: set[str] = set()
    inside = 0.0
    for _, narrower, part in reversed(groups[:place]):
        if set(narrower) <= set(members) and not set(narrower) & held:
            held |= set(narrower)
            inside += part
    amount = value - inside
    left = tuple(code for code in members if code not in held)
    if not left and abs(amount) > 1e-9 * max(abs(value), abs(inside), 1e-300):
        raise AccountsError(
            "accounts.totals_inside", total=quantity, group=text, value=value, inside=inside
        )
    return Shell(text, left, members, amount if left else 0.0, value)
