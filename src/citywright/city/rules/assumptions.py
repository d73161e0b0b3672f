"""Every assumption of the plan is there, in the plan's unit and within reason."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from citywright.city.rules.context import Context


@dataclass(frozen=True)
class Assumption:
    """One declared assumption: a row of `assumptions.csv` beside the tables."""

    name: str
    unit: str
    minimum: float
    maximum: float
    sentence: dict[str, str]


@cache
def declared_assumptions() -> dict[str, Assumption]:
    """All assumptions of the plan, by name; each is needed, none has a silent default."""
    text = files("citywright.city").joinpath("assumptions.csv").read_text(encoding="utf-8")
    return {
        row["assumption"]: Assumption(
            row["assumption"], row["unit"], float(row["minimum"]), float(row["maximum"]),
            {"en": row["en"], "zh": row["zh"]},
        )
        for row in csv.DictReader(text.splitlines())
    }  # fmt: skip


def check_assumptions(c: Context) -> None:
    """The table holds every declared assumption, in its unit, from its minimum to its maximum."""
    frame = c["assumptions"]
    for row, name, value, unit in frame[["assumption", "value", "unit"]].itertuples():
        known = declared_assumptions()[name]
        if unit != known.unit:
            c.note("E423", "assumptions", row, "unit", unit, known.unit)
        elif value < known.minimum:
            c.note("E206", "assumptions", row, "value", f"{value:g}", f"{known.minimum:g}")
        elif value > known.maximum:
            c.note("E207", "assumptions", row, "value", f"{value:g}", f"{known.maximum:g}")
    for name in sorted(set(declared_assumptions()) - set(frame["assumption"])):
        c.note("E420", "assumptions", 0, "assumption", name)
