"""One door: every layout is recognised by what it holds, and what is unknown is refused."""

from pathlib import Path

import pytest
from accounts_economies import national_table, write_national
from published_layouts import (
    FACTORS,
    ICIO_USES,
    WIOD_ITEMS,
    WIOD_USES,
    eora_world,
    icio_rows,
    national_competitive_frame,
    provincial_frame,
    wiod_sheet,
    wiod_text,
    world,
    write_book,
    write_eora,
    write_exiobase,
    write_rows,
)

from citywright.accounts.readers.open_table import LAYOUTS, open_table, recognise
from citywright.accounts.table import IOTable
from citywright.errors import AccountsError

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "io-layouts.md"
DESCRIBED = """
file = "any.txt"
money = "coins"
orientation = "rows sell"
Z = { cells = "B2:B2", rows = ["farms"], columns = ["farms"] }
Y = { cells = "C2:C2", rows = ["farms"], columns = ["homes"] }
V = { cells = "B3:B3", rows = ["wages"], columns = ["farms"] }
"""


def make(layout, folder):
    """A table of the layout, with its path and the choices that its reader needs."""
    wiod = world(WIOD_USES, WIOD_ITEMS)
    if layout == "national":
        write_national(national_table(), folder / "n.csv")
        return folder / "n.csv", {}
    if layout == "national_competitive":
        national_competitive_frame().to_csv(folder / "c.csv", index=False)
        return folder / "c.csv", {"imports": "proportional"}
    if layout == "provincial":
        provincial_frame().to_csv(folder / "p.csv", index=False)
        return folder / "p.csv", {"imports": "column"}
    if layout == "icio":
        write_rows(icio_rows(world(ICIO_USES, ("TLS", "VA"))), folder / "2019.csv")
        return folder / "2019.csv", {}
    if layout == "wiod":
        write_book({"2014": wiod_sheet(wiod)}, folder / "w.xlsx")
        return folder / "w.xlsx", {}
    if layout == "wiod text":
        write_rows(wiod_text(wiod), folder / "w.csv")
        return folder / "w.csv", {}
    if layout == "exiobase":
        write_exiobase(world(("a", "b"), FACTORS), folder / "exio")
        return folder / "exio", {"extensions": ["impacts"]}
    if layout == "eora":
        write_eora(eora_world(), folder / "eora")
        return folder / "eora", {"money": "dollars"}
    (folder / "any.txt").write_text(",farms,homes\nx,1,2\nw,2,\n", encoding="utf-8")
    (folder / "d.toml").write_text(DESCRIBED, encoding="utf-8")
    return folder / "d.toml", {}


@pytest.mark.parametrize("layout", [*LAYOUTS, "wiod text"])
def test_every_layout_is_recognised(tmp_path, layout):
    path, choices = make(layout, tmp_path)
    opened = open_table(path, **choices)
    assert opened.layout == layout.split()[0]
    assert isinstance(opened.table, IOTable)
    assert open_table(path, opened.layout, **choices).table.Z.equals(opened.table.Z)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_and_its_choices_are_on_the_page(layout):
    assert f"| `{layout}` |" in PAGE.read_text(encoding="utf-8")


def test_what_a_layout_must_be_told_is_named(tmp_path):
    path, _ = make("provincial", tmp_path)
    with pytest.raises(AccountsError, match=r"read as provincial.*needs: imports") as error:
        open_table(path)
    assert error.value.key == "accounts.layout_choices"
    path, _ = make("icio", tmp_path)
    with pytest.raises(AccountsError, match=r"given: money.*takes: split, empty"):
        open_table(path, money="dollars")


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.csv", b"a,b\n1,2\n", "accounts.layout_unknown"),
        ("a.csv", b"", "accounts.layout_unknown"),
        ("a.zip", b"no archive", "accounts.reader_file"),
        ("a.xlsx", b"no workbook", "accounts.reader_file"),
        ("a.xlsb", b"", "accounts.reader_binary"),
    ],
)
def test_what_is_unknown_is_refused(tmp_path, name, content, key):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AccountsError, match=name) as error:
        recognise(tmp_path / name)
    assert error.value.key == key
    if key == "accounts.layout_unknown":
        assert all(layout in str(error.value) for layout in LAYOUTS)


def test_an_empty_folder_and_another_workbook_are_unknown(tmp_path):
    write_book({"x": [["a", 1]] * 9}, tmp_path / "x.xlsx")
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "x.xlsx", tmp_path / "empty"):
        with pytest.raises(AccountsError) as error:
            open_table(path)
        assert error.value.key == "accounts.layout_unknown"
    with pytest.raises(AccountsError, match="choose one of"):
        open_table(tmp_path / "x.xlsx", "excel")
