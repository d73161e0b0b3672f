"""The reference pages of tables and findings, made from the declarations.

`python -m citywright.city.reference` writes them to docs/reference; a test compares.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from citywright.city.declaration import HOURS, Column, Table, declared
from citywright.city.findings import codes
from citywright.city.rules.assumptions import declared_assumptions
from citywright.words import LANGUAGES, say

SHOWN = tuple(reversed(LANGUAGES))
"""Languages in the order of the pages."""


def pages() -> dict[str, str]:
    """Every generated page: file name -> Markdown."""
    return {"findings.md": findings_page(), "tables.md": tables_page()}


def findings_page() -> str:
    """All codes of findings with their sentences and next steps, in both languages."""
    lines = _opening("findings")
    for code, row in codes().items():
        lines += [f"## {code}", ""]
        for lang in SHOWN:
            step = f"*{say('city.reference.next', lang)}:* {row[f'next_{lang}']}"
            lines += [f"{_code_safe(row[lang])} {_code_safe(step)}", ""]
    return "\n".join(lines)


def tables_page() -> str:
    """All declared tables, one row per column, in both languages."""
    lines = _opening("tables")
    for name, table in declared().items():
        lines += [f"## {name}", "", _both(f"city.table.{name}"), "", *_table_lines(table), ""]
    lines += [f"## {HOURS}", "", _both(f"city.table.{HOURS}"), ""]
    return "\n".join([*lines, *_assumption_lines(), ""])


def _opening(page: str) -> list[str]:
    title = " · ".join(say(f"city.reference.{page}", lang) for lang in SHOWN)
    generated = _both("city.reference.generated")
    intro = [line for lang in SHOWN for line in (say(f"city.reference.{page}_intro", lang), "")]
    return [f"<!-- {generated} -->", "", f"# {title}", "", *intro]


def _table_lines(table: Table) -> list[str]:
    heads = ("column", "type", "unit", "key", "required", "limits", "meaning")
    rows = [_row(_both(f"city.reference.{head}") for head in heads), _row(["---"] * len(heads))]
    return rows + [_row(_column_cells(column)) for column in table.columns]


def _column_cells(column: Column) -> list[str]:
    reference = f"→ {'.'.join(column.refers_to)}" if column.refers_to else ""
    every = " *" if column.allows_city_wide else ""
    required = "yes" if column.required else "no"
    return [
        f"`{column.name}`",
        column.kind,
        column.unit,
        f"{'key ' if column.is_key else ''}{reference}{every}".strip().replace("*", r"\*"),
        _both(f"city.reference.{required}"),
        _limits(column),
        " ".join(column.sentence[lang] for lang in SHOWN),
    ]


def _limits(column: Column) -> str:
    if column.choices:
        return ", ".join(f"`{choice}`" for choice in column.choices)
    low = "" if column.minimum is None else f"≥ {column.minimum:g}"
    high = "" if column.maximum is None else f"≤ {column.maximum:g}"
    return f"{low} {high}".strip()


def _assumption_lines() -> list[str]:
    title = " · ".join(say("city.reference.assumptions", lang) for lang in SHOWN)
    heads = ("column", "unit", "limits", "meaning")
    lines = [f"## {title}", "", _row(_both(f"city.reference.{head}") for head in heads)]
    lines.append(_row(["---"] * len(heads)))
    for one in declared_assumptions().values():
        limits = f"≥ {one.minimum:g} ≤ {one.maximum:g}"
        meaning = " ".join(one.sentence[lang] for lang in SHOWN)
        lines.append(_row([f"`{one.name}`", one.unit, limits, meaning]))
    return lines


def _both(key: str) -> str:
    return " ".join(say(key, lang) for lang in SHOWN)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _code_safe(text: str) -> str:
    """Braces as code, so that no page builder takes them for a template."""
    return text.replace("{", "`{").replace("}", "}`")


def write_pages(folder: Path) -> None:
    """Write every generated page into `folder`."""
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference"))
