"""EXIOBASE 3 and Eora26, folder or archive: numbers come back, damage has a name and a place."""

import shutil
import tracemalloc
import zipfile

import numpy as np
import pandas as pd
import pytest
from published_layouts import (
    FACTORS,
    eora_world,
    exiobase_matrix,
    world,
    write_eora,
    write_exiobase,
    write_rows,
)

from citywright.accounts.readers import text_grid
from citywright.accounts.readers.eora import read_eora
from citywright.accounts.readers.exiobase import read_exiobase
from citywright.accounts.warning import AccountsWarning
from citywright.errors import AccountsError

USES = ("Final consumption expenditure by households", "Changes in inventories")


def exio_world():
    return world(USES, FACTORS, seed=4)


def check_exiobase(table, w, rtol=1e-15):
    assert table.money == "M.EUR"
    assert list(table.labels) == list(w.Z.index)
    assert list(table.Y.columns) == list(w.Y.columns)
    np.testing.assert_allclose(table.Z, w.Z, rtol=rtol)
    np.testing.assert_array_equal(table.Y, w.Y)
    np.testing.assert_array_equal(table.V.loc[w.V.index], w.V)
    np.testing.assert_array_equal(table.S.loc[w.S.index], w.S)
    np.testing.assert_array_equal(table.SY.loc[w.S.index], w.SY)
    np.testing.assert_allclose(table.output, table.inputs, rtol=1e-9)


@pytest.mark.parametrize("flows", ["Z", "A", "AZ"])
@pytest.mark.parametrize("output", [True, False])
def test_exiobase_gives_back_its_numbers(tmp_path, flows, output):
    w = exio_world()
    write_exiobase(w, tmp_path / "IOT_2011_ixi", flows=flows, output=output)
    table = read_exiobase(tmp_path / "IOT_2011_ixi")
    check_exiobase(table, w, rtol=1e-15 if "Z" in flows else 1e-12)


def test_money_rows_are_primary_inputs_and_the_rest_satellites(tmp_path):
    """Of the folder of factor inputs only: `Value Added` of the impacts counts them again."""
    w = exio_world()
    write_exiobase(w, tmp_path)
    table = read_exiobase(tmp_path)
    assert list(table.V.index) == list(FACTORS)
    # taxes on products are paid by final users too, and so stand in S as well; rents are not
    assert list(table.S.index) == [FACTORS[0], *w.S.index, "Value Added", "GWP100"]
    np.testing.assert_array_equal(table.SY.loc[FACTORS[0]], w.VY.loc[FACTORS[0]])
    assert table.units.to_dict() == {
        FACTORS[0]: "M.EUR",
        "energy use": "TJ",
        "CO2 - combustion": "kg",
        "Value Added": "M.EUR",
        "GWP100": "kg",
    }


def zipped(folder, path, inside=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in folder.rglob("*.txt"):
            archive.write(one, inside + one.relative_to(folder).as_posix())
    return path


@pytest.mark.parametrize("inside", ["", "IOT_2011_ixi/"])
def test_an_archive_is_read_as_its_folder(tmp_path, inside):
    w = exio_world()
    write_exiobase(w, tmp_path / "folder", final="F_hh.txt")
    check_exiobase(read_exiobase(zipped(tmp_path / "folder", tmp_path / "a.zip", inside)), w)


def test_extensions_are_chosen_by_name(tmp_path):
    w = exio_world()
    write_exiobase(w, tmp_path)
    table = read_exiobase(tmp_path, extensions=["impacts"])
    assert list(table.S.index) == ["Value Added", "GWP100"]
    np.testing.assert_array_equal(table.V, w.V)
    with pytest.raises(AccountsError, match="water"):
        read_exiobase(tmp_path, extensions=["water"])


def test_late_releases_keep_factor_inputs_and_each_theme_apart(tmp_path):
    """Their themes leave out columns without any amount: zero, but only if that is said."""
    w = exio_world()
    write_exiobase(w, tmp_path)
    shutil.rmtree(tmp_path / "impacts")
    satellite = tmp_path / "satellite"
    shutil.copytree(satellite, tmp_path / "factor_inputs")
    pair, stressor = ("region", "sector"), ("stressor",)
    for name, rows in (("factor_inputs", w.V), ("satellite", w.S.iloc[:, 1:])):
        write_rows(exiobase_matrix(rows, stressor, pair), tmp_path / name / "F.txt", "\t")
    for name, rows in (("factor_inputs", w.VY), ("satellite", w.SY)):
        matrix = exiobase_matrix(rows, stressor, ("region", "category"))
        write_rows(matrix, tmp_path / name / "F_Y.txt", "\t")
    satellite.rename(tmp_path / "air_emissions")
    with pytest.raises(AccountsError, match=r"air_emissions/F.txt.*AUS / A01_02") as error:
        read_exiobase(tmp_path)
    assert error.value.key == "accounts.reader_missing"
    table = read_exiobase(tmp_path, empty="zero")
    w.S.iloc[:, 0] = 0.0
    check_exiobase(table, w)


def edit(name, old, new, count=1):
    def change(folder):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, count), encoding="utf-8")

    return change


