"""Tables that mix origins: what each treatment of imports keeps, and faults with their place."""

import numpy as np
import pandas as pd
import pytest
from accounts_economies import national_table, write_national
from hypothesis import given, settings
from hypothesis import strategies as st
from published_layouts import (
    competitive,
    national_competitive_frame,
    provincial_frame,
)

from citywright.accounts.readers.import_split import split_imports
from citywright.accounts.readers.national import read_national_table
from citywright.accounts.readers.national_competitive import (
    read_national_competitive,
    read_provincial,
)
from citywright.errors import AccountsError

SPLITS = ("proportional", "proportional_with_exports")


def test_a_table_with_imports_apart_keeps_them_apart(tmp_path):
    nation = national_table()
    write_national(nation, tmp_path / "nation.csv")
    table = read_national_table(tmp_path / "nation.csv")
    np.testing.assert_allclose(table.Zm, nation.Zm, rtol=1e-12)
    np.testing.assert_allclose(table.Ym, nation.Fm, rtol=1e-12)
    np.testing.assert_allclose(table.output, nation.x, rtol=1e-12)
    np.testing.assert_allclose(table.inputs, nation.x, rtol=1e-12)


def save(frame, tmp_path, name="table.csv"):
    frame.to_csv(tmp_path / name, index=False)
    return tmp_path / name


@pytest.mark.parametrize("imports", [*SPLITS, "column"])
def test_every_treatment_keeps_output_and_cost(tmp_path, imports):
    table = read_national_competitive(save(national_competitive_frame(), tmp_path), imports=imports)
    _, T, F, M, V, x = competitive()
    np.testing.assert_allclose(table.output, x, rtol=1e-12)
    np.testing.assert_allclose(table.inputs, x, rtol=1e-12)
    np.testing.assert_allclose(table.V, V, rtol=1e-12)
    if imports == "column":
        np.testing.assert_array_equal(table.Z, T)
        np.testing.assert_array_equal(table.Y["imports"], -M)
        np.testing.assert_array_equal(table.Y.drop(columns="imports"), F)
    else:
        np.testing.assert_allclose(table.Zm.sum(axis=1) + table.Ym.sum(axis=1), M, rtol=1e-12)
        np.testing.assert_allclose(table.Z + table.Zm, T, rtol=1e-12)
        np.testing.assert_allclose(table.Y + table.Ym, F, rtol=1e-12)


def test_exports_are_home_made_unless_said_otherwise(tmp_path):
    path = save(national_competitive_frame(), tmp_path)
    assert (read_national_competitive(path, imports="proportional").Ym["exports"] == 0.0).all()
    with_exports = read_national_competitive(path, imports="proportional_with_exports")
    assert (with_exports.Ym["exports"] > 0.0).all()


def test_provinces_keep_trade_abroad_and_within_the_country_apart(tmp_path):
    frame = provincial_frame()
    table = read_provincial(save(frame, tmp_path), imports="proportional")
    codes = list(table.labels)
    printed = frame.set_index("code").loc[codes]
    for origin, column in (("imports", "import"), ("inflow", "inflow")):
        brought = table.Zm.loc[origin].sum(axis=1) + table.Ym.loc[origin].sum(axis=1)
        np.testing.assert_allclose(brought, printed[column], rtol=1e-12)
    np.testing.assert_allclose(table.output, printed["GO"], rtol=1e-12)
    np.testing.assert_allclose(table.Y["other"], printed["other"])
    assert (table.Ym[["exports", "outflow", "other"]] == 0.0).all(axis=None)


def test_goods_in_transit_cannot_be_split_by_home_use(tmp_path):
    path = save(provincial_frame(transit=True), tmp_path)
    with pytest.raises(AccountsError, match="sector 002") as error:
        read_provincial(path, imports="proportional")
    assert error.value.key == "accounts.imports_above_use"
    for imports in ("proportional_with_exports", "column"):
        table = read_provincial(path, imports=imports)
        np.testing.assert_allclose(table.output, table.inputs, rtol=1e-12)


