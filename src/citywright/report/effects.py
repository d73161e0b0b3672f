"""The effects of events as one document, for JSON, for tables and for the workbook."""

import math
from typing import Any

import pandas as pd

from citywright.accounts.account import STRESSORS
from citywright.accounts.impact import (
    STAGES,
    DemandEvent,
    Event,
    FullImpact,
    Impact,
    LossEvent,
    PlantEvent,
)
from citywright.city import City, Finding
from citywright.report.impact_words import method_text
from citywright.words import LANGUAGES

UNITS = {"employment": "10000 person", "electricity": "100 GWh", "co2": "10000 t"}
BUYERS = (*STAGES, "event")


def impact_document(
    city: City,
    full: FullImpact,
    project: pd.Series | None = None,
    notices: tuple[Finding, ...] = (),
) -> dict[str, Any]:
    """Everything that is told of events; with the fields of a project where there is only one.

    Money in the city's unit, a year of operation; under `building` money in all.
    """
    found, money = full.assessment, city.settings.money_unit
    whole = found.together
    head = _project_head(project) if project is not None else {}
    parts = {
        "city": city.settings.code, "base_year": city.settings.base_year, "money_unit": money,
        "spending_share": found.propensity,
        "events": [_event(city, full, event) for event in found.events],
        "summary": _summary(whole.summary, money), "leakage": whole.leakage,
        "interaction": _summary(found.interaction, money) if found.has_loss else [],
        "building": _building(full, money),
        "effects": _by_sector(whole), "purchases": _purchases(city, whole),
        "leakages": _named(city, "sectors", full.leakages[full.leakages["total"] != 0.0]),
        "substitution": _named(city, "sectors", full.substitution),
        "skills": _named(city, "skills", full.skills), "taxes": _taxes(city, full),
        "rests_on": {str(q): float(share) for q, share in full.quality.items()},
    }  # fmt: skip
    document = {**head, **parts}
    document["method"] = {lang: method_text(city, document, lang) for lang in LANGUAGES}
    document["notices"] = [finding.as_dict("en") for finding in notices]
    return document


def _project_head(project: pd.Series) -> dict[str, Any]:
    fields = ("name_en", "name_zh", "zone", "sector", "node", "status", "source", "quality", "note")
    named = {name: str(project[name]) for name in fields}
    return {"project": str(project.name), **named, "output": float(project["output"])}


def kind_of(event: Event) -> str:
    """Kind of event: demand, plant, loss or project."""
    if isinstance(event, DemandEvent):
        return "demand"
    if isinstance(event, LossEvent):
        return "loss"
    return "project" if event.project else "plant"


def _event(city: City, full: FullImpact, event: Event) -> dict[str, Any]:
    money = city.settings.money_unit
    alone = full.assessment.alone[event.code]
    building = full.assessment.building.get(event.code)
    return {
        "event": event.code, "name": event.name, "kind": kind_of(event), "year": event.year,
        "amounts": _amounts(event), "averages": _averages(event),
        "summary": _summary(alone.summary, money), "leakage": alone.leakage,
        "building": _summary(building.summary, money) if building else [],
    }  # fmt: skip


def _amounts(event: Event) -> list[dict[str, Any]]:
    """What the event says, a row per amount."""
    if isinstance(event, DemandEvent):
        return [_line("demand", line) for line in event.lines]
    if isinstance(event, LossEvent):
        parts = (("output", event.firms), ("customer", event.customers))
        return [_amount(entry, s, v) for entry, part in parts for s, v in part.items()]
    rows = [_amount("output", event.sector, event.output)]
    rows += [_line("purchase", line) for line in event.purchases]
    rows += [_amount(name, "", value) for name, value in {**event.items, **event.own}.items()]
    if (
        event.project and event.building
    ):  # spread over products as all investment is: one row says it
        return [*rows, _amount("building", "", sum(line.value for line in event.building))]
    return rows + [_line("building", line) for line in event.building]


def _line(entry: str, line: Any) -> dict[str, Any]:  # noqa: ANN401
    return {**_amount(entry, line.sector, line.value), "local_share": line.share}


def _amount(entry: str, code: str, value: float) -> dict[str, Any]:
    return {"entry": entry, "code": code, "value": float(value), "local_share": None}


def _averages(event: Event) -> list[str]:
    """What was taken from the averages of the sector because the event does not say it."""
    if not isinstance(event, PlantEvent):
        return ["recipe", *STRESSORS]
    recipe = [] if event.purchases else ["recipe"]
    return recipe + [name for name in STRESSORS if name not in event.own]


def _summary(frame: pd.DataFrame, money: str) -> list[dict[str, Any]]:
    return [
        {"measure": str(measure), "unit": UNITS.get(str(measure), money), **_plain(row)}
        for measure, row in frame.iterrows()
    ]


def _building(full: FullImpact, money: str) -> list[dict[str, Any]]:
    """The building phases of all events together, one-off."""
    parts = [impact.summary for impact in full.assessment.building.values()]
    return _summary(sum(parts[1:], parts[0]), money) if parts else []


def _by_sector(impact: Impact) -> list[dict[str, Any]]:
    return [
        {"measure": str(measure), "sector": str(sector), **_plain(row)}
        for (measure, sector), row in impact.effects.iterrows()
        if row["total"] != 0
    ]


def _purchases(city: City, impact: Impact) -> list[dict[str, Any]]:
    bought = impact.purchases
    totals = {
        place: bought[[f"{stage}_{place}" for stage in BUYERS]].sum(axis=1)
        for place in ("here", "outside")
    }
    frame = pd.DataFrame(totals).join(bought).sort_values(
        "outside", ascending=False, kind="stable"
    )  # fmt: skip
    return _named(city, "sectors", frame[(frame["here"] != 0.0) | (frame["outside"] != 0.0)])


def _taxes(city: City, full: FullImpact) -> list[dict[str, Any]] | None:
    """Taxes by tax and level; None where the city gives no shares."""
    if full.taxes is None:
        return None
    bases = city.tables["tax_bases"].set_index("tax")
    return [
        {
            "tax": tax, "level": level, "name_en": bases.loc[tax, "name_en"],
            "name_zh": bases.loc[tax, "name_zh"], "item": bases.loc[tax, "item"],
            "in_accounts": bool(bases.loc[tax, "item"] == "taxes"), **_plain(row),
        }
        for (tax, level), row in full.taxes.iterrows()
    ]  # fmt: skip


def _named(city: City, table: str, frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with the code and both names of what they are about."""
    key = table.removesuffix("s")
    names = city.tables[table].set_index(key)[["name_en", "name_zh"]]
    return [
        {key: str(code), **names.loc[code].to_dict(), **_plain(row)}
        for code, row in frame.iterrows()
    ]


def _plain(row: pd.Series) -> dict[str, float | None]:
    """Plain numbers; what is not known is None, for JSON has no word for it."""
    return {
        str(name): None if math.isnan(float(value)) else float(value) for name, value in row.items()
    }
