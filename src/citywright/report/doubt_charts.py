"""Data of the charts of doubt: fans, tornado, frontier; `assets/doubt.js` draws them."""

from typing import Any

import pandas as pd

from citywright.plan.doubt.collected import Collected
from citywright.report.doubt_tables import range_name
from citywright.report.names import Names

Chart = dict[str, Any]
BANDS = ("q05", "q25", "q50", "q75", "q95")
SHOWN = ("replanned", "held")


def doubt_charts(names: Names, found: Collected) -> Chart:
    """All charts by name, and the words that they need."""
    keys = ("inner", "outer", "median", "low", "high", "goal", "bound")
    words = {key: names.say(f"doubt.chart.{key}") for key in keys}
    return {
        "words": {**words, **{way: names.say(f"doubt.way.{way}") for way in SHOWN}},
        "fans": fan_charts(names, found) if found.spread else [],
        "tornado": tornado_charts(names, found) if found.tornado else [],
        "frontier": frontier_charts(names, found) if found.frontier else [],
    }


def _short(value: object) -> float | None:
    return None if pd.isna(value) else float(f"{float(value):.6g}")  # type: ignore[arg-type]


def fan_charts(names: Names, found: Collected) -> list[Chart]:
    """A fan for each indicator and way, those with targets first."""
    assert found.spread is not None
    targets, fans = names.city.tables["targets"], found.spread.fans
    aimed = list(dict.fromkeys(targets["indicator"]))
    rest = [i for i in names.city.tables["indicators"]["indicator"] if i not in aimed]
    units = names.city.tables["indicators"].set_index("indicator")["unit"]
    charts = []
    for indicator in [*aimed, *rest]:
        for way in SHOWN:
            own = fans[(fans["indicator"] == indicator) & (fans["way"] == way)].sort_values("year")
            if own.empty:
                continue
            goals = targets[targets["indicator"] == indicator]
            charts.append({
                "title": f"{names.of('indicators', indicator)}, {names.say(f'doubt.way.{way}')}",
                "unit": names.unit(units[indicator]), "years": [int(y) for y in own["year"]],
                "bands": {band: [_short(v) for v in own[band]] for band in BANDS},
                "goals": [[int(y), _short(v)] for y, v in zip(goals["year"], goals["value"], strict=True)],
            })  # fmt: skip
    return charts


def tornado_charts(names: Names, found: Collected) -> list[Chart]:
    """A tornado for each way; ranges without a plan at one end stay out (the table has them)."""
    assert found.tornado is not None
    charts = []
    for way in SHOWN:
        own = found.tornado.bars
        own = own[own["way"] == way].dropna(subset=["low", "high", "base"])
        if own.empty:
            continue
        charts.append({
            "title": names.say(f"doubt.way.{way}"), "base": _short(own["base"].iloc[0]),
            "names": [range_name(names, r) for r in own["range"]],
            "low": [_short(v) for v in own["low"]], "high": [_short(v) for v in own["high"]],
        })  # fmt: skip
    return charts


def frontier_charts(names: Names, found: Collected) -> list[Chart]:
    """The points of the frontier and their bounds."""
    assert found.frontier is not None
    f = found.frontier
    known = names.known["indicators"]
    title = [known.get(a.indicator, names.say("doubt.col.objective")) for a in (f.other, f.one)]
    return [{
        "x": title[0], "y": title[1],
        "points": [[_short(r.other), _short(r.one)] for r in f.points.itertuples()],
        "bounds": [[_short(r.other), _short(r.bound)] for r in f.points.itertuples()],
    }]  # fmt: skip
