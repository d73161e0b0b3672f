"""Opens a PyPSA network: a netCDF file, a folder of CSV files, or a live object.

The layouts are PyPSA's (user guide, "Import and export"): one CSV file per component
(generators.csv) and per attribute by snapshot (generators-p_max_pu.csv), or the same as variables
of a netCDF file (generators_p_nom, generators_t_p_max_pu).
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from citywright.energy.interchange.attributes import pypsa_attributes
from citywright.energy.interchange.frames import PERIOD_WEIGHTINGS, WEIGHTINGS, PypsaFrames
from citywright.energy.interchange.notes import InterchangeError

if TYPE_CHECKING:
    import pypsa
    import xarray as xr

    Source = str | Path | pypsa.Network

COMPONENTS = (
    "buses", "carriers", "generators", "storage_units", "stores", "lines", "transformers", "links",
    "loads", "processes", "shunt_impedances", "global_constraints", "line_types",
    "transformer_types",
)  # fmt: skip
PORT = re.compile(r"(efficiency|delay)\d+")
"""Attributes of a link's further ends."""
LABELS = ("period", "timestep", "snapshot")


def read_frames(source: "Source") -> PypsaFrames:
    """The frames of a PyPSA network: a path (.nc, or a folder of CSV files) or a live network.

    Raises
    ------
    InterchangeError
        If there is no such file, or it is not a PyPSA network.
    """
    if isinstance(source, str | Path):
        path = Path(source)
        if path.is_dir():
            return read_csv_folder(path)
        if path.is_file():
            return read_netcdf(path)
        raise InterchangeError("energy.interchange.no_file", file=str(path))
    if hasattr(source, "snapshots") and hasattr(source, "c"):
        return read_live(source)
    raise InterchangeError("energy.interchange.no_network", found=type(source).__name__)


def read_csv_folder(folder: Path) -> PypsaFrames:
    """The frames of a folder of CSV files."""
    if not (folder / "buses.csv").is_file():
        raise InterchangeError("energy.interchange.no_buses", file=str(folder))
    static = {c: _csv(folder / f"{c}.csv") for c in COMPONENTS if (folder / f"{c}.csv").is_file()}
    given: dict[tuple[str, str], pd.DataFrame] = {}
    curves = []
    for component in static:
        for path in sorted(folder.glob(f"{component}-*.csv")):
            attribute = path.stem.removeprefix(f"{component}-")
            if attribute.endswith("-pw"):
                curves.append((component, attribute.removesuffix("-pw")))
            elif _is_read(component, attribute):
                given[component, attribute] = _csv(path)
    about = _csv(folder / "network.csv") if (folder / "network.csv").is_file() else None
    name = folder.name if about is None or not len(about) else str(about.index[0])
    meta = folder / "meta.json"
    return _frames(
        name, _optional(folder / "snapshots.csv"), _optional(folder / "investment_periods.csv"),
        static, given, tuple(curves),
        meta=_meta(meta.read_text(encoding="utf-8"), meta) if meta.is_file() else {},
    )  # fmt: skip


def read_netcdf(path: Path) -> PypsaFrames:
    """The frames of a netCDF file."""
    import xarray as xr  # noqa: PLC0415 (takes a second to import)

    try:
        data = xr.load_dataset(path, engine="netcdf4")
    except (OSError, ValueError, RuntimeError) as error:
        raise InterchangeError("energy.interchange.not_netcdf", file=str(path)) from error
    with data:
        if "buses_i" not in data.coords:
            raise InterchangeError("energy.interchange.no_buses", file=str(path))
        static = {c: _static(data, c) for c in COMPONENTS if f"{c}_i" in data.coords}
        given = dict(_dynamic(data))
        named = (re.fullmatch(r"(.+?)_pw_(.+)", str(v)) for v in data.data_vars)
        curves = tuple((m.group(1), m.group(2)) for m in named if m)
        scenarios = [str(s) for s in data.coords["scenario"].values] if "scenario" in data else []
        return _frames(
            str(data.attrs.get("network_name") or path.stem), _static(data, "snapshots", ""),
            _static(data, "investment_periods", ""), static, given, curves, tuple(scenarios),
            _meta(str(data.attrs.get("meta", "{}")), path),
        )  # fmt: skip


def read_live(network: "pypsa.Network") -> PypsaFrames:
    """The frames of a live `pypsa.Network` (1.0 or later)."""
    static, given, curves = {}, {}, []
    for component in COMPONENTS:
        part = getattr(network.c, component)
        if not len(part.static):
            continue
        static[component] = pd.DataFrame(part.static)
        for attribute, frame in part.dynamic.items():
            if len(frame.columns) and _is_read(component, attribute):
                given[component, attribute] = frame
        curves += [(component, a) for a, f in getattr(part, "piecewise", {}).items() if len(f)]
    weightings = network.snapshot_weightings.reset_index()
    has_periods = isinstance(network.snapshots, pd.MultiIndex)
    periods = network.investment_period_weightings if has_periods else None
    scenarios = tuple(str(s) for s in network.scenarios) if network.has_scenarios else ()
    return _frames(
        network.name or "", weightings, periods, static, given, tuple(curves), scenarios,
        dict(network.meta),
    )  # fmt: skip


