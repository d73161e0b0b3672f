"""Links of a PyPSA network in our words."""

import re

import numpy as np

from citywright.energy.interchange.frames import PypsaFrames
from citywright.energy.interchange.notes import Notebook
from citywright.energy.interchange.pypsa_capacity import Family, capacities
from citywright.energy.interchange.pypsa_generators import operation, ramps
from citywright.energy.interchange.pypsa_storage import carrier_or_bus

ENDS = 4
"""Ends that a link may have beside node0."""


def links(frames: PypsaFrames, book: Notebook) -> Family:
    """node0 = bus0; at node1 ... node4 arrive efficiency ... efficiency4 times what left."""
    component = "links"
    table = capacities(frames, component, book)
    table.insert(0, "node0", frames.column(component, "bus0"))
    table.insert(1, "kind", carrier_or_bus(frames, component, "bus0"))
    table["length"] = frames.column(component, "length")
    ramps(frames, component, table, book)
    family = Family(table)
    low, high = operation(frames, component, family, book)
    family.by_hour("must_run", low, frames.snapshots)
    family.by_hour("availability", high, frames.snapshots)
    cost = frames.by_snapshot(component, "marginal_cost")
    family.by_hour("marginal_cost", cost, frames.snapshots)
    for end in range(1, ENDS + 1):
        _end(frames, family, end, book)
    _further(frames, book)
    return family


def _end(frames: PypsaFrames, family: Family, end: int, book: Notebook) -> None:
    suffix = "" if end == 1 else str(end)
    node = frames.column("links", f"bus{end}")
    family.table[f"node{end}"] = node
    if end == 1:
        empty = family.table.index[node == ""]
        book.refuse_units("links", "bus1", empty, "energy.interchange.no_end")
    share = frames.by_snapshot("links", f"efficiency{suffix}")
    # what stands for an end that is not there is not read
    family.by_hour(f"efficiency{suffix}", np.where(node == "", 1.0, share), frames.snapshots)
    late = family.table.index[
        frames.by_snapshot("links", f"delay{suffix}").any(axis=0) & (node != "")
    ]
    book.refuse_units("links", "delay", late)


def _further(frames: PypsaFrames, book: Notebook) -> None:
    """Ends beyond the fourth are refused where they are in use."""
    columns = frames.static["links"].columns if "links" in frames.static else []
    for column in columns:
        found = re.fullmatch(r"bus(\d+)", str(column))
        if found and int(found.group(1)) > ENDS:
            used = frames.names("links")[frames.column("links", str(column)) != ""]
            book.refuse_units("links", "bus1", used, "energy.interchange.many_ends", most=ENDS)
