"""Networks as files of this project: Parquet tables and series beside one JSON head."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from citywright.energy.declaration import components
from citywright.energy.errors import NetworkFileError
from citywright.energy.network import WEIGHTS, Network, make_network

HEAD = "network.json"
FORMAT = 1
YEARS = ("weight", "carbon_price")


def write_network(network: Network, folder: Path) -> None:
    """Write tables/<component>.parquet, series/<component>.<attribute>.parquet and network.json."""
    (folder / "tables").mkdir(parents=True)
    (folder / "series").mkdir()
    head = {
        "format": FORMAT, "name": network.name, "money": network.money,
        "reserve": float(network.reserve), "hours": _hours_kind(network.hours),
    }  # fmt: skip
    (folder / HEAD).write_text(json.dumps(head, ensure_ascii=False, indent=1), encoding="utf-8")
    weights = network.weights.reset_index(drop=True)
    is_text = head["hours"] == "label"
    weights.insert(0, "hour", [str(h) for h in network.hours] if is_text else network.hours)
    weights.to_parquet(folder / "hours.parquet")
    network.years.rename_axis("year").reset_index().to_parquet(folder / "years.parquet")
    for component, frame in network.tables.items():
        if len(frame):
            frame.reset_index().to_parquet(folder / "tables" / f"{component}.parquet")
    for (component, attribute), frame in network.series.items():
        named = frame.reset_index(drop=True)
        named.to_parquet(folder / "series" / f"{component}.{attribute}.parquet")


def _hours_kind(hours: pd.Index) -> str:
    if isinstance(hours, pd.DatetimeIndex):
        return "time"
    return "number" if pd.api.types.is_any_real_numeric_dtype(hours.dtype) else "label"


def read_network(folder: Path) -> Network:
    """The network of a folder that `write_network` wrote.

    It is read, not judged: `check_network` says whether it makes sense.

    Raises
    ------
    NetworkFileError
        A file is missing, is no JSON or Parquet, or holds what no network has.
    """
    head = _head(folder / HEAD)
    weights = _frame(folder / "hours.parquet", {"hour", *WEIGHTS})
    hours = pd.Index(weights.pop("hour")).rename(None)
    weights.index = hours
    years = _frame(folder / "years.parquet", {"year", *YEARS}).set_index("year").rename_axis(None)
    tables = {p.stem: _table(p) for p in sorted((folder / "tables").glob("*.parquet"))}
    series = {}
    for path in sorted((folder / "series").glob("*.parquet")):
        component, _, attribute = path.stem.partition(".")
        series[component, attribute] = _profile(path, tables, hours)
    try:
        return make_network(
            head["name"], hours, tables, series, weights, years, head["money"], head["reserve"]
        )
    except (TypeError, ValueError) as error:
        # text where a number belongs
        raise NetworkFileError("energy.network_file.values", file=folder) from error


def _head(path: Path) -> dict[str, Any]:
    """What stands in network.json."""
    if not path.is_file():
        raise NetworkFileError("energy.network_file.missing", file=path)
    try:
        head = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise NetworkFileError("energy.network_file.damaged", file=path) from error
    kinds = {"name": str, "money": str, "reserve": float}
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise NetworkFileError("energy.network_file.format", file=path, format=FORMAT)
    if not all(isinstance(head.get(key), kind) for key, kind in kinds.items()):
        raise NetworkFileError("energy.network_file.damaged", file=path)
    return head


def _frame(path: Path, expected: set[str]) -> pd.DataFrame:
    """A Parquet file with just the columns expected."""
    frame = _parquet(path)
    _refuse(path, expected.symmetric_difference(frame.columns))
    return frame


def _parquet(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise NetworkFileError("energy.network_file.missing", file=path)
    try:
        return pd.read_parquet(path)
    except Exception as error:
        # a damaged file can fail anywhere in the library that reads it
        raise NetworkFileError("energy.network_file.damaged", file=path) from error


def _refuse(path: Path, names: set[str]) -> None:
    """Say which names are too many or too few."""
    if names:
        listed = ", ".join(sorted(map(str, names)))
        raise NetworkFileError("energy.network_file.columns", file=path, names=listed)


def _table(path: Path) -> pd.DataFrame:
    """A component's table; what it does not give takes its declared default in `make_network`."""
    if path.stem not in components():
        raise NetworkFileError("energy.network_file.unknown", file=path)
    frame = _parquet(path)
    _refuse(path, set(frame.columns) - {"name", *components()[path.stem]})
    if "name" not in frame:
        _refuse(path, {"name"})
    return frame.set_index("name")


def _profile(path: Path, tables: dict[str, pd.DataFrame], hours: pd.Index) -> pd.DataFrame:
    """A series: one row per hour, a column per name that varies."""
    component, _, attribute = path.stem.partition(".")
    declared = components().get(component, {}).get(attribute)
    if declared is None or not declared.varies:
        raise NetworkFileError("energy.network_file.unknown", file=path)
    frame = _parquet(path)
    _refuse(path, set(frame.columns) - set(tables[component].index if component in tables else ()))
    if len(frame) != len(hours):
        raise NetworkFileError(
            "energy.network_file.hours", file=path, found=len(frame), expected=len(hours)
        )
    if not all(map(pd.api.types.is_any_real_numeric_dtype, frame.dtypes)):
        raise NetworkFileError("energy.network_file.values", file=path)
    return frame.set_index(hours)


def fingerprint(network: Network) -> str:
    """SHA-256 of everything that a network holds; the same in any order of its series."""
    digest = hashlib.sha256()
    parts: list[tuple[str, pd.DataFrame]] = [
        ("weights", network.weights.reset_index(drop=True)), ("years", network.years),
        *sorted(network.tables.items()),
        *sorted((".".join(key), frame) for key, frame in network.series.items()),
    ]  # fmt: skip
    digest.update(_words([network.name, network.money, repr(float(network.reserve)), network.size]))
    digest.update(_words(network.hours))
    for name, frame in parts:
        digest.update(_words([name, *frame.columns]))
        if name in network.tables or name == "years":
            digest.update(_words(frame.index))
        for column in frame:
            values = frame[column].to_numpy()
            if values.dtype.kind in "fiub":
                digest.update(np.ascontiguousarray(values.astype("<f8")).tobytes())
            else:
                digest.update(_words(values))
    return digest.hexdigest()


def _words(values: Any) -> bytes:  # noqa: ANN401
    """A list of texts so that no two lists are alike."""
    return json.dumps([str(value) for value in values]).encode()
