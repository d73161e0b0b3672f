"""Text on method and assumptions, ready to paste, with the figures of the very events."""

from typing import Any

from citywright.city import City
from citywright.report.numbers import number, percent, unit_words
from citywright.words import say


def method_text(city: City, document: dict[str, Any], lang: str) -> list[str]:
    """Paragraphs on what was computed, what the words mean, what is assumed and left out.

    document : of `impact_document`, without the text itself
    """
    values = _figures(city, document, lang)
    return [say(key, lang, **values) for key in _keys(document)]


def _keys(document: dict[str, Any]) -> list[str]:
    kinds = {event["kind"] for event in document["events"]}
    keys = ["impact.method.scope", "impact.method.stages", "impact.method.recipes"]
    if kinds & {"plant", "project"}:
        keys.append("impact.method.plants")
    if "loss" in kinds:
        keys.append("impact.method.loss")
    keys += ["impact.method.limits", "impact.method.average", "impact.method.static",
             "impact.method.local", "impact.method.households", "impact.method.jobs"]  # fmt: skip
    keys.append("impact.method.taxes" if document["taxes"] else "impact.method.no_taxes")
    if document["building"]:
        keys.append("impact.method.building")
    return [*keys, "impact.method.quality", "impact.method.left_out"]


def _figures(city: City, document: dict[str, Any], lang: str) -> dict[str, object]:
    """Every number and name of the text, as text."""
    rows = {row["measure"]: row for row in document["summary"]}
    added, people = rows["value_added"], rows["employment"]
    bought = document["purchases"]
    here, outside = (sum(row[place] for row in bought) for place in ("here", "outside"))
    building = {row["measure"]: row["total"] for row in document["building"]}
    quality = sorted(document["rests_on"].items(), key=lambda one: -one[1])
    shares = [f"{say(f'impact.quality.{name}', lang)} {percent(share)}" for name, share in quality]
    names = [_event_name(event, lang) for event in document["events"]]
    return {
        "city": city.settings.name(lang), "base": city.settings.base_year,
        "unit": unit_words(city.settings.money_unit, lang), "sectors": len(city.tables["sectors"]),
        "events": say("impact.and", lang).join(names), "count": len(names),
        **{f"added_{stage}": number(added[stage])
           for stage in ("direct", "suppliers", "households", "total")},
        "people": number(people["total"] * 1e4, 0), "output": number(rows["output"]["total"]),
        "here": number(here), "outside": number(outside),
        "spending": percent(document["spending_share"]),
        "taxes": number(rows["taxes"]["total"]), **_tax_figures(document),
        "built": number(building.get("output", 0.0)),
        "built_added": number(building.get("value_added", 0.0)),
        "quality": say("impact.and", lang).join(shares) if shares else say("impact.none", lang),
        "averages": _average_names(document, lang),
    }  # fmt: skip


def _event_name(event: dict[str, Any], lang: str) -> str:
    key = "impact.event_undated" if event["year"] is None else "impact.event_dated"
    kind = say(f"impact.kind.{event['kind']}", lang)
    return say(key, lang, name=event["name"], kind=kind, year=event["year"] or "")


def _average_names(document: dict[str, Any], lang: str) -> str:
    """Which numbers of plants were taken from the averages of their sectors."""
    plants = [e for e in document["events"] if e["kind"] in ("plant", "project")]
    found = [
        say("impact.of_event", lang, name=e["name"], what=say("impact.and", lang).join(
            say(f"impact.average.{what}", lang) for what in e["averages"]))
        for e in plants if e["averages"]
    ]  # fmt: skip
    return say("impact.semicolon", lang).join(found) or say("impact.none", lang)


def _tax_figures(document: dict[str, Any]) -> dict[str, str]:
    """Taxes of the accounts by level, and income taxes at all levels."""
    rows = document["taxes"] or []
    levels = ("central", "province", "city")
    by_level = {
        f"tax_{level}": number(
            sum(r["total"] for r in rows if r["level"] == level and r["in_accounts"])
        )
        for level in levels
    }
    income = sum(r["total"] for r in rows if not r["in_accounts"])
    kept = sum(r["total"] for r in rows if not r["in_accounts"] and r["level"] == "city")
    return {**by_level, "income_taxes": number(income), "income_city": number(kept)}
