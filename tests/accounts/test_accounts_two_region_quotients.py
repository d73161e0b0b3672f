"""A region and the rest of its country from quotients: it balances, and trade follows the quotients."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from accounts_economies import national_table
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from citywright.accounts.account import DOMESTIC_KINDS
from citywright.accounts.regional.spillover import spillover
from citywright.accounts.regional.two_region import Split
from citywright.accounts.regional.two_region_quotients import Region, two_region_from_quotients
from citywright.accounts.system import System
from citywright.errors import AccountsError

few = settings(max_examples=8, deadline=None)
seeds = st.integers(0, 2**32 - 1)


def made(nation, x, part, delta=0.2, split=None):
    kinds = pd.Series(part, list(DOMESTIC_KINDS))
    government = pd.Series(0.3, nation.x.index)
    return two_region_from_quotients(
        nation, Region(x, kinds, government), method="flq", delta=delta, money="1", split=split
    )


def region(seed, nation):
    rng = np.random.default_rng(seed)
    return nation.x * rng.uniform(0.01, 0.04, len(nation.x))


def plain(nation):
    """The nation without inventories: a small region may not have negative use of a product."""
    moved = {}
    for name in ("Fd", "Fm"):
        F = getattr(nation, name).copy()
        F["investment"] += F["inventories"]
        F["inventories"] = 0.0
        moved[name] = F
    return replace(nation, **moved)


def drawn(seed):
    """A random nation; the few whose random final use came out negative are left aside."""
    nation = plain(national_table(5, seed=seed))
    assume((nation.Fd.to_numpy() >= 0.0).all())
    return nation


@few
@given(seeds)
def test_it_balances_and_both_are_the_nation(seed):
    nation = drawn(seed)
    x = region(seed, nation)
    table = made(nation, x.sample(frac=1.0, random_state=1), 0.03)
    np.testing.assert_allclose(table.output, table.inputs, rtol=1e-9)
    np.testing.assert_allclose(table.output["region"], x, rtol=1e-9)
    both = table.Z.T.groupby(level=1).sum().T.groupby(level=1).sum()
    np.testing.assert_allclose(both, nation.Zd, rtol=1e-9)
    np.testing.assert_allclose(table.Zm.T.groupby(level=1).sum().T, nation.Zm, rtol=1e-9)
    assert (table.Z.to_numpy() >= -1e-9).all()


@few
@given(seeds, st.floats(0.01, 0.04))
def test_a_small_copy_of_the_nation_needs_nobody_else(seed, part):
    """Same structure, delta = 0: every quotient is one, so all that is not imported is made at home."""
    nation = drawn(seed)
    alone = Split(pd.Series(0.0, nation.x.index), pd.Series(1.0, nation.x.index))
    table = made(nation, part * nation.x, part, delta=0.0, split=alone)
    Z = table.Z
    for one, other in (("region", "rest"), ("rest", "region")):
        np.testing.assert_allclose(Z.loc[one, other], 0.0, atol=1e-9 * Z.to_numpy().max())
    exported = table.Y[("abroad", "exports")]
    np.testing.assert_allclose(exported["region"], part * nation.Fd["exports"], rtol=1e-6)


@few
@given(seeds)
def test_a_larger_delta_buys_more_outside(seed):
    nation = drawn(seed)
    x = region(seed, nation)
    at_home = [
        spillover(System(made(nation, x, 0.03, delta)), "region")["intra"]
        for delta in (0.0, 0.2, 0.4)
    ]
    assert (at_home[0] >= at_home[1] - 1e-12).all()
    assert (at_home[1] >= at_home[2] - 1e-12).all()


def test_shares_and_names_are_checked():
    nation = plain(national_table(5))
    x = region(1, nation)
    with pytest.raises(AccountsError, match=r"1\.5"):
        made(nation, x, 1.5)
    with pytest.raises(AccountsError, match="x1") as error:
        made(nation, x.rename({"01": "x1"}), 0.05)
    assert error.value.key == "accounts.other_labels"
    with pytest.raises(AccountsError) as error:
        made(nation, x.where(x.index != "01", 1.2 * nation.x), 0.05)
    assert error.value.key == "accounts.rest_negative"
