"""Laws of grouping, the bias of grouping, and concordances with all their faults at once."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from io_tables import STRESSORS, nation, nations, world, worlds

from citywright.accounts.aggregation import aggregate
from citywright.accounts.aggregation_bias import aggregation_bias, multiplier_bias
from citywright.accounts.concordance import ConcordanceError, concordance, read_concordance
from citywright.accounts.soundness import table_residuals
from citywright.accounts.system import System
from citywright.accounts.table import IOTable
from citywright.errors import AccountsError

few = settings(max_examples=12, deadline=None)
seeds = st.integers(0, 2**32 - 1)
PARTS = ("Z", "Y", "V", "S", "SY", "Zm", "Ym")


def groups_of(labels, seed, name="g"):
    """Any mapping of the labels to at most three groups."""
    rng = np.random.default_rng(seed)
    return {label: f"{name}{rng.integers(0, 3)}" for label in labels.unique()}


@few
@given(nations, seeds)
def test_totals_and_the_balance_are_kept(table, seed):
    made = aggregate(
        table,
        sectors=groups_of(table.labels, seed),
        final_use={"households": "home", "investment": "home", "exports": "exports"},
    )
    for name in PARTS:
        total = getattr(made, name).to_numpy().sum()
        assert total == pytest.approx(getattr(table, name).to_numpy().sum(), rel=1e-12)
    np.testing.assert_allclose(
        table_residuals(made)["residual"].sum(), table_residuals(table)["residual"].sum(), atol=1e-9
    )
    np.testing.assert_allclose(made.S.sum(axis=1), table.S.sum(axis=1), rtol=1e-12)
    assert made.units.to_dict() == table.units.to_dict()
    assert list(made.Y.columns) == ["home", "exports"]
    assert list(made.Zm.index) == list(made.labels)


@few
@given(worlds, seeds)
def test_grouping_is_the_sum_over_labels(table, seed):
    """By pandas' own groupby, which knows nothing of matrices."""
    sectors = groups_of(table.labels.get_level_values(1), seed)
    regions = groups_of(table.labels.get_level_values(0), seed + 1, "R")
    made = aggregate(table, sectors, regions)
    keys = [
        table.labels.get_level_values(0).map(regions),
        table.labels.get_level_values(1).map(sectors),
    ]
    Z = table.Z.groupby(keys).sum().T.groupby(keys).sum().T
    np.testing.assert_allclose(made.Z.loc[Z.index, Z.columns], Z, rtol=1e-12)
    users = [
        table.Y.columns.get_level_values(0).map(regions),
        table.Y.columns.get_level_values(1),
    ]
    Y = table.Y.groupby(keys).sum().T.groupby(users).sum().T
    np.testing.assert_allclose(made.Y.loc[Y.index, Y.columns], Y, rtol=1e-12)
    assert table_residuals(made)["residual"].abs().max() < 1e-9 * made.output.max()


@few
@given(worlds)
def test_no_groups_and_groups_of_one_change_nothing(table):
    own = {name: name for name in table.labels.get_level_values(1)}
    for made in (aggregate(table), aggregate(table, sectors=own)):
        for name in PARTS:
            pd.testing.assert_frame_equal(
                getattr(made, name), getattr(table, name), check_names=False
            )


@few
@given(worlds, seeds)
def test_two_steps_are_one(table, seed):
    first = groups_of(table.labels.get_level_values(1), seed)
    second = {group: f"h{group[-1] > '0'}" for group in set(first.values())}
    twice = aggregate(aggregate(table, first), second)
    once = aggregate(table, {name: second[group] for name, group in first.items()})
    np.testing.assert_allclose(twice.Z.loc[once.labels, once.labels], once.Z, rtol=1e-10)


def test_a_label_in_two_groups_needs_weights_that_add_to_one(tmp_path):
    table = nation(3)
    path = tmp_path / "c.csv"
    path.write_text("from,to,weight\ns0,a,0.25\ns0,b,0.75\ns1,a,\ns2,b,1\n", encoding="utf-8")
    made = aggregate(table, sectors=read_concordance(path))
    G = np.array([[0.25, 1.0, 0.0], [0.75, 0.0, 1.0]])
    np.testing.assert_allclose(made.Z, G @ table.Z.to_numpy() @ G.T)
    np.testing.assert_allclose(made.output, G @ table.output)
    assert table_residuals(made)["residual"].sum() == pytest.approx(
        table_residuals(table)["residual"].sum(), abs=1e-9
    )


