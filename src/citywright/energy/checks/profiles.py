"""Profiles by hour: hours × names of a component, for attributes that may vary."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from citywright.city.findings import nearest
from citywright.energy.checks.findings import NetworkFindings
from citywright.energy.checks.ground import plain
from citywright.energy.declaration import components
from citywright.energy.network import Network

Profiles = Mapping[tuple[str, str], pd.DataFrame]


def sound_profiles(network: Network, findings: NetworkFindings) -> Profiles:
    """The well-formed profiles, as floats with text columns; everything else is a finding.

    Well-formed: the attribute is declared and may vary, the hours are those of the network in
    their order, every column names one component, every cell is a number (which number, the
    checks of values say).
    """
    good: dict[tuple[str, str], pd.DataFrame] = {}
    for (component, attribute), frame in network.series.items():
        if is_declared(component, attribute, findings) and _has_hours(
            network, (component, attribute), frame, findings
        ):
            kept = _sound_columns(network, (component, attribute), frame, findings)
            if len(kept.columns):
                good[component, attribute] = kept
    return good


def is_declared(component: str, attribute: str, findings: NetworkFindings) -> bool:
    """Whether the attribute is declared and may be given by hour."""
    known = components()
    if component not in known:
        note_unknown_component(component, findings)
        return False
    attributes = known[component]
    varying = [name for name, one in attributes.items() if one.varies]
    if attribute not in attributes:
        close = nearest(attribute, varying)
        findings.note("E702", component, "", attribute, attribute, ", ".join(varying), close)
        return False
    if attribute not in varying:
        allowed = ", ".join(varying) or "-"
        findings.note("E722", component, "", attribute, attribute, allowed)
        return False
    return True


def note_unknown_component(component: str, findings: NetworkFindings) -> None:
    """Note a table whose name is no component."""
    known = list(components())
    findings.note("E701", component, "", "", component, ", ".join(known), nearest(component, known))


def _has_hours(
    network: Network, key: tuple[str, str], frame: pd.DataFrame, findings: NetworkFindings
) -> bool:
    component, attribute = key
    if len(frame) != network.size:
        findings.note("E721", component, "", attribute, len(frame), network.size)
        return False
    if not frame.index.equals(network.hours):
        differing = [
            (given, own) for given, own in zip(frame.index, network.hours, strict=True)
            if given != own
        ]  # fmt: skip
        given, own = differing[0] if differing else (frame.index.dtype, network.hours.dtype)
        findings.note("E724", component, "", attribute, given, own)
        return False
    return True


def _sound_columns(
    network: Network, key: tuple[str, str], frame: pd.DataFrame, findings: NetworkFindings
) -> pd.DataFrame:
    component, attribute = key
    names = {str(name) for name in network.names(component)}
    labels = [str(column) for column in frame.columns]
    kept: dict[str, np.ndarray] = {}
    for place, label in enumerate(labels):
        if label not in names:
            close = nearest(label, sorted(names))
            findings.note("E723", component, "", attribute, label, nearest=close)
        elif labels.count(label) > 1:
            findings.note("E725", component, label, attribute)
        else:
            numbers = _numbers(
                network, frame.iloc[:, place], (component, label, attribute), findings
            )
            if numbers is not None:
                kept[label] = numbers
    return pd.DataFrame(kept, index=frame.index)


def _numbers(
    network: Network, column: pd.Series, place: tuple[str, str, str], findings: NetworkFindings
) -> np.ndarray | None:
    """The column as floats, or None and a finding where a cell is no number."""
    if column.dtype.kind in "fiu":
        return np.asarray(column.to_numpy(dtype=float))
    cells = [as_number(value) for value in column]
    wrong = [k for k, value in enumerate(cells) if value is None]
    if wrong:
        first = wrong[0]
        shown = f"{plain(column.iloc[first])} @ {network.hours[first]} (×{len(wrong)})"
        findings.note("E703", *place, shown)
        return None
    return np.array(cells, dtype=float)


def as_number(value: object) -> float | None:
    """The value as a float where it is written as a number; a truth value is none."""
    if isinstance(value, bool | np.bool_):
        return None
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
