"""A lost supplier or a closed firm: hypothetical extraction of a part of a sector.

    theta_k = Delta_k / x_k                      part of the sector's output that is lost
    x - x* = (I - diag(1 - theta) R A)^-1 Delta

The firm's deliveries are lost to every buyer alike: local users buy that part outside from now on,
and sales outside are gone. The formula is exact: x* solves the economy in which row k of R A and
the final sales of k are (1 - theta_k) of what they were (subtract the two balances; what remains on
the right is theta (R A x + y) = Delta). So what the firm's own suppliers would have bought from it
is not taken off twice; with theta = 1 the sector has nothing left to lose, and the loss is that of
complete extraction, (l_ik / l_kk) x_k. For a small firm it tends to L Delta, the loss of a plant.
The loss is not proportional to Delta, and two losses are not the sum of each.

Customers that stop with the firm are lost output too. What they bought here of product k they are
taken to have bought from the lost firm, so the makers of k that remain do not lose it again:
D_k = (1 - theta_k) rho_k sum_j a_kj c_j is left out of the suppliers' first round.

Source: Miller & Blair (2009), ch. 12 (hypothetical extraction); Dietzenbacher &
Lahr (2013), Expanding extractions, Economic Systems Research 25(3), pp. 341-360 (extraction of a
part).
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from citywright.accounts.account import Accounts
from citywright.accounts.impact.shock import Shock, average_shock
from citywright.accounts.recipe import Recipe
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
ROUNDING = 1e-9


@dataclass(frozen=True)
class Loss:
    """Output that is lost, n sectors (money a year, not negative).

    firms : (n,) output of the lost suppliers or closed firms
    customers : (n,) output of their customers that stops with them; zeros where they buy outside
    """

    firms: Array
    customers: Array

    @property
    def output(self) -> Array:
        """Delta, (n,)."""
        return self.firms + self.customers

    def __add__(self, other: "Loss") -> "Loss":
        return Loss(self.firms + other.firms, self.customers + other.customers)


def lost_share(accounts: Accounts, loss: Loss) -> Array:
    """theta = Delta / x, (n,), in [0, 1]; 0 for a sector without output.

    Raises
    ------
    AccountsError
        accounts.lost_too_much, accounts.lost_negative.
    """
    x = accounts.output.to_numpy(dtype=float)
    lost = loss.output
    for name, amount, made in zip(accounts.sectors, lost, x, strict=True):
        if amount < 0.0:
            raise AccountsError("accounts.lost_negative", sector=name, amount=float(amount))
        if amount > made * (1.0 + ROUNDING):
            raise AccountsError(
                "accounts.lost_too_much", sector=name, amount=float(amount), output=float(made)
            )
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(x > 0.0, np.minimum(lost / x, 1.0), 0.0)


def economy_without(recipe: Recipe, theta: Array) -> Recipe:
    """The coefficients that are left: rho* = (1 - theta) rho."""
    return replace(recipe, rho=(1.0 - theta) * recipe.rho)


def loss_shock(recipe: Recipe, accounts: Accounts, loss: Loss) -> Shock:
    """First round of a loss, all amounts negative but what moves outside.

    Parameters
    ----------
    recipe : coefficients before the loss
    accounts : the account, for output and local use (money)
    loss : what is lost

    Returns
    -------
    Shock to be used with `economy_without`; buyer_outside holds what local users buy outside from
    now on, theta rho U, and buyer_here the same with a minus.

    Raises
    ------
    AccountsError
        accounts.lost_too_much, accounts.lost_negative, accounts.customers_too_large.
    """
    theta = lost_share(accounts, loss)
    left = economy_without(recipe, theta)
    first = average_shock(left, -loss.output)
    kept = _kept_by_others(recipe, loss, theta)
    use = accounts.local_use.to_numpy(dtype=float)
    moved = theta * recipe.rho * use
    return Shock(first.measures, first.here + kept, first.outside - kept, -moved, moved)


def _kept_by_others(recipe: Recipe, loss: Loss, theta: Array) -> Array:
    """D: purchases of stopped customers that the lost firms had, not those that remain."""
    bought = recipe.rho * (recipe.A @ loss.customers)
    is_lost = loss.firms > 0.0
    over = is_lost & (bought > loss.firms * (1.0 + ROUNDING))
    if over.any():
        k = int(np.argmax(over))
        raise AccountsError(
            "accounts.customers_too_large", sector=recipe.sectors[k],
            bought=float(bought[k]), output=float(loss.firms[k]),
        )  # fmt: skip
    return np.where(is_lost, (1.0 - theta) * bought, 0.0)
