"""A table in any shape, described in a few lines: the page itself, and every fault at once."""

import re
from pathlib import Path

import numpy as np
import pytest
from published_layouts import write_book

from citywright.accounts.readers.described import read_described
from citywright.accounts.readers.description import DescriptionError, read_description
from citywright.accounts.readers.import_split import TREATMENTS
from citywright.accounts.readers.open_table import open_table
from citywright.errors import AccountsError

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "read-any-table.md"


def block(language, fence="```"):
    pattern = rf"^{fence}{language}\n(.*?)^{fence}$"
    return re.search(pattern, PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)[1]


def town(folder, change=lambda text: text, sheet=lambda text: text):
    """The example of the page, as a reader would save it."""
    (folder / "mill-town.csv").write_text(sheet(block("csv")), encoding="utf-8")
    path = folder / "mill-town.toml"
    path.write_text(change(block("toml", "~~~")), encoding="utf-8")
    return path


def test_the_page_reads_its_own_table(tmp_path, monkeypatch):
    town(tmp_path)
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(compile(block("python"), PAGE.name, "exec"), names)
    opened = names["opened"]
    assert opened.layout == "described"
    table = opened.table
    assert table.money == "million yuan"
    assert list(table.labels) == ["Farms", "Mills", "Shops"]
    assert list(table.output) == pytest.approx([100.0, 200.0, 120.0])
    assert list(table.inputs) == pytest.approx([100.0, 200.0, 120.0])
    assert table.S.loc["Jobs"].tolist() == [12.0, 20.0, 31.0]
    assert table.units["Jobs"] == "persons"
    # the sentence of the page: 12 % of mill products are imported, 52.8 of the 60 are home made
    assert table.Y.loc["Mills", "Households"] == pytest.approx(52.8)
    assert table.Zm.loc["Mills", "Shops"] == pytest.approx(0.12 * 20.0)


def test_every_word_of_a_description_is_on_the_page():
    text = PAGE.read_text(encoding="utf-8")
    words = ["file", "sheet", "money", "orientation", "empty", "separator", "cells", "rows_in"]
    words += ["columns_in", "rows", "columns", "unit", "sign", "treatment", "exports", "apart"]
    words += ["Z", "Y", "V", "S", "SY", "Zm", "Ym", "imports", "output", "labels", *TREATMENTS]
    assert not [word for word in words if not re.search(rf"[`\[ \"\n]{word}[`\] \"]", text)]


def sub(*pairs):
    def change(text):
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        return text

    return change


def test_the_first_cell_alone_goes_as_far_as_the_names(tmp_path):
    """With an empty row and an empty column between the blocks, as many offices leave them."""

    def gaps(text):
        lines = [line.split(",") for line in text.splitlines()]
        wider = [",".join([*line[:5], "", *line[5:]]) for line in lines]
        return "\n".join([*wider[:5], "", *wider[5:]])

    corners = sub(
        ("C3:E5", "C3"), ("F3:G5", "G3:H5"), ("H3:H5", "I3:I5"), ("C6:E7", "C7:E8"),
        ("C8:E8", "C9:E9"),
    )  # fmt: skip
    whole = read_described(town(tmp_path))
    text = corners(block("toml", "~~~")).split("[output]")[0]
    gapped = read_described(town(tmp_path, lambda _: text, gaps))
    for name in ("Z", "Y", "V", "S", "Zm"):
        np.testing.assert_array_equal(getattr(gapped, name), getattr(whole, name))


def test_a_workbook_on_its_side_is_the_same_table(tmp_path):
    straight = read_described(town(tmp_path))
    lines = [line.split(",") for line in block("csv").splitlines()]

    def number(cell):
        return float(cell) if re.fullmatch(r"-?\d+", cell) else cell or None

    sheet = [[number(cell) for cell in row] for row in zip(*lines, strict=True)]
    write_book({"io 2020": sheet}, tmp_path / "turned.xlsx")
    turned = sub(
        ('"mill-town.csv"', '"turned.xlsx"\nsheet = "io 2020"'),
        ('"rows sell" ', '"columns sell" '),
        # names stay where they are: column B and row 2 change places
        ("F3:G5", "C6:E7"),
        ('cells = "C6:E7"\n\n[S]', 'cells = "F3:G5"\n\n[S]'),
        ("C8:E8", "H3:H5"),
        ('"H3:H5"\nsign', '"C8:E8"\nsign'),
        ("I3:I5", "C9:E9"),
    )
    table = read_described(town(tmp_path, turned))
    for name in ("Z", "Y", "V", "S", "Zm", "Ym"):
        np.testing.assert_array_equal(getattr(table, name), getattr(straight, name))
        assert list(getattr(table, name).index) == list(getattr(straight, name).index)


