"""World tables of the OECD and of WIOD: numbers come back, totals are checked, damage has a name."""

import numpy as np
import pandas as pd
import pytest
from published_layouts import (
    ICIO_USES,
    SECTORS,
    USES_2013,
    WIOD_ITEMS,
    WIOD_USES,
    icio_rows,
    wiod_sheet,
    wiod_text,
    world,
    write_book,
    write_rows,
)

from citywright.accounts.readers.icio import read_icio
from citywright.accounts.readers.wiod import read_wiod
from citywright.errors import AccountsError


def icio(tmp_path, change=None, **options):
    w = world(ICIO_USES, ("TLS", "VA"), **options)
    rows = icio_rows(w)
    if change:
        rows = change(rows)
    write_rows(rows, tmp_path / "2019.csv")
    return w, tmp_path / "2019.csv"


def test_icio_gives_back_its_numbers(tmp_path):
    w, path = icio(tmp_path)
    table = read_icio(path)
    pd.testing.assert_frame_equal(table.Z, w.Z)
    pd.testing.assert_frame_equal(table.Y, w.Y)
    np.testing.assert_array_equal(table.V, w.V)
    np.testing.assert_allclose(table.output, table.inputs, rtol=1e-12)


def test_taxes_of_final_users_are_kept(tmp_path):
    """All taxes less subsidies of the table: those of sectors, and those of final users."""
    w, path = icio(tmp_path)
    table = read_icio(path)
    assert list(table.S.index) == ["TLS"]
    np.testing.assert_array_equal(table.SY.loc["TLS"], w.VY.loc["TLS"])
    np.testing.assert_array_equal(table.S.loc["TLS"], w.V.loc["TLS"])


def test_order_of_rows_and_columns_is_free(tmp_path):
    def shuffled(rows):
        body = rows[1:-1]
        return [rows[0], rows[-1], *body[::-1]]

    w, path = icio(tmp_path, shuffled)
    table = read_icio(path)
    pd.testing.assert_frame_equal(table.Z.loc[w.Z.index, w.Z.columns], w.Z)
    pd.testing.assert_frame_equal(table.Y.loc[w.Y.index], w.Y)


EXTENDED = ("AUS", "CN1", "CN2", "MX1", "MX2")
COUNTRIES = ("AUS", "CHN", "MEX")


def test_split_countries_are_kept_or_merged_as_said(tmp_path):
    w, path = icio(tmp_path, regions=EXTENDED, final_regions=COUNTRIES)
    with pytest.raises(AccountsError, match="CN1, CN2, MX1, MX2") as error:
        read_icio(path)
    assert error.value.key == "accounts.icio_split"
    pd.testing.assert_frame_equal(read_icio(path, split="keep").Z, w.Z)
    merged = read_icio(path, split="merge")
    assert merged.regions == list(COUNTRIES)
    assert len(merged.labels) == 3 * len(SECTORS)
    for sector in SECTORS:
        whole = w.x["CN1", sector] + w.x["CN2", sector]
        assert merged.output["CHN", sector] == pytest.approx(whole)
        paid = w.V["MX1", sector] + w.V["MX2", sector]
        np.testing.assert_allclose(merged.V["MEX", sector], paid)
    inside = w.Z.loc[["CN1", "CN2"], ["CN1", "CN2"]].to_numpy().sum()
    assert merged.Z.loc["CHN", "CHN"].to_numpy().sum() == pytest.approx(inside)
    np.testing.assert_allclose(merged.output, merged.inputs, rtol=1e-12)


def test_merging_adds_the_empty_rows_of_the_country_too(tmp_path):
    """Editions that list CHN beside CN1 and CN2 hold zeros there."""
    w = world(ICIO_USES, ("TLS", "VA"), regions=("AUS", "CHN", "CN1"), final_regions=("AUS", "CHN"))
    for part in (w.Z, w.Y):
        part.loc["CHN"] = 0.0
    w.Z.loc[:, "CHN"] = 0.0
    w.V.loc[:, "CHN"] = 0.0
    w.V.loc["VA"] += w.x - w.Z.sum() - w.V.sum()
    write_rows(icio_rows(w), tmp_path / "2019.csv")
    merged = read_icio(tmp_path / "2019.csv", split="merge")
    np.testing.assert_allclose(merged.output["CHN"], w.x["CN1"])


def cell(row, column, value):
    def change(rows):
        rows[row][column] = value
        return rows

    return change


def without(row):
    return lambda rows: [line for line in rows if line[0] != row]


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        (cell(2, 3, "n/a"), "accounts.reader_cell", 'row AUS_B, column AUS_C10T12: "n/a"'),
        (cell(2, 3, ""), "accounts.reader_cell", "row AUS_B, column AUS_C10T12"),
        (cell(2, 3, "inf"), "accounts.reader_cell", "row AUS_B, column AUS_C10T12"),
        (cell(2, 3, 9e4), "accounts.reader_total", r"OUT \(column\), AUS_B"),
        (cell(-1, 3, 9e4), "accounts.reader_total", r"OUT \(row\), AUS_C10T12"),
        (cell(3, 0, "AUS_B"), "accounts.reader_twice", "AUS_B"),
        (cell(0, 3, "AUS_B"), "accounts.reader_twice", "AUS_B"),
        (cell(0, 12, "AUS_XXXX"), "accounts.icio_label", "AUS_XXXX"),
        (without("VA"), "accounts.reader_missing", "VA"),
        (without("OUT"), "accounts.reader_missing", "OUT"),
        (lambda rows: [line[:-1] for line in rows], "accounts.reader_missing", "OUT"),
        (lambda rows: [*rows[:4], rows[4][:5], *rows[5:]], "accounts.reader_width", "line 5: 5"),
        (lambda rows: rows[:1], "accounts.reader_empty", "2019.csv"),
        (lambda rows: [], "accounts.reader_empty", "2019.csv"),
    ],
)
def test_faults_of_icio_are_named_with_their_place(tmp_path, change, key, words):
    _, path = icio(tmp_path, change)
    with pytest.raises(AccountsError, match=words) as error:
        read_icio(path)
    assert error.value.key == key


