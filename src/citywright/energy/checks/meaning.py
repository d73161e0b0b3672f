"""Values that are each allowed but make no sense together, or let no energy through."""

from dataclasses import dataclass

import numpy as np

from citywright.energy.checks.ground import Ground, plain
from citywright.energy.declaration import components

SLACK = 1e-9
"""Numbers nearer than this are taken as equal (estimated: above the rounding of a sum)."""
PAIRS = (
    ("E741", "capacity_min", "capacity_max"),
    ("E741", "energy_min", "energy_max"),
    ("E742", "must_run", "availability"),
    ("E743", "level_min", "level_max"),
    ("E759", "v2g", "smart"),
)
"""(code, least, largest): the first may not be above the second, in any hour."""


def check_meaning(ground: Ground) -> None:
    """All rules of this file, for every component that has the attributes."""
    for component, attributes in components().items():
        for code, low, high in PAIRS:
            if low in attributes and high in attributes:
                _check_pair(ground, code, component, low, high)
        if "unit_size" in attributes:
            _check_units(ground, component)
            _check_unbounded(ground, component)
        for ramp in ("ramp_up", "ramp_down"):
            if ramp in attributes:
                values = ground.values(component, ramp)
                ground.report("W701", component, ramp, values == 0, values)
    for component in ("storage", "stores"):
        _check_initial(ground, component)
    hours = ground.values("storage", "hours")
    ground.report("E748", "storage", "hours", hours == 0, hours)
    _check_passage(ground)
    _check_conversion(ground)


def _check_pair(ground: Ground, code: str, component: str, low: str, high: str) -> None:
    least, largest = ground.values(component, low), ground.values(component, high)
    spoiled = _spoiled(ground, component, high)
    ground.report(code, component, low, (least > largest + SLACK) & ~spoiled, least, largest)


def _spoiled(ground: Ground, component: str, *attributes: str) -> np.ndarray:
    """Whether an attribute of a name is known to be wrong, 1 × names."""
    found = ground.findings.is_spoiled
    names = ground.names(component)
    return np.array([[found(component, name, *attributes) for name in names]], dtype=bool)


def _check_units(ground: Ground, component: str) -> None:
    """Some n with capacity_min <= n * unit_size <= capacity_max, where the plan chooses."""
    size, low, high = (
        ground.values(component, a) for a in ("unit_size", "capacity_min", "capacity_max")
    )
    chosen = ground.flag(component, "expandable")[None, :] & (size > 0) & np.isfinite(low + size)
    units = np.ceil(low / np.where(chosen, size, 1.0) - SLACK)
    wrong = chosen & (low <= high) & (units * size > high * (1 + SLACK))
    spoiled = _spoiled(ground, component, "capacity_min", "capacity_max")
    for k in np.flatnonzero((wrong & ~spoiled)[0]):
        between = f"{plain(low[0, k])} … {plain(high[0, k])}"
        name = ground.names(component)[k]
        ground.findings.note("E745", component, name, "unit_size", plain(size[0, k]), between)


def _check_unbounded(ground: Ground, component: str) -> None:
    """No limit on capacity, and each unit of it (or of its output) is paid for."""
    cost = ground.values(component, "capital_cost")
    free = cost <= 0
    if "marginal_cost" in components()[component]:
        lowest = ground.values(component, "marginal_cost").min(axis=0, keepdims=True)
        paid = (cost < 0) | (lowest < 0)
    else:
        paid = cost < 0
    limitless = np.isinf(ground.values(component, "capacity_max"))
    chosen = ground.flag(component, "expandable")[None, :]
    wrong = chosen & limitless & free & paid & ~_limited(ground, component)
    ground.report("E746", component, "capacity_max", wrong, np.where(paid, cost, np.nan))


def _limited(ground: Ground, component: str) -> np.ndarray:
    """Whether a limit on capacity or on the network holds a component down, 1 × names."""
    limits = ground.network.tables["limits"]
    held = np.zeros((1, len(ground.names(component))), dtype=bool)
    kinds = ground.column(component, "kind")
    for row in limits.itertuples():
        network = str(row.kind).startswith("network_") and component in ("lines", "links")
        if row.sense != ">=" and (row.kind == "capacity" or network):
            subjects = [part for part in str(row.subject).split("|") if part]
            held |= np.array([[not subjects or kind in subjects for kind in kinds]], dtype=bool)
    return held


