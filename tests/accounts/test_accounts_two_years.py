"""Structural decomposition between two labelled tables: sums, names, prices, idle sectors."""

import dataclasses
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from io_tables import nation, world

from citywright.accounts.decomposition import Year, decompose
from citywright.accounts.system import System
from citywright.accounts.table import IOTable
from citywright.accounts.two_years import FACTORS, compare, mean_parts
from citywright.accounts.warning import AccountsWarning
from citywright.errors import AccountsError

few = settings(max_examples=8, deadline=None)
seeds = st.integers(0, 2**31)
ROWS = ["output", "value_added", "wages", "co2"]
BASIS = "prices of the second year"
forms = pytest.mark.parametrize("form", ["total", "each", "shares"])


def system(table: IOTable) -> System:
    """Random tables may hold a sector that destroys value or is idle; that is tested elsewhere."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AccountsWarning)
        return System(table)


def shuffled(table: IOTable, seed: int) -> IOTable:
    """The same table with its sectors and final uses in another order."""
    rng = np.random.default_rng(seed)
    labels = table.labels[rng.permutation(len(table.labels))]
    uses = table.Y.columns[rng.permutation(len(table.Y.columns))]
    return dataclasses.replace(
        table, Z=table.Z.loc[labels, labels], Y=table.Y.loc[labels, uses], V=table.V[labels],
        S=table.S[labels], SY=table.SY[uses], Zm=table.Zm[labels], Ym=table.Ym[uses],
    )  # fmt: skip


@forms
@given(seed=seeds)
@few
def test_parts_add_to_the_change_that_the_tables_show(form, seed):
    tables = world(2, 3, seed), world(2, 3, seed + 1)
    found = compare(*map(system, tables), ROWS, prices=BASIS, form=form)
    shown = [
        np.array(
            [t.output.sum(), t.V.to_numpy().sum(), t.V.loc["wages"].sum(), t.S.loc["co2"].sum()]
        )
        for t in tables
    ]
    np.testing.assert_allclose(found.before, shown[0], rtol=1e-9)
    np.testing.assert_allclose(found.after, shown[1], rtol=1e-9)
    change, scale = shown[1] - shown[0], 1e-9 * shown[1].max()
    sums = found.factors[["part", "polar"]].groupby("row", sort=False).sum()
    for name in ("part", "polar"):
        np.testing.assert_allclose(sums[name], change, atol=scale)
    # two ways to the same mean: over k! orders one by one, and over 2^k states with weights
    np.testing.assert_allclose(found.final_uses.sum(axis=1), found.factors["part"], atol=scale)
    assert (found.factors["least"] <= found.factors["part"] + scale).all()
    assert (found.factors["most"] >= found.factors["part"] - scale).all()


@forms
@given(seed=seeds)
@few
def test_labels_are_matched_by_name(form, seed):
    one, two = nation(5, seed), nation(5, seed + 1)
    rows = ["output", "co2"]
    plain = compare(system(one), system(two), rows, prices=BASIS, form=form)
    mixed = compare(system(one), system(shuffled(two, seed)), rows, prices=BASIS, form=form)
    pd.testing.assert_frame_equal(mixed.factors, plain.factors)
    pd.testing.assert_frame_equal(mixed.final_uses, plain.final_uses)


@given(seeds)
@few
def test_one_final_use_is_the_plain_decomposition(seed):
    systems = [system(world(2, 3, seed)), system(world(2, 3, seed + 1))]
    found = compare(*systems, ["co2"], prices=BASIS, form="total").factors.loc["co2"]
    years = [
        Year(s.rows().loc["co2"].to_numpy(), s.leontief, s.table.final_use.to_numpy())
        for s in systems
    ]
    plain = decompose(*years)
    for name, expected in (
        ("part", plain.parts), ("polar", plain.polar), ("least", plain.least), ("most", plain.most)
    ):  # fmt: skip
        assert found[name].to_dict() == pytest.approx(expected, abs=1e-9)


def test_only_the_final_use_that_grew_has_a_part():
    """Exports twice as large, all else per unit as it was: one level, in one column."""
    table = nation(5)
    before = system(table)
    Y = table.Y.assign(exports=2.0 * table.Y["exports"])
    x = pd.Series(before.leontief.output(Y.sum(axis=1).to_numpy()), table.labels)
    grown = x / table.output
    after = system(
        dataclasses.replace(
            table, Y=Y, Z=table.Z * grown, Zm=table.Zm * grown, V=table.V * grown, S=table.S * grown
        )
    )
    found = compare(before, after, ["co2"], prices=BASIS, form="each").final_uses.loc["co2"]
    change = float((table.S.loc["co2"] * (grown - 1.0)).sum())
    assert found.loc["level", "exports"] == pytest.approx(change)
    rest = found.copy()
    rest.loc["level", "exports"] = 0.0
    np.testing.assert_allclose(rest, 0.0, atol=1e-9 * abs(change))


def without(table: IOTable, sector: str) -> IOTable:
    """The sector makes nothing and nobody buys it; what it made is bought outside the table."""
    Z, Y, S = table.Z.copy(), table.Y.copy(), table.S.copy()
    Z.loc[sector], Z[sector], Y.loc[sector], S[sector] = 0.0, 0.0, 0.0, 0.0
    x = Z.sum(axis=1) + Y.sum(axis=1)
    value = x - Z.sum(axis=0)
    return dataclasses.replace(
        table, Z=Z, Y=Y, S=S, V=pd.DataFrame([0.6 * value, 0.4 * value], table.V.index),
        Zm=pd.DataFrame(), Ym=pd.DataFrame(),
    )  # fmt: skip


@pytest.mark.parametrize("back", [False, True])
@given(seed=seeds)
@few
def test_a_sector_that_comes_is_no_change_of_recipe(back, seed):
    """Against a table whose idle sector is given the other year's recipe and intensity by hand."""
    table = nation(4, seed)
    one = system(without(table, "s2"))
    two = system(_closed(table))
    pair = (two, one) if back else (one, two)
    with pytest.warns(AccountsWarning) as warned:
        found = compare(*pair, ["co2", "output"], prices=BASIS, form="each")
    assert [str(w.message.key) for w in warned] == ["accounts.borrowed_recipe"]
    assert list(found.borrowed) == ["s2"]

    A = [s.A.dense() for s in (one, two)]
    A[0][:, 2] = A[1][:, 2]
    L = [np.linalg.inv(np.eye(4) - a) for a in A]
    f = [s.rows().loc["co2"].to_numpy().copy() for s in (one, two)]
    f[0][2] = f[1][2]
    Y = [s.table.Y.to_numpy() for s in (one, two)]

    def value(state):
        mix = Y[state[2]] / Y[state[2]].sum(axis=0)
        return f[state[0]] @ L[state[1]] @ (mix * Y[state[3]].sum(axis=0))

    by_hand = mean_parts({state: value(state) for state in np.ndindex(2, 2, 2, 2)})
    sign = -1.0 if back else 1.0
    np.testing.assert_allclose(found.final_uses.loc["co2"], sign * np.array(by_hand), atol=1e-9)
    totals = [float(s.table.S.loc["co2"].sum()) for s in pair]
    assert [found.before["co2"], found.after["co2"]] == pytest.approx(totals)
    # one unit of output counts as one unit in both years, so output has no part of intensity
    np.testing.assert_allclose(found.final_uses.loc[("output", "intensity")], 0.0, atol=1e-9)


