"""Hostile input: every table and file either gives the same numbers or says by name what is wrong.

Random damage is done to tables in memory and to files of every layout. What comes back may be an
AccountsError with a sentence in both languages, or a table that is still the one that was written;
nothing else. Where a layout prints no totals (EXIOBASE extensions, Eora), a changed number cannot be
seen, so only the kind of failure is tested there.
"""

import io
import warnings
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import openpyxl
import pandas as pd
import pytest
from accounts_economies import economy as city
from accounts_economies import national_table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from published_layouts import (
    EORA_USES,
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

from citywright.accounts.readers.open_table import open_table
from citywright.accounts.regional.two_region import Split, two_region_table
from citywright.accounts.system import System
from citywright.accounts.table import IOTable
from citywright.accounts.warning import AccountsWarning
from citywright.errors import AccountsError
from citywright.words import LANGUAGES

LABELS = ["farms", "mills", "shops"]
PARTS = ("Z", "Y", "V", "S", "SY", "Zm", "Ym")


def economy(labels=LABELS, scale=1.0, seed=0) -> dict:
    """Parts of a balanced table of one region."""
    rng = np.random.default_rng(seed)
    n = len(labels)
    Z, Zm = rng.uniform(1.0, 5.0, (n, n)), rng.uniform(0.0, 2.0, (n, n))
    Y = rng.uniform(20.0, 40.0, (n, 2))
    V = Z.sum(axis=1) + Y.sum(axis=1) - Z.sum(axis=0) - Zm.sum(axis=0)
    uses = ["households", "exports"]
    return {
        "Z": pd.DataFrame(Z * scale, labels, labels),
        "Y": pd.DataFrame(Y * scale, labels, uses),
        "V": pd.DataFrame([V * scale], ["wages"], labels),
        "money": "million yuan",
        "S": pd.DataFrame(rng.uniform(0.0, 3.0, (1, n)), ["co2"], labels),
        "SY": pd.DataFrame(rng.uniform(0.0, 3.0, (1, 2)), ["co2"], uses),
        "Zm": pd.DataFrame(Zm * scale, labels, labels),
        "Ym": pd.DataFrame(0.0, labels, uses),
        "units": pd.Series({"co2": "t"}),
    }


def refused(work) -> AccountsError:
    """The named error of some work; its sentence can be said in both languages."""
    with pytest.raises(AccountsError) as caught:
        work()
    assert all(caught.value.text(lang) for lang in LANGUAGES)
    return caught.value


# --- tables in memory ---------------------------------------------------------------------------------
@given(seed=st.integers(0, 999), scale=st.sampled_from([1e-150, 1e-9, 1.0, 1e9, 1e150]))
@settings(max_examples=15, deadline=None)
def test_any_order_and_any_unit_of_money_give_the_same_multipliers(seed, scale):
    rng = np.random.default_rng(seed)
    parts = economy(scale=scale)
    mixed = {
        name: part.loc[rng.permutation(part.index), rng.permutation(part.columns)]
        for name, part in parts.items()
        if name in PARTS
    }
    plain, other = System(IOTable(**economy())), System(IOTable(**{**parts, **mixed}))
    rows = ["output", "value_added", "wages"]
    wanted = plain.multipliers().loc[rows]
    found = other.multipliers().loc[rows, LABELS]
    np.testing.assert_allclose(found.to_numpy(), wanted.to_numpy(), rtol=1e-10)
    given_rows = plain.rows()[list(rng.permutation(LABELS))]
    np.testing.assert_allclose(plain.multipliers(given_rows).loc[rows], wanted, rtol=1e-12)


@given(
    part=st.sampled_from(PARTS),
    cell=st.sampled_from(
        [np.nan, np.inf, -np.inf, None, pd.NA, "", "12", "1,200", "-", True, 1j, date(2020, 1, 1)]
    ),
    place=st.integers(0, 5),
)
@settings(max_examples=20, deadline=None)
def test_a_cell_that_is_no_number_is_named_by_row_and_column(part, cell, place):
    parts = economy()
    damaged = parts[part].astype(object)
    row, column = place % len(damaged.index), place % len(damaged.columns)
    damaged.iloc[row, column] = cell
    error = refused(lambda: IOTable(**{**parts, part: damaged}))
    assert error.key in {"accounts.cell_not_number", "accounts.not_finite_cell"}
    where = (error.values["table"], error.values["row"], error.values["column"])
    assert where == (part, damaged.index[row], damaged.columns[column])


@pytest.mark.parametrize("kind", ["int64", "int8", "object", "Float64", "Int64", "category"])
def test_whole_numbers_are_the_same_in_every_type(kind):
    whole = {name: part.round() for name, part in economy().items() if name in PARTS}
    typed = {name: part.astype(kind) for name, part in whole.items()}
    table, same = (IOTable(**{**economy(), **parts}) for parts in (whole, typed))
    for name in PARTS:
        pd.testing.assert_frame_equal(getattr(table, name), getattr(same, name))
        assert (getattr(same, name).dtypes == np.float64).all()


def test_sparse_frames_and_decimals_are_numbers():
    parts = economy()
    sparse = parts["Z"].astype(pd.SparseDtype(float, 0.0))
    exact = parts["Z"].map(lambda one: Decimal(repr(one)))
    for Z in (sparse, exact):
        pd.testing.assert_frame_equal(IOTable(**{**parts, "Z": Z}).Z, parts["Z"])


@given(
    part=st.sampled_from(PARTS),
    axis=st.sampled_from([0, 1]),
    damage=st.sampled_from(["missing", "twice", "renamed", "space", "empty", "nan", "more"]),
)
@settings(max_examples=50, deadline=None)
def test_labels_that_do_not_match_are_refused_by_name(part, axis, damage):
    parts = economy()
    frame = parts[part]
    names = list(frame.index if axis == 0 else frame.columns)
    first = names[0]
    if damage == "missing":
        frame = frame.drop(first, axis=axis)
    elif damage in {"twice", "more"}:
        again = frame.iloc[[0]] if axis == 0 else frame.iloc[:, [0]]
        if damage == "more":
            again = again.set_axis(["new"], axis=axis)
        frame = pd.concat([frame, again], axis=axis)
    else:
        new = {"renamed": "new", "space": f"{first} ", "empty": "", "nan": np.nan}[damage]
        frame = frame.set_axis([new, *names[1:]], axis=axis)
    free = (part == "V" and axis == 0) or (part == "S" and axis == 0 and damage == "missing")
    if part in {"SY", "Zm"} and frame.empty:
        return  # a part without rows is a part that is not given
    if free and damage in {"missing", "renamed", "space", "more"}:
        if part == "V":
            assert len(IOTable(**{**parts, part: frame}).V) == len(frame)
        return
    error = refused(lambda: IOTable(**{**parts, part: frame}))
    assert error.key in {
        "accounts.duplicate_label", "accounts.other_labels", "accounts.labels_alike",
        "accounts.empty_label", "accounts.no_unit",
    }  # fmt: skip


def test_a_number_and_its_text_are_never_matched_and_never_stand_together():
    text, number = economy(["1", "2", "3"]), economy([1, 2, 3])
    error = refused(lambda: IOTable(**{**number, "V": text["V"]}))
    assert error.key == "accounts.labels_alike"
    assert all(name in str(error) for name in ("'1'", " 1"))
    assert refused(lambda: IOTable(**economy([1, "1", 2]))).key == "accounts.labels_alike"
    assert IOTable(**economy([1, 2, "b"])).labels.tolist() == [1, 2, "b"]


def test_one_level_is_no_level_and_three_are_refused():
    single = pd.MultiIndex.from_arrays([LABELS])
    parts = economy()
    table = IOTable(**{**parts, "Z": parts["Z"].set_axis(single, axis=0)})
    assert not table.is_regional
    assert table.labels.tolist() == LABELS
    deep = pd.MultiIndex.from_product([["r"], ["s"], LABELS])
    assert refused(lambda: IOTable(**economy(deep))).key == "accounts.label_levels"
    pairs = pd.Index([("r", name) for name in LABELS], tupleize_cols=False)
    assert IOTable(**economy(pairs)).regions == ["r"]


def test_parts_that_are_empty_or_nameless():
    parts = economy()
    nothing = pd.DataFrame()
    cases = {
        "accounts.no_sectors": {"Z": nothing, "Y": nothing, "V": nothing},
        "accounts.no_money": {"money": " "},
        "accounts.no_unit": {"units": pd.Series({"co2": np.nan})},
        "accounts.duplicate_label": {"units": pd.Series(["t", "kg"], ["co2", "co2"])},
        "accounts.other_labels": {"V": pd.DataFrame(index=["wages"])},
    }
    for key, change in cases.items():
        assert refused(lambda change=change: IOTable(**{**parts, **change})).key == key


@pytest.mark.parametrize("scale", [1e-320, 1e-300, 1e300, 1e306])
def test_money_beyond_the_reach_of_double_precision_is_refused(scale):
    error = refused(lambda: System(IOTable(**economy(scale=scale))))
    assert error.key == "accounts.money_scale"


def test_one_sector_and_zero_sectors_in_a_table_can_be_solved():
    assert System(IOTable(**economy(["all"]))).multipliers().loc["output", "all"] > 1.0
    parts = economy()
    idle = {
        name: part.reindex([*LABELS, "none"], fill_value=0.0).reindex(
            columns=[*part.columns, *(["none"] if list(part.columns) == LABELS else [])],
            fill_value=0.0,
        )
        for name, part in parts.items()
        if name in {"Z", "Y", "Zm", "Ym"}
    }
    idle |= {name: parts[name].assign(none=0.0) for name in ("V", "S")}
    with pytest.warns(UserWarning, match="none"):
        system = System(IOTable(**{**parts, **idle}))
    assert system.multipliers().loc["output", "none"] == 1.0


def test_a_closed_circle_is_singular_and_says_so():
    Z = pd.DataFrame([[0.0, 10.0], [10.0, 0.0]], list("ab"), list("ab"))
    table = IOTable(
        Z=Z, Y=Z[["a"]] * 0.0, V=Z.iloc[:1].set_axis(["wages"]) * 0.0, money="million yuan"
    )
    assert refused(lambda: System(table).multipliers()).key == "accounts.not_productive"


def test_negative_value_added_is_a_warning_with_the_amount():
    parts = economy()
    loss = float(parts["V"].loc["wages", "mills"]) + 5.0
    parts["V"].loc["wages", "mills"] -= loss
    parts["Y"].loc["mills", "exports"] -= loss
    with pytest.warns(AccountsWarning, match=r"below zero in 1 sectors: mills .worst: mills, -5\)"):
        System(IOTable(**parts))


def test_shares_of_an_output_of_zero_do_not_exist():
    """x_2 = 0 although 3 of it are used (imports as a negative final use): b_2. is 3 / 0."""
    Z = pd.DataFrame([[1.0, 0.0], [3.0, 0.0]], list("ab"), list("ab"))
    Y = pd.DataFrame({"all": [9.0, -3.0]}, list("ab"))
    V = pd.DataFrame([[6.0, 0.0]], ["wages"], list("ab"))
    with pytest.warns(UserWarning, match="b"):
        system = System(IOTable(Z=Z, Y=Y, V=V, money="million yuan"))
    assert system.multipliers().loc["output"].tolist() == pytest.approx([13.0 / 9.0, 1.0])
    error = refused(lambda: system.ghosh)
    assert (error.key, error.values["number"]) == ("accounts.sales_without_output", 2)


def test_questions_to_a_system_are_refused_by_name():
    system = System(IOTable(**economy()))
    abroad = system.table.S
    asked = {
        "accounts.not_finite": lambda: system.output(pd.Series({"farms": np.nan})),
        "accounts.not_numbers": lambda: system.output(pd.Series({"farms": "x"})),
        "accounts.unknown_label": lambda: system.output(pd.Series({"ships": 1.0})),
        "accounts.duplicate_label": lambda: system.closed(["wages"] * 2, ["households"], 0.5),
        "accounts.other_labels": lambda: system.open_footprint(["exports"], abroad[LABELS[:2]]),
        "accounts.not_finite_cell": lambda: system.multipliers(system.rows() * np.nan),
    }
    for key, question in asked.items():
        assert refused(question).key == key
    twice = refused(lambda: system.open_footprint(["exports", "exports"], abroad))
    assert twice.key == "accounts.duplicate_label"


def test_a_table_without_imports_buys_nothing_outside():
    parts = economy()
    parts["V"] += parts.pop("Zm").sum(axis=0)
    parts.pop("Ym")
    system = System(IOTable(**parts))
    found = system.open_footprint(["exports"], system.table.S)
    assert found.imports == pytest.approx(0.0)
    assert found.consumption == pytest.approx(found.by_product.sum(axis=1) + found.users)


# --- files of every layout ----------------------------------------------------------------------------
MILL = (
    "t,,,,,,,,\n,,Farms,Mills,Shops,Households,Exports,Imports,Output\n"
    "01,Farms,10,40,,30,25,-5,100\n02,Mills,15,30,20,60,90,-15,200\n"
    "03,Shops,5,20,10,85,0,0,120\n,Wages,70,110,90,,,,\n"
)
TOML = (
    'file = "mill.csv"\nmoney = "million yuan"\norientation = "rows sell"\nempty = "zero"\n'
    '[labels]\nrows_in = "B"\ncolumns_in = 2\n[Z]\ncells = "C3:E5"\n[Y]\ncells = "F3:G5"\n'
    '[V]\ncells = "C6:E6"\n[imports]\ncells = "H3:H5"\nsign = "negative"\n'
    'treatment = "column"\nexports = ["Exports"]\n[output]\ncells = "I3:I5"\n'
)
CHOICES = {
    "eora": {"money": "k"},
    "national": {"imports": "column"},
    "province": {"imports": "column"},
}
SEEN = ("icio.csv", "wiod.csv", "wiod.xlsx", "national.csv", "province.csv", "mill.toml")
"""Layouts that print totals of rows and columns."""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """One small table in every layout: {name: (its files by name, the table)}."""
    folder = tmp_path_factory.mktemp("layouts")
    write_rows(icio_rows(world(ICIO_USES, ("TLS", "VA"))), folder / "icio.csv")
    write_rows(wiod_text(world(WIOD_USES, WIOD_ITEMS)), folder / "wiod.csv")
    write_book({"WIOT": wiod_sheet(world(WIOD_USES, WIOD_ITEMS))}, folder / "wiod.xlsx")
    national_competitive_frame().to_csv(folder / "national.csv", index=False)
    provincial_frame().to_csv(folder / "province.csv", index=False)
    (folder / "mill.csv").write_text(MILL, encoding="utf-8")
    (folder / "mill.toml").write_text(TOML, encoding="utf-8")
    write_exiobase(world(("hh", "gov", "stock"), FACTORS), folder / "exiobase")
    write_eora(eora_world(), folder / "eora")
    found = {}
    for name in (*SEEN, "exiobase", "eora"):
        path = folder / name
        inner = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        if name == "mill.toml":
            inner.append(folder / "mill.csv")
        files = {one.relative_to(folder).as_posix(): one.read_bytes() for one in inner}
        opened = open_table(path, **CHOICES.get(name.partition(".")[0], {}))
        found[name] = files, opened
    return found


def reread(folder, name, files, library, layout=None):
    for inner, data in files.items():
        path = folder / inner
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        choices = CHOICES.get(name.partition(".")[0], {})
        return open_table(folder / name, layout or library[name][1].layout, **choices).table


PIECES = (
    b"-", b"", b"1,234", b"nan", b"inf", b"\xff\xfe", b"\r", b"\n", b'"', b"\t", b"\0", b"=cmd()",
    b"1e308", b"1e400", b"-99999", "农业".encode(), "１２".encode(), b"../x", b",", b"True", b"1_0",
)  # fmt: skip


def damaged(data: bytes, how: int, place: float, piece: bytes) -> bytes:
    """One kind of damage at a place of a file."""
    cut, lines = int(place * len(data)), data.split(b"\n")
    line = int(place * len(lines))
    mark = b"\t" if b"\t" in data else b","
    if how == 0:
        return data[:cut]
    if how == 1:
        return data[:cut] + piece + data[cut:]
    if how == 2:
        return data[:cut] + bytes([cut % 256]) + data[cut + 1 :]
    if how == 3:
        return data.decode("latin-1").encode("utf-16")
    if how == 4:
        return b"\n".join([*lines[:line], lines[line], *lines[line:]])
    if how == 5:
        return b"\n".join([*lines[:line], *lines[line + 1 :]])
    if how == 6:
        return b"\n".join(one + mark + b"5" for one in lines)
    cells = lines[line].split(mark)
    cells[int(place * 7919) % len(cells)] = piece
    lines[line] = mark.join(cells)
    return b"\n".join(lines)


def difference(found: IOTable, wanted: IOTable) -> float:
    """Largest change of a cell over the largest cell, where all names are the same; else zero.

    Only of parts that stand in a printed total: taxes on what is finally used (SY) stand in none, so
    a wrong one cannot be told.
    """
    worst = 0.0
    for part in set(PARTS) - {"SY"}:
        a, b = getattr(found, part), getattr(wanted, part)
        if set(a.index) != set(b.index) or set(a.columns) != set(b.columns):
            return 0.0
        if a.size:
            gap = np.abs(a.loc[b.index, b.columns].to_numpy() - b.to_numpy()).max()
            worst = max(worst, float(gap) / max(float(np.abs(wanted.Z.to_numpy()).max()), 1.0))
    return worst


@given(
    name=st.sampled_from((*SEEN, "exiobase", "eora")),
    which=st.integers(0, 30),
    how=st.integers(0, 9),
    place=st.floats(0.0, 1.0, exclude_max=True),
    piece=st.sampled_from(PIECES),
    packed=st.booleans(),
)
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_damaged_file_is_refused_by_name_or_still_the_same_table(
    name, which, how, place, piece, packed, library, tmp_path_factory
):
    files, opened = library[name]
    folder = tmp_path_factory.mktemp("damaged")
    inner = sorted(files)[which % len(files)]
    changed = {**files, inner: damaged_member(files[inner], which, how, place, piece, packed)}
    try:
        found = reread(folder, name, changed, library)
    except AccountsError as error:
        found = [error.text(lang) for lang in LANGUAGES]  # raises unless both can be said
    if isinstance(found, IOTable) and name in SEEN:
        assert difference(found, opened.table) < 1e-4


def damaged_member(data, which, how, place, piece, packed):
    """The file itself, or for a workbook one of the files inside it."""
    if not (packed and zipfile.is_zipfile(io.BytesIO(data))):
        return damaged(data, how, place, piece)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for number, name in enumerate(old.namelist()):
            whole = old.read(name)
            is_hit = number == which % len(old.namelist())
            new.writestr(name, damaged(whole, how, place, piece) if is_hit else whole)
    return out.getvalue()


@pytest.mark.parametrize("name", ["national.csv", "province.csv", "icio.csv"])
def test_columns_in_another_order_are_found_by_name(name, library, tmp_path):
    files, opened = library[name]
    text = pd.read_csv(io.BytesIO(files[name]), dtype=str, keep_default_na=False)
    ids = 3 if name == "national.csv" else 2 if name == "province.csv" else 1
    order = np.random.default_rng(5).permutation(len(text.columns) - ids) + ids
    moved = text.iloc[::-1, [*range(ids), *order]].to_csv(index=False).encode()
    assert difference(reread(tmp_path, name, {name: moved}, library), opened.table) == 0.0
    headings = set(text.columns)
    assert set(pd.read_csv(tmp_path / name, nrows=0).columns) == headings


def test_a_first_row_without_numbers_is_a_fault_and_not_passed_over(library, tmp_path):
    lines = library["icio.csv"][0]["icio.csv"].split(b"\n")
    cells = lines[1].split(b",")
    lines[1] = b",".join([cells[0], *[b""] * (len(cells) - 1)])
    error = refused(lambda: reread(tmp_path, "icio.csv", {"icio.csv": b"\n".join(lines)}, library))
    assert (error.key, error.values["row"]) == ("accounts.reader_cell", "AUS_A01_02")


def test_full_width_digits_and_underscores_are_named_where_they_stand(library, tmp_path):
    whole = library["icio.csv"][0]["icio.csv"].decode().split("\n")
    for token in ("１２", "1_000", "\u00a05"):
        cells = whole[2].split(",")
        cells[3] = token
        text = "\n".join([*whole[:2], ",".join(cells), *whole[3:]]).encode()
        error = refused(lambda text=text: reread(tmp_path, "icio.csv", {"icio.csv": text}, library))
        assert (error.key, error.values["value"]) == ("accounts.reader_cell", token)


def test_hostile_names_are_only_names(library, tmp_path):
    """Names that a spreadsheet or a shell would act on pass through as text."""
    files = library["mill.toml"][0]
    named = files["mill.csv"].replace(b"Farms", b"=cmd()").replace(b"Shops", b"../../etc")
    table = reread(tmp_path, "mill.toml", {**files, "mill.csv": named}, library)
    assert table.labels.tolist() == ["=cmd()", "Mills", "../../etc"]
    chinese = (
        files["mill.csv"].replace(b"Farms", "农业".encode()).replace(b"Mills", "工业".encode())
    )
    table = reread(tmp_path, "mill.toml", {**files, "mill.csv": chinese}, library)
    assert table.labels.tolist() == ["农业", "工业", "Shops"]


# --- archives and descriptions ------------------------------------------------------------------------
def archive(path, members):
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in members:
            packed.writestr(name, data)
    return path


def test_an_archive_is_read_without_unpacking_whatever_its_names(library, tmp_path):
    """Members above the root (../) are read in memory; nothing is written beside the archive."""
    files, opened = library["exiobase"]
    hostile = [(f"../../{name}", data) for name, data in files.items()]
    path = archive(tmp_path / "hostile.zip", [*hostile, ("/etc/passwd", b"x"), ("..\\x", b"y")])
    before = sorted(tmp_path.parent.rglob("*"))
    assert difference(open_table(path).table, opened.table) == 0.0
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_two_tables_in_one_archive_or_two_files_of_one_name_are_refused(library, tmp_path):
    files = library["exiobase"][0]
    inner = [(name.removeprefix("exiobase/"), data) for name, data in files.items()]
    years = [(f"{year}/{name}", data) for year in (2010, 2011) for name, data in inner]
    error = refused(lambda: open_table(archive(tmp_path / "years.zip", years)))
    assert error.key == "accounts.reader_roots"
    assert error.values["folders"] == "2010/, 2011/"
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = archive(tmp_path / "twice.zip", [*inner, inner[0]])
    assert refused(lambda: open_table(path)).key == "accounts.reader_twice"


def test_a_damaged_or_encrypted_member_is_a_file_that_cannot_be_read(library, tmp_path):
    files = library["exiobase"][0]
    path = archive(tmp_path / "x.zip", list(files.items()))
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 255  # inside the numbers of a stored member: its checksum fails
    path.write_bytes(bytes(data))
    assert refused(lambda: open_table(path)).key == "accounts.reader_file"


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../mill.csv", "a/../../mill.csv", "C:\\\\x.csv", "..\\\\x.csv", "a\\u0000"],
)
def test_a_description_reads_nothing_outside_its_folder(name, tmp_path):
    folder = tmp_path / "inner"
    folder.mkdir()
    (tmp_path / "mill.csv").write_text(MILL, encoding="utf-8")
    (folder / "q.toml").write_text(TOML.replace("mill.csv", name), encoding="utf-8")
    error = refused(lambda: open_table(folder / "q.toml"))
    assert [one.key for one in error.findings] == ["accounts.described_outside"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("C3:E5", "C3:XFD999999999", "accounts.described_beyond"),
        ("C6:E6", 'C6:E99999999"\nrows = ["Wages"]\nfile = "mill.csv', "accounts.described_count"),
        ("[labels]", 'separator = ""\n[labels]', "accounts.described_value"),
        ("[labels]", 'separator = ";;"\n[labels]', "accounts.described_value"),
        ("[labels]", 'separator = "5"\n[labels]', "accounts.described_value"),
    ],
)
def test_a_description_of_impossible_size_or_separator_ends_at_once(old, new, key, tmp_path):
    (tmp_path / "mill.csv").write_text(MILL, encoding="utf-8")
    (tmp_path / "q.toml").write_text(TOML.replace(old, new), encoding="utf-8")
    error = refused(lambda: open_table(tmp_path / "q.toml"))
    assert key in {one.key for one in error.findings}
    assert len(str(error).splitlines()) <= 102


