"""The reference page says what the declaration says."""

from pathlib import Path

import pytest

from citywright.energy.declaration import components
from citywright.energy.lowering import LOWER
from citywright.energy.reference import LOWERED, pages, write_pages
from citywright.words import tables

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(pages()))
def test_page_is_up_to_date(name: str) -> None:
    """Rewrite it with `python -m citywright.energy.reference`."""
    assert (REFERENCE / name).read_text(encoding="utf-8") == pages()[name]


def test_page_is_written_where_asked(tmp_path: Path) -> None:
    write_pages(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(pages())


def test_every_component_and_attribute_is_on_the_page() -> None:
    (page,) = pages().values()
    parts = dict(part.split("\n", 1) for part in page.split("\n## ")[1:])
    assert list(parts) == list(components())
    for component, attributes in components().items():
        rows = [line for line in parts[component].splitlines() if line.startswith("| `")]
        assert len(rows) == len(attributes)
        for row, attribute in zip(rows, attributes.values(), strict=True):
            assert row.startswith(f"| `{attribute.name}` | {attribute.kind} |")
            assert row.replace(r"\|", "").count("|") == 8
            for sentence in attribute.sentence.values():
                assert sentence.replace("|", r"\|") in row


def test_every_component_has_a_sentence() -> None:
    """And what is lowered says what it becomes."""
    assert set(LOWERED) == set(LOWER)
    for component in components():
        assert f"energy.component.{component}" in tables()
    for component in LOWERED:
        assert f"energy.lowered.{component}" in tables()
