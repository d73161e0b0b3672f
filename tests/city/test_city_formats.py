"""CSV, Parquet and back: nothing changes on the way, whatever the order of rows."""

import datetime as dt
import random
import shutil
import unicodedata
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from city_toys import Toy, differing, found, quick, same
from hypothesis import given
from hypothesis import strategies as st

from citywright.cities import builtin_path
from citywright.city import City, CityError, check_city, open_folder, write_folder
from citywright.errors import UsageError

TEXT = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=30)


@pytest.mark.parametrize("parquet", [False, True])
def test_folder_and_back(toy: City, tmp_path: Path, parquet: bool) -> None:
    write_folder(toy, tmp_path / "copy", parquet)
    assert same(open_folder(tmp_path / "copy"), toy)


@pytest.mark.parametrize("parquet", [False, True])
def test_builtin_city_and_back(tmp_path: Path, parquet: bool) -> None:
    city = open_folder(builtin_path())
    write_folder(city, tmp_path / "copy", parquet)
    assert same(open_folder(tmp_path / "copy"), city)


def test_written_folder_is_the_committed_one(toy: City, toytown: Path, tmp_path: Path) -> None:
    """Toytown in the repository is what `write_folder` writes, byte for byte."""
    write_folder(toy, tmp_path / "copy")
    assert {p.name: p.read_bytes() for p in (tmp_path / "copy").iterdir()} == {
        p.name: p.read_bytes() for p in toytown.iterdir()
    }


@pytest.mark.parametrize("seed", range(3))
def test_order_of_rows_and_columns_changes_nothing(toy: City, seed: int) -> None:
    shuffled, mix = Toy(), random.Random(seed)
    for name, (_, *body) in shuffled.tables.items():
        mix.shuffle(body)
        shuffled.tables[name][1:] = body
        order = list(range(len(shuffled.tables[name][0])))
        mix.shuffle(order)
        shuffled.tables[name] = [[row[k] for k in order] for row in shuffled.tables[name]]
    city, findings = shuffled.check()
    assert city is not None
    assert not list(findings)
    assert same(city, toy)


