"""Production layers: a final demand round by round, up the chain of suppliers.

    f L y = f y + f A y + f A^2 y + ...

Source: Miller & Blair (2009), Input-Output Analysis, 2nd ed., sec. 2.4, pp. 31-34 (power series).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from citywright.accounts.leontief import Leontief
from citywright.accounts.paths import check_row
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Layers:
    """f L y by round of production.

    by_sector : (rounds + 1, n) f_i (A^k y)_i, what round k calls forth in sector i (unit of f)
    rest : (n,) f_i (A^(rounds + 1) L y)_i, all later rounds
    """

    by_sector: Array
    rest: Array

    @property
    def values(self) -> Array:
        """f A^k y, (rounds + 1,); their sum and that of `rest` is f L y."""
        total: Array = self.by_sector.sum(axis=1)
        return total


def production_layers(leontief: Leontief, f: Array, y: Array, rounds: int) -> Layers:
    """f L y = f y + f A y + f A^2 y + ... + f A^rounds y + rest.

    Round 0 is the final demand itself, round 1 what its makers buy, round 2 what these suppliers buy.

    Parameters
    ----------
    leontief : system of A
    f : (n,) amount per unit of output; y : (n,) final demand (money)
    rounds : rounds told apart, 0 or more; the rest is solved for, not left out

    Raises
    ------
    AccountsError
        accounts.shapes, accounts.not_finite, accounts.layer_rounds.
    """
    check_row(leontief, f, "f")
    check_row(leontief, y, "y")
    if rounds < 0:
        raise AccountsError("accounts.layer_rounds", rounds=rounds)
    asked, layers = y, []
    for _ in range(rounds + 1):
        layers.append(f * asked)
        asked = leontief.A.times(asked)
    return Layers(np.array(layers), f * leontief.output(asked))