def test_all_faults_of_a_concordance_are_named_at_once(tmp_path):
    path = tmp_path / "c.csv"
    rows = ["from,to,weight", "s0,a,", "s0,b,", "s1,a,many", "s2,,1", "s3,a,1,5", "s4,a,0.5"]
    rows += ["s5,a,0.5", "s5,a,0.5", "s6,a,-1"]
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(ConcordanceError) as error:
        read_concordance(path)
    found = [
        (one.key.removeprefix("accounts.group_"), *one.values.values())
        for one in error.value.findings
    ]
    assert sorted(map(str, found)) == sorted(
        map(
            str,
            [
                ("cells", 6, 4, 3),
                ("weight", 4, "many"),
                ("empty", 5),
                ("twice", 9, 8, "s5", "a"),
                ("weight", 10, "-1"),
                ("whole", "s0", 2, 2.0),
                ("whole", "s4", 1, 0.5),
                ("whole", "s6", 1, -1.0),
            ],
        )
    )
    for lang in ("en", "zh"):
        assert len(error.value.text(lang).splitlines()) == 1 + len(found)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"a,b\n1,2\n", "accounts.group_columns"),
        (b"", "accounts.group_columns"),
        (b"from,to\n", "accounts.group_none"),
        (b"from,to\n\xff\xfe,a\n", "accounts.group_file"),
    ],
)
def test_files_that_are_no_concordance(tmp_path, content, key):
    path = tmp_path / "c.csv"
    path.write_bytes(content)
    with pytest.raises(ConcordanceError) as error:
        read_concordance(path)
    assert [one.key for one in error.value.findings] == [key]


def test_thirds_written_down_keep_the_total():
    pairs = {"s0": "a", "s1": "b", "s2": "b"}
    assert concordance(pd.Series(pairs)).pairs.equals(concordance(pairs).pairs)
    twice = pd.Series(["a", "b"], index=["s0", "s0"])
    with pytest.raises(ConcordanceError) as error:
        concordance(twice)
    assert error.value.findings[0].key == "accounts.group_whole"


def test_digits_lost_in_writing_do_not_unbalance(tmp_path):
    table, path = nation(2), tmp_path / "c.csv"
    third = "0.3333333333"
    path.write_text(f"from,to,weight\ns0,a,{third}\ns0,b,{third}\ns0,c,{third}\ns1,a,1\n")
    made = aggregate(table, sectors=read_concordance(path))
    assert made.Z.to_numpy().sum() == pytest.approx(table.Z.to_numpy().sum(), rel=1e-15)


def test_labels_missing_and_unknown_are_named_for_every_axis_at_once():
    table = world(2, 8)
    wrong = {f"s{i}": "g" for i in (0, 1)} | {"coal": "g"}
    with pytest.raises(AccountsError) as error:
        aggregate(table, sectors=wrong, regions={"r0": "R", "mars": "R"}, final_use={"gifts": "f"})
    assert error.value.key == "accounts.group_labels"
    assert error.value.values == {
        "missing": "sectors: s2, s3, s4, s5, s6, s7; regions: r1; final_use: households, investment",
        "unknown": "sectors: coal; regions: mars; final_use: gifts",
    }


def test_regions_of_a_table_without_regions_and_mixed_rows_from_outside():
    table = nation(3)
    with pytest.raises(AccountsError) as error:
        aggregate(table, regions={"a": "b"})
    assert error.value.key == "accounts.group_regions"
    Zm = pd.concat([table.Zm, table.Zm.iloc[[0]].rename(index={"s0": "oil"})])
    mixed = IOTable(table.Z, table.Y, table.V, "USD", Zm=Zm)
    with pytest.raises(AccountsError, match="oil") as error:
        aggregate(mixed, sectors={"s0": "g", "s1": "g", "s2": "g"})
    assert error.value.key == "accounts.group_outside"


def test_rows_from_outside_with_names_of_their_own():
    table = nation(3)
    Zm = table.Zm.set_axis(["oil", "tea", "chips"])
    apart = IOTable(table.Z, table.Y, table.V, "USD", Zm=Zm)
    sectors = {"s0": "g", "s1": "g", "s2": "h"}
    assert list(aggregate(apart, sectors).Zm.index) == ["oil", "tea", "chips"]
    few_rows = aggregate(apart, sectors, outside={"oil": "raw", "tea": "raw", "chips": "made"})
    np.testing.assert_allclose(
        few_rows.Zm.loc["raw"].sum(), Zm.loc[["oil", "tea"]].to_numpy().sum()
    )


