"""Progress of reading many documents, on standard error: how many, how long yet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from citywright.words import say

LONGEST = 30
"""Characters of a file's name that are shown."""


@contextmanager
def counting(console: Console, total: int, lang: str) -> Iterator[Callable[[str], None]]:
    """Function that takes the name of the document that is done and moves the bar."""
    columns = (
        TextColumn("{task.description}"), BarColumn(bar_width=20), MofNCompleteColumn(),
        TimeRemainingColumn(), TextColumn("{task.fields[name]}"),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(say("reading.console.progress", lang), total=total, name="")

        def step(name: str) -> None:
            shown = "".join(c if c.isprintable() else "?" for c in name[:LONGEST])
            progress.update(task, advance=1, name=escape(shown))

        yield step
