"""Every value against its declaration: minimum <= value <= maximum, known words, known names."""

from collections.abc import Callable, Collection, Mapping

import numpy as np

from citywright.city.findings import nearest
from citywright.energy.checks.ground import Ground
from citywright.energy.declaration import Attribute, components

OPTIONAL_NODES = frozenset({"node2", "node3", "node4"})
"""Further nodes of a link: empty where there is none."""

ENDLESS = frozenset({("links", "capacity"), ("lines", "capacity")})
"""What may be without limit although its default is not: a fixed way that never binds."""


def check_names(ground: Ground) -> None:
    """Every name of a component is there and stands once."""
    for component, frame in ground.network.tables.items():
        for name in frame.index[frame.index.duplicated()]:
            ground.findings.note("E707", component, str(name))
        for place, name in enumerate(frame.index):
            if not str(name).strip():
                ground.findings.note("E705", component, "", "name", value=place + 1)


def check_values(ground: Ground) -> None:
    """Every attribute of every component against `components.csv`."""
    for attributes in components().values():
        for attribute in attributes.values():
            _CHECKS[attribute.kind](ground, attribute)


def may_be_nan(attribute: Attribute) -> bool:
    """Whether not-a-number has a meaning: where it is the declared default."""
    return attribute.kind == "number" and np.isnan(float(attribute.default))


def _check_number(ground: Ground, attribute: Attribute) -> None:
    component, name = attribute.component, attribute.name
    values = ground.values(component, name)
    default = float(attribute.default)
    allowed = np.isfinite(values) | (np.isnan(values) & np.isnan(default))
    if np.isinf(default) or (component, name) in ENDLESS:
        allowed |= values == (default if np.isinf(default) else np.inf)
    ground.report("E706", component, name, ~allowed, values)
    low, high = attribute.minimum, attribute.maximum
    ground.report("E708", component, name, values < low, values, f"{low:g} {_unit(attribute)}")
    ground.report("E709", component, name, values > high, values, f"{high:g} {_unit(attribute)}")


def _unit(attribute: Attribute) -> str:
    return "" if attribute.unit == "none" else attribute.unit


def _check_text(ground: Ground, attribute: Attribute) -> None:
    for name, value in _cells(ground, attribute):
        if not isinstance(value, str):
            ground.findings.note("E715", attribute.component, name, attribute.name, value)


def _check_choice(ground: Ground, attribute: Attribute) -> None:
    for name, value in _cells(ground, attribute):
        if value not in attribute.choices:
            ground.findings.note(
                "E710", attribute.component, name, attribute.name, value,
                ", ".join(attribute.choices), nearest(str(value), attribute.choices),
            )  # fmt: skip


def _check_node(ground: Ground, attribute: Attribute) -> None:
    optional = attribute.name in OPTIONAL_NODES
    _check_reference(ground, attribute, "nodes", "E711", optional=optional)


def _check_group(ground: Ground, attribute: Attribute) -> None:
    _check_reference(ground, attribute, "groups", "E712", optional=False)


def _check_reference(
    ground: Ground, attribute: Attribute, table: str, code: str, *, optional: bool
) -> None:
    known = set(ground.names(table))
    for name, value in _cells(ground, attribute):
        if isinstance(value, str) and not value.strip():
            if not optional:
                ground.findings.note("E705", attribute.component, name, attribute.name)
        else:
            note_unknown(ground, code, (attribute.component, name, attribute.name), value, known)


def note_unknown(
    ground: Ground, code: str, place: tuple[str, str, str], value: object, known: Collection[str]
) -> None:
    """Note `code` at the place unless `value` is one of the `known` names."""
    if not (isinstance(value, str) and value in known):
        ground.findings.note(code, *place, value, nearest=nearest(str(value), sorted(known)))


def _check_flag(ground: Ground, attribute: Attribute) -> None:
    """A flag of a network is a truth value already: `network.filled` makes it one."""


def _cells(ground: Ground, attribute: Attribute) -> list[tuple[str, object]]:
    column = ground.column(attribute.component, attribute.name)
    return list(zip(ground.names(attribute.component), column, strict=True))


_CHECKS: Mapping[str, Callable[[Ground, Attribute], None]] = {
    "number": _check_number, "text": _check_text, "choice": _check_choice,
    "node": _check_node, "group": _check_group, "flag": _check_flag,
}  # fmt: skip
