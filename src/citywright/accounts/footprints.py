"""Footprints: who makes, and who uses, what a satellite counts.

With s = S diag(x)^-1, m = s L, y^r the final use of region r, 1_r its sectors, h^r its users' own:

    production-based    PBA_r = sum_{i in r} S_i + h^r
    consumption-based   CBA_r = s L y^r + h^r = sum_i m_i y^r_i + h^r
    embodied flows      T_or  = (s 1_o) L y^r            made in o for the final use of r
    imports, exports    IMP_r = sum_{o != r} T_or,   EXP_o = sum_{r != o} T_or
                        CBA_r = PBA_r - EXP_r + IMP_r

Source: Miller & Blair (2009), ch. 10; Peters (2008), Ecological Economics 65, 13-23;
Kanemoto, Lenzen, Peters, Moran & Geschke (2012), Environmental Science & Technology 46, 172-179.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from citywright.accounts.coefficients import per_output
from citywright.accounts.leontief import Leontief
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Footprints:
    """Accounts of k satellites over R regions and P products (unit of each satellite).

    multipliers : (k, n) m = s L, per unit of final use of each product
    flows : (k, R, R) T_or, origin by destination; the users' own emissions are not in it
    users : (k, R) h^r, by the final users themselves
    production : (k, n) S, by the sector that makes it
    exports : (k, n) the part of it made for final use in other regions
    consumption : (k, R, P) by region of the user and product that is bought, without h^r
    imports : (k, R, P) the part of it made in other regions
    """

    multipliers: Array
    flows: Array
    users: Array
    production: Array
    exports: Array
    consumption: Array
    imports: Array

    @property
    def production_based(self) -> Array:
        """PBA_r = sum_s T_rs + h^r, (k, R)."""
        total: Array = self.flows.sum(axis=2) + self.users
        return total

    @property
    def consumption_based(self) -> Array:
        """CBA_r = sum_o T_or + h^r, (k, R)."""
        total: Array = self.flows.sum(axis=1) + self.users
        return total

    @property
    def traded(self) -> tuple[Array, Array]:
        """(EXP, IMP), each (k, R)."""
        own = np.einsum("krr->kr", self.flows)
        return self.flows.sum(axis=2) - own, self.flows.sum(axis=1) - own


def footprints(
    leontief: Leontief, S: Array, x: Array, Y: Array, users: Array, region: Places, product: Places
) -> Footprints:
    """Footprints of every region.

    Parameters
    ----------
    leontief : system of A = Z diag(x)^-1
    S : (k, n) satellites by sector; x : (n,) output
    Y : (n, R) y^r, final use by region of the user (money)
    users : (k, R) h^r, by the final users themselves
    region, product : (n,) place of each sector's region (0..R-1) and product (0..P-1)

    Raises
    ------
    AccountsError
        accounts.shapes, accounts.negative_output, accounts.inputs_without_output.
    """
    s = per_output(S, x, "S")
    n, regions = Y.shape
    if len(x) != n or users.shape != (len(S), regions):
        raise AccountsError("accounts.shapes", table="Y", shape=Y.shape, sectors=len(x))
    made = leontief.output(Y)
    by_region, by_product = _groups(region, regions), _groups(product, int(product.max()) + 1)
    m = leontief.carried(s)
    own = _own(leontief, s, Y, region, by_product)
    consumption = np.stack([(by_product @ (row[:, None] * Y)).T for row in m])
    elsewhere = made.sum(axis=1) - made[np.arange(n), region]
    return Footprints(
        multipliers=m,
        flows=np.stack([by_region @ (row[:, None] * made) for row in s]),
        users=users,
        production=S,
        exports=s * elsewhere,
        consumption=consumption,
        imports=consumption - own,
    )


def _own(leontief: Leontief, s: Array, Y: Array, region: Places, by_product: sp.csr_array) -> Array:
    """(k, R, P): of each region's final use, by product, the part that is made in the region.

    All regions' rows s 1_r are solved at once: one pass over the factor for all of them.
    """
    k, n, regions = len(s), len(region), Y.shape[1]
    inside = np.zeros((k, regions, n))
    inside[:, region, np.arange(n)] = s
    carried = leontief.carried(inside.reshape(k * regions, n)).reshape(k, regions, n)
    carried *= Y.T
    answer: Array = (by_product @ carried.reshape(k * regions, n).T).T.reshape(k, regions, -1)
    return answer


def _groups(place: Places, count: int) -> sp.csr_array:
    """(count, n) matrix that sums over the sectors of each group."""
    return sp.csr_array(
        (np.ones(len(place)), (place, np.arange(len(place)))), shape=(count, len(place))
    )


@dataclass(frozen=True)
class OpenFootprint:
    """Accounts of one region that trades with an outside the table does not describe.

    production : (k,) made here, with the users' own
    exports : (k,) of it, embodied in what is sold outside
    imports : (k,) embodied in what is bought outside for use here
    by_product : (k, n) consumption-based, by product that is bought, home made and imported
    users : (k,) by the final users themselves
    """

    production: Array
    exports: Array
    imports: Array
    by_product: Array
    users: Array

    @property
    def consumption(self) -> Array:
        """CBA = PBA - exports + imports, (k,)."""
        return self.production - self.exports + self.imports


@dataclass(frozen=True)
class Outside:
    """What a region buys where the table does not reach.

    Am : (n, n) purchases outside per unit of output
    ym : (n,) final use of outside products (money)
    carried : (k, n) m_w, what one unit bought outside carries. It is not in the table: take it from
        a table of the world, or from `same_technology`, and say which.
    """

    Am: Array
    ym: Array
    carried: Array


def open_footprint(
    leontief: Leontief, S: Array, x: Array, y: Array, e: Array, outside: Outside, users: Array
) -> OpenFootprint:
    """Footprint of one region, given what a unit bought outside carries.

        PBA = S 1 + h,   EXP = s L e,   IMP = m_w (A_m L y + y_m)

    Outside products that are used for sales outside are in neither y nor y_m: they count for the
    final user there.

    Parameters
    ----------
    leontief : system of the home coefficients
    S : (k, n) satellites; x : (n,) output; users : (k,) h
    y, e : (n,) final use here of home products, and sales outside (money)

    Raises
    ------
    AccountsError
        accounts.shapes, accounts.negative_output, accounts.inputs_without_output.
    """
    s = per_output(S, x, "S")
    Am, ym, carried = outside.Am, outside.ym, outside.carried
    if Am.shape != (len(x), len(x)) or carried.shape != S.shape or ym.shape != y.shape:
        raise AccountsError("accounts.shapes", table="Am", shape=Am.shape, sectors=len(x))
    m, carried_too = leontief.carried(s), leontief.carried(carried @ Am)
    return OpenFootprint(
        production=S.sum(axis=1) + users,
        exports=m @ e,
        imports=carried @ (Am @ leontief.output(y) + ym),
        by_product=(m + carried_too) * y + carried * ym,
        users=users,
    )


def same_technology(s: Array, technical: Leontief) -> Array:
    """m_w = s (I - A_d - A_m)^-1: what is bought outside is made as it would be made here.

    A strong assumption: it says what the region saves by importing, not what was emitted abroad.
    Source: Andrew, Peters & Lennox (2009), Economic Systems Research 21(3), 311-335.

    Parameters
    ----------
    s : (k, n) per output; technical : system of all inputs, home made and imported
    """
    return technical.carried(s)