def test_regions_and_parts_in_several_files(tmp_path):
    """Two columns of names make (region, sector); a block may lie in a file of its own."""
    (tmp_path / "flows.txt").write_text(
        ";;north;south;north;south\n;;farms;farms;homes;homes\n"
        "north;farms;1;2;3;4\nsouth;farms;5;6;7;8\n",
        encoding="utf-8",
    )
    (tmp_path / "pay.txt").write_text("south farms;wages;10\nnorth;wages;2\n", encoding="utf-8")
    description = """
        file = "flows.txt"
        separator = ";"
        money = "coins"
        orientation = "rows sell"
        labels = { rows_in = ["A", "B"], columns_in = [1, 2] }
        Z = { cells = "C3:D4" }
        Y = { cells = "E3:F4" }
        V = { cells = "C1:C1", file = "pay.txt", rows = ["wages"], columns = ["x"] }
    """
    path = tmp_path / "two.toml"
    path.write_text(description, encoding="utf-8")
    with pytest.raises(AccountsError) as error:  # wages of one column for two sectors
        read_described(path)
    assert error.value.key == "accounts.other_labels"
    (tmp_path / "pay.txt").write_text(";south;north\n;farms;farms\nwages;20;10\n", encoding="utf-8")
    path.write_text(
        description.replace('"C1:C1"', '"B3:C3"').replace(', columns = ["x"]', ""),
        encoding="utf-8",
    )
    table = read_described(path)
    assert list(table.labels) == [("north", "farms"), ("south", "farms")]
    assert table.V.loc["wages"].to_dict() == {("north", "farms"): 10.0, ("south", "farms"): 20.0}
    assert table.Z.loc[("south", "farms"), ("north", "farms")] == 5.0


def test_every_fault_of_a_description_is_said_at_once(tmp_path):
    wrong = sub(
        ('money = "million yuan"', 'mony = "million yuan"'),
        ('orientation = "rows sell" ', 'orientation = "sideways" '),
        ("columns_in = 2 ", 'columns_in = "two" '),
        ('cells = "F3:G5"', 'cells = "G5:F3"'),
        ('unit = "persons" ', "units = 1 "),
        ('sign = "negative" ', 'sign = "minus" '),
        ('cells = "I3:I5"', 'cells = "H3:I5"'),
    )
    with pytest.raises(DescriptionError) as error:
        read_description(town(tmp_path, wrong))
    keys = [one.key.removeprefix("accounts.") for one in error.value.findings]
    assert sorted(set(keys)) == [
        "described_cells",
        "described_missing",
        "described_unknown",
        "described_value",
        "reader_choice",
    ]
    said = {str(value) for one in error.value.findings for value in one.values.values()}
    assert {"mony", "money", "orientation", "imports.sign", "S.units", "S.unit"} <= said
    assert {"G5:F3", "H3:I5", "Z.columns_in", "two"} <= said
    for lang in ("en", "zh"):
        lines = error.value.text(lang).splitlines()
        assert len(lines) == len(keys) + 1
        assert str(len(keys)) in lines[0]


