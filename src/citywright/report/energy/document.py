"""A solved network as one JSON document, as tables, and as a folder."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from citywright.city.whole import write_whole
from citywright.energy.explain import explain, headline, headroom
from citywright.energy.looking.balance import cost_parts, energy_by_kind
from citywright.energy.looking.dispatch import dispatch
from citywright.energy.looking.flows import curtailment, energy_flows
from citywright.energy.looking.prices import line_use, node_map, node_prices, price_spread
from citywright.energy.looking.setters import Setters
from citywright.energy.looking.solved import seen, years
from citywright.energy.looking.stock import capacity_table, levels
from citywright.energy.solution import Solution
from citywright.report.energy.language import PowerWords
from citywright.report.energy.page import energy_page
from citywright.report.energy.sentences import all_sentences
from citywright.words import LANGUAGES

DOCUMENT, PAGE = "energy.json", "report.html"


def energy_document(
    solution: Solution, certificate: Path | None = None, facts: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The solved network as plain values; a number without an end, or missing, is null.

    objective, objective_constant, lower_bound, upper_bound, gap, method, certificate (path or
    null), wall_s, cpu_s, peak_mb, capacities, energy, headline, setters, tight, worth, limits,
    and the sentences in both languages.
    """
    solution = seen(solution)
    known = explain(solution) if facts is None else facts
    whole = {
        "network": solution.network.name, "hours": solution.network.size,
        "years": years(solution), "money": solution.network.money,
        "objective": solution.objective, "objective_constant": solution.objective_constant,
        "lower_bound": solution.lower_bound, "upper_bound": solution.upper_bound,
        "gap": solution.gap, "method": solution.method,
        "certificate": None if certificate is None else str(certificate),
        **{key: solution.run[key] for key in ("wall_s", "cpu_s", "peak_mb")},
        "capacities": _records(capacity_table(solution)),
        "energy": _records(energy_by_kind(solution)), "headline": headline(solution),
        "setters": _records(known["shares"]), "tight": _records(known["events"]),
        "worth": _records(known["worths"]), "limits": _records(known["limits"]),
        "sentences": {
            lang: all_sentences(PowerWords(solution.network, lang), solution, known)
            for lang in sorted(LANGUAGES)
        },
    }  # fmt: skip
    plain: dict[str, Any] = _plain(whole)
    return plain


def write_energy_tables(
    solution: Solution, folder: Path, facts: dict[str, Any] | None = None
) -> None:
    """Write every figure as `<name>.parquet`, and `hourly_<component>_<quantity>.parquet`.

    Hourly tables have one row per hour, its label in the column `hour`, and one column per name.
    """
    solution = seen(solution)
    known = explain(solution) if facts is None else facts
    frames = {
        "capacities": capacity_table(solution), "energy": energy_by_kind(solution),
        "costs": cost_parts(solution), "prices": node_prices(solution), "lines": line_use(solution),
        "nodes": node_map(solution), "setters": known["shares"], "tight": known["events"],
        "worth": known["worths"], "limits": known["limits"],
        "flows": _of_years(solution, energy_flows), "curtailment": _of_years(solution, curtailment),
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    whole = dispatch(solution)
    whole.columns = ["|".join(key).rstrip("|") for key in whole.columns]
    hourly = {
        "dispatch": whole, "levels": levels(solution), "spread": price_spread(solution),
        "headroom": headroom(solution), "price_setters": _named(known["setters"]),
        **{f"hourly_{c}_{q}": frame for (c, q), frame in solution.hourly.items()},
    }  # fmt: skip
    for name, frame in hourly.items():
        _with_hours(frame).to_parquet(folder / f"{name}.parquet", index=False)


def write_energy_report(
    solution: Solution, folder: Path, lang: str, certificate: Path | None = None,
    replace: bool = False,
) -> None:  # fmt: skip
    """Write energy.json, report.html and tables/*.parquet; the folder appears whole or not at all.

    Raises
    ------
    UsageError
        The folder is there already and `replace` is not set.
    """
    solution = seen(solution)
    facts = explain(solution)
    with write_whole(folder, replace) as part:
        fill_energy_report(
            part, solution, energy_document(solution, certificate, facts), lang, facts
        )


def fill_energy_report(
    folder: Path, solution: Solution, document: Mapping[str, Any], lang: str,
    facts: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Write energy.json, report.html and tables/*.parquet into a folder that is there."""
    solution = seen(solution)
    known = explain(solution) if facts is None else facts
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / DOCUMENT).write_text(text + "\n", encoding="utf-8")
    (folder / PAGE).write_text(energy_page(solution, lang, known), encoding="utf-8")
    write_energy_tables(solution, folder / "tables", known)


def _of_years(solution: Solution, figure: Any) -> pd.DataFrame:  # noqa: ANN401
    """A figure of one planning year for each of them, with the year as first column."""
    parts = [figure(solution, year) for year in years(solution)]
    for year, part in zip(years(solution), parts, strict=True):
        part.insert(0, "year", year)
    return pd.DataFrame(pd.concat(parts, ignore_index=True))


def _named(setters: Setters) -> pd.DataFrame:
    """rule|kind|node of the setter of each price, hours × nodes."""
    keys = setters.keys
    names = (keys["rule"] + "|" + keys["kind"] + "|" + keys["node"]).to_numpy()
    codes = setters.codes
    return pd.DataFrame(names[codes.to_numpy()], codes.index, codes.columns)


def _with_hours(frame: pd.DataFrame) -> pd.DataFrame:
    """The label of the hour as first column; labels of several levels become one text.

    The column is `hour`, with as many _ behind it as set it apart from names of the network.
    """
    labels = frame.index
    if isinstance(labels, pd.MultiIndex):
        labels = pd.Index(["|".join(map(str, label)) for label in labels])
    whole = frame.reset_index(drop=True)
    whole.columns = [str(name) for name in whole.columns]
    column = "hour"
    while column in whole:
        column += "_"
    whole.insert(0, column, labels)
    return whole


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = frame.to_dict("records")
    return found


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Plain Python values throughout; numbers that JSON does not know become null."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, float) and not math.isfinite(plain):
        return None
    return plain
