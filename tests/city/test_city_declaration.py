"""The declarations themselves: whole, in both languages, with known units and keys."""

from pathlib import Path

import pytest

from citywright.city.declaration import declared
from citywright.city.reference import pages, write_pages
from citywright.city.rules.assumptions import declared_assumptions
from citywright.city.settings import entry_kinds
from citywright.units import is_known
from citywright.words import tables as words

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
KINDS = {"text", "code", "choice", "date", "number", "integer", "year"}
COLUMNS = [(t, c) for t in declared().values() for c in t.columns]


def test_every_column_is_whole() -> None:
    for table, column in COLUMNS:
        assert column.kind in KINDS, (table.name, column.name)
        assert all(column.sentence[lang] for lang in ("en", "zh"))
        assert (column.kind == "choice") == bool(column.choices)
        assert not column.is_key or column.required
        assert " " not in column.name


def test_every_unit_is_known() -> None:
    for table, column in COLUMNS:
        unit = column.unit.replace("money", "CNY")
        assert unit in ("none", "as named", "degree") or is_known(unit), (table.name, column.name)
        assert column.is_numeric or column.unit == "none"
    for one in declared_assumptions().values():
        assert is_known(one.unit)


def test_every_reference_leads_to_a_key() -> None:
    for _, column in COLUMNS:
        if column.refers_to:
            table, key = column.refers_to
            assert declared()[table].key == (key,)


def test_every_row_has_source_and_quality() -> None:
    for table in declared().values():
        if table.name != "sources":
            assert table.names[-3:] == ("source", "quality", "note")
            assert table.column("source").refers_to == ("sources", "source")


def test_sheet_names_fit_a_workbook() -> None:
    assert all(len(name) <= 31 for name in declared())


def test_assumptions_are_the_allowed_ones() -> None:
    allowed = declared()["assumptions"].column("assumption").choices
    assert tuple(declared_assumptions()) == allowed
    assert all(one.minimum < one.maximum for one in declared_assumptions().values())


def test_every_table_and_entry_has_a_sentence() -> None:
    for name in declared():
        assert f"city.table.{name}" in words()
    for name in entry_kinds():
        assert f"city.entry.{name}" in words()


@pytest.mark.parametrize("name", sorted(pages()))
def test_reference_pages_are_up_to_date(name: str) -> None:
    """Rewrite them with `python -m citywright.city.reference`."""
    assert (REFERENCE / name).read_text(encoding="utf-8") == pages()[name]


def test_reference_pages_are_written_where_asked(tmp_path: Path) -> None:
    write_pages(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == set(pages())


def test_settings_page_names_every_entry() -> None:
    text = (REFERENCE / "city-toml.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in entry_kinds())
