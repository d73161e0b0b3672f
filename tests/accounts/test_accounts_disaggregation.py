"""Laws of splitting a sector: grouping the parts gives the table back, and what is given is kept."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from io_tables import nation, nations, world, worlds

from citywright.accounts.aggregation import aggregate
from citywright.accounts.disaggregation import Split, disaggregate
from citywright.accounts.soundness import table_residuals
from citywright.accounts.system import System
from citywright.accounts.table import IOTable
from citywright.errors import AccountsError

few = settings(max_examples=12, deadline=None)
seeds = st.integers(0, 2**32 - 1)
PARTS = ("Z", "Y", "V", "S", "SY", "Zm", "Ym")
NAMES = ["old", "new", "other"]


def shares_of(seed, parts=3):
    return dict(
        zip(NAMES, np.random.default_rng(seed).dirichlet(np.full(parts, 2.0)), strict=False)
    )


def with_room(table):
    """Three times the output, by more wages and more exports, so that a part can differ from others."""
    V, Y = table.V.copy(), table.Y.copy()
    V.loc["wages"] += 2.0 * table.output
    Y["exports"] += 2.0 * table.output
    return IOTable(table.Z, Y, V, "USD", table.S, table.SY, table.Zm, table.Ym, table.units)


def back(made, table, sector="s0"):
    """The split table, its parts grouped again."""
    names = made.labels.get_level_values(-1).unique()
    groups = {name: sector if name in NAMES else name for name in names}
    again = aggregate(made, sectors=groups)
    scale = table.output.max()
    for name in PARTS:
        before = getattr(table, name)
        now = getattr(again, name).loc[before.index, before.columns]
        np.testing.assert_allclose(now, before, atol=2e-11 * scale, err_msg=name)


def balanced(made, table):
    """Each part has the residual of the sector in the share of its output, so a sound table stays so."""
    before, now = table_residuals(table)["residual"], table_residuals(made)["residual"]
    scale = table.output.max()
    others = table.labels.intersection(made.labels)
    np.testing.assert_allclose(now[others], before[others], atol=1e-10 * scale)
    assert now.sum() == pytest.approx(before.sum(), abs=1e-9 * scale)


@few
@given(worlds, seeds)
def test_grouping_the_parts_gives_the_table_back(table, seed):
    regions = table.regions[:2]
    made = disaggregate(
        table, {(r, "s0"): Split(shares_of(seed + i)) for i, r in enumerate(regions)}
    )
    everywhere = all(r in regions for r in table.regions)
    assert ("s0" in made.labels.get_level_values(1)) is not everywhere
    back(made, table)
    balanced(made, table)


@few
@given(nations, seeds)
def test_parts_of_a_plain_split_are_copies_of_the_whole(table, seed):
    """The multipliers of a part are those of the sector, and those of the others do not change."""
    w = shares_of(seed, 2)
    made = disaggregate(table, {"s1": Split(w)})
    back(made, table, "s1")
    np.testing.assert_allclose(
        made.output[list(w)], table.output["s1"] * np.array(list(w.values()))
    )
    m, now = System(table).multipliers(), System(made).multipliers()
    for part in w:
        np.testing.assert_allclose(now[part], m["s1"], rtol=1e-8)
    others = [name for name in table.labels if name != "s1"]
    np.testing.assert_allclose(now[others], m[others], rtol=1e-8)


@few
@given(nations, seeds)
def test_what_is_known_of_one_part_is_kept_and_the_rest_is_fitted(table, seed):
    rng = np.random.default_rng(seed)
    table = with_room(table)
    w, k, x = shares_of(seed), "s0", table.output["s0"]
    a = table.Z[k] / x
    inputs = pd.DataFrame({"new": (a * rng.uniform(0.6, 1.1, len(a))).iloc[:2]})
    sales = pd.DataFrame([table.Z.loc[k] / x * rng.uniform(0.6, 1.1, len(a))], ["new"]).iloc[:, -1:]
    final = pd.DataFrame({"investment": [0.8 * table.Y.loc[k, "investment"] / x]}, ["new"])
    split = Split(w, inputs=inputs, sales=sales, final=final)
    made = disaggregate(table, {k: split})
    back(made, table)
    balanced(made, table)
    output = w["new"] * x
    np.testing.assert_allclose(made.output["new"], output, rtol=1e-9)
    parts = list(w)
    for label in inputs.index:
        rows = parts if label == k else [label]
        assert made.Z.loc[rows, "new"].sum() == pytest.approx(inputs.loc[label, "new"] * output)
    label = sales.columns[0]
    columns = parts if label == k else [label]
    assert made.Z.loc["new", columns].sum() == pytest.approx(sales.loc["new", label] * output)
    assert made.Y.loc["new", "investment"] == pytest.approx(final.loc["new", "investment"] * output)


@few
@given(nations, seeds)
def test_a_table_that_was_grouped_can_be_split_again_by_what_its_parts_were(table, seed):
    """Own recipe, customers, satellites and imports of a true part rebuild it and the other part."""
    true = {name: name for name in table.labels} | {"s0": "old", "s1": "new"}
    detailed = aggregate(table, sectors=true)
    coarse = aggregate(
        detailed, sectors={**{n: n for n in detailed.labels}, "old": "k", "new": "k"}
    )
    x = detailed.output
    w = {"old": x["old"] / coarse.output["k"], "new": x["new"] / coarse.output["k"]}
    others = [name for name in coarse.labels if name != "k"]

    def both(frame, axis):
        whole = (
            frame.drop(index=["old", "new"]) if axis == 0 else frame.drop(columns=["old", "new"])
        )
        pair = frame.loc[["old", "new"]] if axis == 0 else frame[["old", "new"]]
        total = pair.sum(axis=axis)
        return pd.concat(
            [whole, total.to_frame("k").T if axis == 0 else total.to_frame("k")], axis=axis
        )

    split = Split(
        w,
        inputs=both(detailed.Z[["old"]], 0) / x["old"],
        outside=both(detailed.Zm[["old"]], 0) / x["old"],
        # one item of the part is left free, as the digits of the others cannot all be exact
        items=detailed.V.loc[["wages"], ["old"]] / x["old"],
        sales=both(detailed.Z.loc[["old"]], 1) / x["old"],
        final=detailed.Y.loc[["old"], ["households", "exports"]] / x["old"],
        within=detailed.Z.loc[["old", "new"], ["old", "new"]],
        satellites=detailed.S[["old", "new"]],
        imports=None,
    )
    made = disaggregate(coarse, {"k": split})
    scale = 1e-9 * detailed.output.max()
    for name in ("Z", "Y", "V", "S"):
        whole = getattr(detailed, name)
        now = getattr(made, name).loc[whole.index, whole.columns]
        np.testing.assert_allclose(now, whole, atol=scale, err_msg=name)
    np.testing.assert_allclose(
        made.Zm.loc[others, ["old", "new"]], detailed.Zm.loc[others, ["old", "new"]], atol=scale
    )


@few
@given(nations, seeds)
def test_starts_for_every_part_are_fitted_when_they_need_not_be_kept(table, seed):
    rng = np.random.default_rng(seed)
    w = shares_of(seed, 2)
    recipe = (
        rng.uniform(0.1, 1.0, (len(table.labels), 2))
        * (table.Z["s0"] / table.output["s0"]).to_numpy()[:, None]
    )
    split = Split(w, inputs=pd.DataFrame(recipe, table.labels, list(w)), keep=False)
    made = disaggregate(table, {"s0": split})
    back(made, table)
    balanced(made, table)
    # GRAS keeps cross ratios of what it starts from: the parts differ as their recipes do
    rows = [name for name in table.labels if name != "s0"]
    if len(rows) > 1:
        now = made.Z.loc[rows, list(w)].to_numpy()
        given_ratio = recipe[1:, 0] / recipe[1:, 1]
        found = now[:, 0] / now[:, 1]
        np.testing.assert_allclose(found / found[0], given_ratio / given_ratio[0], rtol=1e-6)


def test_satellites_and_imports_by_their_own_shares():
    table = nation(3)
    split = Split(
        {"old": 0.5, "new": 0.5},
        satellites=pd.DataFrame({"old": [3.0], "new": [1.0]}, ["co2"]),
        imports={"new": 0.9, "old": 0.1},
    )
    made = disaggregate(table, {"s0": split})
    assert made.S.loc["co2", "old"] == pytest.approx(0.75 * table.S.loc["co2", "s0"])
    assert made.S.loc["people", "old"] == pytest.approx(0.5 * table.S.loc["people", "s0"])
    np.testing.assert_allclose(made.Ym.loc["new"], 0.9 * table.Ym.loc["s0"])
    assert list(made.Zm.index) == list(made.labels) == ["old", "new", "s1", "s2"]
    back(made, table)


def test_a_later_split_names_the_parts_of_an_earlier_one():
    table = nation(4)
    first = Split({"old": 0.5, "new": 0.5})
    # of the second, one part buys nothing of "new"
    second = Split({"a": 0.3, "b": 0.7}, inputs=pd.DataFrame({"a": [0.0]}, ["new"]))
    made = disaggregate(table, {"s0": first, "s2": second})
    assert list(made.labels) == ["old", "new", "s1", "a", "b", "s3"]
    assert made.Z.loc["new", "a"] == 0.0
    assert made.Z.loc["new", "b"] == pytest.approx(0.5 * table.Z.loc["s0", "s2"])
    groups = {"old": "s0", "new": "s0", "a": "s2", "b": "s2", "s1": "s1", "s3": "s3"}
    again = aggregate(made, sectors=groups).Z.loc[table.labels, table.labels]
    np.testing.assert_allclose(again, table.Z, atol=1e-11 * table.output.max())


def test_negative_flows_and_idle_sectors_are_split_too():
    table = nation(4, seed=11)
    Z, V = table.Z.copy(), table.V.copy()
    V.loc["rest", "s0"] += 2.0 * Z.loc["s1", "s0"]
    Z.loc["s1", "s0"] *= -1.0
    by_product = IOTable(Z, table.Y, V, "USD", table.S, table.SY, table.Zm, table.Ym, table.units)
    known = pd.DataFrame({"old": [0.02]}, ["s3"])
    made = disaggregate(by_product, {"s0": Split({"old": 0.4, "new": 0.6}, inputs=known)})
    back(made, by_product)
    assert (made.Z.loc["s1", ["old", "new"]] < 0.0).all()
    idle = IOTable(*(0.0 * part for part in (table.Z, table.Y, table.V)), "USD")
    nothing = disaggregate(idle, {"s0": Split({"old": 0.4, "new": 0.6}, inputs=known)})
    assert not nothing.Z.to_numpy().any()


BIG = pd.DataFrame({"old": [50.0]}, ["s1"])
ALL = pd.DataFrame({"old": [0.01], "new": [0.01]}, ["s1"])


@pytest.mark.parametrize(
    ("split", "key", "words"),
    [
        (Split({"old": 0.5, "new": 0.4}), "accounts.split_shares", "0.9"),
        (Split({"old": 1.5, "new": -0.5}), "accounts.split_shares", "old, new"),
        (Split({"s1": 0.5, "new": 0.5}), "accounts.split_names", "s1"),
        (Split({"old": 0.5, "new": 0.5}, inputs=BIG), "accounts.split_exceeds", "s1"),
        (Split({"old": 0.5, "new": 0.5}, inputs=ALL), "accounts.split_exceeds", "s1"),
        (
            Split({"old": 0.5, "new": 0.5}, inputs=ALL.rename(index={"s1": "tea"})),
            "accounts.split_rows",
            "tea",
        ),
        (
            Split(
                {"old": 0.5, "new": 0.5},
                items=ALL.rename(index={"s1": "wages"}, columns={"new": "b"}),
            ),
            "accounts.split_rows",
            "b",
        ),
        (Split({"old": 0.5, "new": 0.5}, inputs=np.inf * ALL), "accounts.split_number", "s1"),
        (
            Split({"old": 0.5, "new": 0.5}, satellites=pd.DataFrame({"old": [1.0]}, ["co2"])),
            "accounts.split_satellite",
            "co2",
        ),
        (Split({"old": 0.5, "new": 0.5}, imports={"old": 1.0}), "accounts.split_rows", "new"),
        (
            Split({"old": 0.5, "new": 0.5}, within=pd.DataFrame({"old": [1.0]}, ["old"])),
            "accounts.split_unreachable",
            "s0",
        ),
    ],
)
def test_splits_that_cannot_be_made_are_explained(split, key, words):
    with pytest.raises(AccountsError, match=words) as error:
        disaggregate(nation(3), {"s0": split})
    assert error.value.key == key
    assert error.value.text("zh")


@pytest.mark.parametrize(
    ("table", "label"), [(nation(3), "s9"), (world(2, 3), "r0"), (world(2, 3), ("r0", "s9"))]
)
def test_labels_that_the_table_does_not_have(table, label):
    with pytest.raises(AccountsError) as error:
        disaggregate(table, {label: Split({"old": 0.5, "new": 0.5})})
    assert error.value.key == "accounts.unknown_label"
