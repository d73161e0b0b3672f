"""Figures hour by hour, packed: dispatch with prices, stores, sheets of days and hours."""

from typing import Any

import numpy as np
import pandas as pd

from citywright.energy.looking.days import clock, heat_maps, sheet_ends
from citywright.energy.looking.dispatch import dispatch, weeks
from citywright.energy.looking.places import dispatch_places
from citywright.energy.looking.prices import system_price
from citywright.energy.looking.solved import years
from citywright.energy.looking.stock import levels_by_kind
from citywright.energy.solution import Solution
from citywright.report.energy.colours import OF_PART, colours
from citywright.report.energy.language import PowerWords, short
from citywright.report.energy.packed import packed

Chart = dict[str, Any]
BUDGET = 1_500_000
"""Numbers of dispatch that a page may hold: about 4 MB (2.7 characters each)."""
UNITS = {"price": "MWh", "demand": "MW", "pv": "MW", "residual": "MW"}
"""Units of the sheets; a price is money per MWh."""


def calendar(solution: Solution) -> Chart:
    """Label of each day, and day and hour of each hour of the network; the weeks to choose from."""
    when = clock(solution.network)
    days = list(dict.fromkeys(zip(when["year"], when["day"], strict=True)))
    place = {day: k for k, day in enumerate(days)}
    of_hour = [place[key] for key in zip(when["year"], when["day"], strict=True)]
    return {
        "days": [day for _, day in days], "day": packed(np.array(of_hour, dtype=float)),
        "hour": packed(when["hour"].to_numpy(dtype=float)),
        "weeks": weeks(solution).astype(int).to_dict("records"),
    }  # fmt: skip


def dispatch_charts(words: PowerWords, solution: Solution) -> list[Chart]:
    """Dispatch of the whole system, of each other carrier, and of nodes while there is room.

    Nodes follow by demand; those that find no room on the page are left out and counted in `left`.
    """
    kinds = [
        kind
        for table in solution.network.tables.values()
        if "kind" in table
        for kind in table["kind"]
    ]
    tones = colours([*kinds, "generators", "storage", "stores", "links"])
    found: list[Chart] = []
    room = BUDGET
    for place in dispatch_places(solution):
        frame = dispatch(solution, place.nodes)
        room -= frame.size + len(frame)
        if room < 0 and found:
            break
        name = place.key if place.is_node else words.say("whole", carrier=words.carrier(place.key))
        price = system_price(solution, place.nodes)
        found.append({"name": name, **_layers(words, frame, tones), "price": packed(price)})
    return found


def _layers(words: PowerWords, frame: pd.DataFrame, tones: dict[str, str]) -> Chart:
    layers = []
    for part, kind in frame.columns:
        if part == "demand":
            continue
        name = (
            words.say(f"part.{part}", kind=words.kind(kind)) if kind else words.say(f"alone.{part}")
        )
        layers.append({
            "name": name, "colour": tones.get(kind) or OF_PART[part], "part": part,
            "gives": part in ("generation", "conversion", "discharge", "import", "shed"),
            "values": packed(frame[part, kind].to_numpy()),
        })  # fmt: skip
    return {"layers": layers, "demand": packed(frame["demand", ""].to_numpy())}


def level_charts(words: PowerWords, solution: Solution) -> list[Chart]:
    """Level of the stores of each kind over all hours, GWh and as a share of what they can hold."""
    level, room = levels_by_kind(solution)
    tones = colours(level.columns)
    return [
        {"name": words.kind(kind), "colour": tones[kind], "values": packed(level[kind].to_numpy()),
         "room": [short(v) for v in room.groupby(solution.network.weights["year"].to_numpy())[kind].max()]}
        for kind in level.columns if room[kind].max() > 0
    ]  # fmt: skip


def sheet_charts(words: PowerWords, solution: Solution) -> dict[int, list[Chart]]:
    """Sheets of days × hours for each planning year."""
    return {
        year: [_sheet(words, key, sheet) for key, sheet in heat_maps(solution, year).items()]
        for year in years(solution)
    }


def _sheet(words: PowerWords, key: str, sheet: pd.DataFrame) -> Chart:
    low, high = sheet_ends(sheet)
    unit = words.per(UNITS[key]) if key == "price" else words.unit(UNITS[key])
    return {
        "key": key, "title": words.say(f"sheet.{key}"), "unit": unit, "low": short(low), "high": short(high),
        "days": list(sheet.index), "values": packed(sheet.to_numpy()),
    }  # fmt: skip
