"""A table, solved: labels, paths of factorisation, multipliers, named warnings and errors."""

import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from accounts_economies import economies
from hypothesis import given, settings
from io_tables import nation, nations, world, worlds

from citywright.accounts.city_table import city_table
from citywright.accounts.coefficients import Coefficients
from citywright.accounts.ghosh import Ghosh
from citywright.accounts.leontief import Leontief
from citywright.accounts.soundness import check_table
from citywright.accounts.system import System
from citywright.accounts.table import IOTable
from citywright.accounts.warning import AccountsWarning
from citywright.errors import AccountsError

few = settings(max_examples=12, deadline=None)


def shuffled(table: IOTable, seed: int) -> IOTable:
    """The same table with every part in another order."""
    rng = np.random.default_rng(seed)

    def mix(frame: pd.DataFrame) -> pd.DataFrame:
        rows = rng.permutation(len(frame.index))
        return frame.iloc[rows, rng.permutation(len(frame.columns))]

    parts = {name: mix(getattr(table, name)) for name in ("Z", "Y", "V", "S", "SY", "Zm", "Ym")}
    return replace(table, **parts, units=table.units.iloc[::-1])


@few
@given(worlds)
def test_labels_are_matched_by_name_never_by_position(table):
    one, other = System(table), System(shuffled(table, 3))
    pd.testing.assert_frame_equal(
        other.multipliers().loc[one.multipliers().index, table.labels], one.multipliers()
    )


@few
@given(worlds)
def test_final_demand_of_the_table_gives_its_output(table):
    system = System(table)
    pd.testing.assert_series_equal(
        system.output(table.final_use), table.output, check_names=False, rtol=1e-10
    )


@few
@given(worlds)
def test_primary_inputs_of_a_unit_of_final_demand_add_to_one(table):
    """A closed table: every unit spent ends as primary input somewhere (Miller & Blair, ch. 2)."""
    carried = System(table).multipliers().loc["value_added"]
    np.testing.assert_allclose(carried, 1.0, rtol=1e-9)


@few
@given(nations)
def test_primary_inputs_and_imports_of_a_unit_add_to_one(table):
    system = System(table)
    imports = pd.DataFrame([table.Zm.sum(axis=0) / table.output], ["imports"])
    carried = system.multipliers(imports).loc["imports"]
    np.testing.assert_allclose(carried + system.multipliers().loc["value_added"], 1.0, rtol=1e-9)


@pytest.mark.parametrize("path", ["dense64", "dense32", "sparse"])
@pytest.mark.parametrize("order", ["C", "F", "csr"])
def test_every_path_solves_both_ways(path, order):
    table = world(4, 10, density=0.3)
    Z, x = table.Z.to_numpy(), table.output.to_numpy()
    held = sp.csr_array(Z) if order == "csr" else np.array(Z, order=order)
    leontief = Leontief(Coefficients(held, x), path)
    L = np.linalg.inv(np.eye(len(x)) - Z / x)
    rng = np.random.default_rng(0)
    one, many = rng.random(len(x)), rng.random((len(x), 3))
    assert leontief.path == path
    np.testing.assert_allclose(leontief.output(one), L @ one, rtol=1e-10)
    np.testing.assert_allclose(leontief.output(many), L @ many, rtol=1e-10)
    np.testing.assert_allclose(leontief.carried(one), one @ L, rtol=1e-10)
    np.testing.assert_allclose(leontief.carried(many.T), many.T @ L, rtol=1e-10)
    np.testing.assert_allclose(leontief.A.dense(), Z / x, rtol=1e-14)
    np.testing.assert_allclose(leontief.A.row(3), Z[3] / x, rtol=1e-14)
    np.testing.assert_allclose(leontief.A.column(3), Z[:, 3] / x[3], rtol=1e-14)


def test_path_follows_size_and_filled_cells():
    n = 1_200
    thin = sp.random_array((n, n), density=0.002, rng=np.random.default_rng(0), format="csr")
    x = np.full(n, 10.0)
    assert Leontief(Coefficients(thin, x)).path == "sparse"
    assert Leontief(Coefficients(thin.toarray() + 1e-3, x)).path == "dense64"


