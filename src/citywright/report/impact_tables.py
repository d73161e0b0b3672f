"""The effects of events as tables of a workbook, each with units in its headers."""

from collections.abc import Mapping
from typing import Any

from citywright.accounts.impact import MEASURES
from citywright.report.names import Names
from citywright.report.table import Column, Table
from citywright.words import say

Rows = list[dict[str, Any]]
STAGES = ("direct", "suppliers", "households", "total")
WITH_STAGES = ("output", "value_added", "employment")
"""Measures that are shown by stage in the table of sectors; the rest with their total."""


def summary_table(names: Names, document: Mapping[str, Any]) -> Table:
    """Measures by stage, all events together."""
    return _measures(names, "impact_summary", document["summary"])


def building_table(names: Names, document: Mapping[str, Any]) -> Table:
    """Measures by stage of the building phases, one-off."""
    return _measures(names, "impact_building", document["building"])


def _measures(names: Names, key: str, rows: Rows) -> Table:
    lang = names.lang
    columns = (Column(say("impact.col.measure", lang)), *_stages(lang, "mixed"),
               Column(say("impact.col.unit", lang), "short"))  # fmt: skip
    made = tuple(
        (say(f"console.measure.{r['measure']}", lang), *(r[s] for s in STAGES),
         names.unit(r["unit"])) for r in rows
    )  # fmt: skip
    return Table(key, columns, made)


def _stages(lang: str, kind: str, unit: str = "") -> tuple[Column, ...]:
    return tuple(Column(say(f"console.stage.{s}_value", lang), kind, unit) for s in STAGES)


def event_table(names: Names, document: Mapping[str, Any]) -> Table:
    """What was given, a row per amount, with the effects of each event alone."""
    lang = names.lang
    columns = tuple(
        Column(say(f"impact.col.{name}", lang), kind)
        for name, kind in (
            ("event", "text"), ("name", "text"), ("kind", "text"), ("year", "year"),
            ("entry", "text"), ("about", "text"), ("amount", "own"), ("unit", "short"),
            ("local_share", "own"), ("added_alone", "own"),
        )
    )  # fmt: skip
    rows = []
    for event in document["events"]:
        added = next(r for r in event["summary"] if r["measure"] == "value_added")["total"]
        head = (event["event"], event["name"], say(f"impact.kind.{event['kind']}", lang))
        for k, amount in enumerate(event["amounts"]):
            rows.append(
                (*head, event["year"], say(f"impact.entry.{amount['entry']}", lang),
                 names.of("sectors", amount["code"]), amount["value"],
                 _unit(names, document, amount["entry"]), _percent(amount["local_share"]),
                 None if k else added)
            )  # fmt: skip
    return Table("impact_events", columns, tuple(rows))


def _percent(share: float | None) -> float | None:
    return None if share is None else 100.0 * share


def _unit(names: Names, document: Mapping[str, Any], entry: str) -> str:
    units = {r["measure"]: r["unit"] for r in document["summary"]}
    return names.unit(units.get(entry, document["money_unit"]))


def sector_table(names: Names, document: Mapping[str, Any]) -> Table:
    """Effects by sector, largest value added first."""
    lang = names.lang
    units = {r["measure"]: names.unit(r["unit"]) for r in document["summary"]}
    columns = [
        Column(say("impact.col.code", lang), "short"),
        Column(say("impact.col.sector", lang)),
    ]
    cells: list[tuple[str, str]] = []
    for measure in MEASURES:
        said = say(f"console.measure.{measure}", lang)
        for stage in STAGES if measure in WITH_STAGES else ("total",):
            cells.append((measure, stage))
            head = said if measure not in WITH_STAGES else say(
                "impact.col.of_stage", lang, measure=said,
                stage=say(f"console.stage.{stage}_value", lang),
            )  # fmt: skip
            columns.append(Column(head, "own", units[measure]))
    found = {(r["sector"], r["measure"]): r for r in document["effects"]}
    codes = sorted(
        {r["sector"] for r in document["effects"]},
        key=lambda s: -abs(found.get((s, "value_added"), {}).get("total", 0.0)),
    )
    rows = tuple(
        (s, names.of("sectors", s), *(found.get((s, m), {}).get(stage, 0.0) for m, stage in cells))
        for s in codes
    )
    return Table("impact_sectors", tuple(columns), rows)


