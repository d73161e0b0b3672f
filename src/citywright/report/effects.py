"""The effects of a project as one document, for JSON and for tables."""

from typing import Any

import pandas as pd

from citywright.accounts.impact import STAGES, Impact
from citywright.city import City

UNITS = {"employment": "10000 person", "electricity": "100 GWh", "co2": "10000 t"}


def impact_document(city: City, project: pd.Series, impact: Impact) -> dict[str, Any]:
    """Summary by measure and stage, effects by sector, purchases here and outside.

    Money in the city's unit per year at full output.
    """
    money = city.settings.money_unit
    names = city.tables["sectors"].set_index("sector")[["name_en", "name_zh"]]
    summary = [
        {"measure": measure, "unit": UNITS.get(str(measure), money), **_plain(row)}
        for measure, row in impact.summary.iterrows()
    ]
    effects = [
        {"measure": measure, "sector": sector, **_plain(row)}
        for (measure, sector), row in impact.effects.iterrows()
        if row["total"] != 0
    ]
    bought = impact.purchases
    here = bought[[f"{stage}_here" for stage in STAGES]].sum(axis=1)
    outside = bought[[f"{stage}_outside" for stage in STAGES]].sum(axis=1)
    order = outside.sort_values(ascending=False, kind="stable").index
    purchases = [
        {"sector": s, **names.loc[s].to_dict(), "here": float(here[s]), "outside": float(outside[s]),
         **_plain(bought.loc[s])}
        for s in order if here[s] + outside[s] > 0
    ]  # fmt: skip
    fields = ("name_en", "name_zh", "zone", "sector", "node", "status", "source", "quality", "note")
    return {
        "project": str(project.name), **{name: str(project[name]) for name in fields},
        "output": float(project["output"]), "money_unit": money, "summary": summary,
        "leakage": impact.leakage, "effects": effects, "purchases": purchases,
    }  # fmt: skip


def _plain(row: pd.Series) -> dict[str, float]:
    return {str(name): float(value) for name, value in row.items()}
