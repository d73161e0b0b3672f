"""The declared strategy: one tree, levers that are there, quotations that fit, honest honours."""

import re
from graphlib import CycleError, TopologicalSorter

import pandas as pd

from citywright.city.declaration import declared
from citywright.city.findings import nearest
from citywright.city.keys import MOST_HINTS
from citywright.city.rules.context import Context

LEVERS = {
    "chain": "chains", "node": "chain_nodes", "sector": "sectors", "project": "projects",
    "factor": "factors", "programme": "programmes", "technology": "technologies",
    "limit": "power_limits", "indicator": "indicators", "target": "targets",
}  # fmt: skip
"""Table whose key each kind of lever names."""
ROLES = {"indicator": ("measures",), "target": ("means", "measures")}
"""What a lever can be, where it is not a means alone: a target binds the plan, and measures it."""
MEANS_ONLY = ("means",)
KEY_SIGN = "/"
"""Joins the parts of a key that is written as one text."""

_SHA256 = re.compile("[0-9a-f]{64}")


class Known:
    """Codes that are there, and the one most like a code that is not: asked a few times at most."""

    def __init__(self, codes: set[str]) -> None:
        self.codes = codes
        self._like: dict[str, str] = {}

    def nearest(self, code: str) -> str:
        """The nearest code; empty where none is alike, or too many have been asked for."""
        if code not in self._like:
            is_early = len(self._like) < MOST_HINTS
            self._like[code] = nearest(code, sorted(self.codes)) if is_early else ""
        return self._like[code]


def check_tree(c: Context) -> None:
    """No node lies under itself, and the nodes of one parent have different places."""
    tree = c["strategy"]
    parents = dict(tree[["strategy", "parent"]].itertuples(index=False, name=None))
    graph = {node: {parent} for node, parent in parents.items() if parent}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        c.note("E901", "strategy", 0, "parent", " → ".join(error.args[1]))
    seen: dict[tuple[str, int], int] = {}
    for row, parent, order in tree[["parent", "order"]].itertuples():
        first = seen.setdefault((parent, order), row)
        if first != row:
            c.note("E902", "strategy", row, "order", order, first)


def check_strategy_years(c: Context) -> None:
    """A node's first year does not come after its last one."""
    for row, first, last in c["strategy"][["first_year", "last_year"]].itertuples():
        if not (pd.isna(first) or pd.isna(last)) and first > last:
            c.note("E411", "strategy", row, "first_year", first, last)


def check_levers(c: Context) -> None:
    """A lever is a row of the table of its kind, and does what that kind can do."""
    known = {lever: Known(set(c[t][declared()[t].key[0]])) for lever, t in LEVERS.items()}
    measured: dict[str, int] = {}
    for row, node, lever, item, role in c["strategy_levers"][
        ["strategy", "lever", "item", "role"]
    ].itertuples():
        if item not in known[lever].codes:
            like = known[lever].nearest(item)
            c.note("E302", "strategy_levers", row, "item", item, LEVERS[lever], like)
        roles = ROLES.get(lever, MEANS_ONLY)
        if role not in roles:
            c.note("E903", "strategy_levers", row, "role", lever, " | ".join(roles))
        if role == "measures" and measured.setdefault(node, row) != row:
            c.note("E904", "strategy_levers", row, "role", node, measured[node])


def check_documents(c: Context) -> None:
    """The word of a document's bytes is a SHA-256."""
    for row, word in c["documents"]["sha256"].items():
        if not _SHA256.fullmatch(word):
            c.note("E905", "documents", row, "sha256", word)


def check_quotations(c: Context) -> None:
    """A quotation is as long as the place that it is from."""
    for row, start, end, quote in c["evidence"][["start", "end", "quote"]].itertuples():
        if end - start != len(quote):
            c.note("E906", "evidence", row, "end", end - start, len(quote))


def check_supported(c: Context) -> None:
    """Evidence supports a table, a row and a column that are there."""
    known: dict[str, Known] = {}
    for row, table, key, column in c["evidence"][["table", "row", "column"]].itertuples():
        if table not in declared():
            allowed = ", ".join(declared())
            c.note("E907", "evidence", row, "table", table, allowed, nearest(table, declared()))
            continue
        names = declared()[table].names
        if column and column not in names:
            allowed = ", ".join(names)
            c.note("E907", "evidence", row, "column", column, allowed, nearest(column, names))
        if table not in known:
            known[table] = Known(row_keys(c[table], declared()[table].key))
        if key not in known[table].codes:
            c.note("E302", "evidence", row, "row", key, table, known[table].nearest(key))


def row_keys(frame: pd.DataFrame, key: tuple[str, ...]) -> set[str]:
    """The keys of all rows, each as one text."""
    rows = frame[list(key)].itertuples(index=False, name=None)
    return {KEY_SIGN.join(map(str, cells)) for cells in rows}


def check_honours(c: Context) -> None:
    """An honour names a firm only where a firm or its project has it, and is not invented."""
    firms = c["firms"].set_index("firm")
    real = firms[firms["quality"] != "illustrative"]
    names = {name for column in ("name_zh", "name_en") for name in real[column]}
    columns = ["recipient_kind", "firm", "quality", "recipient_zh", "recipient_en"]
    for row, kind, firm, quality, zh, en in c["honours"][columns].itertuples():
        if firm and kind not in ("firm", "project"):
            c.note("E908", "honours", row, "firm", firm, kind)
        if quality != "illustrative":
            continue
        if firm in real.index:
            c.note("E417", "honours", row, "firm", firm)
        for column, name in (("recipient_zh", zh), ("recipient_en", en)):
            if name in names:
                c.note("E417", "honours", row, column, name)


STRATEGY_RULES = (
    check_tree, check_strategy_years, check_levers, check_documents, check_quotations,
    check_supported, check_honours,
)  # fmt: skip
"""Every rule of the tables of the strategy."""
