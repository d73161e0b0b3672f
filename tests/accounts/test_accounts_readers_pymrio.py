"""To pymrio and back: by a stand-in with its attributes always, by the library where it is."""

import sys
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from published_layouts import world

from citywright.accounts.readers.primary import with_final_users
from citywright.accounts.readers.pymrio_objects import from_pymrio, system_parts, to_pymrio
from citywright.accounts.table import IOTable
from citywright.errors import AccountsError


def a_table(imports=False):
    w = world(("homes", "stocks"), ("taxes", "value_added"))
    S, SY, units = with_final_users(w.V, w.VY, "EUR")
    Zm = w.Z.loc[w.Z.index[:2]] * 0.1 if imports else pd.DataFrame()
    Ym = w.Y.loc[w.Y.index[:2]] * 0.1 if imports else pd.DataFrame()
    return IOTable(
        Z=w.Z,
        Y=w.Y,
        V=w.V,
        money="EUR",
        S=pd.concat([S, w.S]),
        SY=pd.concat([SY, w.SY]),
        Zm=Zm.set_axis(["oil", "gas"]) if imports else Zm,
        Ym=Ym.set_axis(["oil", "gas"]) if imports else Ym,
        units=pd.concat([units, pd.Series({"energy use": "TJ", "CO2 - combustion": "kg"})]),
    )


def stand_in(table, region=None):
    """An object with the attributes of a pymrio system: Z, Y, x, unit, and extensions."""
    parts = system_parts(table, region, SimpleNamespace)
    x = pd.DataFrame({"indout": parts["Z"].sum(axis=1) + parts["Y"].sum(axis=1)})
    return SimpleNamespace(x=x, A=None, meta="a note", population=None, **parts)


def same(found, table):
    assert found.money == table.money
    for name in ("Z", "Y", "V", "Zm", "Ym"):
        np.testing.assert_array_equal(getattr(found, name), getattr(table, name))
    assert set(found.S.index) == set(table.S.index)
    np.testing.assert_array_equal(found.S.loc[table.S.index], table.S)
    np.testing.assert_array_equal(found.SY.loc[table.S.index], table.SY)
    assert found.units.to_dict() == table.units.to_dict()


@pytest.mark.parametrize("imports", [False, True])
def test_there_and_back_is_the_same_table(imports):
    table = a_table(imports)
    same(from_pymrio(stand_in(table), primary="factor_inputs"), table)


def test_an_extension_holds_each_amount_once():
    io = stand_in(a_table())
    assert list(io.factor_inputs.F.index) == ["taxes", "value_added"]
    assert list(io.satellite.F.index) == ["energy use", "CO2 - combustion"]
    np.testing.assert_array_equal(io.factor_inputs.F_Y.loc["taxes"], a_table().SY.loc["taxes"])
    assert (io.factor_inputs.F_Y.loc["value_added"] == 0.0).all()
    assert not hasattr(io, "imports")


def test_one_region_needs_a_name():
    labels = ["farms", "mills"]
    Z = pd.DataFrame([[1.0, 2.0], [3.0, 4.0]], labels, labels)
    table = IOTable(Z, pd.DataFrame({"homes": [5.0, 6.0]}, labels), pd.DataFrame(), "EUR")
    with pytest.raises(AccountsError, match="region="):
        system_parts(table, None, SimpleNamespace)
    back = from_pymrio(stand_in(table, "here"), primary=None)
    assert list(back.labels) == [("here", "farms"), ("here", "mills")]
    assert back.V.empty


def test_coefficients_with_output_are_enough():
    table = a_table()
    io = stand_in(table)
    io.A, io.Z = io.Z / io.x["indout"], None
    np.testing.assert_allclose(from_pymrio(io, primary="factor_inputs").Z, table.Z, rtol=1e-12)


def test_stressors_of_several_levels_get_one_name():
    io = stand_in(a_table())
    levels = pd.MultiIndex.from_tuples([("CO2", "air"), ("CO2", "water")])
    for name in ("F", "F_Y", "unit"):
        setattr(io.satellite, name, getattr(io.satellite, name).set_axis(levels, axis=0))
    table = from_pymrio(io, primary=None)
    assert {"CO2 / air", "CO2 / water", "taxes"} <= set(table.S.index)


def drop(name):
    return lambda io: setattr(io, name, None)


def twice(io):
    io.more = SimpleNamespace(**vars(io.satellite))


def doubled(io):
    io.x = io.x * 2.0


def mixed(io):
    io.unit = io.unit.assign(unit=["EUR", *["t"] * (len(io.unit) - 1)])


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        (drop("Y"), "accounts.pymrio_part", "no Y"),
        (drop("Z"), "accounts.pymrio_part", "no A"),
        (drop("factor_inputs"), "accounts.pymrio_part", r"factor_inputs \(found: satellite\)"),
        (mixed, "accounts.pymrio_units", "EUR, t"),
        (twice, "accounts.pymrio_stressor", "energy use"),
        (doubled, "accounts.reader_total", "pymrio, total x"),
    ],
)
def test_what_does_not_fit_is_named(change, key, words):
    io = stand_in(a_table())
    change(io)
    with pytest.raises(AccountsError, match=words) as error:
        from_pymrio(io, primary="factor_inputs")
    assert error.value.key == key


def test_without_pymrio_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pymrio", None)
    with pytest.raises(AccountsError, match="pip install pymrio") as error:
        to_pymrio(a_table())
    assert error.value.key == "accounts.pymrio_missing"


@pytest.mark.parametrize("imports", [False, True])
@pytest.mark.filterwarnings("ignore")  # of the other library, not of ours
def test_the_library_itself_takes_and_gives_the_table(imports):
    """Its total requirements are ours: x = L y, and its multipliers carry the satellites."""
    pytest.importorskip("pymrio")
    table = a_table(imports)
    io = to_pymrio(table)
    same(from_pymrio(io, primary="factor_inputs"), table)
    io.calc_all()
    np.testing.assert_allclose(io.x["indout"], table.output, rtol=1e-10)
    A = table.Z / table.output.to_numpy()
    carried = (table.S / table.output).loc["energy use"] @ np.linalg.inv(np.eye(len(A)) - A)
    np.testing.assert_allclose(io.satellite.M.loc["energy use"], carried, rtol=1e-10)
    same(from_pymrio(io, primary="factor_inputs"), table)
