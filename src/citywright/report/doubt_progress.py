"""Progress of many cases: how many are done, and about how long the rest will take."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from citywright.plan.executor import Progress as Done
from citywright.words import say


@contextmanager
def counting(console: Console, lang: str) -> Iterator[Callable[[Done], None]]:
    """Function that takes what is done and moves the bar."""
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=20),
        TextColumn("{task.fields[left]}"), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=1, left="")

        def tell(done: Done) -> None:
            words = say("doubt_command.progress", lang, done=done.done, total=done.total)
            left = (
                "" if done.left is None else say("doubt_command.left", lang, time=clock(done.left))
            )
            progress.update(
                task, completed=done.done, total=max(1, done.total), description=words, left=left
            )

        yield tell


def clock(seconds: float) -> str:
    """Seconds as 1:02:03 or 2:03."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    head = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{head}:{whole % 60:02d}"