@few
@given(worlds)
def test_ghosh_gives_the_output_back_and_is_the_turned_leontief(table):
    system = System(table)
    x, Z = system.x, table.Z.to_numpy()
    G = np.linalg.inv(np.eye(len(x)) - Z / x[:, None])
    primary = table.V.sum(axis=0).to_numpy()
    np.testing.assert_allclose(system.ghosh.output(primary), x, rtol=1e-9)
    np.testing.assert_allclose(system.ghosh.inverse(), G, rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(system.ghosh.reached(np.ones(len(x))), G.sum(axis=1), rtol=1e-8)


def test_ghosh_of_another_size_is_refused():
    with pytest.raises(AccountsError, match="shape"):
        Ghosh(Leontief(np.zeros((2, 2))), np.ones(3))


def test_a_sector_that_sells_without_output_has_no_allocation():
    Z, x = np.array([[0.0, 2.0], [0.0, 1.0]]), np.array([0.0, 10.0])
    with pytest.raises(AccountsError, match="sells 2") as refused:
        Ghosh(Leontief(Coefficients(Z, x)), x)
    assert refused.value.key == "accounts.sales_without_output"


@few
@given(nations)
def test_households_raise_every_multiplier(table):
    system = System(table)
    closed = system.closed(["wages"], ["households"], 0.7)
    assert (system.total_multipliers(closed) >= system.multipliers() - 1e-12).all(axis=None)
    still = system.closed(["wages"], ["households"], 0.0)
    pd.testing.assert_frame_equal(system.total_multipliers(still), system.multipliers(), rtol=1e-9)
    assert (system.type_two(closed).loc["output"] >= system.type_one().loc["output"]).all()


def idle(table: IOTable) -> IOTable:
    """The table with one sector that neither makes nor buys."""
    Z, Y, V, S = (getattr(table, name).copy() for name in ("Z", "Y", "V", "S"))
    Z.iloc[1, :], Z.iloc[:, 1], Y.iloc[1, :], S.iloc[:, 1] = 0.0, 0.0, 0.0, 0.0
    V.loc["wages"] = 0.0
    V.loc["rest"] = Z.sum(axis=1) + Y.sum(axis=1) - Z.sum(axis=0)
    return replace(table, Z=Z, Y=Y, V=V, S=S)


def test_a_sector_without_output_is_named_and_has_no_ratio():
    with pytest.warns(AccountsWarning, match="r0 / s1") as caught:
        system = System(idle(world()))
    assert [w.message.key for w in caught] == ["accounts.idle_sectors"]
    place = ("r0", "s1")
    assert system.multipliers().loc["output", place] == 1.0
    assert system.multipliers().loc["co2", place] == 0.0
    assert np.isnan(system.type_one().loc["co2", place])


@pytest.mark.parametrize(
    ("share", "key"), [(1e-8, None), (1e-4, "accounts.residual"), (0.1, "error")]
)
def test_a_residual_is_silent_warned_or_refused_by_its_size(share, key):
    table = world()
    V = table.V.copy()
    V.loc["rest", ("r1", "s2")] += share * table.output.max()
    off = replace(table, V=V)
    if key == "error":
        with pytest.raises(AccountsError, match="r1 / s2") as refused:
            check_table(off)
        assert refused.value.key == "accounts.unbalanced_table"
        assert refused.value.values["residual"] == pytest.approx(share * table.output.max())
        return
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        check_table(off)
    assert [w.message.key for w in caught] == ([key] if key else [])
    if key:
        for lang, word in (("en", "r1 / s2"), ("zh", "行业 r1 / s2")):
            assert word in caught[0].message.text(lang)


def test_negative_value_added_and_flows_are_warned_of_by_name():
    table = world()
    Z, V = table.Z.copy(), table.V.copy()
    Z.loc[("r0", "s0"), ("r2", "s3")] = -0.5
    V.loc["rest"] = Z.sum(axis=1) + table.Y.sum(axis=1) - Z.sum(axis=0) - V.loc["wages"]
    V.loc["wages", ("r0", "s2")] -= 100.0
    with pytest.raises(AccountsError) as refused:
        check_table(replace(table, Z=Z, V=V))
    assert refused.value.values["sector"] == "r0 / s2"
    with pytest.warns(AccountsWarning) as caught:
        check_table(replace(table, Z=Z, V=V), refused=np.inf)
    found = {w.message.key: w.message.values for w in caught}
    assert found["accounts.negative_value_added"]["worst"] == "r0 / s2"
    assert found["accounts.negative_flows"]["row"] == "r0 / s0"
    assert found["accounts.negative_flows"]["column"] == "r2 / s3"


def test_negative_output_is_refused_by_name():
    table = world()
    Y = table.Y.copy()
    Y.loc[("r1", "s0"), ("r0", "investment")] = -1e4
    with pytest.raises(AccountsError, match="r1 / s0") as refused:
        check_table(replace(table, Y=Y))
    assert refused.value.key == "accounts.negative_output_named"


def test_labels_that_differ_or_stand_twice_are_named():
    table = nation()
    with pytest.raises(AccountsError, match="s3"):
        replace(table, Y=table.Y.drop(index="s3"))
    with pytest.raises(AccountsError, match="new"):
        replace(table, V=table.V.rename(columns={"s1": "new"}))
    twice = table.Z.rename(index={"s1": "s0"}, columns={"s1": "s0"})
    with pytest.raises(AccountsError, match="s0") as refused:
        replace(table, Z=twice)
    assert refused.value.key == "accounts.duplicate_label"


def test_units_and_numbers_are_required():
    table = nation()
    with pytest.raises(AccountsError, match="co2"):
        replace(table, units=table.units.drop("co2"))
    with pytest.raises(AccountsError) as refused:
        replace(table, Y=table.Y.astype(object).replace(table.Y.iloc[0, 0], "x"))
    assert refused.value.key == "accounts.cell_not_number"
    hole = table.Z.copy()
    hole.loc["s1", "s2"] = np.nan
    with pytest.raises(AccountsError, match="row s1, column s2"):
        replace(table, Z=hole)


def test_a_singular_table_is_refused():
    Z = np.array([[0.0, 10.0], [10.0, 0.0]])
    for path in ("dense64", "dense32", "sparse"):
        with pytest.raises(AccountsError, match="cannot be made") as refused:
            Leontief(Coefficients(Z, np.array([10.0, 10.0])), path)
        assert refused.value.key == "accounts.not_productive"


def test_demand_for_an_unknown_sector_is_refused():
    with pytest.raises(AccountsError, match="s9"):
        System(nation()).output(pd.Series({"s9": 1.0}))


@few
@given(economies())
def test_the_account_of_a_city_is_a_table(account):
    """Home and outside products together are the account's flows, and the output is the same."""
    units = pd.Series("unit", account.S.columns)
    table = city_table(account, "1", units)
    pd.testing.assert_series_equal(table.output, account.output, check_names=False)
    np.testing.assert_allclose(table.inputs, account.output, rtol=1e-12)
    np.testing.assert_allclose(table.Z + table.Zm, account.Z, rtol=1e-12, atol=1e-12)
    bought = table.Zm.sum(axis=1) + table.Ym.sum(axis=1)
    np.testing.assert_allclose(bought, account.outside_purchases, rtol=1e-9, atol=1e-9)


def test_linkages_extraction_and_paths_carry_names():
    table = world()
    system = System(table)
    links = system.linkages()
    assert list(links.index) == list(table.labels)
    assert set(links["kind"]) <= {"key", "backward", "forward", "weak"}
    lost = system.extract([("r1", "s2")])
    assert lost.loc[("r1", "s2"), "output"] == pytest.approx(table.output[("r1", "s2")])
    named, found = system.paths("co2", least=0.01)
    assert found.total == pytest.approx(table.S.loc["co2"].sum())
    assert named["path"].iloc[0].startswith("r")
    with pytest.raises(AccountsError, match="soot"):
        system.paths("soot")
    with pytest.raises(AccountsError, match="r9"):
        system.extract([("r9", "s2")])
