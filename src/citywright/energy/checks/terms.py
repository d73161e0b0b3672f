"""Limits and groups: they name what there is, and ask for what can be."""

from citywright.city.findings import nearest
from citywright.energy.checks.ground import Ground, plain
from citywright.energy.checks.values import note_unknown
from citywright.energy.declaration import components

SIGNED = ("carbon",)
"""Kinds of limits that may be below 0: more carbon is bound than set free."""
SIZED = ("generators", "storage", "stores", "lines", "links", "flexible_loads")
YIELDING = ("generators", "links", "flexible_loads")
MEANT = {
    "carbon": (*YIELDING, "storage", "stores"), "energy": YIELDING, "green": YIELDING,
    "capacity": SIZED, "adequacy": SIZED,
    "network_length": ("lines", "links"), "network_cost": ("lines", "links"),
}  # fmt: skip
"""Kind of limit -> components to which it can apply."""
BECOME = {"vehicles": ("vehicles",), "heat_pumps": ("heat_pump", "heat_store")}
"""Kinds of what becomes of components that have none of their own (`lowering`)."""
EVERY_YEAR, ALL_YEARS = 0, -1
"""Years of a limit that are no planning year: each by itself, all together (`yearly`)."""


def check_terms(ground: Ground) -> None:
    """All rules of this file."""
    _check_members(ground)
    _check_limits(ground)


def _check_members(ground: Ground) -> None:
    frame = ground.network.tables["group_members"]
    known = {c: set(ground.names(c)) for c in components()["group_members"]["component"].choices}
    rows = zip(ground.names("group_members"), frame["component"], frame["member"], strict=True)
    for name, component, member in rows:
        if isinstance(component, str) and component in known:
            place = ("group_members", name, "member")
            note_unknown(ground, "E713", place, member, known[component])
    for group in sorted(set(ground.names("groups")) - {str(g) for g in frame["group"]}):
        ground.findings.note("W702", "groups", group)


def _check_limits(ground: Ground) -> None:
    frame = ground.network.tables["limits"]
    nodes, years = set(ground.names("nodes")), {str(year) for year in ground.network.years.index}
    for name, row in zip(ground.names("limits"), frame.itertuples(), strict=True):
        if isinstance(row.node, str) and row.node:
            note_unknown(ground, "E711", ("limits", name, "node"), row.node, nodes)
        is_named = plain(row.year) in years or row.year in (EVERY_YEAR, ALL_YEARS)
        if not is_named and not ground.findings.is_spoiled("limits", name, "year"):
            shown = (plain(row.year), ", ".join(sorted(years)))
            ground.findings.note("E757", "limits", name, "year", *shown)
        if row.value < 0 and row.kind not in SIGNED:
            ground.findings.note("E708", "limits", name, "value", plain(row.value), "0")
        if row.kind == "green" and row.value > 1:
            ground.findings.note("E709", "limits", name, "value", plain(row.value), "1")
        if isinstance(row.subject, str):
            _check_subject(ground, name, str(row.kind), row.subject, row.node)


def _check_subject(ground: Ground, name: str, kind: str, subject: str, node: object) -> None:
    """Every kind that the limit names stands in the network, and at the node where one is named."""
    everywhere, here = _kinds(ground, kind, None), _kinds(ground, kind, node)
    for part in (part for part in subject.split("|") if part):
        if part not in everywhere:
            close = nearest(part, sorted(everywhere))
            ground.findings.note("E755", "limits", name, "subject", part, nearest=close)
        elif part not in here and node in ground.names("nodes"):
            ground.findings.note("E756", "limits", name, "subject", part, str(node))


def _kinds(ground: Ground, limit: str, node: object) -> set[str]:
    """Kinds of the components to which a limit can apply, at `node` or (None, "") everywhere."""
    found: set[str] = set()
    for component in MEANT.get(limit, ()):
        begin = "node" if "node" in components()[component] else "node0"
        kinds, nodes = ground.column(component, "kind"), ground.column(component, begin)
        for kind, at in zip(kinds, nodes, strict=True):
            if node in (None, "", at):
                found.add(str(kind))
    for component, become in BECOME.items():
        at_nodes = ground.column(component, "node")
        if not limit.startswith("network_") and len(at_nodes) and (not node or node in at_nodes):
            found.update(become)
    return found