@quick(15)
@given(
    values=st.lists(st.floats(1e-9, 1e12), min_size=30, max_size=30),
    texts=st.lists(TEXT, min_size=30, max_size=30),
    parquet=st.booleans(),
)
def test_every_float_and_text_survives(
    toy: City,
    values: list[float],
    texts: list[str],
    parquet: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Frames straight from memory: all bits of a number, all signs of a text."""
    meant = [unicodedata.normalize("NFC", "n" + text) for text in texts]
    uses = toy["project_uses"].assign(note=meant, amount=values)
    folder = tmp_path_factory.mktemp("exact") / "city"
    write_folder(City(toy.settings, {**toy.tables, "project_uses": uses}), folder, parquet)
    read, findings = check_city(folder)
    assert read is not None, [f.text() for f in findings]
    assert read.tables["project_uses"]["amount"].tolist() == values
    assert read.tables["project_uses"]["note"].tolist() == meant


WRONG_TYPES: dict[str, tuple[Any, str]] = {
    "date": (dt.date(2024, 1, 1), "E214"),
    "time": (dt.datetime(2024, 1, 1, 12), "E214"),
    "truth value": (True, "E214"),
    "bytes": (b"500", "E214"),
    "list": ([500.0], "E214"),
    "text": ("five hundred", "E202"),
    "formula": ("=1+1", "E205"),
    "not a number": (float("nan"), "E203"),
    "infinite": (float("inf"), "E203"),
    "null": (None, "E201"),
}


@pytest.mark.parametrize("kind", sorted(WRONG_TYPES))
def test_parquet_of_wrong_types_is_found(toy: City, tmp_path: Path, kind: str) -> None:
    value, code = WRONG_TYPES[kind]
    write_folder(toy, tmp_path / "city", parquet=True)
    path = tmp_path / "city" / "zones.parquet"
    table = pq.read_table(path)
    k = table.column_names.index("area")
    pq.write_table(table.set_column(k, "area", pa.array([value, value])), path)
    city, findings = check_city(tmp_path / "city")
    assert city is None
    assert {(code, "zones", 2, "area"), (code, "zones", 3, "area")} <= found(findings)


RIGHT_TYPES = {
    "32-bit integers": pa.array([400, 620], pa.int32()),
    "decimals": pa.array(["400", "620"]).cast(pa.decimal128(12, 2)),
    "text": pa.array(["400", "620"]),
    "dictionary": pa.array(["400", "620"]).dictionary_encode(),
    "half precision": pa.array([400, 620], pa.float32()),
}


@pytest.mark.parametrize("kind", sorted(RIGHT_TYPES))
def test_parquet_of_other_types_is_read_right(toy: City, tmp_path: Path, kind: str) -> None:
    write_folder(toy, tmp_path / "city", parquet=True)
    path = tmp_path / "city" / "zones.parquet"
    table = pq.read_table(path)
    pq.write_table(
        table.set_column(table.column_names.index("area"), "area", RIGHT_TYPES[kind]), path
    )
    city = open_folder(tmp_path / "city")
    assert city.tables["zones"]["area"].tolist() == [400.0, 620.0]
    assert differing(city, toy) == ["zones"]


def test_path_is_never_read_as_data(toy: City, tmp_path: Path) -> None:
    """A folder called a=1 adds no column a."""
    write_folder(toy, tmp_path / "a=1" / "city", parquet=True)
    assert same(open_folder(tmp_path / "a=1" / "city"), toy)


@pytest.fixture(scope="module")
def in_parquet(toy: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parquet") / "city"
    write_folder(toy, folder, parquet=True)
    return folder


@quick(25)
@given(noise=st.binary(max_size=60), at=st.floats(0, 1), cut=st.booleans())
def test_damaged_parquet_is_named_or_read(
    in_parquet: Path,
    noise: bytes,
    at: float,
    cut: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("noise") / "city"
    shutil.copytree(in_parquet, folder)
    path = folder / "projects.parquet"
    old = path.read_bytes()
    k = round(at * len(old))
    path.write_bytes(old[:k] + noise + (b"" if cut else old[k + len(noise) :]))
    city, findings = check_city(folder)
    assert (city is None) == bool(findings.errors)


class FaultError(Exception):
    """A fault in the middle of writing."""


@pytest.mark.parametrize("fault", [FaultError, KeyboardInterrupt])
def test_nothing_half_written(
    toy: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[BaseException]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("citywright.city.folder.describe_package", stop)
    with pytest.raises(fault):
        write_folder(toy, tmp_path / "city")
    assert list(tmp_path.iterdir()) == []


def test_existing_target_is_left_alone(toy: City, tmp_path: Path) -> None:
    (tmp_path / "city").mkdir()
    (tmp_path / "city" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        write_folder(toy, tmp_path / "city")
    assert caught.value.exit_code == 2
    assert [p.name for p in (tmp_path / "city").iterdir()] == ["mine.txt"]
    assert [p.name for p in tmp_path.iterdir()] == ["city"]


def test_nowhere_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path / "none.xlsx", tmp_path / "a.txt"):
        (tmp_path / "a.txt").write_text("a", encoding="utf-8")
        with pytest.raises(UsageError, match="neither a city folder nor a workbook"):
            open_folder(path)


def test_city_error_carries_every_finding(tmp_path: Path) -> None:
    toy = Toy().put("zones", ("south",), "area", "x").put("zones", ("south",), "gdp", "y")
    with pytest.raises(CityError) as caught:
        open_folder(toy.save(tmp_path / "city"))
    assert [f.column for f in caught.value.findings] == ["area", "gdp"]
    assert caught.value.exit_code == 1
    assert len(caught.value.text("zh").splitlines()) == 3
    assert "2 finding(s)" in str(caught.value)


def test_tables_are_copies(toy: City) -> None:
    """Changing a frame that a city hands out changes nothing in the city."""
    frame = toy["zones"]
    frame["gdp"] = 0.0
    assert toy.tables["zones"]["gdp"].sum() == 900.0
    with pytest.raises(TypeError):
        toy.tables["zones"] = frame  # type: ignore[index]


def test_builtin_city_is_checked_quickly() -> None:
    city, findings = check_city(builtin_path())
    assert city is not None, [f.text() for f in findings.errors][:10]