@settings(max_examples=20)
@given(st.integers(1, 5), st.integers(0, 2**32 - 1), st.sampled_from(SPLITS), st.booleans())
def test_a_split_makes_nothing_and_loses_nothing(n, seed, treatment, two):
    rng = np.random.default_rng(seed)
    codes = [f"s{i}" for i in range(n)]
    T = pd.DataFrame(rng.uniform(0.0, 9.0, (n, n)), codes, codes)
    F = pd.DataFrame(rng.uniform(0.0, 9.0, (n, 3)), codes, ["homes", "exports", "errors"])
    share = rng.uniform(0.0, 0.5, (n, 2 if two else 1))
    home = T.sum(axis=1) + F["homes"]
    M = pd.DataFrame(share, codes, ["abroad", "near"][: share.shape[1]]).mul(home, axis=0)
    split = split_imports(
        T, F, M, treatment=treatment, exports=["exports"], apart=["errors"], file="f"
    )
    outside = split.Zm.sum(axis=0), split.Ym.sum(axis=0)
    np.testing.assert_allclose(split.Z.sum(axis=0) + outside[0], T.sum(axis=0))
    np.testing.assert_allclose((split.Y.sum(axis=0) + outside[1])[F.columns], F.sum(axis=0))
    made = split.Z.sum(axis=1) + split.Y.sum(axis=1)
    np.testing.assert_allclose(made, T.sum(axis=1) + F.sum(axis=1) - M.sum(axis=1), atol=1e-9)
    # all who may import a product import the same share of it
    sent = split.Z.div(T.where(T > 0.0, np.nan), axis=0)
    assert np.nanmax(np.nanstd(sent.to_numpy(), axis=1)) < 1e-12


def put(row, column, value, key="Code"):
    def change(frame):
        frame = frame.astype(object)
        frame.loc[frame[key] == row, column] = value
        return frame

    return change


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        (lambda f: f.drop(columns="IM"), "accounts.reader_missing", "IM"),
        (lambda f: f[f["Code"] != "VA003"], "accounts.reader_missing", "VA003"),
        (lambda f: f[f["Code"] != "002"], "accounts.reader_missing", "002"),
        (lambda f: f.drop(columns="003"), "accounts.reader_unknown", "003"),
        (lambda f: pd.concat([f, f.tail(1)]), "accounts.reader_twice", "TI"),
        (put("002", "004", "n/a"), "accounts.reader_cell", 'row 002, column 004: "n/a"'),
        (put("002", "004", ""), "accounts.reader_cell", "row 002, column 004"),
        (put("003", "TC", 0.0), "accounts.reader_total", "total TC, 003"),
        (put("TVA", "001", 1e4), "accounts.reader_total", "total TVA, 001"),
        (put("003", "GO", 1e4), "accounts.reader_total", "total GO, 003"),
    ],
)
def test_faults_are_named_with_their_place(tmp_path, change, key, words):
    path = save(change(national_competitive_frame()), tmp_path)
    with pytest.raises(AccountsError, match=words) as error:
        read_national_competitive(path, imports="proportional")
    assert error.value.key == key


def test_the_treatment_of_imports_must_be_known(tmp_path):
    path = save(national_competitive_frame(), tmp_path)
    with pytest.raises(AccountsError, match="proportional_with_exports, column"):
        read_national_competitive(path, imports="guess")


def test_imports_with_a_minus_are_refused(tmp_path):
    frame = provincial_frame()
    wrong = frame["import"] * -1.0
    frame["GO"] = frame["GO"] + 2.0 * frame["import"]
    frame.loc[frame["code"] == "TI", ["001", "002", "003", "004"]] = frame["GO"].dropna().to_numpy()
    frame["import"] = wrong
    codes = ["001", "002", "003", "004"]
    frame = frame.set_index("code")
    value = frame.loc["TI", codes].astype(float) - frame.loc[codes, codes].sum()
    items = ["compensation", "net_tax", "depreciation", "surplus"]
    frame.loc["VA", codes] = value
    for item in items:
        frame.loc[item, codes] = value / 4.0
    with pytest.raises(AccountsError, match="column imports") as error:
        read_provincial(save(frame.reset_index(), tmp_path), imports="column")
    assert error.value.key == "accounts.imports_negative"


def test_a_file_in_another_encoding_is_named(tmp_path):
    path = tmp_path / "old.csv"
    path.write_bytes("code,name\n01,\u540d\u79f0\n".encode("gbk"))
    with pytest.raises(AccountsError) as error:
        read_provincial(path, imports="column")
    assert error.value.key == "accounts.reader_encoding"
