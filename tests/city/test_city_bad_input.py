"""Bad input is a named finding or is read right: never a traceback, never a silent change.

Every table is spoiled in every column in every way that is listed here: all columns at once, where
each has to answer for itself, and one by one, where nothing else may be blamed.
"""

import csv
import io
import random
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from city_toys import Toy, differing, found, quick, same
from hypothesis import given
from hypothesis import strategies as st

from citywright.city import City, check_city, open_folder, write_folder
from citywright.city.declaration import Column, declared

COLUMNS = [(table, column) for table in declared().values() for column in table.columns]
WIDEST = max(len(table.columns) for table in declared().values())
FULL_WIDTH = str.maketrans("0123456789.-", "０１２３４５６７８９．－")


def is_own_code(column: Column) -> bool:
    return column.kind == "code" and column.refers_to is None


def is_free_text(column: Column) -> bool:
    return column.kind == "text"


CELLS: dict[str, tuple[str, Callable[[Column], bool], str]] = {
    "empty": ("", lambda c: c.required, "E201"),
    "white space": (" \t\u3000", lambda c: c.required, "E201"),
    "text for a number": ("many", lambda c: c.is_numeric, "E202"),
    "thousands separator": ("1,000", lambda c: c.is_numeric, "E202"),
    "number with a unit": ("5亩", lambda c: c.is_numeric, "E202"),
    "arabic-indic digits": ("٣٤", lambda c: c.is_numeric, "E202"),
    "superscript": ("10²", lambda c: c.is_numeric, "E202"),
    "not a number": ("NaN", lambda c: c.is_numeric, "E203"),
    "infinite": ("-inf", lambda c: c.is_numeric, "E203"),
    "spreadsheet error": ("#N/A", lambda c: c.is_numeric, "E203"),
    "10^308": ("1e308", lambda c: c.is_numeric, "E204"),
    "beyond a double": ("-1e400", lambda c: c.is_numeric, "E204"),
    "below a double": ("1e-400", lambda c: c.is_numeric, "E213"),
    "formula": ("=1+1", lambda _: True, "E205"),
    "full-width formula": ("＝cmd|x", lambda _: True, "E205"),
    "at sign": ("@SUM(A1)", lambda _: True, "E205"),
    "plus sign": ("+A1", lambda c: not c.is_numeric, "E205"),
    "negative": ("-0.001", lambda c: c.minimum == 0, "E206"),
    "too low": ("-1e9", lambda c: c.minimum is not None, "E206"),
    "too high": ("1e9", lambda c: c.maximum is not None, "E207"),
    "unknown word": ("nosuchword", lambda c: bool(c.choices), "E208"),
    "half a year": ("2024.5", lambda c: c.kind in ("integer", "year") and c.maximum is None, "E209"),
    "odd code": ("no/such..\\code", is_own_code, "E210"),
    "long code": ("a" * 61, is_own_code, "E210"),
    "control character": ("be\x07ll", lambda _: True, "E211"),
    "line break": ("two\nlines", lambda _: True, "E211"),
    "half a character": ("\ud800", lambda _: True, "E211"),
    "long text": ("x" * 4001, is_free_text, "E212"),
    "unknown key": ("nosuchkey", lambda c: c.refers_to is not None, "E302"),
    "not every area": ("**", lambda c: c.allows_city_wide, "E302"),
}  # fmt: skip


@pytest.mark.parametrize("fault", sorted(CELLS))
def test_every_fault_in_every_column(fault: str) -> None:
    """One fault put into every column of every table that it can spoil, a row further each time."""
    cell, applies, code = CELLS[fault]
    toy, wanted = Toy(), set()
    for name, table in declared().items():
        for k, column in enumerate(table.columns):
            if applies(column):
                row = 1 + k % (len(toy.tables[name]) - 1)
                toy.tables[name][row][k] = cell
                wanted.add((code, name, row + 1, column.name))
    city, findings = toy.check()
    assert wanted
    assert city is None
    assert wanted <= found(findings)


@pytest.mark.parametrize(("table", "column"), [(t.name, c.name) for t, c in COLUMNS])
def test_one_spoiled_cell_is_the_one_that_is_named(table: str, column: str) -> None:
    """Nothing else is blamed but rows elsewhere that refer to the spoiled key."""
    toy = Toy()
    toy.tables[table][-1][toy.place(table, column)] = "be\x07ll"
    city, findings = toy.check()
    assert city is None
    own = ("E211", table, len(toy.tables[table]), column)
    others = found(findings) - {own}
    assert own in found(findings)
    assert {code for code, *_ in others} <= {"E302"}
    assert table not in {place for _, place, *_ in others} or column == declared()[table].key[0]


@pytest.mark.parametrize("k", range(WIDEST))
def test_spoiled_header_in_every_column(k: int) -> None:
    places = [(name, t.columns[k].name) for name, t in declared().items() if k < len(t.columns)]
    missing, doubled, unknown = Toy(), Toy(), Toy()
    for name, _ in places:
        for row in missing.tables[name]:
            del row[k]
        for row in doubled.tables[name]:
            row.append(row[k])
        unknown.tables[name][0][k] = "no such column"
    assert {("E103", n, 1, c) for n, c in places} <= found(missing.check()[1])
    assert {("E105", n, 1, c) for n, c in places} <= found(doubled.check()[1])
    assert {("E104", n, 1, "no such column") for n, _ in places} <= found(unknown.check()[1])