def test_a_formula_never_calculated_is_no_empty_cell(tmp_path):
    book = openpyxl.Workbook()
    for line in MILL.splitlines():
        book.active.append(
            [float(c) if c.strip("-").isdecimal() else c or None for c in line.split(",")]
        )
    book.active["E3"] = "=5*0"
    book.save(tmp_path / "mill.xlsx")
    sheet = f'"mill.xlsx"\nsheet = "{book.active.title}"'
    (tmp_path / "q.toml").write_text(TOML.replace('"mill.csv"', sheet), encoding="utf-8")
    error = refused(lambda: open_table(tmp_path / "q.toml"))
    assert (error.key, error.values["cell"]) == ("accounts.reader_formula", "E3")


def test_numbers_beside_the_headings_of_a_sheet_are_not_dropped(tmp_path):
    rows = wiod_sheet(world(WIOD_USES, WIOD_ITEMS))
    rows[8].append(7.0)
    write_book({"WIOT": rows}, tmp_path / "w.xlsx")
    error = refused(lambda: open_table(tmp_path / "w.xlsx", "wiod"))
    assert (error.key, error.values["line"]) == ("accounts.reader_width", 9)
    rows[8][-1] = None
    rows[8][5] = True
    write_book({"WIOT": rows}, tmp_path / "w.xlsx")
    assert refused(lambda: open_table(tmp_path / "w.xlsx", "wiod")).values["value"] is True


