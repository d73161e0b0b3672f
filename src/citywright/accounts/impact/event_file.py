"""Events from a CSV file, declared in `city/tables/events.csv`: a row per amount.

Rows of one code are one event. Every fault is found before anything is refused; each finding names
file, row, column and value.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from citywright.accounts.account import ITEMS, STRESSORS, Accounts
from citywright.accounts.impact.event_rules import Ground, check_events, check_rows
from citywright.accounts.impact.events import (
    DemandEvent,
    Event,
    Line,
    LossEvent,
    PlantEvent,
    ProjectEvent,
)
from citywright.city import CityError, Finding, Findings
from citywright.city.cells import typed
from citywright.city.declaration import read_declaration
from citywright.city.raw import parse_csv
from citywright.errors import InputError

AnyEvent = Event | ProjectEvent


class EventFileError(CityError):
    """A file of events with findings; carries them all."""

    def __init__(self, file: str, findings: list[Finding]) -> None:
        self.findings = findings
        InputError.__init__(self, "accounts.events_unusable", file=file, count=len(findings))


@dataclass(frozen=True)
class EventFile:
    """Events in the order of the file, and what was read otherwise than written."""

    events: tuple[AnyEvent, ...]
    notices: tuple[Finding, ...]


def read_events(path: Path, accounts: Accounts, projects: Collection[str] = ()) -> EventFile:
    """Events of a CSV file.

    Parameters
    ----------
    path : the file; columns of `city/tables/events.csv`
    accounts : the city's account, for its sectors and their output
    projects : codes of the projects of the city folder

    Raises
    ------
    EventFileError
        With every finding.
    """
    findings = Findings()
    frame = _read(path, findings)
    if frame is not None:
        ground = Ground(
            path.name, findings, {s: float(x) for s, x in accounts.output.items()}, set(projects)
        )
        check_rows(frame, ground)
        check_events(frame, ground)
    if frame is None or findings.errors:
        raise EventFileError(path.name, findings.errors)
    parts = frame.groupby("event", sort=False)
    events = tuple(_MAKERS[str(rows["kind"].iloc[0])](str(c), rows) for c, rows in parts)
    return EventFile(events, tuple(findings.notices))


def _read(path: Path, findings: Findings) -> pd.DataFrame | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        findings.add("E107", path.name, value=error.strerror)
        return None
    raw = parse_csv("events", path.name, data, findings)
    if raw is None:
        return None
    frame = typed(read_declaration("events"), raw, findings)
    if frame.empty and not findings.errors:
        findings.add("E111", path.name)
    return frame


def _head(code: str, rows: pd.DataFrame) -> tuple[str, str, int]:
    return code, str(rows["name"].iloc[0]), int(rows["year"].iloc[0])


def _lines(rows: pd.DataFrame, entry: str) -> tuple[Line, ...]:
    """Lines of one entry; bought anywhere takes the city's average, which is None."""
    fixed = {"anywhere": None, "here": 1.0, "outside": 0.0}
    chosen = rows[rows["entry"] == entry]
    return tuple(
        Line(str(r.code), float(r.value),
             float(r.local_share) if r.bought == "share" else fixed[str(r.bought)])
        for r in chosen.itertuples()
    )  # fmt: skip


def _amounts(rows: pd.DataFrame, entries: Collection[str], by: str) -> dict[str, float]:
    """Values of the entries by the column `by`."""
    chosen = rows[rows["entry"].isin(list(entries))]
    return {str(k): float(v) for k, v in zip(chosen[by], chosen["value"], strict=True)}


def _demand(code: str, rows: pd.DataFrame) -> DemandEvent:
    return DemandEvent(*_head(code, rows), _lines(rows, "demand"))


def _plant(code: str, rows: pd.DataFrame) -> PlantEvent:
    ((sector, output),) = _amounts(rows, ["output"], "code").items()
    return PlantEvent(
        *_head(code, rows), sector, output,
        purchases=_lines(rows, "purchase"), items=_amounts(rows, ITEMS, "entry"),
        own=_amounts(rows, STRESSORS, "entry"), building=_lines(rows, "building"),
    )  # fmt: skip


def _loss(code: str, rows: pd.DataFrame) -> LossEvent:
    return LossEvent(
        *_head(code, rows),
        _amounts(rows, ["output"], "code"), _amounts(rows, ["customer"], "code"),
    )  # fmt: skip


def _project(code: str, rows: pd.DataFrame) -> ProjectEvent:
    ((project, share),) = _amounts(rows, ["project"], "code").items()
    return ProjectEvent(*_head(code, rows), project, share)


_MAKERS: Mapping[str, Callable[[str, pd.DataFrame], Any]] = {
    "demand": _demand, "plant": _plant, "loss": _loss, "project": _project,
}  # fmt: skip


def as_plant(event: ProjectEvent, full: PlantEvent) -> PlantEvent:
    """A project at a share of the output of the plant that it is at full output.

    Output, own numbers and building are all scaled: half the plant is half of everything.
    """
    k = event.share
    return replace(
        full, code=event.code, name=event.name, year=event.year, output=k * full.output,
        own={name: k * amount for name, amount in full.own.items()},
        building=tuple(replace(line, value=k * line.value) for line in full.building),
    )  # fmt: skip