def cell(name, row, column, value):
    def change(folder):
        path = folder / name
        lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        lines[row][column] = value
        path.write_text("\n".join(map("\t".join, lines)) + "\n", encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        (cell("Z.txt", 4, 3, "x"), "accounts.reader_cell", r"Z.txt, row AUS / B, column AUS / B"),
        (cell("Z.txt", 4, 3, ""), "accounts.reader_cell", 'row AUS / B, column AUS / B: ""'),
        (cell("Z.txt", 4, 3, "nan"), "accounts.reader_cell", "row AUS / B, column AUS / B"),
        (cell("Z.txt", 4, 1, "A01_02"), "accounts.reader_twice", "AUS / A01_02"),
        (cell("Z.txt", 1, 3, "A01_02"), "accounts.reader_twice", "AUS / A01_02"),
        (cell("x.txt", 2, 2, "9e9"), "accounts.reader_total", "x.txt, AUS / B"),
        (cell("x.txt", 2, 1, "B2"), "accounts.other_labels", "AUS / B2"),
        (cell("Y.txt", 4, 1, "B2"), "accounts.other_labels", "AUS / B2"),
        (cell("unit.txt", 2, 2, "t"), "accounts.exiobase_units", "M.EUR, t"),
        (edit("satellite/unit.txt", "energy use", "else"), "accounts.reader_missing", "energy use"),
        (edit("impacts/F.txt", "GWP100", "energy use"), "accounts.other_labels", "energy use"),
        (lambda folder: (folder / "Y.txt").unlink(), "accounts.reader_file", "Y.txt"),
        (lambda folder: (folder / "unit.txt").unlink(), "accounts.reader_file", "unit.txt"),
        (lambda folder: (folder / "Z.txt").unlink(), "accounts.reader_missing", "Z.txt, A.txt"),
        (lambda folder: (folder / "Z.txt").write_text(""), "accounts.reader_empty", "Z.txt"),
    ],
)
def test_faults_of_exiobase_are_named_with_their_place(tmp_path, change, key, words):
    write_exiobase(exio_world(), tmp_path)
    change(tmp_path)
    with pytest.raises(AccountsError, match=words) as error:
        read_exiobase(tmp_path)
    assert error.value.key == key


def test_a_file_cut_off_in_the_middle_is_named_with_its_line(tmp_path):
    write_exiobase(exio_world(), tmp_path)
    path = tmp_path / "Z.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:7]) + "\n" + lines[7][:40], encoding="utf-8")
    with pytest.raises(AccountsError, match="line 8") as error:
        read_exiobase(tmp_path)
    assert error.value.key == "accounts.reader_width"


def test_one_name_in_two_extensions_is_refused(tmp_path):
    write_exiobase(exio_world(), tmp_path)
    for name in ("F.txt", "F_Y.txt", "unit.txt"):
        edit(f"impacts/{name}", "GWP100", "energy use")(tmp_path)
    with pytest.raises(AccountsError, match=r"energy use.*extensions=") as error:
        read_exiobase(tmp_path)
    assert error.value.key == "accounts.exiobase_stressor"


def test_what_is_no_archive_is_said(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"no archive")
    with pytest.raises(AccountsError, match=r"a\.zip"):
        read_exiobase(tmp_path / "a.zip")


def check_eora(table, w):
    assert list(table.labels) == list(w.Z.index)
    assert list(table.Y.columns) == list(w.Y.columns)
    for name in ("Z", "Y", "V", "S", "SY"):
        np.testing.assert_array_equal(getattr(table, name), getattr(w, name))


