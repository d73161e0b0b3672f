"""MATPOWER cases: published costs of the linear power flow, convex costs exactly, nothing is run."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.energy import solve
from citywright.energy.check import check_network
from citywright.energy.interchange import InterchangeError, read_matpower
from citywright.energy.interchange.matpower_costs import pieces_of

PGLIB = Path(__file__).parent / "peers" / "pglib"
CASE = """function mpc = tiny
mpc.version = '2';
mpc.baseMVA = 100;
mpc.bus = [
 1 3 0 0 0 0 1 1 0 110 1 1.1 0.9;
 2 1 80 0 5 0 1 1 0 110 1 1.1 0.9;  % a comment ... with dots
 9 4 70 0 0 0 1 1 0 110 1 1.1 0.9
];
mpc.gen = [
 1 0 0 0 0 1 100 1 100 10;
 2 0 0 0 0 1 100 1 60 -20, 0 0;
 2 0 0 0 0 1 100 0 60 0;
];
mpc.branch = [
 1 2 0 0.1 0 {rate} 0 0 0 0 {status} {low} {high};
 2 1 0 0.2 0 0 0 0 0.5 0 1 -360 360;
];
mpc.gencost = [
 {first};
 2 0 0 2 30 7 0 0;
 2 0 0 2 1 0 0 0;
];
"""


def case(tmp_path: Path, text: str = CASE, **values: object) -> Path:
    given = {"rate": 50, "status": 1, "low": 0, "high": 0, "first": "2 0 0 2 10 3 0 0"} | values
    path = tmp_path / "tiny.m"
    path.write_text(text.format(**given) if text is CASE else text, encoding="utf-8")
    return path


def cost(path: Path, segments: int = 100) -> float:
    read = read_matpower(path, segments)
    assert not check_network(read.network).errors
    return solve(read.network, 1e-9).upper_bound + read.objective_constant


def with_losses_in_impedance(path: Path, folder: Path) -> Path:
    """The case with x = (r² + x²) / x: PowerModels takes 1 / x of its DC model from 1 / (r + jx)."""
    lines, inside = [], False
    for line in path.read_text(encoding="utf-8").splitlines():
        inside = line.startswith("mpc.branch") or (inside and not line.startswith("]"))
        cells = line.split()
        if inside and len(cells) > 10:
            r, x = float(cells[2]), float(cells[3])
            cells[3] = repr((r * r + x * x) / x)
        lines.append(" ".join(cells) if inside else line)
    changed = folder / path.name
    changed.write_text("\n".join(lines), encoding="utf-8")
    return changed


@pytest.mark.parametrize(("name", "printed"), [("case3_lmbd", 5.6959e3), ("case5_pjm", 1.7480e4)])
def test_published_costs(name: str, printed: float, tmp_path: Path) -> None:
    """Column DC ($/h) of the Power Grid Library's BASELINE.md, to its five digits."""
    path = with_losses_in_impedance(PGLIB / f"pglib_opf_{name}.m", tmp_path)
    assert float(f"{cost(path, 1000):.4e}") == printed


def test_an_uncongested_grid_costs_its_cheapest_plant() -> None:
    """case14: 259 MW, all of it from the plant at 22.879299 $/MWh with 340 MW."""
    assert cost(PGLIB / "pglib_opf_case14_ieee.m") == pytest.approx(259.0 * 22.879299, rel=1e-9)


def test_where_it_lands(tmp_path: Path) -> None:
    """Isolated buses and units out of service are left out; Gs is demand; x · ratio; Pmin; constants."""
    read = read_matpower(case(tmp_path))
    network = read.network
    assert list(network.names("nodes")) == ["1", "2"]
    assert list(network.names("generators")) == ["gen 1", "gen 2"]
    assert network.of("loads", "demand") == [85.0]
    np.testing.assert_allclose(network.of("lines", "reactance"), [0.1, 0.1])
    np.testing.assert_array_equal(network.of("lines", "capacity"), [50.0, np.inf])
    second = network.tables["generators"].loc["gen 2"]
    assert second["must_run"] * second["capacity"] == -20.0
    assert read.objective_constant == 3.0 + 7.0
    assert [(x.component, x.names) for x in read.notes] == [("bus", ("9",))]
    # two equal lines, one of 50 MW, let 100 MW through at 10, of which gen 2 takes 15 at 30
    assert cost(case(tmp_path)) == pytest.approx(100 * 10 - 15 * 30 + 10)


