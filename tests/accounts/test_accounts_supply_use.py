"""Supply and use tables to symmetric tables: defining equations, laws, and numbers of others."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.accounts.soundness import table_residuals
from citywright.accounts.supply_use import SupplyUse, balances, check_supply_use
from citywright.accounts.symmetric import MODELS, symmetric, transformation
from citywright.accounts.warning import AccountsWarning
from citywright.errors import AccountsError

few = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**32 - 1)
models = st.sampled_from(MODELS)
USES = ["households", "exports"]


def economy(seed, industries=None, products=None, secondary=0.15) -> SupplyUse:
    """Supply and use that balance, mostly diagonal, imports apart; at most 15 % secondary."""
    rng = np.random.default_rng(seed)
    n = industries or int(rng.integers(2, 7))
    p = products or n
    codes, goods = [f"i{k}" for k in range(n)], [f"p{k}" for k in range(p)]
    V = rng.uniform(0.0, secondary, (n, p)) / p
    V[np.arange(max(n, p)) % n, np.arange(max(n, p)) % p] += 1.0
    V *= rng.uniform(10.0, 100.0, n)[:, None]
    x, q = V.sum(axis=1), V.sum(axis=0)
    U = rng.uniform(0.0, 1.0, (p, n))
    U *= np.minimum(0.6 * q / U.sum(axis=1), 1e9)[:, None]
    U *= np.minimum(1.0, 0.5 * x / U.sum(axis=0))
    Um = 0.2 * U * rng.random((p, n))
    left, value = q - U.sum(axis=1), x - U.sum(axis=0) - Um.sum(axis=0)
    share = rng.dirichlet([2.0, 1.0], p).T
    return SupplyUse(
        V=pd.DataFrame(V, codes, goods),
        U=pd.DataFrame(U, goods, codes),
        Y=pd.DataFrame(left[:, None] * share.T, goods, USES),
        W=pd.DataFrame([0.7 * value, 0.3 * value], ["wages", "rest"], codes),
        money="EUR",
        Um=pd.DataFrame(Um, goods, codes),
        Ym=pd.DataFrame(rng.uniform(0.0, 3.0, (p, 2)), goods, USES),
        S=pd.DataFrame(rng.uniform(0.0, 5.0, (1, n)), ["co2"], codes),
        SY=pd.DataFrame([[4.0, 0.0]], ["co2"], USES),
        units=pd.Series({"co2": "t"}),
    )


economies = st.builds(economy, seeds)


def quiet(table, model, **more):
    """The symmetric table; negatives of models A and C are the matter of their own tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AccountsWarning)
        return symmetric(table, model, **more)


# Pauliuk, Majeau-Bettez and others (2014), package pySUT, its test of known results: supply and use of
# five products by five industries and four constructs, each printed to nine decimals (so rounded).
# There V is (product, industry). Column 4 is an industry that uses nothing.
MAKE = np.array(
    [[30, 1, 1, 0, 0], [1, 5, 1, 0, 0], [2, 0, 3, 0, 0], [0, 0, 1, 1, 0], [0, 0, 0, 0, 8]], float
).T
USE = np.array(
    [[12, 4, 5, 0, 0], [1, 1, 1, 0, 0], [0, 1, 1, 0, 0], [1, 0, 0, 0, 0], [0, 1, 1, 0, 0]], float
)
PRINTED = {
    "A": [
        [0.287015945, 0.742596811, 1.323462415, 0, 0],
        [0.009111617, 0.198177677, 0.264236902, 0, 0],
        [-0.025056948, 0.20501139, 0.273348519, 0, 0],
        [0.034168565, -0.006833713, -0.009111617, 0, 0],
        [-0.025056948, 0.20501139, 0.273348519, 0, 0],
    ],
    "B": [
        [0.387784091, 0.647186147, 0.645454545, 0.416666667, 0],
        [0.038825758, 0.147186147, 0.112121212, 0.083333333, 0],
        [0.010416667, 0.142857143, 0.1, 0.083333333, 0],
        [0.028409091, 0.004329004, 0.012121212, 0, 0],
        [0.010416667, 0.142857143, 0.1, 0.083333333, 0],
    ],
    "C": [
        [0.403189066, 0.664009112, 0.851936219, 0, 0],
        [0.031476496, 0.125284738, 0.123006834, 0, 0],
        [-0.048871402, 0.25284738, 0.230068337, 0, 0],
        [0.038448264, -0.04214123, -0.038344723, 0, 0],
        [0, 0.166666667, 0.166666667, 0, 0],
    ],
    "D": [
        [0.345238095, 0.71547619, 0.87172619, 0, 0],
        [0.033008658, 0.139880952, 0.145089286, 0, 0],
        [0.030844156, 0.144642857, 0.14985119, 0, 0],
        [0.015151515, 0, 0, 0, 0],
        [0, 0.166666667, 0.166666667, 0, 0],
    ],
}


