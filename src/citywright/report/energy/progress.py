"""Progress of a search for a power system: the gap as it closes, on standard error."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from citywright.energy.closing import time_left
from citywright.energy.network import Network
from citywright.report.energy.language import PowerWords
from citywright.report.energy.sentences import BOUND
from citywright.report.numbers import number, percent
from citywright.words import say, tables

Tell = Callable[[str, float, float], None]
"""Takes step, lower and upper bound."""


@contextmanager
def closing(console: Console, network: Network, goal: float, lang: str) -> Iterator[Tell]:
    """A line with step, bounds, gap, time so far and an estimate of what is left; gone at the end.

    Where nobody watches (a file, a pipe) there is none.

    Until all blocks have been solved, bounds are those of a few typical ones. The estimate begins
    anew whenever the bracket opens.
    """
    words = PowerWords(network, lang)
    columns = (
        SpinnerColumn(), TextColumn("{task.description}", markup=False),
        TextColumn("{task.fields[bounds]}", markup=False), TimeElapsedColumn(),
    )  # fmt: skip
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as progress:
        task = progress.add_task(say("energy_command.step.begin", lang), total=None, bounds="")
        rounds = Rounds(goal)

        def tell(step: str, lower: float, upper: float) -> None:
            left = rounds.note(time.monotonic(), lower, upper)
            key = f"energy_command.step.{step}"
            known = say(key if key in tables() else "energy_command.step.search", lang)
            progress.update(task, description=known, bounds=bracket(words, lower, upper, left))

        yield tell


class Rounds:
    """Times and gaps of the rounds since the bracket last opened."""

    def __init__(self, goal: float) -> None:
        self.goal = goal
        self.seconds: list[float] = []
        self.gaps: list[float] = []
        self.upper = math.inf

    def note(self, second: float, lower: float, upper: float) -> float | None:
        """Seconds that are left, as far as the rounds tell."""
        if upper > self.upper:
            self.seconds.clear()
            self.gaps.clear()
        self.upper = upper
        gap = gap_of(lower, upper)
        if gap is not None and gap > 0.0:
            self.seconds.append(second)
            self.gaps.append(gap)
        return time_left(self.seconds, self.gaps, self.goal)


def gap_of(lower: float, upper: float) -> float | None:
    """(upper − lower) / |upper|; None while there is no plan."""
    if not (math.isfinite(lower) and math.isfinite(upper)) or upper == 0.0:
        return None
    return max(0.0, upper - lower) / abs(upper)


def bracket(words: PowerWords, lower: float, upper: float, left: float | None) -> str:
    """Bounds, gap and what is left in one line."""
    gap = gap_of(lower, upper)
    if gap is None:
        return ""
    values = {
        "lower": words.amount(lower, BOUND), "upper": words.amount(upper, BOUND),
        "gap": percent(gap, 3),
    }  # fmt: skip
    if left is None:
        return say("energy_command.bracket", words.lang, **values)
    return say("energy_command.bracket_left", words.lang, **values, left=number(left, 0))