def test_spoiled_rows_in_every_table() -> None:
    short, long, twice, empty = Toy(), Toy(), Toy(), Toy()
    for name in declared():
        short.tables[name][1].pop()
        long.tables[name][1].append("")
        twice.tables[name].append(list(twice.tables[name][1]))
        empty.tables[name][0].clear()
    for toy, code, row in ((short, "E106", 2), (long, "E106", 2), (empty, "E102", 0)):
        city, findings = toy.check()
        assert city is None
        assert {(code, name, row, "") for name in declared()} <= found(findings)
    repeated = {(c, n, r) for c, n, r, _ in found(twice.check()[1])}
    assert {("E301", n, len(rows)) for n, rows in twice.tables.items()} <= repeated


OPTIONAL = [(t.name, c.name) for t, c in COLUMNS if not c.required]


@pytest.mark.parametrize(("table", "column"), OPTIONAL)
def test_emptied_optional_column(toy: City, table: str, column: str) -> None:
    """An empty optional column is missing, in that column only, or a rule says what it lacks."""
    spoiled = Toy()
    k = spoiled.place(table, column)
    for row in spoiled.tables[table][1:]:
        row[k] = ""
    city, findings = spoiled.check()
    if city is None:
        assert {f.file for f in findings.errors} == {f"{table}.csv"}
        return
    assert set(differing(toy, city)) <= {table}
    rest = [name for name in toy.tables[table] if name != column]
    assert city.tables[table][rest].equals(toy.tables[table][rest])
    values = city.tables[table][column]
    assert (values.isna() | values.eq("")).all()


def test_full_width_digits_are_read_and_said(toy: City) -> None:
    written = Toy()
    numbers = 0
    for name, table in declared().items():
        numeric = [k for k, column in enumerate(table.columns) if column.is_numeric]
        for k in numeric:
            for row in written.tables[name][1:]:
                if row[k]:
                    row[k] = row[k].translate(FULL_WIDTH)
                    numbers += 1
    city, findings = written.check()
    assert city is not None
    assert same(city, toy)
    assert len(findings.notices) == numbers == len(city.notices)


def test_odd_white_space_is_read_and_said(toy: City) -> None:
    written = (
        Toy()
        .put("zones", ("south",), "name_zh", "\u3000南区\xa0")
        .put("zones", ("north",), "zone", " north ")
    )
    city, findings = written.check()
    assert city is not None
    assert same(city, toy)
    assert [(f.code, f.column) for f in findings] == [("W102", "name_zh")]


ENCODINGS: dict[str, tuple[Callable[[str], bytes], bool]] = {
    "UTF-8 with a mark": (lambda text: text.encode("utf-8-sig"), False),
    "Windows line ends": (lambda text: text.replace("\n", "\r\n").encode(), False),
    "old Macintosh line ends": (lambda text: text.replace("\n", "\r").encode(), False),
    "GB18030": (lambda text: text.encode("gb18030"), True),
    "UTF-16": (lambda text: text.encode("utf-16"), True),
    "blank lines": (lambda text: "\n" + text.replace("\n", "\n\n"), False),
    "every cell in quotes": (lambda text: quoted(text).encode(), False),
}  # type: ignore[dict-item]


def quoted(text: str) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


@pytest.mark.parametrize("encoding", sorted(ENCODINGS))
def test_other_encodings_are_read_right(
    encoding: str, toy: City, toytown: Path, tmp_path: Path
) -> None:
    encode, is_said = ENCODINGS[encoding]
    folder = Toy().save(tmp_path / "city")
    for path in folder.glob("*.csv"):
        data = encode((toytown / path.name).read_text(encoding="utf-8"))
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    city, findings = check_city(folder)
    assert city is not None
    assert same(city, toy)
    beyond_ascii = {p.name for p in toytown.glob("*.csv") if not p.read_bytes().isascii()}
    said = {f.file for f in findings if f.code == "W101"}
    assert said == set() if not is_said else beyond_ascii <= said


BYTES = {
    "empty": (b"", "E102"),
    "blank lines only": (b"\n\n\r\n", "E102"),
    "NUL bytes": (b"a,b\n\x00,1\n", "E107"),
    "half UTF-16": (b"\xff\xfea", "E107"),
    "no text": (bytes(range(128, 256)) * 3, "E107"),
    "open quotes": (b'a,"b\n1,2\n', "E107"),
    "endless cell": (b"a,b\n" + b"x" * 1_000_001 + b",1\n", "E107"),
    "semicolons": (b"a;b;c\n1;2;3\n", "E104"),
    "a web page": (b"<!DOCTYPE html>\n<html></html>\n", "E104"),
}


