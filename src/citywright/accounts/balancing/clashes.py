"""Which rows and columns cannot meet their sums, because of where the zeros of the table stand.

    rows R, columns K, every positive cell of R in K, every negative cell of K in R
    =>  sum_R u = sum_(R,K) x + (not positive) <= sum_(R,K) x + (not negative) = sum_K v

A positive cell is a pipe from its row to its column, a negative one a pipe back; u flows in, v flows
out. All sums can be met if and only if the greatest flow takes everything. Where it does not, the
rows and columns that the rest can still reach break the inequality above, and name the clash.

Source: Gale (1957), A theorem on flows in networks, Pacific Journal of Mathematics 7(2), 1073-1082.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Whole = npt.NDArray[np.int64]
STEPS = 2**29
"""The amounts are cut into this many steps: the flow is solved in whole 32-bit numbers."""
FINEST = 64
"""A clash is cut down by parts of this fraction: each trial solves one flow."""


@dataclass(frozen=True)
class Clash:
    """A set of lines whose sums contradict each other.

    rows, columns : places of the lines
    by_rows : True where the rows ask for more than the columns take, False the other way round
    row_sum, column_sum : sum_R u, sum_K v (unit of the table)
    """

    rows: Places
    columns: Places
    by_rows: bool
    row_sum: float
    column_sum: float

    @property
    def excess(self) -> float:
        """By how much the one sum is above the other, not below zero (unit of the table)."""
        return abs(self.row_sum - self.column_sum)


@dataclass(frozen=True)
class _Pipes:
    """Arcs tail -> head without limit, and what each node brings (+) or takes (-), in steps."""

    tail: Places
    head: Places
    need: Whole

    def reversed(self) -> "_Pipes":
        return _Pipes(self.head, self.tail, -self.need)

    def among(self, nodes: Places) -> "_Pipes":
        """The pipes between `nodes`, renumbered in their order."""
        new = np.full(len(self.need), -1, dtype=np.int64)
        new[nodes] = np.arange(len(nodes))
        keep = (new[self.tail] >= 0) & (new[self.head] >= 0)
        return _Pipes(new[self.tail[keep]], new[self.head[keep]], self.need[nodes])


def clashes(X0: Array, u: Array, v: Array) -> list[Clash]:
    """Every group of lines that cannot meet its sums; each cut down until no sender can be left out.

    Parameters
    ----------
    X0 : (m, n) start table, any sign; only where it is positive, negative or zero counts
    u : (m,), v : (n,) sums wanted (unit of X0); they need not add to the same total: a gap between
        them may be filled by any line, so that only what it does not explain is reported

    Returns
    -------
    Clashes that share no line; empty where all sums can be met. One below a millionth of the total
    is not seen: amounts are cut into 2^29 steps. A group of more than 64 senders is cut down by
    sixty-fourths, not one by one, so it may keep a few that could be left out.
    """
    pipes = _pipes(X0, u, v)
    from_rows = _broken_sets(pipes)
    from_columns = _broken_sets(pipes.reversed())
    # both sides tell the same story; the one that needs fewer names tells it better
    lengths = [sum(map(len, sets)) if sets else np.inf for sets in (from_rows, from_columns)]
    by_rows = bool(lengths[0] <= lengths[1])
    m = len(u)
    return [
        Clash(
            rows=nodes[nodes < m],
            columns=nodes[nodes >= m] - m,
            by_rows=by_rows,
            row_sum=float(u[nodes[nodes < m]].sum()),
            column_sum=float(v[nodes[nodes >= m] - m].sum()),
        )
        for nodes in (from_rows if by_rows else from_columns)
    ]


def forced_zeros(X0: Array, u: Array, v: Array) -> npt.NDArray[np.bool_]:
    """Cells that the sums force to zero although the start table has a value there, (m, n).

    Rows R whose positive cells lie in columns K with sum_R u = sum_K v leave nothing for other rows in
    K. Scaling only creeps towards such a zero. A row or column of one sign whose sum is zero is left
    out: `gras` empties it at once.

    Parameters
    ----------
    X0, u, v : as in `clashes`, which must have found none
    """
    pipes = _pipes(X0, u, v)
    flow, _ = _flow(pipes)
    # a few steps may be rounding; to ignore them proposes too many sets, and each is proved below
    links = _residual(pipes, np.where(flow > len(pipes.need), flow, 0))
    _, group = connected_components(links, directed=True, connection="strong")
    across = group[pipes.tail] != group[pipes.head]
    needs = np.concatenate([u, -v])
    slack = 1e-9 * max(float(np.abs(needs).max(initial=0.0)), np.finfo(float).tiny)
    forced = np.zeros(len(pipes.tail), dtype=bool)
    for node in _one_of_each(group, pipes.head[across]):
        inside = np.zeros(len(needs), dtype=bool)
        inside[breadth_first_order(links, node, return_predecessors=False)] = True
        # all that enters a set which nothing leaves is what it still takes
        if abs(float(needs[inside].sum())) <= slack:
            forced |= ~inside[pipes.tail] & inside[pipes.head]
    answer = np.zeros(X0.shape, dtype=bool)
    rows = np.minimum(pipes.tail, pipes.head)[forced]
    answer[rows, np.maximum(pipes.tail, pipes.head)[forced] - len(u)] = True
    return answer & ~_emptied(X0, u) & ~_emptied(X0.T, v).T


def _emptied(X0: Array, u: Array) -> npt.NDArray[np.bool_]:
    both = (X0 > 0.0).any(axis=1) & (X0 < 0.0).any(axis=1)
    return np.broadcast_to(((u == 0.0) & ~both)[:, None], X0.shape)


def _pipes(X0: Array, u: Array, v: Array) -> _Pipes:
    m = len(u)
    up, down = np.argwhere(X0 > 0.0), np.argwhere(X0 < 0.0)
    needs = np.concatenate([u, -v])
    total = max(float(np.abs(needs).sum()), np.finfo(float).tiny)
    return _Pipes(
        np.concatenate([up[:, 0], down[:, 1] + m]),
        np.concatenate([up[:, 1] + m, down[:, 0]]),
        np.rint(needs / total * STEPS).astype(np.int64),
    )


def _flow(pipes: _Pipes) -> tuple[Whole, Whole]:
    """Greatest flow: through each pipe, and what each node could not send (steps)."""
    n, need = len(pipes.need), pipes.need
    source, sink, gap = n, n + 1, n + 2
    every, surplus = np.arange(n), int(need.sum())
    sends, takes = np.flatnonzero(need > 0), np.flatnonzero(need < 0)
    wide = np.full(len(pipes.tail), STEPS)
    # what rows and columns differ by as a whole may go to, or come from, any line
    whole = np.full(n, abs(surplus))
    into = (every, np.full(n, gap)) if surplus > 0 else (np.full(n, gap), every)
    last = ([gap], [sink]) if surplus > 0 else ([source], [gap])
    tail = np.concatenate([pipes.tail, np.full(len(sends), source), takes, into[0], last[0]])
    head = np.concatenate([pipes.head, sends, np.full(len(takes), sink), into[1], last[1]])
    room = np.concatenate([wide, need[sends], -need[takes], whole, [abs(surplus)]])
    graph = sp.csr_array((room.astype(np.int32), (tail, head)), shape=(n + 3, n + 3))
    sent = sp.csr_array(maximum_flow(graph, source, sink).flow)
    through = _at(sent, pipes.tail, pipes.head)
    left = np.zeros(n, dtype=np.int64)
    left[sends] = need[sends] - _at(sent, np.full(len(sends), source), sends)
    return through, left


def _at(table: sp.csr_array, rows: Places, columns: Places) -> Whole:
    cells = table[rows, columns]
    # some versions of scipy give a sparse row, others a dense one
    values: Whole = (cells.toarray() if sp.issparse(cells) else np.asarray(cells)).ravel()
    return values.astype(np.int64)


def _residual(pipes: _Pipes, flow: Whole) -> sp.csr_array:
    """Where one more step could go: along every pipe, and back along every pipe in use."""
    used = flow > 0
    tail = np.concatenate([pipes.tail, pipes.head[used]])
    head = np.concatenate([pipes.head, pipes.tail[used]])
    n = len(pipes.need)
    return sp.csr_array((np.ones(len(tail)), (tail, head)), shape=(n, n))


def _broken_sets(pipes: _Pipes) -> list[Places]:
    """Sets of nodes that bring more than they and all that they reach can take; least ones."""
    return [_least(pipes, nodes) for nodes in _reached(pipes)]


def _reached(pipes: _Pipes) -> list[Places]:
    """What the unsent rest can reach, in connected parts that each bring too much."""
    flow, left = _flow(pipes)
    n = len(pipes.need)
    starts = np.flatnonzero(left > n)  # rounding to steps may leave one step a node
    links = _residual(pipes, flow)
    inside = np.zeros(n, dtype=bool)
    for node in starts:
        if not inside[node]:
            inside[breadth_first_order(links, node, return_predecessors=False)] = True
    nodes = np.flatnonzero(inside)
    part = pipes.among(nodes)
    graph = sp.csr_array((np.ones(len(part.tail)), (part.tail, part.head)), (len(nodes),) * 2)
    count, group = connected_components(graph, directed=False)
    parts = [nodes[group == one] for one in range(count)]
    return [one for one in parts if pipes.need[one].sum() > n]


def _least(pipes: _Pipes, nodes: Places) -> Places:
    """Leave out senders, halves first and small parts last, as long as a contradiction remains."""
    need = pipes.need.copy()
    keep = nodes[need[nodes] > 0]
    keep = keep[np.argsort(need[keep], kind="stable")]
    size, last = max(len(keep) // 2, 1), max(len(keep) // FINEST, 1)
    while True:
        start = 0
        while start < len(keep) and len(keep) > 1:
            out = keep[start : start + size]
            trial = need.copy()
            trial[out] = 0
            found = _part(_Pipes(pipes.tail, pipes.head, trial), nodes)
            if found is None:
                start += size
                continue
            needed, nodes, need = keep[:start], found, trial
            keep = keep[np.isin(keep, nodes) & (need[keep] > 0)]
            start = int(np.isin(keep, needed).sum())
        if size == last:
            return nodes
        size = max(size // 2, last)


def _part(pipes: _Pipes, nodes: Places) -> Places | None:
    """The first contradiction among `nodes`, without any gap to fill; None if there is none."""
    part = pipes.among(nodes)
    # a sink for what is left over would hide the contradiction, a source is not in its way
    surplus = max(int(part.need.sum()), 0)
    spare = np.append(part.need, -surplus)
    found = _reached(_Pipes(part.tail, part.head, spare)) if surplus else _reached(part)
    return nodes[found[0][found[0] < len(nodes)]] if found else None


def _one_of_each(group: Places, nodes: Places) -> Places:
    """One node of each group that `nodes` stand in."""
    _, first = np.unique(group[nodes], return_index=True)
    answer: Places = nodes[first]
    return answer