@few
@given(worlds, seeds)
def test_bias_is_zero_for_the_final_use_of_the_table_itself(table, seed):
    sectors = groups_of(table.labels.get_level_values(1), seed)
    bias = aggregation_bias(table, table.final_use, sectors)
    np.testing.assert_allclose(bias["whole"], 0.0, atol=1e-8 * bias["detailed"].max())


@few
@given(worlds, seeds)
def test_bias_by_the_matrices_of_its_definition(table, seed):
    """Miller & Blair (2009), sec. 4.9: with S the grouping matrix, (A* S - S A) y and (L* S - S L) y."""
    sectors = groups_of(table.labels.get_level_values(1), seed)
    y = pd.Series(np.random.default_rng(seed).uniform(0.0, 5.0, len(table.labels)), table.labels)
    made = aggregate(table, sectors)
    G = np.zeros((len(made.labels), len(table.labels)))
    for i, (region, sector) in enumerate(table.labels):
        G[list(made.labels).index((region, sectors[sector])), i] = 1.0
    A, A_star = (
        table.Z.to_numpy() / table.output.to_numpy(),
        made.Z.to_numpy() / made.output.to_numpy(),
    )
    L, L_star = np.linalg.inv(np.eye(len(A)) - A), np.linalg.inv(np.eye(len(A_star)) - A_star)
    bias = aggregation_bias(table, y, sectors)
    np.testing.assert_allclose(bias["first_order"], (A_star @ G - G @ A) @ y, atol=1e-9)
    np.testing.assert_allclose(bias["whole"], (L_star @ G - G @ L) @ y, atol=1e-8)


def test_sectors_with_the_same_recipe_group_without_bias():
    """Miller & Blair (2009), sec. 4.9: the bias is zero for every y where G A = A* G."""
    rng = np.random.default_rng(5)
    A = rng.uniform(0.0, 0.2, (4, 4))
    A[:, 1] = A[:, 0]
    x = rng.uniform(50.0, 90.0, 4)
    codes = [f"s{i}" for i in range(4)]
    Z = A * x
    table = IOTable(
        pd.DataFrame(Z, codes, codes),
        pd.DataFrame({"use": x - Z.sum(axis=1)}, codes),
        pd.DataFrame([x - Z.sum(axis=0)], ["value"], codes),
        "USD",
    )
    same = {"s0": "a", "s1": "a", "s2": "s2", "s3": "s3"}
    y = pd.Series({"s0": 10.0, "s3": 1.0})
    bias = aggregation_bias(table, y, same)
    np.testing.assert_allclose(bias[["first_order", "whole"]], 0.0, atol=1e-12)
    other = {"s0": "s0", "s1": "s1", "s2": "a", "s3": "a"}
    assert aggregation_bias(table, y, other)["whole"].abs().max() > 1e-3
    # unequal weights in a group are not the issue: its multipliers are equal
    np.testing.assert_allclose(multiplier_bias(table, same, weights=y)["a"], 0.0, atol=1e-12)


@few
@given(worlds, seeds)
def test_bias_of_multipliers_weighted_by_final_use_adds_to_zero(table, seed):
    """m* y* = f* x* = f x = m y: what one group gains, another loses."""
    sectors = groups_of(table.labels.get_level_values(1), seed)
    bias = multiplier_bias(table, sectors)
    y = aggregate(table, sectors).final_use
    scale = (System(table).multipliers().abs() * table.final_use).sum(axis=1)
    np.testing.assert_allclose((bias * y).sum(axis=1) / scale, 0.0, atol=1e-9)
    assert list(bias.index) == ["output", "value_added", "wages", "rest", *STRESSORS]


def test_a_group_that_nobody_weighs_has_no_average():
    table = world(1, 3)
    sectors = {"s0": "a", "s1": "a", "s2": "b"}
    bias = multiplier_bias(table, sectors, weights=pd.Series({("r0", "s0"): 1.0}))
    assert bias[("r0", "b")].isna().all()
    m = System(table).multipliers()[("r0", "s0")]
    grouped = System(aggregate(table, sectors)).multipliers()[("r0", "a")]
    np.testing.assert_allclose(bias[("r0", "a")], grouped - m)