@pytest.mark.parametrize("model", MODELS)
def test_coefficients_that_another_package_prints(model):
    T = transformation(MAKE, model)
    A = USE @ T / MAKE.sum(axis=0) if model in "AB" else T @ USE / MAKE.sum(axis=1)
    np.testing.assert_allclose(A, PRINTED[model], atol=6e-10)  # half of the last printed digit


@few
@given(economies)
def test_coefficients_of_the_four_models_in_the_letters_of_miller_and_blair(table):
    """Miller & Blair (2009), ch. 5: B C^-1, B D, C^-1 B, D B."""
    V, U = table.V.to_numpy(), table.U.to_numpy()
    x, q = V.sum(axis=1), V.sum(axis=0)
    B, C, D = U / x, V.T / x, V / q
    inverse = np.linalg.inv(C)
    expected = {"A": B @ inverse, "B": B @ D, "C": inverse @ B, "D": D @ B}
    for model, A in expected.items():
        output = q if model in "AB" else x
        np.testing.assert_allclose(quiet(table, model).Z.to_numpy() / output, A, atol=1e-10)


@few
@given(economies, models)
def test_outputs_and_totals_are_kept_and_the_table_balances(table, model):
    made = quiet(table, model)
    output = table.product_output if model in "AB" else table.industry_output
    pd.testing.assert_series_equal(made.output, output, check_names=False, rtol=1e-9)
    residual = table_residuals(made)["residual"]
    np.testing.assert_allclose(residual, 0.0, atol=1e-9 * output.max())
    for now, before in ((made.V, table.W), (made.S, table.S), (made.SY, table.SY)):
        np.testing.assert_allclose(now.sum(axis=1), before.sum(axis=1), rtol=1e-9)
    for now, before in ((made.Y, table.Y), (made.Ym, table.Ym)):
        np.testing.assert_allclose(now.sum(axis=0), before.sum(axis=0), rtol=1e-9)
    assert made.Z.to_numpy().sum() == pytest.approx(table.U.to_numpy().sum())
    assert made.Zm.to_numpy().sum() == pytest.approx(table.Um.to_numpy().sum())


@few
@given(economies)
def test_the_assumption_of_each_model_holds(table):
    """A: recipes of products rebuild U. C: customers of industries rebuild U and Y."""
    V = table.V.to_numpy()
    A = quiet(table, "A").Z / table.product_output
    np.testing.assert_allclose(A.to_numpy() @ V.T, table.U, atol=1e-9)
    C = V.T / V.sum(axis=1)
    made = quiet(table, "C")
    np.testing.assert_allclose(C @ made.Z.to_numpy(), table.U, atol=1e-9)
    np.testing.assert_allclose(C @ made.Y.to_numpy(), table.Y, atol=1e-9)


@few
@given(seeds, models)
def test_without_secondary_products_all_models_give_u_back(seed, model):
    table = economy(seed, secondary=0.0)
    made = symmetric(table, model)  # and no warning: warnings are errors here
    np.testing.assert_allclose(made.Z, table.U, rtol=1e-12)
    np.testing.assert_allclose(made.Zm, table.Um, rtol=1e-12)
    np.testing.assert_allclose(made.V, table.W, rtol=1e-12)
    np.testing.assert_allclose(made.Y, table.Y, rtol=1e-12)
    assert list(made.labels) == list(table.products if model in "AB" else table.industries)


