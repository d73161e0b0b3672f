"""Progress of long work: the step, the gap so far and the time, on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from citywright.report.numbers import percent
from citywright.words import say, tables

STEPS = ("build", "power", "relax", "search", "without", "prove", "write")
"""Steps of a plan in the order they come; what the search calls its own steps counts as search."""


@contextmanager
def steps(console: Console, lang: str) -> Iterator[Callable[[str, float], None]]:
    """Function that takes (step, gap) and moves the bar."""
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=20),
        TextColumn("{task.fields[gap]}"), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(STEPS), gap="")

        def step(name: str, gap: float) -> None:
            known = f"console.step.{name}" in tables()
            words = (
                say(f"console.step.{name}", lang)
                if known
                else say("console.step.search", lang, step=name)
            )
            place = STEPS.index(name) if name in STEPS else STEPS.index("search")
            shown = say("console.gap", lang, gap=percent(gap, 3)) if 0 < gap < 1 else ""
            progress.update(task, completed=place, description=words, gap=shown)

        yield step