def _closed(table):
    """The table without imports: value added takes their place."""
    value = table.output - table.Z.sum(axis=0)
    V = pd.DataFrame([0.6 * value, 0.4 * value], table.V.index)
    return dataclasses.replace(table, V=V, Zm=pd.DataFrame(), Ym=pd.DataFrame())


def test_a_final_use_that_is_new_keeps_its_mix():
    table = nation(4)
    Y = table.Y.assign(investment=0.0)
    x = Y.sum(axis=1) + table.Z.sum(axis=1)
    value = x - table.Z.sum(axis=0) - table.Zm.sum(axis=0)
    V = pd.DataFrame([0.6 * value, 0.4 * value], table.V.index)
    before = system(dataclasses.replace(table, Y=Y, V=V))
    parts = compare(before, system(table), ["output"], prices=BASIS, form="each").final_uses
    assert parts.loc[("output", "mix"), "investment"] == pytest.approx(0.0, abs=1e-12)
    assert parts.loc[("output", "level"), "investment"] > 0.0


def changed(**parts):
    return system(dataclasses.replace(nation(4), **parts))


@pytest.mark.parametrize(
    ("key", "other", "options"),
    [
        ("accounts.years_prices", {}, {"prices": " "}),
        ("accounts.years_money", {"money": "EUR"}, {}),
        ("accounts.years_rows", {}, {"rows": ["gold"]}),
        ("accounts.years_rows", {}, {"rows": []}),
        ("accounts.years_rows", {}, {"rows": ["co2", "co2"]}),
        ("accounts.years_units", {"units": pd.Series({"people": "person", "co2": "kt"})}, {}),
    ],
)
def test_tables_that_cannot_be_compared_are_named(key, other, options):
    given_ = {"rows": ["co2"], "prices": BASIS, "form": "total", **options}
    rows = given_.pop("rows")
    with pytest.raises(AccountsError) as refused:
        compare(changed(), changed(**other), rows, **given_)
    assert refused.value.key == key
    assert refused.value.text("en")
    assert refused.value.text("zh")


