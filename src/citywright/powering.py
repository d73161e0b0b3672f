"""Where energy and report meet: a network is opened, solved, certified and said.

It stands beside `study` because a network needs no city: a file of another tool has no accounts,
no projects and no plan.
"""

import importlib.util
import json
import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from citywright.city.whole import write_whole
from citywright.energy import Network, Solution, solve
from citywright.energy.certificate import HEAD, check_certificate
from citywright.energy.explain import explain
from citywright.energy.files import fingerprint
from citywright.energy.interchange import InterchangeError, Note, not_kept, write_pypsa
from citywright.energy.looking.solved import seen
from citywright.energy.planner.descent import Say
from citywright.energy.planner.ladder import BLOCK_HOURS, WEEKS, WHOLE
from citywright.energy.sources import Opened
from citywright.errors import UsageError
from citywright.report.energy.document import DOCUMENT, energy_document, fill_energy_report
from citywright.words import say

CERTIFICATE = "certificate"
"""Folder of the certificate within the folder of results."""
ANSWERS_IN = 5.0
"""Seconds in which the scheduler of a cluster has to answer (ours)."""


@dataclass(frozen=True)
class Way:
    """How a network is solved: the arguments of `citywright.energy.solving`."""

    gap: float = 1e-4
    workers: int | None = None
    cluster: str | None = None
    method: str | None = None
    block_hours: int = BLOCK_HOURS


@dataclass(frozen=True)
class Solved:
    """A solved network, what explains it, and its document with paths as the caller uses them."""

    solution: Solution
    facts: dict[str, Any]
    document: dict[str, Any]


def solve_source(
    source: str | Path, opened: Opened, way: Way, folder: Path, lang: str = "en",
    pypsa: Path | None = None, tell: Say | None = None,
) -> Solved:  # fmt: skip
    """Solve a network and write energy.json, report.html, tables/ and certificate/ into `folder`.

    The folder appears whole or not at all; one that holds older results is replaced, any other is
    left alone. `pypsa` is a new .nc file, or a new folder, for the network with its results.

    Raises
    ------
    UsageError
        A target is there already, the method is unknown, or the cluster does not answer.
    InterchangeError
        PyPSA is wanted and not installed.
    EnergyInfeasibleError
        No plan meets demand under the limits.
    """
    _check_targets(folder, pypsa)
    _check_way(way)
    with write_whole(folder, replace=True) as part:
        solution = solve(
            opened.network, way.gap, workers=way.workers, cluster=way.cluster, method=way.method,
            block_hours=way.block_hours, certificate=part / CERTIFICATE, say=tell,
        )  # fmt: skip
        constant = solution.objective_constant + opened.constant
        solution = seen(replace(solution, objective_constant=constant))
        facts = explain(solution)
        document = energy_document(solution, Path(CERTIFICATE), facts)
        document |= _about(str(source), opened, way, solution, pypsa, lang)
        fill_energy_report(part, solution, document, lang, facts)
    if pypsa is not None:
        write_pypsa(opened.network, pypsa, solution)
    paths = {"certificate": str(folder / CERTIFICATE), "folder": str(folder)}
    return Solved(solution, facts, {**document, **paths, "pypsa": pypsa and str(pypsa)})


def _check_targets(folder: Path, pypsa: Path | None) -> None:
    if folder.exists() and not (folder / DOCUMENT).is_file():
        raise UsageError("folder.exists", path=folder)
    if pypsa is None:
        return
    if pypsa.exists():
        raise UsageError("folder.exists", path=pypsa)
    if importlib.util.find_spec("pypsa") is None:
        raise InterchangeError("energy.interchange.no_pypsa", extra="citywright[pypsa]")


def _check_way(way: Way) -> None:
    if way.method not in (None, WHOLE, WEEKS):
        raise UsageError("energy.no_such_method", method=way.method)
    if way.cluster is not None:
        _check_answers(way.cluster)


def _check_answers(address: str) -> None:
    """A scheduler that is not there is said at once, not after the minutes that a client waits."""
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        socket.create_connection((parts.hostname or "", parts.port or 0), ANSWERS_IN).close()
    except (OSError, ValueError) as error:
        raise UsageError("energy_command.no_cluster", address=address) from error


def _about(
    source: str, opened: Opened, way: Way, solution: Solution, pypsa: Path | None, lang: str
) -> dict[str, Any]:
    """What the document says of the source and of the run."""
    notes = [*opened.notes, *(not_kept(opened.network) if pypsa is not None else ())]
    run = solution.run
    return {
        "source": {"path": source, "kind": opened.kind, "years": list(opened.years)},
        "gap_asked": way.gap, "interrupted": bool(run.get("interrupted", False)),
        "iterations": run["iterations"], "workers": run["workers"],
        "violation": run["violation"],
        "notes": notes_document(notes, lang),
        "notices": [finding.as_dict(lang) for finding in opened.notices.notices],
    }  # fmt: skip


def notes_document(notes: Sequence[Note], lang: str) -> list[dict[str, Any]]:
    """Notes of an importer or exporter as plain values, each with its sentence."""
    return [
        {
            "treatment": note.treatment, "component": note.component, "attribute": note.attribute,
            "names": list(note.names), "text": note.text(lang),
        }
        for note in notes
    ]  # fmt: skip


def check_document(
    folder: Path, network: Network | None = None, lang: str = "en"
) -> dict[str, Any]:
    """Whether a certificate holds, computed again without a solver.

    `folder` is a certificate, or a folder of results that has one. With a network, the certificate
    has to be about this one. Costs are whole: lower_bound and upper_bound of the results, each with
    `objective_constant` (of a MATPOWER case, without its costs at no load).

    Raises
    ------
    UsageError
        There is no such folder.
    """
    place = folder / CERTIFICATE if (folder / CERTIFICATE).is_dir() else folder
    if not place.is_dir():
        raise UsageError("energy_command.no_certificate", path=folder)
    verdict = check_certificate(place)
    faults = list(verdict.faults)
    if verdict.ok and network is not None:
        head = json.loads((place / HEAD).read_text(encoding="utf-8"))
        if head["network"] != fingerprint(network):
            faults.append("energy_command.other_network")
    bounds = verdict.bounds
    return {
        "certificate": str(place), "ok": not faults,
        "faults": [{"fault": fault, "text": say(fault, lang)} for fault in faults],
        "cost_at_least": None if bounds is None else float(bounds.lower),
        "cost_at_most": None if bounds is None else float(bounds.upper),
        "gap": None if bounds is None else float(_gap(bounds.lower, bounds.upper)),
        "violation": None if bounds is None else float(bounds.violation),
    }  # fmt: skip


def _gap(lower: float, upper: float) -> float:
    """(upper − lower) / |upper|."""
    return max(0.0, upper - lower) / max(abs(upper), 1e-9)