def test_an_empty_cell_is_no_flow_only_if_said(tmp_path):
    w, path = icio(tmp_path, cell(-2, -2, ""))
    table = read_icio(path, empty="zero")
    assert table.SY.empty or (table.SY.loc["TLS"] == w.VY.loc["TLS"]).all()
    with pytest.raises(AccountsError, match="refuse, zero"):
        read_icio(path, empty="maybe")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(AccountsError, match=r"none\.csv") as error:
        read_icio(tmp_path / "none.csv")
    assert error.value.key == "accounts.reader_file"


def wiod_world():
    return world(WIOD_USES, WIOD_ITEMS, seed=8)


def check_world(table, w):
    assert list(table.labels) == list(w.Z.index)
    # a workbook keeps 16 digits of a number
    for found, written in ((table.Z, w.Z), (table.Y, w.Y), (table.V, w.V)):
        np.testing.assert_allclose(found, written, rtol=1e-15)
    np.testing.assert_allclose(table.SY, w.VY.iloc[:-1], rtol=1e-15)
    np.testing.assert_allclose(table.output, table.inputs, rtol=1e-12)


@pytest.mark.parametrize("release", [2013, 2016])
def test_wiod_workbooks_give_back_their_numbers(tmp_path, release):
    w = wiod_world()
    write_book({"WIOT_2000": wiod_sheet(w, release)}, tmp_path / "wiot.xlsx")
    table = read_wiod(tmp_path / "wiot.xlsx")
    check_world(table, w)
    uses = list(dict.fromkeys(table.Y.columns.get_level_values(1)))
    assert uses == list(USES_2013 if release == 2013 else WIOD_USES)
    if release == 2016:
        assert list(table.V.index) == list(WIOD_ITEMS)
    else:
        assert table.V.index[-1] == "Value added at basic prices"


def test_the_wide_text_of_wiod_gives_back_its_numbers(tmp_path):
    w = wiod_world()
    write_rows(wiod_text(w), tmp_path / "wiot.csv")
    table = read_wiod(tmp_path / "wiot.csv")
    check_world(table, w)
    assert list(table.Y.columns) == list(w.Y.columns)


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        (
            cell(7, 6, "x"),
            "accounts.reader_cell",
            r"wiot.xlsx\[WIOT\], row B / name of B / AUS / r2",
        ),
        (cell(7, 6, None), "accounts.reader_cell", 'column C10T12 / .* / AUS / c3: ""'),
        (cell(7, 6, 9e4), "accounts.reader_total", "TOT, AUS / B"),
        (cell(-1, 6, 9e4), "accounts.reader_total", "GO, AUS / C10T12"),
        (cell(-8, 6, 9e4), "accounts.reader_total", "II_fob, AUS / C10T12"),
        (cell(2, 6, "B"), "accounts.reader_twice", "AUS / B"),
        (cell(4, 6, "XXX"), "accounts.reader_missing", "AUS / C10T12"),
        (lambda rows: [row[:-1] for row in rows], "accounts.reader_missing", "TOT"),
        (lambda rows: rows[:6], "accounts.reader_empty", "wiot.xlsx"),
        (lambda rows: rows[:2], "accounts.reader_empty", "wiot.xlsx"),
        (lambda rows: rows[:-1], "accounts.reader_missing", "output"),
    ],
)
def test_faults_of_wiod_are_named_with_their_place(tmp_path, change, key, words):
    write_book({"WIOT": change(wiod_sheet(wiod_world()))}, tmp_path / "wiot.xlsx")
    with pytest.raises(AccountsError, match=words) as error:
        read_wiod(tmp_path / "wiot.xlsx")
    assert error.value.key == key


def test_binary_workbooks_are_refused_by_name(tmp_path):
    for name in ("WIOT2014_Nov16_ROW.xlsb", "wiot.xls"):
        (tmp_path / name).write_bytes(b"")
        with pytest.raises(AccountsError, match=f"{name}.*save it as xlsx") as error:
            read_wiod(tmp_path / name)
        assert error.value.key == "accounts.reader_binary"


def test_one_of_several_sheets_must_be_named(tmp_path):
    w = wiod_world()
    write_book({"notes": [["x"]], "2014": wiod_sheet(w)}, tmp_path / "wiot.xlsx")
    with pytest.raises(AccountsError, match="notes, 2014"):
        read_wiod(tmp_path / "wiot.xlsx")
    check_world(read_wiod(tmp_path / "wiot.xlsx", sheet="2014"), w)
    with pytest.raises(AccountsError, match="no sheet 2013"):
        read_wiod(tmp_path / "wiot.xlsx", sheet="2013")


def test_a_column_of_no_country_is_named(tmp_path):
    write_rows(cell(0, 5, "AUS99")(wiod_text(wiod_world())), tmp_path / "wiot.csv")
    with pytest.raises(AccountsError, match="AUS99") as error:
        read_wiod(tmp_path / "wiot.csv")
    assert error.value.key == "accounts.wiod_column"