def test_other_sectors_are_named():
    with pytest.raises(AccountsError) as refused:
        compare(system(nation(4)), system(nation(5)), ["co2"], prices=BASIS, form="total")
    assert refused.value.key == "accounts.other_labels"
    assert "s4" in str(refused.value)


def inventories(values):
    """The table with a column of inventories that is taken from investment."""
    table = nation(4)
    new = pd.Series(values, table.labels)
    Y = table.Y.assign(investment=table.Y["investment"] - new, inventories=new)
    wide = dataclasses.replace(
        table, Y=Y, Ym=table.Ym.assign(inventories=0.0), SY=table.SY.assign(inventories=0.0)
    )
    return system(wide)


def test_inventories_that_cancel_have_no_mix():
    up, nets = inventories([0.1, 0.1, 0.1, 0.1]), inventories([0.5, -0.5, 0.25, -0.25])
    with pytest.raises(AccountsError, match="inventories") as refused:
        compare(up, nets, ["co2"], prices=BASIS, form="each")
    assert refused.value.key == "accounts.category_nets"
    # all final use together does have one
    found = compare(up, nets, ["co2"], prices=BASIS, form="total")
    assert found.factors["part"].sum() == pytest.approx(found.after["co2"] - found.before["co2"])


@pytest.mark.parametrize("form", ["each", "shares"])
def test_inventories_that_fall_are_told_and_still_add_up(form):
    up, down = inventories([0.1, 0.1, 0.1, 0.1]), inventories([-0.1, -0.1, -0.2, 0.1])
    with pytest.warns(AccountsWarning, match="inventories") as warned:
        found = compare(up, down, ["co2"], prices=BASIS, form=form)
    assert [w.message.key for w in warned] == ["accounts.category_sign"]
    # total output is the same in both tables, so nothing changed in all
    assert found.factors["part"].sum() == pytest.approx(0.0, abs=1e-9)
    assert set(FACTORS[form]) == set(found.factors.loc["co2"].index)


def pair_of(Z, y):
    """Two sectors, one final use; value added closes the columns."""
    labels = pd.Index(["a", "b"])
    Z, y = pd.DataFrame(Z, labels, labels), pd.Series(y, labels)
    value = Z.sum(axis=1) + y - Z.sum(axis=0)
    return system(
        IOTable(
            Z=Z, Y=y.to_frame("use"), V=value.to_frame("value").T, money="USD", units=pd.Series()
        )
    )


def test_a_recipe_that_does_not_fit_the_other_year_is_refused():
    """b is only imported at first (a minus in its final use), at 0.6 per unit of a.

    With its later recipe, 0.9 of a, the first year would need 0.5 + 0.9 * 0.6 > 1 of a for one of a.
    """
    before = pair_of([[5.0, 0.0], [6.0, 0.0]], [5.0, -6.0])
    after = pair_of([[0.5, 4.5], [1.0, 0.0]], [5.0, 4.0])
    with (
        pytest.warns(AccountsWarning, match="recipe"),
        pytest.raises(AccountsError, match="b") as refused,
    ):
        compare(before, after, ["output"], prices=BASIS, form="total")
    assert refused.value.key == "accounts.borrowed_unfit"
    # at 0.3 per unit of a it fits: 0.5 + 0.9 * 0.3 < 1, and the total of the first year stands
    fits = pair_of([[5.0, 0.0], [3.0, 0.0]], [5.0, -3.0])
    with pytest.warns(AccountsWarning):
        found = compare(fits, after, ["output"], prices=BASIS, form="total")
    assert found.before["output"] == pytest.approx(10.0)
