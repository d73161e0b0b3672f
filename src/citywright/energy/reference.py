"""The reference page of the components of a network, made from `components.csv`.

`python -m citywright.energy.reference` writes it to docs/reference; a test compares.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from citywright.energy.declaration import Attribute, components
from citywright.words import LANGUAGES, say

SHOWN = tuple(reversed(LANGUAGES))
"""Languages in the order of the page."""
PAGE = "energy-components.md"
LOWERED = ("flexible_loads", "vehicles", "heat_pumps")
"""Components that `lowering` puts into the words of the others."""
HEADS = ("attribute", "type", "unit", "default", "varies", "allowed", "meaning")


def pages() -> dict[str, str]:
    """Every generated page: file name -> Markdown."""
    return {PAGE: components_page()}


def components_page() -> str:
    """All components, one table each with a row per attribute, in both languages."""
    title = " · ".join(say("energy.reference.title", lang) for lang in SHOWN)
    lines = [f"<!-- {_both('energy.reference.generated')} -->", "", f"# {title}", ""]
    for lang in SHOWN:
        lines += [say("energy.reference.intro", lang), ""]
    for component, attributes in components().items():
        lines += [f"## {component}", ""]
        lines += [
            line for lang in SHOWN for line in (say(f"energy.component.{component}", lang), "")
        ]
        if component in LOWERED:
            lines += [_both(f"energy.lowered.{component}"), ""]
        lines += [
            _row(_both(f"energy.reference.{head}") for head in HEADS),
            _row(["---"] * len(HEADS)),
        ]
        lines += [_row(_cells(attribute)) for attribute in attributes.values()]
        lines.append("")
    return "\n".join(lines)


def _cells(attribute: Attribute) -> list[str]:
    return [
        f"`{attribute.name}`",
        attribute.kind,
        attribute.unit,
        f"`{attribute.default}`" if attribute.default else "",
        _both("energy.reference.yes") if attribute.varies else "",
        _allowed(attribute),
        " ".join(attribute.sentence[lang] for lang in SHOWN),
    ]


def _allowed(attribute: Attribute) -> str:
    if attribute.choices:
        return ", ".join(f"`{choice}`" for choice in attribute.choices)
    low = f"≥ {attribute.minimum:g}" if np.isfinite(attribute.minimum) else ""
    high = f"≤ {attribute.maximum:g}" if np.isfinite(attribute.maximum) else ""
    return f"{low} {high}".strip()


def _both(key: str) -> str:
    return " ".join(say(key, lang) for lang in SHOWN)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def write_pages(folder: Path) -> None:
    """Write every generated page into `folder`."""
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference"))
