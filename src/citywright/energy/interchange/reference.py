"""The reference page of what is kept, approximated and refused, made from the declarations.

`python -m citywright.energy.interchange.reference` writes it to docs/reference; a test compares.
"""

import csv
import sys
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from citywright.energy.interchange.attributes import PypsaAttribute, pypsa_attributes
from citywright.words import LANGUAGES, say

SHOWN = tuple(reversed(LANGUAGES))
"""Languages in the order of the page."""
PAGE = "pypsa.md"
WAYS = ("out", "matpower")
"""Ways of `other_ways.csv`, in the order of the page."""


def pages() -> dict[str, str]:
    """Every generated page: file name -> Markdown."""
    return {PAGE: interchange_page()}


def interchange_page() -> str:
    """PyPSA in, PyPSA out, MATPOWER in: one table per component or way, in both languages."""
    title = " · ".join(_said("title", lang) for lang in SHOWN)
    lines = [f"<!-- {_both('generated')} -->", "", f"# {title}", "", *_paragraphs("intro")]
    lines += [f"## {_both('in')}", "", *_paragraphs("in_intro")]
    for component, rows in pypsa_attributes().items():
        heads = ("attribute", "default", "treatment", "becomes", "remark")
        lines += [f"### {component}", "", *_head(heads)]
        lines += [_row(_attribute_cells(row)) for row in rows.values()]
        lines.append("")
    for way in WAYS:
        lines += [f"## {_both(way)}", "", *_paragraphs(f"{way}_intro")]
        lines += _head(("what", "treatment", "becomes", "remark"))
        lines += [_row(_way_cells(row)) for row in _other_ways() if row["way"] == way]
        lines.append("")
    return "\n".join(lines)


def _attribute_cells(row: PypsaAttribute) -> list[str]:
    return [
        f"`{row.name}`" if row.name else _both("whole"),
        f"`{row.default}`" if row.default else "",
        _treatment(row.treatment),
        f"`{row.becomes}`" if row.becomes else "",
        " ".join(row.sentence[lang] for lang in SHOWN).strip(),
    ]


def _way_cells(row: dict[str, str]) -> list[str]:
    becomes = f"`{row['becomes']}`" if row["becomes"] else ""
    remark = " ".join(row[lang] for lang in SHOWN).strip()
    return [f"`{row['what']}`", _treatment(row["treatment"]), becomes, remark]


def _other_ways() -> list[dict[str, str]]:
    text = files("citywright.energy.interchange").joinpath("other_ways.csv")
    return list(csv.DictReader(text.read_text(encoding="utf-8").splitlines()))


def _treatment(treatment: str) -> str:
    return " ".join(say(f"energy.interchange.{treatment}", lang) for lang in SHOWN)


def _head(keys: Iterable[str]) -> list[str]:
    heads = [_both(key) for key in keys]
    return [_row(heads), _row(["---"] * len(heads))]


def _paragraphs(key: str) -> list[str]:
    return [line for lang in SHOWN for line in (_said(key, lang), "")]


def _both(key: str) -> str:
    return " ".join(_said(key, lang) for lang in SHOWN)


def _said(key: str, lang: str) -> str:
    return say(f"energy.interchange.page.{key}", lang)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def write_pages(folder: Path) -> None:
    """Write every generated page into `folder`."""
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference"))