def _check_initial(ground: Ground, component: str) -> None:
    """min level_min * E <= initial <= max level_max * E where the level is not cyclic.

    E is the energy capacity: that in place, or the bounds on it where the plan chooses.
    """
    per_power = ground.values(component, "hours") if component == "storage" else 1.0
    chosen = ground.flag(component, "expandable")[None, :]
    initial = ground.values(component, "initial")
    place, low, high = (
        ground.values(component, a) for a in ("capacity", "capacity_min", "capacity_max")
    )
    share_low = ground.values(component, "level_min").min(axis=0, keepdims=True, initial=np.inf)
    share_high = ground.values(component, "level_max").max(axis=0, keepdims=True, initial=0.0)
    least = np.where(chosen, low, place) * per_power * share_low
    largest = np.where(chosen, high, place) * per_power * share_high
    read = ("capacity", "capacity_min", "capacity_max", "level_min", "level_max", "hours")
    free = ~ground.flag(component, "cyclic")[None, :] & ~_spoiled(ground, component, *read)
    margin = SLACK * (1 + np.abs(initial))
    outside = free & ((initial < least - margin) | (initial > largest + margin))
    for k in np.flatnonzero(outside[0]):
        between = f"{plain(least[0, k])} … {plain(largest[0, k])}"
        name = ground.names(component)[k]
        if not ground.findings.is_spoiled(component, name, "initial"):
            ground.findings.note("E744", component, name, "initial", plain(initial[0, k]), between)


def _check_passage(ground: Ground) -> None:
    """Something arrives: efficiency and cop above 0 where they are used, loss below 1."""
    draws = ground.values("storage", "charge_max").max(axis=0, keepdims=True, initial=0.0) > 0
    heats = ground.values("heat_pumps", "heat").max(axis=0, keepdims=True, initial=0.0) > 0
    # storage that only holds its inflow (a reservoir) takes nothing in, so nothing can be lost
    for one in (
        _Passage("storage", "efficiency_in", 0.0, draws),
        _Passage("storage", "efficiency_out", 0.0),
        _Passage("vehicles", "efficiency", 0.0),
        _Passage("heat_pumps", "cop", 0.0, heats),
        _Passage("lines", "loss", 1.0),
        _Passage("flexible_loads", "loss", 1.0),
    ):
        values = ground.values(one.component, one.attribute)
        closed = (values == one.closed) & one.used
        ground.report("E749", one.component, one.attribute, closed, values)
    values = ground.values("links", "efficiency")
    closed = (values == 0).all(axis=0, keepdims=True) & _single(ground)
    ground.report("E749", "links", "efficiency", closed, values)


@dataclass(frozen=True)
class _Passage:
    """At `closed` nothing arrives; `used` says for which names that matters (1 × names)."""

    component: str
    attribute: str
    closed: float
    used: np.ndarray | bool = True


def _single(ground: Ground) -> np.ndarray:
    """Links that feed one node only, 1 × names."""
    further = [ground.column("links", f"node{k}") for k in (2, 3, 4)]
    return np.array([[not any(map(_given, nodes)) for nodes in zip(*further, strict=True)]], bool)


def _given(node: object) -> bool:
    return isinstance(node, str) and bool(node.strip())


def _check_conversion(ground: Ground) -> None:
    """Sum of efficiencies into the carrier of node0 <= 1: a link makes no energy.

    A link to another carrier (a heat pump) may deliver more than it takes; so may one that draws
    from a further node (negative efficiency).
    """
    carrier = dict(zip(ground.names("nodes"), ground.column("nodes", "carrier"), strict=True))
    start = [carrier.get(node) for node in ground.column("links", "node0")]
    total, draws = np.zeros((1, len(start))), np.zeros((1, len(start)), dtype=bool)
    for k in (1, 2, 3, 4):
        ends = ground.column("links", f"node{k}")
        values = ground.values("links", "efficiency" if k == 1 else f"efficiency{k}")
        used = np.array([[_given(node) for node in ends]], dtype=bool)
        pairs = zip(start, ends, strict=True)
        same = np.array([[a is not None and a == carrier.get(b) for a, b in pairs]], dtype=bool)
        total = total + np.where(used & same, values, 0.0)
        draws = draws | (used & (values < 0))
    ground.report("E750", "links", "efficiency", (total > 1 + SLACK) & ~draws, total)
