"""Certificates: the bracket of a plan's cost as files, checked without any solver.

A certificate folder holds the network (tables and hourly series), the plan in hand (every column of
every block, and what ties the blocks), multipliers of every row, and what is claimed. The check
computes both bounds again with NumPy (proof.py) and compares; it imports no solver.

Seals (SHA-256 of every file, and of the head) tell an accident apart from a wrong claim; they are no
signature. Whoever writes all seals anew still has to prove the claims.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from citywright.city.whole import write_whole
from citywright.energy.errors import CertificateError
from citywright.energy.files import fingerprint, read_network, write_network
from citywright.energy.network import Network
from citywright.energy.prepare import Prepared, prepare
from citywright.energy.proof import (
    Bounds,
    Evidence,
    Leaf,
    Program,
    bounds_of,
    constant_of,
    program_of,
)
from citywright.energy.scale import TOLERANCE, penalty_of
from citywright.errors import UsageError

HEAD, ARRAYS, NETWORK = "certificate.json", "arrays.npz", "network"
FORMAT = 1
NUMBERS = "<f8"
"""How arrays are kept: little-endian double."""
AGREEMENT = 1e-12
"""Claims and recomputed bounds agree to this share: the same sums in the same order."""


class Verdict(NamedTuple):
    """Whether a certificate holds, the bounds as recomputed, and what is wrong with it."""

    ok: bool
    bounds: Bounds | None
    faults: tuple[str, ...]


def write_certificate(
    folder: Path, prepared: Prepared, evidence: Evidence, bounds: Bounds, extra: Mapping[str, Any]
) -> Path:
    """Write a certificate into `folder`, whole or not at all; bounds in the network's own money.

    Raises
    ------
    UsageError
        The folder holds something that is no certificate; only a certificate is replaced.
    """
    if folder.exists() and not (folder / HEAD).is_file() and any(folder.iterdir()):
        raise UsageError("folder.exists", path=folder)
    network, unit = prepared.network, prepared.unit
    with write_whole(folder, replace=True) as part:
        write_network(network, part / NETWORK)
        arrays: dict[str, Any] = _arrays(evidence)
        np.savez_compressed(part / ARRAYS, **arrays)
        head = {
            "format": FORMAT, "network": fingerprint(network), "files": digests_of(part),
            "block_hours": evidence.block_hours, "penalty": evidence.penalty,
            "lower_bound": float(bounds.lower) * unit, "upper_bound": float(bounds.upper) * unit,
            "violation": float(bounds.violation), "blocks": len(evidence.plans),
            "leaves": len(evidence.leaves), "commitment": prepared.commitment,
            "unit": unit, **extra,
        }  # fmt: skip
        head["digest"] = _head_digest(head)
        (part / HEAD).write_text(_head_text(head), encoding="utf-8", newline="")
    return folder


def _arrays(evidence: Evidence) -> dict[str, np.ndarray]:
    found = {"z": evidence.z, "outer": evidence.outer}
    for number, (p, y) in enumerate(zip(evidence.plans, evidence.multipliers, strict=True)):
        found[f"plan_{number}"], found[f"multipliers_{number}"] = p, y
    for k, leaf in enumerate(evidence.leaves):
        found |= {f"leaf_{k}_low": leaf.low, f"leaf_{k}_high": leaf.high}
        found |= {f"leaf_{k}_outer": leaf.outer}
        found |= {f"leaf_{k}_multipliers_{n}": y for n, y in enumerate(leaf.multipliers)}
    return {name: np.asarray(values, dtype=NUMBERS) for name, values in found.items()}


def digests_of(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a certificate but its head, by path within the folder."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p != folder / HEAD)
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files
    }


def _head_digest(head: Mapping[str, Any]) -> str:
    rest = {key: value for key, value in head.items() if key != "digest"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def _head_text(head: Mapping[str, Any]) -> str:
    """The one way in which a head is written."""
    return json.dumps(head, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def check_certificate(folder: Path) -> Verdict:
    """Recompute the bounds of a certificate folder and compare them with what it claims.

    A fault is a key of the words tables: damaged files, a seal that does not fit, a network that
    is another, bounds that do not come out, a plan that does not hold.
    """
    try:
        text = (folder / HEAD).read_bytes().decode("utf-8")
        head = json.loads(text)
        faults = _sealed(head, text, folder)
        if faults:
            return Verdict(False, None, tuple(faults))
        network = certified_network(folder)
        if head["network"] != fingerprint(network):
            return Verdict(False, None, ("energy.certificate.network",))
        prepared, program, evidence = _opened(folder, head, network)
        bounds = bounds_of(program, evidence)
        faults = _claims(head, program, bounds, prepared.unit)
    except Exception:  # noqa: BLE001  (whatever a damaged file brings about, it proves nothing)
        return Verdict(False, None, ("energy.certificate.damaged",))
    known = bounds._replace(lower=bounds.lower * prepared.unit, upper=bounds.upper * prepared.unit)
    return Verdict(not faults, known, tuple(faults))


def read_certificate(folder: Path) -> tuple[Prepared, Program, Evidence]:
    """What a certificate holds, for whoever computes with it; nothing is checked but its form.

    Raises
    ------
    CertificateError
        The folder is no certificate, or is damaged.
    """
    try:
        head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
        return _opened(folder, head, certified_network(folder))
    except CertificateError:
        raise
    except Exception as error:
        raise CertificateError("energy.certificate.damaged") from error


def _opened(
    folder: Path, head: dict[str, Any], network: Network
) -> tuple[Prepared, Program, Evidence]:
    with np.load(folder / ARRAYS, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    prepared = prepare(network, float(head["unit"]), bool(head["commitment"]))
    program = program_of(prepared.known, int(head["block_hours"]), float(head["penalty"]))
    return prepared, program, _evidence(head, arrays, program)


def certified_network(folder: Path) -> Network:
    """The network (not lowered) to which a certificate belongs; `check_certificate` says whether."""
    return read_network(folder / NETWORK)


def _sealed(head: dict[str, Any], text: str, folder: Path) -> list[str]:
    """Faults of the seals: head and files are those that were written together, to the byte."""
    is_head = text == _head_text(head) and head["digest"] == _head_digest(head)
    faults = [] if is_head and head["format"] == FORMAT else ["energy.certificate.head"]
    if head["files"] != digests_of(folder):
        faults.append("energy.certificate.files")
    return faults


def _evidence(head: dict[str, Any], arrays: dict[str, np.ndarray], program: Program) -> Evidence:
    blocks, leaves = int(head["blocks"]), int(head["leaves"])
    wanted = {"z", "outer", *_numbered("plan", blocks), *_numbered("multipliers", blocks)}
    for k in range(leaves):
        wanted |= {f"leaf_{k}_{part}" for part in ("low", "high", "outer")}
        wanted |= set(_numbered(f"leaf_{k}_multipliers", blocks))
    is_whole = set(arrays) == wanted and blocks == len(program.coupling.spans)
    plain = all(a.ndim == 1 and a.dtype.str == NUMBERS for a in arrays.values())
    # bounds of a leaf may be infinite, nothing else may
    numbers = (a for name, a in arrays.items() if not name.endswith(("_low", "_high")))
    if not (is_whole and plain and all(np.isfinite(a).all() for a in numbers)):
        raise CertificateError("energy.certificate.damaged")

    def tuple_of(part: str) -> tuple[np.ndarray, ...]:
        return tuple(arrays[name] for name in _numbered(part, blocks))

    return Evidence(
        int(head["block_hours"]), float(head["penalty"]), arrays["z"], tuple_of("plan"),
        tuple_of("multipliers"), arrays["outer"],
        tuple(
            Leaf(
                arrays[f"leaf_{k}_low"], arrays[f"leaf_{k}_high"],
                tuple_of(f"leaf_{k}_multipliers"), arrays[f"leaf_{k}_outer"],
            )
            for k in range(leaves)
        ),
    )  # fmt: skip


def _numbered(part: str, count: int) -> list[str]:
    return [f"{part}_{n}" for n in range(count)]


def _claims(head: dict[str, Any], program: Program, bounds: Bounds, unit: float) -> list[str]:
    """Faults of substance: numbers as claimed, a price of gaps not too low, a plan that holds.

    `unit` is how many units of the network's money make one of the program's.
    """
    scale = AGREEMENT * unit * max(1.0, abs(bounds.upper), abs(bounds.lower))
    constant = constant_of(program) * unit
    holds = {
        "energy.certificate.lower": abs(bounds.lower * unit - head["lower_bound"]) <= scale,
        "energy.certificate.upper": abs(bounds.upper * unit - head["upper_bound"]) <= scale,
        "energy.certificate.constant": abs(constant - head["objective_constant"])
        <= AGREEMENT * max(1.0, abs(constant)),
        "energy.certificate.violation": abs(bounds.violation - head["violation"]) <= AGREEMENT,
        "energy.certificate.penalty": program.penalty >= penalty_of(program.network),
        "energy.certificate.plan": bounds.violation <= TOLERANCE,
    }
    return [key for key, is_held in holds.items() if not is_held]