def test_eora_gives_back_its_numbers_and_keeps_the_discrepancy(tmp_path):
    w = eora_world()
    write_eora(w, tmp_path)
    table = read_eora(tmp_path, money="thousand US dollars")
    check_eora(table, w)
    assert ("ROW", "TOTAL") in table.labels
    assert table.units[("Energy Usage (TJ)", "energy use")] == "TJ"
    named = read_eora(tmp_path, money="thousand US dollars", regions="name")
    assert named.regions == ["Australia", "China", "USA", "Statistical Discrepancies"]


def test_labels_may_lie_in_an_archive_beside(tmp_path):
    w = eora_world()
    write_eora(w, tmp_path / "data", labels=tmp_path / "labels")
    with pytest.raises(AccountsError) as error:
        read_eora(tmp_path / "data", money="dollars")
    assert error.value.key == "accounts.eora_labels"
    zipped(tmp_path / "labels", tmp_path / "indices.zip")
    archive = zipped(tmp_path / "data", tmp_path / "Eora26_2015_bp.zip")
    check_eora(read_eora(archive, money="dollars"), w)


def test_eora_must_be_told_its_money(tmp_path):
    write_eora(eora_world(), tmp_path)
    with pytest.raises(AccountsError, match="money=") as error:
        read_eora(tmp_path)
    assert error.value.key == "accounts.eora_money"


def test_a_satellite_without_a_unit_is_warned_of(tmp_path):
    write_eora(eora_world(), tmp_path)
    edit("labels_Q.txt", "Energy Usage (TJ)", "Energy Usage")(tmp_path)
    with pytest.warns(AccountsWarning, match="Energy Usage / energy use") as warned:
        table = read_eora(tmp_path, money="dollars")
    assert warned[0].message.key == "accounts.eora_unit"
    assert table.units.tolist() == ["?", "Gg"]


T = "Eora26_2015_bp_T.txt"


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        (cell(T, 4, 3, "x"), "accounts.reader_cell", f'{T}, row 5, column 4: "x"'),
        (edit("labels_T.txt", "AUS\tIndustries\tB\t", "AUS\tIndustries\tA01_02\t"),
         "accounts.reader_twice", "AUS / A01_02"),
        (edit("labels_VA.txt", "Primary Inputs\t", "Primary Inputs\n"), "accounts.reader_width", "line 1"),
        (edit("labels_FD.txt", "USA\tUSA\tFinal Demand\tChanges P.52\t\n", ""),
         "accounts.eora_shape", "10 x 12.*10 x 11"),
        (lambda f: (f / T).unlink(), "accounts.eora_files", "found: -"),
        (lambda f: (f / T.replace("2015", "2014")).write_text("1"), "accounts.eora_files", "2014"),
        (lambda f: (f / T.replace("_T", "_QY")).unlink(), "accounts.reader_file", "_QY"),
    ],
)  # fmt: skip
def test_faults_of_eora_are_named_with_their_place(tmp_path, change, key, words):
    write_eora(eora_world(), tmp_path)
    change(tmp_path)
    with pytest.raises(AccountsError, match=words) as error:
        read_eora(tmp_path, money="dollars")
    assert error.value.key == key


def test_labels_with_separators_inside_quotes(tmp_path):
    """Names of sectors may hold commas and quotes; they come back as they are."""
    w = exio_world()
    odd = {"B": 'Mining of "other" ores\tand more'}
    w.Z, w.Y = w.Z.rename(index=odd, columns=odd), w.Y.rename(index=odd)
    w.V, w.S = w.V.rename(columns=odd), w.S.rename(columns=odd)
    write_exiobase(w, tmp_path)
    check_exiobase(read_exiobase(tmp_path), w)


def test_the_flows_are_held_once(tmp_path):
    """Reading a large text needs its numbers and a part of the file, not a second table."""
    rows = pd.MultiIndex.from_product([["AA"], [f"s{i}" for i in range(2000)]])
    frame = pd.DataFrame(np.random.default_rng(1).uniform(size=(2000, 250)), rows, rows[:250])
    pair = ("region", "sector")
    write_rows(exiobase_matrix(frame, pair, pair), tmp_path / "Z.txt", "\t")
    part, text_grid.CELLS_AT_ONCE = text_grid.CELLS_AT_ONCE, 12_500
    tracemalloc.start()
    try:
        opener = text_grid.file_opener(tmp_path / "Z.txt")
        grid = text_grid.read_text_grid(opener, "Z", separator="\t", heads=2, ids=2)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        text_grid.CELLS_AT_ONCE = part
    np.testing.assert_array_equal(grid.values, frame)
    assert peak < 1.7 * grid.values.nbytes
