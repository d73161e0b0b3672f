"""Cases: a city with the changes of a scenario or of one draw."""

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from citywright.city import City
from citywright.city.changes import ACCOUNTS, DELTA, Change
from citywright.city.findings import nearest
from citywright.city.overlay import overlaid
from citywright.errors import UsageError
from citywright.plan.doubt.delta import with_delta

BASE = "base"
"""The case without changes."""


@dataclass(frozen=True)
class Case:
    """One case: its code and its changes, in their order."""

    code: str
    changes: tuple[Change, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values; the code is a name and changes no answer, so it stands apart."""
        return {"code": self.code, "changes": [asdict(change) for change in self.changes]}


def case_of(city: City, scenario: str) -> Case:
    """The changes of a scenario of the city; "base" is the city as it is.

    Raises
    ------
    UsageError
        There is no such scenario.
    """
    if scenario == BASE:
        return Case(BASE)
    return Case(scenario, _changes(city, str(row_of(city, scenario)["scenario"])))


def row_of(city: City, scenario: str) -> pd.Series:
    """Row of the table scenarios; UsageError where there is none."""
    table = city.tables["scenarios"].set_index("scenario", drop=False)
    if scenario not in table.index:
        known = [BASE, *table.index]
        raise UsageError(
            "doubt.no_scenario", scenario=scenario, known=", ".join(known),
            like=nearest(scenario, known),
        )  # fmt: skip
    return table.loc[scenario]


def given_scenarios(city: City) -> tuple[str, ...]:
    """Codes of the scenarios that are given, in order."""
    table = city.tables["scenarios"]
    return tuple(table["scenario"][table["kind"] == "given"])


def _changes(city: City, scenario: str) -> tuple[Change, ...]:
    table = city.tables["scenario_changes"]
    return tuple(
        Change(r.table, r.rows, r.column, r.how, None if pd.isna(r.value) else r.value, r.text)
        for r in table[table["scenario"] == scenario].itertuples()
    )


def varied(city: City, case: Case) -> City:
    """The city of a case, checked.

    Raises
    ------
    CityError
        A change does not fit, or the changed city breaks a rule; the findings name the case.
    UsageError
        Delta cannot be varied: the folder does not hold what that needs.
    """
    cells = [change for change in case.changes if change.table != ACCOUNTS]
    for change in case.changes:
        if change.table == ACCOUNTS:
            city = with_delta(city, change.rows, _known_delta(city, change), change.value)
    return overlaid(city, cells, case.code) if cells else city


def _known_delta(city: City, change: Change) -> float:
    """Delta with which the accounts were estimated: `likely` of the range that varies it."""
    table = city.tables["ranges"]
    own = table[(table["table"] == ACCOUNTS) & (table["rows"] == change.rows)]
    if change.column != DELTA or change.how != "set" or change.value is None or own.empty:
        raise UsageError("doubt.delta_unknown", method=change.rows)
    return float(own["likely"].iloc[0])
