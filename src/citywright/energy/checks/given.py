"""Tables as they were given, before a network is made of them: names, attributes, kinds of cells.

What cannot be read is a finding, and its declared default stands in for it so that everything else
can be checked in the same breath.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from citywright.city.findings import nearest
from citywright.energy.checks.findings import NetworkFindings
from citywright.energy.checks.ground import plain
from citywright.energy.checks.profiles import as_number, note_unknown_component
from citywright.energy.checks.values import may_be_nan
from citywright.energy.declaration import Attribute, components

FLAGS = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}
"""How a flag may be written."""
NAME = "name"
"""Column of names that a table may have instead of an index."""


def readable_tables(
    tables: Mapping[str, pd.DataFrame], findings: NetworkFindings
) -> dict[str, pd.DataFrame]:
    """Every known table with its known attributes, each cell of its declared kind."""
    found: dict[str, pd.DataFrame] = {}
    for component, frame in tables.items():
        if component in components():
            found[component] = _readable(component, frame, findings)
        else:
            note_unknown_component(component, findings)
    return found


def _readable(component: str, frame: pd.DataFrame, findings: NetworkFindings) -> pd.DataFrame:
    attributes = components()[component]
    names = _names(frame)
    columns: dict[str, np.ndarray] = {}
    labels = [str(column) for column in frame.columns]
    for place, label in enumerate(labels):
        if label == NAME and label not in attributes:
            continue
        if label not in attributes:
            close = nearest(label, attributes)
            findings.note("E702", component, "", label, label, ", ".join(attributes), close)
        elif labels.count(label) > 1:
            findings.note("E716", component, "", label, label, ", ".join(attributes))
        else:
            cells = frame.iloc[:, place].to_numpy()
            columns[label] = _cells(attributes[label], names, cells, findings)
    return pd.DataFrame(columns, index=pd.Index(names, name=NAME, dtype=object))


def _names(frame: pd.DataFrame) -> list[str]:
    """Names of the rows; an empty one stays empty and is found by `values.check_names`."""
    given = frame[NAME] if list(frame.columns).count(NAME) == 1 else frame.index
    return ["" if _is_missing(name) else str(name) for name in given]


def _cells(
    attribute: Attribute, names: list[str], cells: np.ndarray, findings: NetworkFindings
) -> np.ndarray:
    """The cells in their declared kind; the default stands in for what cannot be read."""
    if attribute.kind == "number" and cells.dtype.kind in "fiu":
        return cells.astype(float)
    read = _READERS.get(attribute.kind, _text)
    found = np.empty(len(cells), dtype=object)
    for k, value in enumerate(cells):
        code, made = read(attribute, value)
        if code:
            place = (attribute.component, names[k], attribute.name)
            findings.note(code, *place, "" if _is_missing(value) else plain(value))
        found[k] = attribute.value if code else made
    return found


def _number(attribute: Attribute, value: object) -> tuple[str, object]:
    if _is_missing(value):
        return ("", np.nan) if may_be_nan(attribute) else ("E705", None)
    number = as_number(value)
    return ("E703", None) if number is None else ("", number)


def _flag(_: Attribute, value: object) -> tuple[str, object]:
    if _is_missing(value):
        return "E705", None
    made = FLAGS.get(plain(value).strip().casefold())
    return ("E704", None) if made is None else ("", made)


def _text(_: Attribute, value: object) -> tuple[str, object]:
    """A name that was read as a number (1 or 1.0) is the text 1, as the name itself is."""
    return "", "" if _is_missing(value) else plain(value)


def _is_missing(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is pd.NA or value is pd.NaT or value != value  # noqa: PLR0124


_READERS: Mapping[str, Callable[[Attribute, object], tuple[str, object]]] = {
    "number": _number, "flag": _flag,
}  # fmt: skip
