"""On and off: units that decide in operation studies."""

import numpy as np

from citywright.energy.builder import Builder, Units


def committed(units: Units) -> np.ndarray:
    """Positions among the units of those that decide on and off."""
    return np.flatnonzero(units.frame["committable"].to_numpy(dtype=bool))


def commitment(b: Builder) -> None:
    """must_run · capacity · on[t] <= output[t] <= availability · capacity · on[t]
    on[t] - on[t-1] = start[t] - stop[t],   on, start, stop in {0, 1}
    sum of start over the last min_up hours <= on[t], of stop over the last min_down <= 1 - on[t]
    output[t] - output[t-1] <= capacity (ramp_up · on[t-1] + on[t] - on[t-1]), and down alike

    (commitment.low, commitment.high, commitment.change, commitment.up, commitment.down,
    commitment.ramp_up, commitment.ramp_down; [unit, hour]). Starts and stops cost what they cost.
    """
    units = b.units("generators")
    at = committed(units)
    if not len(at):
        return
    shape = (len(at), b.size)
    weight = float(b.network.years.loc[b.span.year, "weight"])
    costs = [units.numbers(a)[at, None] * weight for a in ("start_cost", "stop_cost")]
    members = units.index[at]
    low, high = _fixed_at_first(b, units, at)
    on = b.add_columns("commitment.on", shape, low, high, 0.0, members)
    start = b.add_columns("commitment.start", shape, 0.0, 1.0, costs[0], members)
    stop = b.add_columns("commitment.stop", shape, 0.0, 1.0, costs[1], members)
    b.add_whole(on)
    _output(b, units, at, on)
    _change(b, units, at, on, start, stop)
    _rest(b, units, at, on, start, "up")
    _rest(b, units, at, on, stop, "down")
    _ramps(b, units, at, on)


def _was_on(units: Units, at: np.ndarray) -> np.ndarray:
    """On before the first hour: some hours on, and none off since (as PyPSA reads the two)."""
    up, down = (units.numbers(f"{w}_before")[at] for w in ("up", "down"))
    return np.asarray((down == 0) & (up > 0))


def _fixed_at_first(b: Builder, units: Units, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A unit that has not been on (off) for its least time yet stays so for the rest of it."""
    low, high = np.zeros((len(at), b.size)), np.ones((len(at), b.size))
    column = {c: units.numbers(c)[at] for c in (
        "min_up", "min_down", "up_before", "down_before",
    )}  # fmt: skip
    hours = np.arange(b.size)
    was_on = _was_on(units, at)[:, None]
    low[was_on & (hours < (column["min_up"] - column["up_before"])[:, None])] = 1.0
    rests = ~was_on & (column["down_before"] > 0)[:, None]
    high[rests & (hours < (column["min_down"] - column["down_before"])[:, None])] = 0.0
    return low, high


def _output(b: Builder, units: Units, at: np.ndarray, on: np.ndarray) -> None:
    p = b.columns["generators.output"].places[at]
    size = units.capacity[at, None]
    for name, attribute, low, high in (
        ("commitment.low", "must_run", 0.0, np.inf),
        ("commitment.high", "availability", -np.inf, 0.0),
    ):
        rows = b.add_rows(name, on.shape, low, high)
        b.put(rows, p, 1.0)
        b.put(rows, on, -b.given(units, attribute)[at] * size)


def _change(
    b: Builder, units: Units, at: np.ndarray, on: np.ndarray, start: np.ndarray, stop: np.ndarray
) -> None:
    before = np.zeros(on.shape)
    before[:, 0] = _was_on(units, at)
    rows = b.add_rows("commitment.change", on.shape, before, before)
    b.put(rows, on, 1.0)
    b.put(rows[:, 1:], on[:, :-1], -1.0)
    b.put(rows, start, -1.0)
    b.put(rows, stop, 1.0)


def _rest(
    b: Builder, units: Units, at: np.ndarray, on: np.ndarray, switch: np.ndarray, way: str
) -> None:
    """on[t] >= sum of recent starts; on[t] <= 1 - sum of recent stops."""
    least = np.maximum(units.numbers(f"min_{way}")[at], 1.0).astype(int)
    high = 0.0 if way == "up" else 1.0
    rows = b.add_rows(f"commitment.{way}", on.shape, -np.inf, high)
    b.put(rows, on, -1.0 if way == "up" else 1.0)
    for row, own, hours in zip(rows, switch, least, strict=True):
        for back in range(min(hours, b.size)):
            b.put(row[back:], own[: b.size - back], 1.0)


def _ramps(b: Builder, units: Units, at: np.ndarray, on: np.ndarray) -> None:
    p = b.columns["generators.output"].places[at]
    for attribute, sign in (("ramp_up", 1.0), ("ramp_down", -1.0)):
        limit = units.numbers(attribute)[at]
        for k in np.flatnonzero(np.isfinite(limit)):
            size = float(units.capacity[at[k]])
            name = f"commitment.{attribute}.{units.frame.index[at[k]]}"
            rows = b.add_rows(name, (1, b.size - 1), -np.inf, 0.0)[0]
            now, before = (on[k, 1:], on[k, :-1]) if sign > 0 else (on[k, :-1], on[k, 1:])
            b.put(rows, p[k, 1:], sign)
            b.put(rows, p[k, :-1], -sign)
            # up: ramp · on[t-1] + on[t] - on[t-1]; down: ramp · on[t] + on[t-1] - on[t]
            b.put(rows, now, -size)
            b.put(rows, before, size * (1.0 - limit[k]))
