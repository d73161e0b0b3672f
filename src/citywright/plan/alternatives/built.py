"""A city as its program, with the layout that reads answers from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import linopy
import numpy as np

from citywright.city import City
from citywright.plan.data import PlanData, prepare
from citywright.plan.layout import Layout, Resources, layout_of, resources_of
from citywright.plan.model import build_model
from citywright.plan.program import Floats, Program, program_of

Starts = Mapping[str, int]
"""Year in which each started project starts."""


@dataclass(frozen=True)
class Built:
    """A city with its model as linopy has it and as a matrix."""

    data: PlanData
    m: linopy.Model
    program: Program
    layout: Layout

    @property
    def resources(self) -> Resources:
        """What starts use of what cannot be made good."""
        return resources_of(self.program, self.layout)

    def starts(self, x: Floats) -> dict[str, int]:
        """Starts of an answer, those of committed projects within the horizon too."""
        values = self.layout.values("start", x)
        chosen = np.argwhere(values.to_numpy() > 0.5)
        projects, years = values["project"].to_numpy(), values["start"].to_numpy()
        return {str(projects[p]): int(years[t]) for p, t in chosen}

    def held(self, starts: Starts) -> tuple[Program, tuple[str, ...]]:
        """Program in which just these projects start, in these years; and those that cannot.

        A project cannot start so where it is not among the projects of this city or the year is
        outside its window. It is left out, and the program says what the others do.
        """
        places = self.layout.columns["start"]
        column = {
            (str(project), int(year)): int(places.to_numpy()[p, t])
            for p, project in enumerate(places["project"].to_numpy())
            for t, year in enumerate(places["start"].to_numpy())
        }
        lower, upper = self.program.lower.copy(), self.program.upper.copy()
        every = places.to_numpy().ravel()
        committed = lower[every] > 0.5
        upper[every[~committed]] = 0.0
        lost = []
        for project, year in sorted(starts.items()):
            place = column.get((project, year))
            if place is None or self.program.upper[place] < 0.5:
                lost.append(project)
                continue
            lower[place] = upper[place] = 1.0
        return replace(self.program, lower=lower, upper=upper), tuple(lost)


def built(city: City) -> Built:
    """Program of a city, its power by year."""
    data = prepare(city)
    m = build_model(data)
    return Built(data, m, program_of(m), layout_of(m))