@pytest.mark.parametrize("kind", sorted(BYTES))
def test_damaged_files_are_named(kind: str, tmp_path: Path) -> None:
    data, code = BYTES[kind]
    folder = Toy().save(tmp_path / "city")
    for name in declared():
        (folder / f"{name}.csv").write_bytes(data)
    city, findings = check_city(folder)
    assert city is None
    named = {f.file for f in findings if f.code == code}
    assert named == {f"{name}.csv" for name in declared()}
    for finding in findings:
        assert finding.text("zh").isprintable()


CELL_TEXT = st.one_of(
    st.text(max_size=12),
    st.floats().map(repr),
    st.integers(-(10**14), 10**14).map(str),
    st.sampled_from(
        ["*", "0", "-0", "2024", "02", "north", "1e5", "０．５", "published", "''", '"']
    ),
)


@quick(25)
@given(data=st.data(), cell=CELL_TEXT)
def test_any_cell_is_named_or_read_as_it_stands(data: st.DataObject, toy: City, cell: str) -> None:
    name = data.draw(st.sampled_from(sorted(declared())))
    k = data.draw(st.integers(0, len(declared()[name].columns) - 1))
    spoiled = Toy()
    row = data.draw(st.integers(1, len(spoiled.tables[name]) - 1))
    spoiled.tables[name][row][k] = cell
    city, findings = spoiled.check()
    assert (city is None) == bool(findings.errors)
    if city is None:
        return
    assert set(differing(toy, city)) <= {name}
    if {f.code for f in findings} & {"W102"}:
        spoiled.tables[name][row][k] = plainly(cell)
    assert rows_read(city, name) == rows_meant(spoiled.tables[name])


def plainly(cell: str) -> str:
    """What a notice says was read: composed, without odd white space, digits of plain width."""
    composed = unicodedata.normalize("NFC", cell).strip().strip("\ufeff\u200b\u2060").strip()
    narrow = unicodedata.normalize("NFKC", composed)
    return narrow if re.fullmatch(r"[0-9.eE+-]+", narrow) else composed


def rows_read(city: City, name: str) -> set[tuple[object, ...]]:
    frame = city.tables[name]
    columns = ([None if pd.isna(v) or v == "" else v for v in frame[c]] for c in frame)
    return set(zip(*columns, strict=True))


def rows_meant(table: list[list[str]]) -> set[tuple[object, ...]]:
    """A reader of four lines: the declared numbers are floats, an empty cell is None."""
    kinds = [declared_kind(table[0], name) for name in table[0]]
    return {
        tuple(
            None if not cell.strip(" \t") else float(cell) if numeric else cell.strip(" \t")
            for cell, numeric in zip(row, kinds, strict=True)
        )
        for row in table[1:]
    }


def declared_kind(header: list[str], name: str) -> bool:
    table = next(t for t in declared().values() if list(t.names) == header)
    return table.column(name).is_numeric


def other_cell(mix: random.Random, toy: Toy, column: Column) -> str:
    """A cell that the column itself allows, or nearly: only the rules can object."""
    if column.refers_to:
        table, key = column.refers_to
        keys = [row[toy.place(table, key)] for row in toy.tables[table][1:]]
        return mix.choice([*keys, ""])
    if column.is_numeric:
        return mix.choice(["0", "1", "2024", "2025", "2027", "3", "", "1e12", "-5", "0.5"])
    return mix.choice(column.choices or ("", "x", "Northcell"))


@pytest.mark.parametrize("seed", range(60))
def test_any_mixture_of_allowed_cells_is_answered(seed: int) -> None:
    """Rows gone, tables emptied, years and keys exchanged: the rules never break."""
    mix, toy = random.Random(seed), Toy()
    for _ in range(mix.randint(1, 4)):
        name = mix.choice(list(declared()))
        rows, chance = toy.tables[name], mix.random()
        if len(rows) == 1 or chance < 0.1:
            del rows[1:]
        elif chance < 0.4:
            del rows[mix.randrange(1, len(rows))]
        else:
            k = mix.randrange(len(rows[0]))
            mix.choice(rows[1:])[k] = other_cell(mix, toy, declared()[name].columns[k])
    city, findings = toy.check()
    assert (city is None) == bool(findings.errors)


@quick(25)
@given(data=st.data(), noise=st.binary(max_size=40))
def test_any_bytes_are_named_or_read(
    data: st.DataObject, noise: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Bytes put anywhere into any file: findings, or a city that reads back to itself."""
    folder = Toy().save(tmp_path_factory.mktemp("noise") / "city")
    path = data.draw(st.sampled_from(sorted(folder.iterdir())))
    old = path.read_bytes()
    at = data.draw(st.integers(0, len(old)))
    length = data.draw(st.integers(0, 20))
    path.write_bytes(old[:at] + noise + old[at + length :])
    city, findings = check_city(folder)
    assert (city is None) == bool(findings.errors)
    for finding in findings:
        assert finding.text("en").isprintable()
    if city is not None:
        write_folder(city, folder.with_name("again"))
        assert same(open_folder(folder.with_name("again")), city)