def leakage_sheet(names: Names, document: Mapping[str, Any]) -> Table:
    """Bought outside by product and stage, largest first."""
    lang = names.lang
    unit = names.unit(document["money_unit"])
    stages = ("event", *STAGES[:3], "total", "here")
    columns = (
        Column(say("impact.col.code", lang), "short"), Column(say("impact.col.product", lang)),
        *(Column(say(f"impact.col.outside_{s}", lang), "own", unit) for s in stages),
        Column(say("impact.col.outside_share", lang), "own", "%"),
    )  # fmt: skip
    ordered = sorted(document["leakages"], key=lambda r: -r["total"])
    rows = tuple(
        (r["sector"], r[f"name_{lang}"], *(r[s] for s in stages), _percent(r["share"]))
        for r in ordered
    )
    return Table("impact_leakages", columns, rows)


def substitution_sheet(names: Names, document: Mapping[str, Any]) -> Table:
    """Products bought outside, what the city could make of them, and what replacing one adds."""
    lang = names.lang
    unit = names.unit(document["money_unit"])
    amounts = ("outside", "made", "spare", "sold_outside")
    gains = ("output", "value_added", "compensation", "taxes", "employment")
    people = names.unit(f"10000 person/{document['money_unit']}")
    columns = (
        Column(say("impact.col.code", lang), "short"), Column(say("impact.col.product", lang)),
        *(Column(say(f"impact.col.{name}", lang), "own", unit) for name in amounts),
        Column(say("impact.col.is_made", lang), "mark"),
        *(Column(say("impact.col.one_replaced", lang, measure=say(f"console.measure.{m}", lang)),
                 "own", people if m == "employment" else "") for m in gains),
    )  # fmt: skip
    rows = tuple(
        (r["sector"], r[f"name_{lang}"], *(r[name] for name in amounts),
         r["unit_output"] is not None, *(r[f"unit_{m}"] for m in gains))
        for r in document["substitution"]
    )  # fmt: skip
    return Table("impact_substitution", columns, rows)


def skill_table(names: Names, document: Mapping[str, Any]) -> Table:
    """Jobs by skill and stage, in persons."""
    lang = names.lang
    columns = (
        Column(say("impact.col.skill", lang)), *_stages(lang, "count", names.unit("person")),
    )  # fmt: skip
    rows = tuple((r[f"name_{lang}"], *(r[s] * 1e4 for s in STAGES)) for r in document["skills"])
    return Table("impact_jobs", columns, rows)


def tax_table(names: Names, document: Mapping[str, Any]) -> Table:
    """Taxes by tax and level; the taxes of the accounts first."""
    lang = names.lang
    columns = (
        Column(say("impact.col.tax", lang)), Column(say("impact.col.level", lang)),
        Column(say("impact.col.in_accounts", lang), "mark"),
        *_stages(lang, "own", names.unit(document["money_unit"])),
    )  # fmt: skip
    ordered = sorted(document["taxes"] or [], key=lambda r: not r["in_accounts"])
    rows = tuple(
        (r[f"name_{lang}"], say(f"impact.level.{r['level']}", lang), r["in_accounts"],
         *(r[s] for s in STAGES))
        for r in ordered
    )  # fmt: skip
    return Table("impact_taxes", columns, rows)


def level_rows(document: Mapping[str, Any]) -> list[tuple[str, float, float]]:
    """Level, taxes of the accounts, income taxes beside them."""
    rows = document["taxes"] or []
    return [
        (level, *(sum(r["total"] for r in rows if r["level"] == level and r["in_accounts"] is inside)
                  for inside in (True, False)))
        for level in ("central", "province", "city")
    ]  # fmt: skip
