"""Certified power systems of a plan's two paths, as the proof takes them: in memory or from files.

A folder holds `power/plan` and `power/without` (certificates of the energy room) and `power/bound.npz`
(the multipliers of the one cut on which the bound of the plan rests).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import pandas as pd

from citywright.energy.affine import AffineModel, affine_model, node_demand
from citywright.energy.certificate import read_certificate
from citywright.energy.errors import CertificateError
from citywright.energy.given import energy_given
from citywright.energy.prepare import Prepared
from citywright.energy.proof import Bounds, Evidence, Program, bounds_of, constant_of
from citywright.energy.results import capacity_results
from citywright.errors import PlanFolderError

FOLDER, BOUND = "power", "bound.npz"
PATHS = ("plan", "without")


@dataclass(frozen=True)
class Operated:
    """A power system in all its hours: as the city has it, as the equations know it, and its plan."""

    prepared: Prepared
    program: Program
    evidence: Evidence

    @cached_property
    def bounds(self) -> Bounds:
        """Bracket of the cost in the program's money, and the worst violation of any hour."""
        return bounds_of(self.program, self.evidence)

    @property
    def constant(self) -> float:
        """Cost of what is in place and may grow: no part of what a plan pays (network's money)."""
        return constant_of(self.program) * self.prepared.unit

    @cached_property
    def capacities(self) -> pd.DataFrame:
        """Capacity of every unit in every planning year (MW; MWh of stores)."""
        return capacity_results(self.program, self.evidence)

    @cached_property
    def energy(self) -> pd.DataFrame:
        """Energy that plants and storage give in every planning year (MWh)."""
        return energy_given(self.program, self.evidence)


@dataclass(frozen=True)
class Hours:
    """Both paths, and the multipliers (of every block, and of what ties them) of the bound's cut."""

    paths: Mapping[str, Operated]
    multipliers: tuple[np.ndarray, ...]
    outer: np.ndarray

    @cached_property
    def model(self) -> AffineModel:
        """What the multipliers prove of the cost at any demand and any limits (network's money)."""
        plan = self.paths["plan"]
        bare = Evidence(
            plan.program.block_hours, plan.program.penalty, np.zeros(0), (), self.multipliers, self.outer
        )  # fmt: skip
        return affine_model(plan.program, bare, plan.prepared.unit)

    @cached_property
    def lower(self) -> float:
        """What the model says at the plan's own system, without what is in place (network's money)."""
        plan = self.paths["plan"]
        values = {budget.name: budget.value for budget in plan.program.coupling.budgets}
        return self.model.value(node_demand(plan.program.network), values) - plan.constant


def read_hours(folder: Path) -> Hours | None:
    """The power of a plan on disk; None where the plan has none by the hour.

    Raises
    ------
    PlanFolderError
        A part is missing or damaged.
    """
    place = folder / FOLDER
    if not place.exists():
        return None
    try:
        paths = {path: Operated(*read_certificate(place / path)) for path in PATHS}
        with np.load(place / BOUND, allow_pickle=False) as file:
            arrays = {name: np.asarray(file[name], dtype=float) for name in file.files}
        blocks = len(paths["plan"].program.coupling.spans)
        multipliers = tuple(arrays[f"multipliers_{n}"] for n in range(blocks))
        return Hours(paths, multipliers, arrays["outer"])
    except (OSError, KeyError, ValueError, EOFError, BadZipFile, CertificateError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise PlanFolderError("plan.unreadable", folder=folder, reason=reason) from error


def write_bound(folder: Path, hours: Hours) -> None:
    """Write `bound.npz` into the folder of the plan's power."""
    arrays: dict[str, Any] = {f"multipliers_{n}": y for n, y in enumerate(hours.multipliers)}
    np.savez_compressed(folder / BOUND, **arrays, outer=hours.outer)
