"""Writes a network as a PyPSA network: the same optimum, what PyPSA does not know is noted.

PyPSA itself is needed for this, and only for this: `pip install citywright[pypsa]`.
"""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from citywright.energy.interchange.notes import InterchangeError, Note, Notebook
from citywright.energy.interchange.pypsa_columns import COLUMNS, HOURLY, columns_of
from citywright.energy.interchange.pypsa_emissions import Carriers, carriers_of
from citywright.energy.interchange.pypsa_limits_out import constraints_of
from citywright.energy.interchange.pypsa_results import fill_results
from citywright.energy.interchange.pypsa_words import in_pypsa_words
from citywright.energy.lowering import lowered
from citywright.energy.network import Network
from citywright.energy.solution import Solution

if TYPE_CHECKING:
    import pypsa

__all__ = ["fill_results", "not_kept", "to_pypsa", "write_pypsa"]


def to_pypsa(network: Network) -> "pypsa.Network":
    """The network as a live `pypsa.Network`; what it does not keep stands in `meta["not_kept"]`.

    Several planning years become investment periods, to be optimised with
    `multi_investment_periods=True`.

    Raises
    ------
    InterchangeError
        If PyPSA is not installed.
    """
    known, notes = _prepared(network)
    with _unwarned():
        n = _new_network(network.name)
        _fill(n, known)
    n.meta = {**n.meta, "not_kept": [note.text("en") for note in notes]}
    return n


def not_kept(network: Network) -> tuple[Note, ...]:
    """What of a network PyPSA cannot hold, or holds only nearly."""
    return _prepared(network)[1]


def write_pypsa(network: Network, path: str | Path, solution: Solution | None = None) -> None:
    """Write a network, with the results of a solution if one is given: .nc, else a CSV folder.

    It is written beside and then renamed, so that nothing half-written is ever seen.

    Raises
    ------
    InterchangeError
        If PyPSA is not installed, or the folder holds files already.
    """
    target = Path(path)
    n = to_pypsa(network)
    if solution is not None:
        fill_results(n, solution)
    if target.suffix != ".nc" and target.exists() and any(target.iterdir()):
        raise InterchangeError("energy.interchange.folder_taken", file=str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        _export(n, beside / target.name)
        if target.is_dir():
            target.rmdir()
        (beside / target.name).replace(target)
    finally:
        shutil.rmtree(beside)


def _export(n: "pypsa.Network", path: Path) -> None:
    with _unwarned():
        if path.suffix == ".nc":
            n.export_to_netcdf(str(path))
        else:
            path.mkdir()
            n.export_to_csv_folder(str(path))


@contextmanager
def _unwarned() -> Iterator[None]:
    """PyPSA announces changes of its own defaults and leaves files to be closed; neither is ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _prepared(network: Network) -> tuple[Network, tuple[Note, ...]]:
    book = Notebook()
    known = in_pypsa_words(lowered(network), book)
    constraints_of(known, book)
    carriers_of(known, book)
    return known, tuple(book.notes)


def _new_network(name: str) -> "pypsa.Network":
    try:
        import pypsa  # noqa: PLC0415 (an extra, which takes seconds to import)
    except ImportError as error:
        raise InterchangeError("energy.interchange.no_pypsa", extra="citywright[pypsa]") from error
    return pypsa.Network(name=name)


def has_periods(network: Network) -> bool:
    """Whether there are planning years; 0 stands for none."""
    return [int(y) for y in network.years.index] != [0]


def _fill(n: "pypsa.Network", network: Network) -> None:
    _set_snapshots(n, network)
    carriers = carriers_of(network)
    table = carriers.table
    n.add("Carrier", list(table.index), co2_emissions=table["co2_emissions"].to_numpy())
    for ours, theirs in COLUMNS:
        _add(n, network, ours, theirs, carriers)
    for name, row in constraints_of(network, Notebook()).iterrows():
        n.add("GlobalConstraint", str(name), **row.dropna().to_dict())


def _set_snapshots(n: "pypsa.Network", network: Network) -> None:
    hours, weights = network.hours, network.weights
    scale = 1.0
    if has_periods(network):
        steps = hours.get_level_values(1) if isinstance(hours, pd.MultiIndex) else hours
        levels = [weights["year"].astype(int).to_numpy(), steps]
        n.set_snapshots(pd.MultiIndex.from_arrays(levels, names=["period", "timestep"]))
        n.investment_periods = [int(y) for y in network.years.index]
        n.investment_period_weightings["objective"] = network.years["weight"].to_numpy()
    else:
        n.set_snapshots(hours)
        scale = float(network.years["weight"].iloc[0])
    for theirs, ours, factor in (
        ("objective", "cost", scale), ("generators", "energy", 1.0), ("stores", "state", 1.0),
    ):  # fmt: skip
        n.snapshot_weightings[theirs] = weights[ours].to_numpy(dtype=float) * factor


def _add(n: "pypsa.Network", network: Network, ours: str, theirs: str, carriers: Carriers) -> None:
    """One component: its static attributes, then those that vary."""
    names = network.names(ours)
    if not len(names):
        return
    columns = columns_of(network, ours, carriers)
    if not has_periods(network) and "capital_cost" in columns:
        columns["capital_cost"] = columns["capital_cost"] * float(network.years["weight"].iloc[0])
    part = getattr(n.c, theirs)
    n.add(part.name, names, **columns)
    for attribute, (name, sign) in HOURLY[ours].items():
        given = network.series.get((ours, attribute))
        if given is not None and name in columns:
            values = sign * given.to_numpy(dtype=float)
            frame = pd.DataFrame(values, index=n.snapshots, columns=given.columns.astype(str))
            part.dynamic[name] = frame.rename_axis(columns="name")
