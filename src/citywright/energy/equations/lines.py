"""Flows on lines: transport, or linearised power flow."""

import numpy as np

from citywright.energy.builder import Builder, Units
from citywright.energy.equations.cycles import cycles_of


def lines(b: Builder) -> None:
    """-availability · capacity <= flow <= availability · capacity          (lines.flow[line, hour])

    Without losses one column per line; with losses two, onward and back, each arriving as
    (1 - loss) of what left.
    """
    units = b.units("lines")
    if not len(units):
        return
    loss = units.numbers("loss")
    share = b.given(units, "availability")
    lossy = np.where(loss > 0, 0.0, 1.0)[:, None]
    flow = b.add_sized("lines.flow", units, -share * lossy, share, 0.0)
    node0, node1 = b.balance(units, "node0"), b.balance(units, "node1")
    b.put(node0, flow, -1.0)
    b.put(node1, flow, 1.0 - loss[:, None])
    back = _lossy(b, units, loss)
    if back is not None:
        at = np.flatnonzero(loss > 0)
        b.put(node0[at], back, 1.0 - loss[at, None])
        b.put(node1[at], back, -1.0)


def _lossy(b: Builder, units: Units, loss: np.ndarray) -> np.ndarray | None:
    """Columns of the flow from node1 to node0 on lines with losses."""
    at = np.flatnonzero(loss > 0)
    if not len(at):
        return None
    some = Units(
        "lines", units.index[at], units.frame.iloc[at], units.capacity[at], units.variable[at]
    )
    return b.add_sized("lines.back", some, 0.0, b.given(some, "availability"), 0.0)


def kirchhoff(b: Builder) -> None:
    """sum around a cycle of  reactance · flow = 0                      (kirchhoff[cycle, hour])

    for a basis of the cycles of lines with a reactance; scaled by the largest in the cycle.
    """
    units = b.units("lines")
    if not len(units):
        return
    found = cycles_of(units.frame)
    if not found:
        return
    rows = b.add_rows("kirchhoff", (len(found), b.size), 0.0, 0.0)
    flow = b.columns["lines.flow"].places
    back = np.flatnonzero(units.numbers("loss") > 0)
    for row, cycle in zip(rows, found, strict=True):
        b.put(row, flow[cycle.lines], cycle.weights[:, None])
        lossy = np.isin(cycle.lines, back)
        if lossy.any():
            at = np.searchsorted(back, cycle.lines[lossy])
            b.put(row, b.columns["lines.back"].places[at], -cycle.weights[lossy, None])
