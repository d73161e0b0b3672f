"""The power system by the hour: all of its tables or none, and 8760 numbers per profile."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from city_toys import Toy, found, same

from citywright.cities import builtin_path
from citywright.city import City, Findings, check_city, open_folder, write_folder
from citywright.city.declaration import HOUR, HOURS, POWER
from citywright.city.fingerprint import fingerprint
from citywright.city.hours import hours_from_cells, typed_hours


def test_a_city_without_power_tables_has_no_findings(tmp_path: Path) -> None:
    folder = Toy().save(tmp_path / "city")
    for name in (*POWER, HOURS):
        (folder / f"{name}.csv").unlink()
    city, findings = check_city(folder)
    assert city is not None
    assert not list(findings)
    assert all(city.tables[name].empty for name in POWER)
    assert list(city.tables[HOURS]) == [HOUR]
    write_folder(city, tmp_path / "again")
    again, findings = check_city(tmp_path / "again")
    assert again is not None
    assert not list(findings)
    assert same(again, city)


@pytest.mark.parametrize("name", ["power_heat", "profiles", "technologies"])
def test_one_missing_table_is_missed(tmp_path: Path, name: str) -> None:
    folder = Toy().save(tmp_path / "city")
    (folder / f"{name}.csv").unlink()
    assert ("E101", name, 0, "") in found(check_city(folder)[1])


def test_missing_hours_are_missed(tmp_path: Path) -> None:
    """Profiles without their values: each is named."""
    folder = Toy().save(tmp_path / "city")
    (folder / f"{HOURS}.csv").unlink()
    wrong = found(check_city(folder)[1])
    assert {("E804", "profiles", row, "profile") for row in range(2, 9)} <= wrong


def test_order_of_hours_and_profiles_changes_nothing(toy: City) -> None:
    mixed = Toy()
    header, rows = mixed.hours.header, mixed.hours.rows
    order = [0, *reversed(range(1, len(header)))]
    turned = [[row[k] for k in order] for row in reversed(rows)]
    city, findings = mixed.hourly([header[k] for k in order], turned).check()
    assert city is not None
    assert not list(findings)
    assert same(city, toy)
    assert fingerprint(city) == fingerprint(toy)


def test_one_other_value_is_another_city(toy: City) -> None:
    city, _ = Toy().hour(14, "sun", "0.5").check()
    assert city is not None
    assert fingerprint(city) != fingerprint(toy)


CELLS = {
    "empty": ("", "E201"), "text": ("sunny", "E202"), "not a number": ("NaN", "E203"),
    "infinite": ("inf", "E203"), "grouped": ("1_0", "E202"), "too large": ("1e300", "E204"),
    "formula": ("=A1", "E205"), "negative": ("-0.1", "E808"),
}  # fmt: skip


@pytest.mark.parametrize("fault", sorted(CELLS))
def test_one_wrong_cell_is_named(fault: str) -> None:
    """Among 70 000 numbers, by row and profile."""
    value, code = CELLS[fault]
    city, findings = Toy().hour(5000, "sun", value).check()
    assert city is None
    assert [(f.code, f.row, f.column) for f in findings] == [(code, 5000, "sun")]


def test_full_width_digits_are_read_and_said(toy: City) -> None:
    city, findings = Toy().hour(14, "sun", "０．５").check()
    assert city is not None
    assert [(f.code, f.row) for f in findings] == [("W102", 14)]
    assert city.tables[HOURS]["sun"].iloc[12] == 0.5


def test_columns_twice_or_without_hours() -> None:
    toy = Toy()
    header, rows = toy.hours.header, toy.hours.rows
    _, findings = toy.hourly([*header, "sun"], [[*row, row[-1]] for row in rows]).check()
    assert ("E105", HOURS, 1, "sun") in found(findings)
    _, findings = toy.hourly(header[1:], [row[1:] for row in rows]).check()
    assert ("E103", HOURS, 1, HOUR) in found(findings)


@pytest.mark.parametrize("hours", [8759, 8784])
def test_another_length_is_named(hours: int) -> None:
    toy = Toy()
    rows = toy.hours.rows[:hours] + toy.hours.rows[: max(hours - 8760, 0)]
    city, findings = toy.hourly(toy.hours.header, rows).check()
    assert city is None
    (finding,) = [f for f in findings if f.code == "E806"]
    assert finding.value == str(hours)
    assert finding.allowed == "8760"


def test_parquet_of_any_number_type(toy: City, tmp_path: Path) -> None:
    """Half precision, whole numbers; a missing value goes the long way and is found."""
    write_folder(toy, tmp_path / "city", parquet=True)
    path = tmp_path / "city" / f"{HOURS}.parquet"
    table = pq.read_table(path)
    k = table.column_names.index("at_home")
    ones = pa.array(np.ones(8760, dtype="float32"))
    pq.write_table(table.set_column(k, "at_home", ones), path)
    assert (open_folder(tmp_path / "city").tables[HOURS]["at_home"] == 1.0).all()
    holed = pa.array([None] + [1.0] * 8759)
    pq.write_table(table.set_column(k, "at_home", holed), path)
    assert ("E201", HOURS, 2, "at_home") in found(check_city(tmp_path / "city")[1])
    text = pa.array(["x"] + ["1"] * 8759)
    pq.write_table(table.set_column(k, "at_home", text), path)
    assert ("E202", HOURS, 2, "at_home") in found(check_city(tmp_path / "city")[1])


def test_hours_of_a_workbook_are_checked(toy: City) -> None:
    """Cells as a spreadsheet program gives them: whole numbers, text among numbers, short rows."""
    frame = toy.tables[HOURS]
    rows: list[tuple[object, ...]] = [tuple(frame), *frame.itertuples(index=False, name=None)]
    read = typed_hours(hours_from_cells(rows, "toy.xlsx[x]", findings := Findings()), findings)
    assert read.reset_index(drop=True).equals(frame)
    assert not list(findings)
    rows[2] = (*rows[2][:-1], "many")
    rows[3] = rows[3][:-1]
    typed_hours(hours_from_cells(rows, "toy.xlsx[x]", findings), findings)
    last = str(rows[0][-1])
    wrong = {(f.code, f.row, f.column) for f in findings}
    assert wrong == {("E202", 3, last), ("E201", 4, last)}


def test_built_in_profiles_are_small_and_quick() -> None:
    path = builtin_path() / f"{HOURS}.parquet"
    assert path.stat().st_size < 1_000_000
    frame = open_folder(builtin_path()).tables[HOURS]
    assert len(frame) == 8760
    assert len(frame.columns) > 15
