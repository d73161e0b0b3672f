"""Cities and plans that reports have to stand: hostile names, empty tables."""

from dataclasses import replace
from types import MappingProxyType

from citywright.city import City
from citywright.plan.result import Plan

HOSTILE = "=cmd()<script>alert(1)</script></script>\"'&{{7*7}}{a}"
"""A name that tries to be markup, a formula, a template, and the end of a script."""
NAMED = ("zones", "projects", "factors", "indicators", "sectors", "programmes", "power_supply")


def hostile(city: City) -> City:
    """The same city, every name of it hostile, also of sources and of the city itself."""
    tables = dict(city.tables)
    for name in NAMED:
        frame = tables[name]
        tail = [f" {k}" for k in range(len(frame))]
        tables[name] = frame.assign(
            **{c: [HOSTILE + t for t in tail] for c in ("name_en", "name_zh")}
        )
    tables["sources"] = tables["sources"].assign(
        title=HOSTILE, publisher=HOSTILE, address="javascript:alert(1)"
    )
    settings = replace(city.settings, name_en=HOSTILE, name_zh=HOSTILE)
    return City(settings, MappingProxyType(tables))


def emptied(plan: Plan) -> Plan:
    """A plan of which every table is empty."""
    return replace(plan, tables={name: frame.iloc[:0] for name, frame in plan.tables.items()})