def test_angles_limit_flows(tmp_path: Path) -> None:
    """|θ| <= 1°: base · (π/180) / x = 17.45 MW on each of the two equal lines."""
    path = case(tmp_path, low=-1, high=1)
    read = read_matpower(path)
    assert read.network.of("lines", "capacity")[0] == pytest.approx(100 * np.pi / 180 / 0.1)
    through = 2 * 100 * np.pi / 180 / 0.1
    assert cost(path) == pytest.approx(10 * through + 30 * (85 - through) + 10)
    with pytest.raises(InterchangeError):
        read_matpower(case(tmp_path, low=-1, high=2))


convex = st.lists(st.floats(0.5, 40.0), min_size=1, max_size=6)


@settings(deadline=None)
@given(
    low=st.floats(-50, 50),
    width=st.floats(1, 200),
    a=st.floats(0, 2),
    b=st.floats(-20, 20),
    n=st.integers(1, 40),
)
def test_quadratic_costs_are_bracketed(
    low: float, width: float, a: float, b: float, n: int
) -> None:
    """f(p) <= pieces(p) <= f(p) + error, with the largest error as stated: c2 (w / n)² / 4."""
    row = np.array([2, 0, 0, 3, a, b, 4.0])
    found = pieces_of(row, low, low + width, n)
    assert not isinstance(found, str)
    p = np.linspace(low, low + width, 37)
    steps = np.clip(p[:, None] - found.edges[:-1], 0, np.diff(found.edges))
    made = found.constant + found.slopes[0] * low + steps @ found.slopes
    true = a * p**2 + b * p + 4.0
    scale = 1e-9 * (1 + np.abs(true).max())
    assert (made >= true - scale).all()
    assert (made <= true + found.error + scale).all()
    assert found.error == pytest.approx(a * (width / n) ** 2 / 4 if a else 0.0, abs=1e-12)


@settings(deadline=None)
@given(slopes=convex, widths=convex, start=st.floats(-30, 30), data=st.data())
def test_convex_points_are_exact(
    slopes: list[float], widths: list[float], start: float, data: st.DataObject
) -> None:
    """The pieces pass through the points, and go straight on outside of them."""
    n = min(len(slopes), len(widths))
    x = start + np.concatenate([[0.0], np.cumsum(widths[:n])])
    y = 5.0 + np.concatenate([[0.0], np.cumsum(np.sort(slopes[:n]) * widths[:n])])
    row = np.concatenate([[1, 0, 0, n + 1], np.column_stack([x, y]).ravel()])
    low = data.draw(st.floats(start - 20, x[-1]))
    found = pieces_of(row, low, x[-1] + 10.0, 1)
    assert not isinstance(found, str)
    for point, value in zip(x, y, strict=True):
        if point >= low:
            steps = np.clip(point - found.edges[:-1], 0, np.diff(found.edges))
            assert found.constant + found.slopes[0] * low + steps @ found.slopes == pytest.approx(
                value
            )


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (
            ("mpc.baseMVA = 100;", "mpc.baseMVA = 100;\nmpc.branch(:, 4) = mpc.branch(:, 4) / 12;"),
            "case_computed",
        ),
        (("mpc.baseMVA = 100;", ""), "case_missing"),
        (("1 3 0 0", "1 3 system('ls') 0"), "case_number"),
        (("1 3 0 0", "1 3 __import__('os') 0"), "case_number"),
        (("];\nmpc.gen =", "\nmpc.gen ="), "case_number"),
        (("1 3 0 0 0 0 1 1 0 110 1 1.1 0.9", "1 3 0 0"), "case_width"),
    ],
)
def test_hostile_files_are_refused(change: tuple[str, str], key: str, tmp_path: Path) -> None:
    """The file is a program; nothing of it is run."""
    text = CASE.format(rate=50, status=1, low=0, high=0, first="2 0 0 2 10 3 0 0").replace(*change)
    with pytest.raises(InterchangeError) as caught:
        read_matpower(case(tmp_path, text))
    assert caught.value.key == f"energy.interchange.{key}"


@pytest.mark.parametrize(
    ("first", "key"),
    [
        ("1 0 0 3 0 0 10 200 20 300", "case_concave"), ("2 0 0 3 -1 5 0 0", "case_concave"),
        ("2 0 0 4 1 0 0 0", "case_degree"), ("1 0 0 3 0 0 0 1 2 2", "case_points"),
        ("3 0 0 2 1 1 0 0", "case_cost"), ("2 0 0 9 1 1 0 0", "case_cost"),
    ],
)  # fmt: skip
def test_costs_that_no_linear_program_holds(first: str, key: str, tmp_path: Path) -> None:
    with pytest.raises(InterchangeError) as caught:
        read_matpower(case(tmp_path, first=first))
    assert [x.key for x in caught.value.notes] == [f"energy.interchange.{key}"]
