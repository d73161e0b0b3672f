"""Laws of the Leontief system and its multipliers."""

import numpy as np
import pytest
from accounts_economies import economies
from hypothesis import given, settings

from citywright.accounts.coefficients import technical_coefficients
from citywright.accounts.households import close_households
from citywright.accounts.leontief import Leontief
from citywright.accounts.multipliers import multipliers, output_multipliers
from citywright.accounts.recipe import recipe_of
from citywright.errors import AccountsError

few = settings(max_examples=20, deadline=None)


def models(account, propensity=0.6):
    recipe = recipe_of(account)
    A = recipe.rho[:, None] * recipe.A
    closed = close_households(A, recipe.income, recipe.rho * recipe.basket, propensity)
    return recipe, Leontief(A), Leontief(closed)


@few
@given(economies())
def test_final_demand_gives_the_output_back(account):
    x = account.output.to_numpy()
    A = technical_coefficients(account.Z.to_numpy(), x)
    y = x - account.Z.to_numpy().sum(axis=1)
    np.testing.assert_allclose(Leontief(A).output(y), x, rtol=1e-9)


@few
@given(economies())
def test_inverse_times_system_is_one(account):
    _, opened, _ = models(account)
    recipe = recipe_of(account)
    system = np.eye(opened.n) - recipe.rho[:, None] * recipe.A
    np.testing.assert_allclose(opened.inverse() @ system, np.eye(opened.n), atol=1e-10)


@few
@given(economies())
def test_carried_is_the_row_times_the_inverse(account):
    recipe, opened, _ = models(account)
    np.testing.assert_allclose(
        opened.carried(recipe.stressors), recipe.stressors @ opened.inverse(), rtol=1e-9
    )


@few
@given(economies())
def test_households_only_add(account):
    recipe, opened, closed = models(account)
    for row in (*recipe.stressors, recipe.income):
        found = multipliers(row, opened, closed)
        assert (found.simple >= found.direct - 1e-12).all()
        assert (found.total >= found.simple - 1e-12).all()
        assert (found.type_two >= found.type_one - 1e-12).all()


@few
@given(economies())
def test_without_spending_type_two_is_type_one(account):
    recipe, opened, closed = models(account, propensity=0.0)
    found = multipliers(recipe.income, opened, closed)
    np.testing.assert_allclose(found.total, found.simple, rtol=1e-10)


@few
@given(economies())
def test_value_added_and_leakage_of_one_unit_add_to_one(account):
    """Each unit of final demand ends as value added or as purchases outside: (v + m) L = 1."""
    recipe, opened, _ = models(account)
    outside = ((1.0 - recipe.rho)[:, None] * recipe.A).sum(axis=0)
    ends = opened.carried(recipe.items.sum(axis=0) + outside)
    np.testing.assert_allclose(ends, 1.0, rtol=1e-9)


@few
@given(economies())
def test_output_multipliers_are_column_sums(account):
    _, opened, closed = models(account)
    np.testing.assert_allclose(
        output_multipliers(opened, closed).simple, opened.inverse().sum(axis=0), rtol=1e-9
    )


def test_sector_without_output_has_an_empty_recipe():
    A = technical_coefficients(np.array([[1.0, 0.0], [2.0, 0.0]]), np.array([10.0, 0.0]))
    assert A.tolist() == [[0.1, 0.0], [0.2, 0.0]]


def test_sector_without_output_cannot_buy():
    with pytest.raises(AccountsError, match="number 2 has no output") as error:
        technical_coefficients(np.array([[1.0, 3.0], [2.0, 0.0]]), np.array([10.0, 0.0]))
    assert error.value.key == "accounts.inputs_without_output"


@pytest.mark.parametrize(
    ("A", "key"),
    [
        ([[0.5, 0.6], [0.6, 0.5]], "accounts.not_productive"),
        ([[1.0, 0.0], [0.0, 0.2]], "accounts.not_productive"),
        ([[0.1, -0.2], [0.0, 0.2]], "accounts.negative_coefficient"),
        ([[0.1, np.nan], [0.0, 0.2]], "accounts.not_finite"),
        ([[0.1, 0.2]], "accounts.not_square"),
    ],
)
def test_bad_coefficients_are_named(A, key):
    with pytest.raises(AccountsError) as error:
        Leontief(np.array(A))
    assert error.value.key == key


def test_households_that_spend_more_than_they_earn_are_refused():
    A, w = np.array([[0.1]]), np.array([0.5])
    with pytest.raises(AccountsError) as error:
        close_households(A, w, np.array([0.9]), 1.5)
    assert error.value.key == "accounts.propensity"
    with pytest.raises(AccountsError) as error:
        close_households(A, w, np.array([1.2]), 0.5)
    assert error.value.key == "accounts.basket"
