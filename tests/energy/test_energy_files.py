"""Networks as files: what is written is read again, exactly; what is no network is refused by name."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from small_networks import SHAPES, Shape, small_network

from citywright.energy.errors import NetworkFileError
from citywright.energy.files import HEAD, fingerprint, read_network, write_network
from citywright.energy.network import Network, make_network

FULL = small_network(Shape(3, 24, 1, 0.1, True, True, True, True, True, True, 3.5))


def read_again(network: Network, folder: Path) -> Network:
    write_network(network, folder)
    return read_network(folder)


def assert_same(one: Network, other: Network) -> None:
    """Name, hours, weights, years and every number of every table and series."""
    assert (one.name, one.money, one.reserve) == (other.name, other.money, other.reserve)
    assert list(one.hours) == list(other.hours)
    pd.testing.assert_frame_equal(
        one.weights, other.weights, check_freq=False, check_names=False, check_exact=True
    )
    pd.testing.assert_frame_equal(one.years, other.years, check_exact=True)
    assert list(one.tables) == list(other.tables)
    for component, frame in one.tables.items():
        pd.testing.assert_frame_equal(frame, other.tables[component], check_exact=True)
    assert set(one.series) == set(other.series)
    for key in one.series:
        np.testing.assert_array_equal(one.series[key].to_numpy(), other.series[key].to_numpy())
        assert list(one.series[key].columns) == list(other.series[key].columns)


@settings(max_examples=15, deadline=None)
@given(SHAPES)
def test_a_network_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, shape: Shape
) -> None:
    network = small_network(shape)
    again = read_again(network, tmp_path_factory.mktemp("network") / "n")
    assert_same(network, again)
    assert fingerprint(network) == fingerprint(again)


ODD = [-0.0, 5e-324, 1.7976931348623157e308, 1 / 3, np.inf, 2.0**53 + 2]
"""Numbers that a text format may lose."""


@pytest.mark.parametrize(
    "hours",
    [
        pd.date_range("2030-03-31", periods=6, freq="h", tz="Asia/Shanghai"),
        pd.date_range("2030-01-01", periods=6, freq="h").as_unit("ns"),
        pd.RangeIndex(6),
        pd.Index(["甲", "b|c", "b", "c", "", "2030"]),
    ],
    ids=["zone", "nanoseconds", "numbers", "words"],
)
def test_hours_and_odd_values_are_kept(hours: pd.Index, tmp_path: Path) -> None:
    network = make_network(
        "城市 | a", hours,
        {"nodes": pd.DataFrame({"shed_cost": [np.inf, 1.0]}, index=["甲", "b/../c"]),
         "loads": pd.DataFrame({"node": ["甲"], "sector": "居民, \"x\""}, index=["l"]),
         "lines": pd.DataFrame({"node0": "甲", "node1": "b/../c", "reactance": np.nan}, index=["x"])},
        {("loads", "demand"): pd.DataFrame({"l": ODD}, index=hours)}, money="元", reserve=0.1,
    )  # fmt: skip
    again = read_again(network, tmp_path / "n")
    assert_same(network, again)
    assert np.signbit(again.by_hour("loads", "demand")[0, 0])
    assert fingerprint(network) == fingerprint(again)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["n"]


def changed(frame: pd.DataFrame, row: int, column: str, value: object) -> pd.DataFrame:
    found = frame.copy()
    found[column] = found[column].astype(object if isinstance(value, str) else found[column].dtype)
    found.iloc[row, found.columns.get_loc(column)] = value
    return found


def test_the_order_of_series_is_nothing_and_everything_else_is_something() -> None:
    """A fingerprint stays where only the order in which series were given is another.

    The order of rows is kept: it is the order of the results.
    """
    own = fingerprint(FULL)
    again = replace(FULL, series=dict(reversed(FULL.series.items())))
    assert fingerprint(again) == own
    tables, series = dict(FULL.tables), dict(FULL.series)
    key = ("loads", "demand")
    moved = series[key].copy()
    moved.iloc[3, 0] = np.nextafter(moved.iloc[3, 0], np.inf)
    others = [
        replace(FULL, name="other"), replace(FULL, money="CNY"), replace(FULL, reserve=1e-9),
        replace(FULL, weights=FULL.weights * 2), replace(FULL, years=FULL.years + 1),
        replace(FULL, hours=FULL.hours + pd.Timedelta("1h")),
        replace(FULL, series=series | {key: moved}),
        replace(FULL, series=series | {key: series[key].iloc[:, ::-1]}),
        replace(FULL, series={k: f for k, f in series.items() if k != key}),
        replace(FULL, tables=tables | {"nodes": tables["nodes"].iloc[::-1]}),
        replace(FULL, tables=tables | {"loads": tables["loads"].rename(index={"load n0": "load"})}),
        replace(FULL, tables=tables | {"nodes": changed(tables["nodes"], 0, "zone", "z")}),
        replace(FULL, tables=tables | {"nodes": changed(tables["nodes"], 0, "shed_cost", 1999.0)}),
    ]  # fmt: skip
    found = [fingerprint(network) for network in others]
    assert own not in found
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("one", "other"), [(["a|b", "c"], ["a", "b|c"]), (["a", ""], ["a|", ""]), (["1"], ["1.0"])]
)
def test_names_that_are_alike_when_joined_are_told_apart(one: list[str], other: list[str]) -> None:
    def of(names: list[str]) -> str:
        return fingerprint(
            make_network("n", pd.RangeIndex(1), {"nodes": pd.DataFrame(index=names)})
        )

    assert of(one) != of(other)


# --- what is no network --------------------------------------------------------------------------


def removed(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def written(name: str, data: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(data)


def framed(name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[Path], None]:
    return lambda folder: change(pd.read_parquet(folder / name)).to_parquet(folder / name)


def headed(**values: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        head = json.loads((folder / HEAD).read_text(encoding="utf-8")) | values
        (folder / HEAD).write_text(json.dumps(head), encoding="utf-8")

    return change


def renamed(old: str, new: str) -> Callable[[Path], None]:
    return lambda folder: (folder / old).rename(folder / new)


GENERATORS, DEMAND = "tables/generators.parquet", "series/loads.demand.parquet"
HOSTILE: dict[str, tuple[str, Callable[[Path], None]]] = {
    "no head": ("missing", removed(HEAD)),
    "no hours": ("missing", removed("hours.parquet")),
    "no years": ("missing", removed("years.parquet")),
    "head is no JSON": ("damaged", written(HEAD, b"{")),
    "head is no text": ("damaged", written(HEAD, b"\xff\xfe\x00")),
    "head is a list": ("format", written(HEAD, b"[1, 2]")),
    "head nested without end": ("damaged", written(HEAD, b"[" * 100_000)),
    "another format": ("format", headed(format=2)),
    "name is a number": ("damaged", headed(name=3)),
    "reserve is a text": ("damaged", headed(reserve="0.1")),
    "a table is text": ("damaged", written(GENERATORS, b"name,node\na,b\n")),
    "a table is empty": ("damaged", written(GENERATORS, b"")),
    "a table ends early": (
        "damaged", lambda f: (f / GENERATORS).write_bytes((f / GENERATORS).read_bytes()[:-40])
    ),
    "hours are text": ("damaged", written("hours.parquet", b"PAR1PAR1")),
    "hours without a weight": ("columns", framed("hours.parquet", lambda f: f.drop(columns="state"))),
    "hours with one more": ("columns", framed("hours.parquet", lambda f: f.assign(more=1.0))),
    "years without a price": (
        "columns", framed("years.parquet", lambda f: f.drop(columns="carbon_price"))
    ),
    "an unknown component": ("unknown", renamed(GENERATORS, "tables/engines.parquet")),
    "an unknown column": ("columns", framed(GENERATORS, lambda f: f.assign(colour="red"))),
    "no names": ("columns", framed(GENERATORS, lambda f: f.drop(columns="name"))),
    "text for a number": ("values", framed(GENERATORS, lambda f: f.assign(capacity="many"))),
    "an unknown series": ("unknown", renamed(DEMAND, "series/loads.colour.parquet")),
    "a series of what does not vary": ("unknown", renamed(DEMAND, "series/loads.sector.parquet")),
    "a series of nobody": ("columns", framed(DEMAND, lambda f: f.assign(nobody=1.0))),
    "a series of text": ("values", framed(DEMAND, lambda f: f.assign(**{"load n0": "much"}))),
    "a series too short": ("hours", framed(DEMAND, lambda f: f.iloc[:-1])),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_folder_is_a_named_error(name: str, tmp_path: Path) -> None:
    """Which file it is, and what is wrong with it, in both languages."""
    key, spoil = HOSTILE[name]
    write_network(FULL, tmp_path / "n")
    spoil(tmp_path / "n")
    with pytest.raises(NetworkFileError) as caught:
        read_network(tmp_path / "n")
    assert caught.value.key == f"energy.network_file.{key}"
    for lang in ("en", "zh"):
        assert str(tmp_path / "n") in caught.value.text(lang)


def test_a_folder_that_is_not_there_is_a_named_error(tmp_path: Path) -> None:
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(NetworkFileError) as caught:
            read_network(folder)
        assert caught.value.key == "energy.network_file.missing"