def _is_read(component: str, attribute: str) -> bool:
    declared = pypsa_attributes().get(component, {})
    return attribute in declared or bool(PORT.fullmatch(attribute) and component == "links")


def _frames(
    name: str, snapshots: pd.DataFrame | None, periods: pd.DataFrame | None,
    static: dict[str, pd.DataFrame], given: dict[tuple[str, str], pd.DataFrame],
    curves: tuple[tuple[str, str], ...], scenarios: tuple[str, ...] = (),
    meta: dict[str, object] | None = None,
) -> PypsaFrames:  # fmt: skip
    """The frames put in order: names are text, every series stands on the snapshots."""
    labels = _labels(snapshots)
    # a stochastic network has a row per scenario; it is refused later, by name
    single = {c: _named(f.loc[_first(f)] if scenarios else f) for c, f in static.items()}
    dynamic = {}
    for (component, attribute), frame in given.items():
        one = frame[_first(frame.T)] if isinstance(frame.columns, pd.MultiIndex) else frame
        if len(one) != len(labels):
            raise InterchangeError(
                "energy.interchange.series_length", component=component, attribute=attribute,
                found=len(one), expected=len(labels),
            )  # fmt: skip
        dynamic[component, attribute] = one.set_axis(labels).set_axis(
            one.columns.astype(str), axis=1
        )
    weights = _weights(snapshots, labels)
    horizon = _weights(periods, None, PERIOD_WEIGHTINGS)
    return PypsaFrames(
        name, labels, weights, horizon, single, dynamic, curves, scenarios, meta or {}
    )


def _labels(snapshots: pd.DataFrame | None) -> pd.Index:
    """The snapshots; PyPSA's own default is one, "now"."""
    if snapshots is None or not len(snapshots):
        return pd.Index(["now"], name="snapshot")
    given = [label for label in LABELS if label in snapshots.columns]
    if not given:
        return pd.Index(snapshots.index, name="snapshot")
    columns = [
        _times(snapshots[label]) if label != "period" else snapshots[label] for label in given
    ]
    if "period" in given:
        return pd.MultiIndex.from_arrays([columns[0].astype(int), columns[1]], names=given[:2])
    return pd.Index(columns[0].to_numpy(), name="snapshot")


def _times(labels: pd.Series) -> pd.Series:
    """Text that is a time becomes one; numbers and other labels stay."""
    if labels.dtype.kind in "iufM":
        return labels
    times = pd.to_datetime(labels.astype(str), format="ISO8601", errors="coerce")
    return labels if times.isna().any() else times


def _weights(
    given: pd.DataFrame | None, labels: pd.Index | None, columns: tuple[str, ...] = WEIGHTINGS
) -> pd.DataFrame:
    """Weightings of the rows; 1 where a column is not given, as in PyPSA."""
    if given is None:
        return pd.DataFrame(1.0, index=[] if labels is None else labels, columns=list(columns))
    old = (
        given["weightings"].to_numpy(dtype=float) if "weightings" in given else np.ones(len(given))
    )
    values = {c: given[c].to_numpy(dtype=float) if c in given else old for c in columns}
    index = pd.Index(given.index.astype(int)) if labels is None else labels
    return pd.DataFrame(values, index=index)


def _csv(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, index_col=0, encoding="utf-8-sig")
    except (ValueError, OSError) as error:
        raise InterchangeError("energy.interchange.not_csv", file=str(path)) from error


def _meta(text: str, path: Path) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise InterchangeError("energy.interchange.not_json", file=str(path)) from error
    return found if isinstance(found, dict) else {"meta": found}


def _optional(path: Path) -> pd.DataFrame | None:
    return _csv(path) if path.is_file() else None


def _static(data: "xr.Dataset", component: str, suffix: str = "_i") -> pd.DataFrame | None:
    """Variables component_attribute along the dimension of the component's names."""
    axis = component + suffix
    if axis not in data.coords:
        return None
    own = {}
    for variable, values in data.data_vars.items():
        attribute = str(variable).removeprefix(f"{component}_")
        if attribute == variable or values.dims[-1:] != (axis,) or attribute.startswith("pw_"):
            continue
        own[attribute] = (
            values.isel(scenario=0).values if "scenario" in values.dims else values.values
        )
    index = pd.Index(data.coords[axis].values)
    return pd.DataFrame(own, index=index)


def _dynamic(data: "xr.Dataset") -> Iterator[tuple[tuple[str, str], pd.DataFrame]]:
    """Variables component_t_attribute: snapshots × names."""
    for variable, values in data.data_vars.items():
        found = re.fullmatch(r"(.+?)_t_(.+)", str(variable))
        if not found or not _is_read(found.group(1), found.group(2)):
            continue
        one = values.isel(scenario=0) if "scenario" in values.dims else values
        names = data.coords[f"{variable}_i"].values
        yield (found.group(1), found.group(2)), pd.DataFrame(one.values, columns=names)


def _first(frame: pd.DataFrame) -> object:
    """The first scenario of a frame with one row per scenario and name."""
    index = frame.index
    return index.get_level_values(0)[0] if isinstance(index, pd.MultiIndex) else slice(None)


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_axis(pd.Index([str(n) for n in frame.index], dtype=object))