@few
@given(economies, models)
def test_order_of_labels_changes_nothing(table, model):
    turned = SupplyUse(
        table.V.iloc[::-1, ::-1],
        table.U.iloc[::-1],
        table.Y.iloc[:, ::-1],
        table.W,
        "EUR",
        table.Um.iloc[:, ::-1],
        table.Ym.iloc[::-1],
        table.S.iloc[:, ::-1],
        table.SY.iloc[:, ::-1],
        table.units,
    )
    here, there = quiet(table, model), quiet(turned, model)
    for name in ("Z", "Y", "V", "S", "Zm", "Ym"):
        again = getattr(there, name).loc[getattr(here, name).index, getattr(here, name).columns]
        np.testing.assert_allclose(again, getattr(here, name), atol=1e-9)


@few
@given(seeds, st.integers(2, 5), st.integers(2, 5), st.sampled_from(["B", "D"]))
def test_models_b_and_d_need_no_square_table_and_leave_no_negatives(seed, n, p, model):
    made = symmetric(economy(seed, n, p), model)
    assert made.Z.shape == ((p, p) if model == "B" else (n, n))
    assert min(part.to_numpy().min() for part in (made.Z, made.Y, made.V, made.Zm)) >= 0.0
    assert table_residuals(made)["residual"].abs().max() < 1e-9 * made.output.max()


@pytest.mark.parametrize(
    ("model", "seed", "negative"),
    [
        # A: flour takes 0.4 grain and 0.3 flour each; the farm's 10 flour should have taken 4 and 3
        ("A", 0.0, {("grain", "grain"): -4.0, ("flour", "grain"): -3.0}),
        # C: a tenth of what the farm sells to anyone is flour; 5 grain to a buyer without flour bring
        # 5/9 flour along, which the mill has to take back
        ("C", 5.0, {("mill", "farm"): -5.0 / 9.0}),
    ],
)
def test_negatives_are_reported_and_kept(model, seed, negative):
    rows, columns = ["farm", "mill"], ["grain", "flour"]
    V = pd.DataFrame([[90.0, 10.0], [0.0, 100.0]], rows, columns)
    U = pd.DataFrame([[seed, 40.0], [0.0, 30.0]], columns, rows)
    Y = pd.DataFrame({"households": [50.0 - seed, 80.0]}, columns)
    W = pd.DataFrame([[100.0 - seed, 30.0]], ["value added"], rows)
    with pytest.warns(AccountsWarning) as caught:
        made = symmetric(SupplyUse(V, U, Y, W, "EUR"), model)
    cells = {(i, j): made.Z.loc[i, j] for i in made.labels for j in made.labels}
    assert {at: z for at, z in cells.items() if z < 0.0} == pytest.approx(negative)
    (found,) = [one.message for one in caught if one.message.values["part"] == "Z"]
    ((row, column), amount) = next(iter(negative.items()))
    assert found.key == "accounts.supply_negatives"
    assert (found.values["count"], found.values["before"]) == (len(negative), 0)
    assert found.values["amount"] == pytest.approx(amount)
    assert f"row {row}, column {column}" in found.text("en")


def test_imports_can_stay_products():
    table = economy(3, 3, 4)
    made = symmetric(table, "D", imports="products")
    pd.testing.assert_frame_equal(made.Zm, table.Um)
    home = symmetric(table, "D")
    assert list(home.Zm.index) == list(table.industries)
    np.testing.assert_allclose(home.Zm.sum(), made.Zm.sum())


def test_products_that_nobody_makes_at_home():
    table = economy(4, 3, 3)
    wider = pd.concat([table.Um, table.Um.iloc[[0]].rename(index={"p0": "oil"})])
    wages = table.W - pd.DataFrame(
        [table.Um.iloc[0], 0 * table.Um.iloc[0]], table.W.index, table.W.columns
    )
    again = SupplyUse(table.V, table.U, table.Y, wages, "EUR", Um=wider)
    with pytest.raises(AccountsError, match="oil") as error:
        symmetric(again, "D")
    assert error.value.key == "accounts.supply_unmade"
    kept = symmetric(again, "D", imports="products")
    assert kept.Zm.loc["oil"].sum() == pytest.approx(table.Um.loc["p0"].sum())
    assert "oil" in quiet(again, "A").Zm.index


