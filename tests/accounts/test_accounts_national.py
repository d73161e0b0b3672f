"""Reading a national table: what is read, and what is refused with its place."""

import numpy as np
import pandas as pd
import pytest
from accounts_economies import national_table, write_national

from citywright.accounts.readers.national import read_national
from citywright.errors import AccountsError


def test_round_trip(tmp_path):
    table = national_table()
    write_national(table, tmp_path / "nation.csv")
    back = read_national(tmp_path / "nation.csv")
    for name in ("Zd", "Zm", "Fd", "Fm", "V", "x"):
        np.testing.assert_allclose(getattr(back, name), getattr(table, name), rtol=1e-12)
    assert list(back.Z.columns) == list(table.x.index)


def broken(tmp_path, change):
    path = tmp_path / "nation.csv"
    frame = change(write_national(national_table(), path).astype(object))
    frame.to_csv(path, index=False)
    return path


def put(row, column, value, origin="Domestic"):
    def change(frame):
        place = frame.index[(frame["Code"] == row) & (frame["Origin"] == origin)][0]
        frame.loc[place, column] = value
        return frame

    return change


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        (lambda f: f.drop(columns="EX"), "accounts.national_columns", "EX"),
        (lambda f: f.drop(columns="03"), "accounts.national_columns", "03"),
        (lambda f: f[f["Code"] != "VA003"], "accounts.national_rows", "VA003"),
        (
            lambda f: f[~((f["Code"] == "02") & (f["Origin"] == "Imports"))],
            "accounts.national_rows",
            "02",
        ),
        (lambda f: pd.concat([f, f.tail(1)]), "accounts.national_twice", "TI"),
        (put("02", "04", "n/a"), "accounts.national_number", "row 02, column 04"),
        (put("02", "04", ""), "accounts.national_number", "row 02, column 04"),
        (put("03", "TC", 0.0), "accounts.national_balance", "TFU"),
        (put("TVA", "05", 1e4, "TOT"), "accounts.national_balance", "sector 05"),
    ],
)
def test_faults_are_named_with_their_place(tmp_path, change, key, words):
    with pytest.raises(AccountsError, match=words) as error:
        read_national(broken(tmp_path, change))
    assert error.value.key == key