@pytest.mark.parametrize(
    ("old", "new", "key", "word"),
    [
        ('[Z] ', '[Zm]\ncells = "C3:E5"\n[Z] ', "described_missing", "Ym"),
        ('[V] ', '[SY]\ncells = "F8:G8"\n[V] ', None, None),
        ('[Z] ', '[Z]\nrows = ["a"]\nrows_in = "B"\n#', "described_both", "rows"),
        ('[Z] ', '[Z]\nrows = "a"\n#', "described_value", "Z.rows"),
        ('exports = ["Exports"]', 'exports = "Exports"', "described_value", "imports.exports"),
        ('[labels] ', "[label] ", "described_unknown", "label"),
        ("[Y] ", "[X] ", "described_missing", "Y"),
    ],
)  # fmt: skip
def test_faults_of_a_description_by_name(tmp_path, old, new, key, word):
    path = town(tmp_path, lambda text: text.replace(old, new, 1))
    if key is None:
        assert read_description(path).blocks["SY"].area.top == 7
        return
    with pytest.raises(DescriptionError) as error:
        read_description(path)
    found = [(one.key, list(one.values.values())) for one in error.value.findings]
    assert any(k == f"accounts.{key}" and word in values for k, values in found), found


def test_imports_are_described_once(tmp_path):
    text = block("toml", "~~~").replace(
        "[imports]", '[Zm]\ncells = "C3:E5"\n[Ym]\ncells = "F3:G5"\n[imports]'
    )
    with pytest.raises(DescriptionError) as error:
        read_description(town(tmp_path, lambda _: text))
    assert [one.key for one in error.value.findings] == ["accounts.described_twice_imports"]


def test_every_bad_cell_is_said_at_once_with_its_place(tmp_path):
    bad = sub(("15,30,20", "15,many,20"), ("40,60,70", "40,60,n/a"))
    with pytest.raises(DescriptionError) as error:
        read_described(town(tmp_path, sheet=bad))
    places = [(one.values["block"], one.values["cell"]) for one in error.value.findings]
    assert places == [("Z", "D4"), ("V", "E6")]
    text = error.value.text("en")
    assert 'Z, mill-town.csv, cell D4 (row Mills, column Mills): "many"' in text


def test_empty_cells_are_faults_unless_said_to_be_zero(tmp_path):
    with pytest.raises(DescriptionError, match="cell E3") as error:
        read_described(town(tmp_path, sub(('empty = "zero"', 'empty = "refuse"'))))
    assert [one.key for one in error.value.findings] == ["accounts.described_cell"]


def test_names_that_lack_are_said(tmp_path):
    with pytest.raises(DescriptionError) as error:
        read_described(town(tmp_path, sheet=sub(("02,Mills,", "02,,"))))
    found = {(one.key, one.values["block"], one.values["line"]) for one in error.value.findings}
    missing = "accounts.described_label"
    assert found == {(missing, name, 4) for name in ("Z", "Y", "imports", "output")}
    with pytest.raises(DescriptionError) as error:
        read_described(town(tmp_path, sub(("[V] ", '[V]\nrows = ["Wages"]\n#'))))
    assert [one.key for one in error.value.findings] == ["accounts.described_count"]


def test_printed_output_is_checked(tmp_path):
    with pytest.raises(AccountsError, match=r"output \(uses\), Mills.*200.*210") as error:
        read_described(town(tmp_path, sheet=sub(("-15,200", "-15,210"))))
    assert error.value.key == "accounts.reader_total"
    with pytest.raises(AccountsError, match=r"output \(inputs\), Farms"):
        read_described(town(tmp_path, sheet=sub(("Wages,40", "Wages,41"))))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda text: text.replace("[Z]", "[Z"), "accounts.described_toml"),
        (sub(('"mill-town.csv"', '"other.csv"')), "accounts.reader_file"),
        (sub(('"mill-town.csv"', '"other.xlsb"')), "accounts.reader_binary"),
        (sub(('exports = ["Exports"]', 'exports = ["Export"]')), "accounts.reader_missing"),
    ],
)
def test_files_and_names_that_are_not_there(tmp_path, change, key):
    with pytest.raises(AccountsError) as error:
        read_described(town(tmp_path, change))
    assert error.value.key == key


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_every_treatment_of_imports_balances(tmp_path, treatment):
    path = town(tmp_path, sub(('"proportional" ', f'"{treatment}" ')))
    table = open_table(path).table
    np.testing.assert_allclose(table.output, [100.0, 200.0, 120.0])
    np.testing.assert_allclose(table.inputs, table.output)