def test_use_of_a_product_without_output_is_named():
    table = economy(5, 3, 3)
    V = table.V.assign(ghost=0.0)
    U = pd.concat([table.U, pd.DataFrame(0.0, ["ghost"], table.U.columns)])
    # stocks fall by what users take, so the row balances and only the model finds it
    Y = pd.concat([table.Y, pd.DataFrame([[5.0, -5.0]], ["ghost"], USES)])
    again = SupplyUse(V, U, Y, table.W, "EUR", Um=table.Um)
    with pytest.raises(AccountsError, match="ghost") as error:
        symmetric(again, "D")
    assert error.value.key == "accounts.supply_unmade"
    with pytest.raises(AccountsError) as error:
        symmetric(again, "A")
    assert error.value.key == "accounts.supply_not_square"


@pytest.mark.parametrize(
    ("V", "model", "key"),
    [
        (np.ones((2, 3)), "A", "accounts.supply_not_square"),
        (np.ones((2, 3)), "C", "accounts.supply_not_square"),
        (np.ones((2, 2)), "A", "accounts.supply_singular"),
        (np.diag([1.0, 0.0]), "C", "accounts.supply_singular"),
        (np.eye(2), "E", "accounts.supply_model"),
    ],
)
def test_what_has_no_transformation(V, model, key):
    with pytest.raises(AccountsError) as error:
        transformation(V, model)
    assert error.value.key == key


def test_a_small_industry_is_not_a_singular_one():
    V = np.array([[1e6, 10.0], [1e-12, 3e-9]])
    np.testing.assert_allclose(transformation(V, "A").sum(axis=1), 1.0)


def test_unbalanced_tables_are_refused_and_small_residuals_stay_visible():
    table = economy(6, 4)
    more = table.Y.copy()
    more.loc["p1", "exports"] += 0.5 * table.product_output.max()
    with pytest.raises(AccountsError, match="p1") as error:
        check_supply_use(SupplyUse(table.V, table.U, more, table.W, "EUR", Um=table.Um))
    assert error.value.key == "accounts.supply_unbalanced"
    small = table.W.copy()
    small.loc["rest", "i2"] += 1e-3 * table.industry_output.max()
    off = SupplyUse(table.V, table.U, table.Y, small, "EUR", Um=table.Um)
    with pytest.warns(AccountsWarning, match="i2") as caught:
        made = symmetric(off, "D")
    assert [one.message.key for one in caught] == ["accounts.supply_residual"]
    left = balances(off, "industries")["residual"].sum()
    assert table_residuals(made)["residual"].sum() == pytest.approx(left)


def test_labels_units_and_numbers_are_checked():
    table = economy(7, 3)
    parts = {"V": table.V, "U": table.U, "Y": table.Y, "W": table.W, "money": "EUR"}
    wrong = {
        "accounts.other_labels": {"U": table.U.rename(index={"p0": "zz"})},
        "accounts.duplicate_label": {"V": table.V.rename(index={"i1": "i0"})},
        "accounts.no_unit": {"S": table.S},
        "accounts.not_finite_cell": {"W": table.W * np.inf},
        "accounts.cell_not_number": {
            "Y": table.Y.astype(object).replace(table.Y.iloc[0, 0], "many")
        },
    }
    for key, change in wrong.items():
        with pytest.raises(AccountsError) as error:
            SupplyUse(**parts | change)
        assert error.value.key == key
    made = SupplyUse(**parts | {"V": table.V - 1e6})
    with pytest.raises(AccountsError) as error:
        check_supply_use(made)
    assert error.value.key == "accounts.supply_negative"
    with pytest.warns(AccountsWarning, match="primary"):
        check_supply_use(SupplyUse(**parts | {"W": pd.DataFrame()}))
    with pytest.raises(AccountsError) as error:
        quiet(table, "D", imports="nowhere")
    assert error.value.key == "accounts.supply_imports"
