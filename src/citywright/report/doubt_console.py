"""What the commands compare and explore show on the terminal: the tables of the page."""

from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from citywright.city import City
from citywright.plan.doubt.collected import Collected
from citywright.report.doubt_tables import doubt_tables
from citywright.report.names import Names
from citywright.report.table import Table

MOST_ROWS = 30
"""Rows of a table on the terminal; the page and the files have them all."""


def doubted(city: City, found: Collected, lang: str) -> RenderableType:
    """Every table of what was asked, the longer ones cut."""
    names = Names(city, lang)
    return Group(*(_grid(names, table) for table in doubt_tables(names, found) if table.rows))


def _grid(names: Names, table: Table) -> RenderableType:
    title = names.say(f"table.{table.key}")
    grid = Grid(title=title, title_justify="left", title_style="bold")
    for column in table.columns:
        grid.add_column(
            column.header, justify="right" if column.numeric else "left", overflow="fold"
        )
    texts = table.texts(names)
    for row in texts[:MOST_ROWS]:
        grid.add_row(*(Text(cell) for cell in row))
    if len(texts) > MOST_ROWS:
        grid.add_row("…")
    return Group(grid, Text(table.note, style="dim")) if table.note else grid