def test_a_line_too_long_for_its_headings_is_not_shifted(library, tmp_path):
    """A parser that takes the first column for an index would move every number by one place."""
    for name in ("national.csv", "province.csv"):
        lines = library[name][0][name].decode().rstrip("\n").split("\n")
        longer = "\n".join([lines[0], *(f"{line},0" for line in lines[1:])]).encode()
        error = refused(lambda n=name, text=longer: reread(tmp_path, n, {n: text}, library))
        assert (error.key, error.values["line"]) == ("accounts.reader_width", 2)


def test_the_eora_layout_needs_every_name(library, tmp_path):
    files = dict(library["eora"][0])
    labels = next(name for name in files if name.endswith("labels_FD.txt"))
    files[labels] = b"\xff\xfe"
    error = refused(lambda: reread(tmp_path, "eora", files, library))
    assert error.key == "accounts.reader_encoding"
    assert len(EORA_USES) * 4 == len(library["eora"][1].table.Y.columns)


def test_a_part_of_a_table_can_be_replaced_and_is_checked_again():
    table = IOTable(**economy())
    error = refused(lambda: replace(table, Y=table.Y.drop(index="mills")))
    assert (error.key, error.values["missing"]) == ("accounts.other_labels", "mills")


def test_a_sector_may_not_be_called_like_a_final_use():
    """Its purchases would be added to those of the households."""
    nation, account = national_table(3), city(3, np.random.default_rng(1))
    codes = dict(zip(account.sectors, [*nation.x.index[:2], "households"], strict=True))
    renamed = {
        "Z": account.Z.rename(index=codes, columns=codes),
        **{name: getattr(account, name).rename(index=codes) for name in ("F", "V", "S")},
    }
    names = {nation.x.index[2]: "households"}
    of_nation = {
        name: getattr(nation, name).rename(index=names, columns=names)
        for name in ("Zd", "Zm", "Fd", "Fm", "V")
    }
    nation = replace(nation, x=nation.x.rename(index=names), **of_nation)
    half = pd.Series(0.5, list(codes.values()))
    error = refused(
        lambda: two_region_table(
            replace(account, **renamed), nation, Split(half, half), scale=5.0, money="1"
        )
    )
    assert (error.key, error.values["sectors"]) == ("accounts.sector_is_use", "households")
