"""Where each variable and constraint of the model stands in the matrix form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import linopy
import numpy as np
import scipy.sparse as sp
import xarray as xr
from numpy.typing import NDArray

from citywright.plan.program import Floats, Program

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Layout:
    """Columns of each variable and rows of each constraint, shaped and labelled as in the model.

    Each array holds positions in the matrix; −1 where the model has nothing.
    """

    columns: dict[str, xr.DataArray]
    rows: dict[str, xr.DataArray]

    def values(self, name: str, x: Floats) -> xr.DataArray:
        """Values of one variable, labelled."""
        places = self.columns[name]
        return places.copy(data=x[places.to_numpy()])

    def paths(self, name: str, points: Mapping[str, Floats]) -> xr.DataArray:
        """Values of one variable at several points, with their names along `path` before its labels."""
        places = self.columns[name]
        values = np.stack(list(points.values()))[:, places.to_numpy()]
        return xr.DataArray(
            values, {"path": list(points), **places.coords}, dims=("path", *places.dims)
        )

    def prices(self, name: str, prices: Floats) -> xr.DataArray:
        """Prices of one constraint, labelled."""
        places = self.rows[name]
        return places.copy(data=prices[places.to_numpy()])

    def family(self, *prefixes: str) -> list[str]:
        """Names of the constraints of one or several families."""
        return [name for name in self.rows if name.split("|")[0] in prefixes]

    def rows_of(self, names: list[str]) -> Places:
        """All rows of these constraints, in order."""
        parts = [self.rows[name].to_numpy().ravel() for name in names]
        return np.concatenate(parts) if parts else np.array([], dtype=np.int64)


def layout_of(m: linopy.Model) -> Layout:
    """Layout of a model whose matrix form is made by `program_of`."""
    M = m.matrices
    column = _positions(np.asarray(M.vlabels))
    row = _positions(np.asarray(M.clabels))
    return Layout(
        columns={name: _place(m.variables[name].labels, column) for name in m.variables},
        rows={name: _place(m.constraints[name].labels, row) for name in m.constraints},
    )


def _positions(labels: NDArray[Any]) -> Places:
    place = np.full(int(labels.max(initial=0)) + 2, -1, dtype=np.int64)
    place[labels] = np.arange(len(labels))
    return place


def _place(labels: xr.DataArray, place: Places) -> xr.DataArray:
    return labels.copy(data=place[labels.to_numpy()])


@dataclass(frozen=True)
class Resources:
    """What starts use of what cannot be made good: use @ starts ≤ room.

    use[row, start] with `rows` of the program: factors, links between projects and "once";
    `shared` marks all but "once"; project[start] numbers the project of each start.
    """

    use: sp.csc_matrix
    room: Floats
    rows: Places
    shared: Places
    project: Places


def shared_limits(layout: Layout) -> list[str]:
    """Constraints that projects share and that nothing but starts can satisfy, in order."""
    return layout.family(
        "factor", "start_excludes", "start_options", "start_requires", "start_after"
    )


def resources_of(program: Program, layout: Layout) -> Resources:
    """Factor rows with `running` replaced by starts:   running = Φ start + already."""
    once = layout.rows_of(layout.family("start_once"))
    rows = np.concatenate([layout.rows_of(shared_limits(layout)), once])
    starts = layout.columns["start"].to_numpy()
    running = layout.columns["running"].to_numpy().ravel()
    ramp = layout.rows_of(layout.family("ramp"))
    A = program.A.tocsr()
    phi = -A[ramp][:, starts.ravel()]
    by_running = A[rows][:, running]
    use = A[rows][:, starts.ravel()] + by_running @ phi
    room = program.high[rows] - by_running @ program.high[ramp]
    return Resources(
        use=sp.csc_matrix(use),
        room=np.asarray(room, dtype=float),
        rows=rows,
        shared=np.arange(len(rows) - len(once)),
        project=np.repeat(np.arange(starts.shape[0]), starts.shape[1]),
    )
