"""A certificate proves what it says: the checker takes it, and takes nothing that was altered.

Two kinds of alteration are told apart. An accident (a byte, a number, a missing file) breaks a seal.
A forger writes all seals anew, and then has to prove the claim: the bounds are computed again from
the multipliers and the plan. Whoever changes multipliers and claims alike has another certificate
that is true, perhaps of a weaker bound; that no multipliers prove a bound above the optimum, and no
plan costs less than it, are the laws of `test_energy_bounds`.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from energy_worked import SHAPE, worked
from small_networks import small_network

from citywright.energy import solve
from citywright.energy.certificate import (
    ARRAYS,
    HEAD,
    NETWORK,
    check_certificate,
    write_certificate,
)
from citywright.energy.files import fingerprint, read_network
from citywright.energy.prepare import prepare
from citywright.energy.proof import Program, program_of
from citywright.errors import UsageError

MATERIAL = 1e-9
"""Share by which a forged number differs at least; sums on two machines differ by less."""
Rng = np.random.Generator


@dataclass
class Copy:
    """A certificate in a folder of its own, which an alteration may spoil: folder, other, rng."""

    folder: Path
    other: Path
    rng: Rng

    @property
    def files(self) -> list[Path]:
        return sorted(p for p in self.folder.rglob("*") if p.is_file())

    def some_file(self) -> Path:
        return self.files[self.rng.integers(len(self.files))]

    def head(self) -> dict:
        return json.loads((self.folder / HEAD).read_text(encoding="utf-8"))

    def arrays(self) -> dict[str, np.ndarray]:
        with np.load(self.folder / ARRAYS) as file:
            return {name: file[name] for name in file.files}

    def write_arrays(self, arrays: dict[str, np.ndarray]) -> None:
        np.savez_compressed(self.folder / ARRAYS, **arrays)

    def write_head(self, head: dict) -> None:
        text = json.dumps(head, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (self.folder / HEAD).write_text(text, encoding="utf-8")

    def seal(self, **claims: object) -> None:
        """What a forger does who has read the source: every digest anew, with other claims."""
        head = self.head() | claims
        head["files"] = {
            p.relative_to(self.folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in self.files
            if p.name != HEAD
        }
        head["network"] = fingerprint(read_network(self.folder / NETWORK))
        rest = {key: value for key, value in head.items() if key != "digest"}
        text = json.dumps(rest, sort_keys=True).encode()
        self.write_head(rest | {"digest": hashlib.sha256(text).hexdigest()})


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two certificates of networks alike, each found by a search over four blocks of 12 hours."""
    home = tmp_path_factory.mktemp("certificates")
    for name, seed in (("one", 4), ("other", 5)):
        network = small_network(replace(SHAPE, seed=seed))
        solve(
            network, 1e-5, workers=1, method="weeks", block_hours=24, certificate=home / name
        )  # fmt: skip
    return home / "one", home / "other"


def test_a_certificate_is_accepted(certificates: tuple[Path, Path]) -> None:
    """Its bounds are those of the solution, with the constant that PyPSA leaves out."""
    for folder, seed in zip(certificates, (4, 5), strict=True):
        verdict = check_certificate(folder)
        assert verdict.ok, verdict.faults
        solution = solve(small_network(replace(SHAPE, seed=seed)), method="whole")
        head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
        constant = head["objective_constant"]
        assert constant == pytest.approx(solution.objective_constant)
        optimum = solution.upper_bound + constant
        assert head["lower_bound"] <= optimum * (1 + 1e-9)
        assert head["upper_bound"] >= optimum * (1 - 1e-9)
        assert head["upper_bound"] - head["lower_bound"] <= 1e-5 * head["upper_bound"]


def test_resealing_what_is_unchanged_changes_nothing(
    certificates: tuple[Path, Path], tmp_path: Path
) -> None:
    """The forger of these tests knows the format: what he seals without a change is accepted."""
    copy = copied(certificates, tmp_path, 0)
    copy.write_arrays(copy.arrays())
    copy.seal()
    assert check_certificate(copy.folder).ok


# --- accidents: no seal is written anew ---------------------------------------------------------


def flip_byte(copy: Copy) -> None:
    path = copy.some_file()
    data = bytearray(path.read_bytes())
    data[copy.rng.integers(len(data))] ^= int(copy.rng.integers(1, 256))
    path.write_bytes(bytes(data))


def cut_file(copy: Copy) -> None:
    path = copy.some_file()
    path.write_bytes(path.read_bytes()[: copy.rng.integers(path.stat().st_size)])


def remove_file(copy: Copy) -> None:
    copy.some_file().unlink()


def add_file(copy: Copy) -> None:
    place = copy.folder / NETWORK / ("tables", "series", ".")[copy.rng.integers(3)]
    (place / f"more{copy.rng.integers(1000)}.parquet").write_bytes(copy.some_file().read_bytes())


def swap_file(copy: Copy) -> None:
    """A file of the other certificate in its place."""
    alike = [
        path for path in copy.files
        if (theirs := copy.other / path.relative_to(copy.folder)).exists()
        and theirs.read_bytes() != path.read_bytes()
    ]  # fmt: skip
    path = alike[copy.rng.integers(len(alike))]
    path.write_bytes((copy.other / path.relative_to(copy.folder)).read_bytes())


def alter_head(copy: Copy) -> None:
    head = copy.head()
    numbers = [key for key, value in head.items() if isinstance(value, int | float)]
    key = numbers[copy.rng.integers(len(numbers))]
    head[key] = altered(float(head[key]), copy.rng)
    copy.write_head(head)


def alter_arrays(copy: Copy) -> None:
    arrays = copy.arrays()
    name = sorted(arrays)[copy.rng.integers(len(arrays))]
    at = copy.rng.integers(len(arrays[name]))
    arrays[name][at] = altered(float(arrays[name][at]), copy.rng)
    copy.write_arrays(arrays)


def alter_network(copy: Copy) -> None:
    """A number of a table or series, with the format kept."""
    names, frame, path = opened(copy)
    column = names[copy.rng.integers(len(names))]
    row = copy.rng.integers(len(frame))
    value = float(frame[column].iloc[row])
    frame.loc[frame.index[row], column] = altered(value, copy.rng)
    frame.to_parquet(path)


ACCIDENTS = {
    flip_byte: 415, cut_file: 50, remove_file: 60, add_file: 40, swap_file: 60, alter_head: 120,
    alter_arrays: 80, alter_network: 60,
}  # fmt: skip


# --- forgeries: all seals are written anew -------------------------------------------------------


def forge_claim(copy: Copy) -> None:
    """A bound, the constant or the largest gap of a row, up or down."""
    key = ("lower_bound", "upper_bound", "objective_constant")[copy.rng.integers(3)]
    factor = 1 + copy.rng.choice([-1, 1]) * 10 ** copy.rng.uniform(-8, 0)
    copy.seal(**{key: copy.head()[key] * factor})


def forge_terms(copy: Copy) -> None:
    """What the bounds are computed with: a price of gaps below the dearest energy, other blocks."""
    head = copy.head()
    terms = {
        "penalty": head["penalty"] * copy.rng.uniform(0, 0.999),
        "violation": head["violation"] + 10 ** copy.rng.uniform(-9, 3),
        "blocks": head["blocks"] + int(copy.rng.integers(1, 4)),
        "block_hours": int(copy.rng.integers(1, 20)), "format": 2,
    }  # fmt: skip
    key = sorted(terms)[copy.rng.integers(len(terms))]
    copy.seal(**{key: terms[key]})


def forge_multipliers(copy: Copy) -> None:
    """Other multipliers do not prove the lower bound that these ones prove."""
    arrays = copy.arrays()
    names = [name for name in arrays if name.startswith("multipliers")]
    y = arrays[names[copy.rng.integers(len(names))]]
    y += copy.rng.normal(size=len(y)) * 10 ** copy.rng.uniform(-4, 1) * np.abs(y).max()
    copy.write_arrays(arrays)
    copy.seal()


def forge_plan(copy: Copy) -> None:
    """A column of the plan elsewhere between its bounds: another cost, or a row that is missed."""
    arrays, program = copy.arrays(), program_at(copy.folder)
    number = int(copy.rng.integers(len(program.coupling.spans)))
    block = list(program.blocks())[number]
    at, p = program.coupling.places[number], arrays[f"plan_{number}"]
    low, high = block.column_bounds(np.where(at >= 0, arrays["z"][at], 0.0))
    wide = np.setdiff1d(np.flatnonzero(high - low > 1.0), block.missing)
    column = wide[copy.rng.integers(len(wide))]
    ends = low[column], min(high[column], low[column] + 1000.0)
    other = copy.rng.uniform(*ends)
    p[column] = other if abs(other - p[column]) > 0.01 else sum(ends) / 3.0
    copy.write_arrays(arrays)
    copy.seal()


def forge_ties(copy: Copy) -> None:
    """A capacity, a level or an output at the end of a block (shares of limits are counted anew)."""
    arrays, program = copy.arrays(), program_at(copy.folder)
    shares = program.coupling.places[:, program.coupling.parts["budget"]].ravel()
    mine = np.setdiff1d(np.arange(len(arrays["z"])), shares)
    at = mine[copy.rng.integers(len(mine))]
    step = 10 ** copy.rng.uniform(-2, 2) * max(1.0, arrays["z"][at])
    arrays["z"][at] += step * copy.rng.choice([-1, 1])
    copy.write_arrays(arrays)
    copy.seal()


def forge_network(copy: Copy) -> None:
    """More or less demand, dearer capacity, a tighter cap: the plan and the bracket are another's."""
    network = copy.folder / NETWORK
    kind = copy.rng.integers(3)
    factor = 1 - 10 ** copy.rng.uniform(-4, -0.5)
    if kind == 0:
        path = network / "series" / "loads.demand.parquet"
        frame = pd.read_parquet(path)
        frame.iloc[copy.rng.integers(len(frame)), copy.rng.integers(frame.shape[1])] *= factor
    elif kind == 1:
        path = network / "tables" / "generators.parquet"
        frame = pd.read_parquet(path)
        frame.loc[frame["expandable"], "capital_cost"] *= factor
    else:
        path = network / "tables" / "limits.parquet"
        frame = pd.read_parquet(path)
        frame["value"] *= factor - 0.01
    frame.to_parquet(path)
    copy.seal()


def forge_numbers(copy: Copy) -> None:
    """Not a number, endless, or larger than can be reckoned with, anywhere."""
    value = float(copy.rng.choice([np.nan, np.inf, -np.inf, 1e308, -1e308]))
    if copy.rng.random() < 0.5:
        keys = ("lower_bound", "upper_bound", "penalty", "violation", "objective_constant")
        key = keys[copy.rng.integers(len(keys))]
        value = np.nan if key == "penalty" else value  # a higher one is as true as it is useless
        copy.seal(**{key: value})
        return
    arrays = copy.arrays()
    names = [name for name in arrays if name != "z" or np.isnan(value)]
    name = sorted(names)[copy.rng.integers(len(names))]
    # one number that is larger than large may be cut to its bounds; all of them are not
    arrays[name] = np.full_like(arrays[name], value)
    copy.write_arrays(arrays)
    copy.seal()


def forge_shape(copy: Copy) -> None:
    """An array that is missing, too short, of two dimensions, or one too many."""
    arrays = copy.arrays()
    name = sorted(arrays)[copy.rng.integers(len(arrays))]
    kind = copy.rng.integers(4)
    if kind == 0:
        del arrays[name]
    elif kind == 1:
        arrays[name] = arrays[name][:-1]
    elif kind == 2:
        arrays[name] = arrays[name][None, :]
    else:
        arrays[f"plan_{len(arrays)}"] = arrays[name]
    copy.write_arrays(arrays)
    copy.seal()


def forge_mixture(copy: Copy) -> None:
    """The multipliers, the plan or the network of the other certificate."""
    kind = copy.rng.integers(3)
    if kind == 2:
        shutil.rmtree(copy.folder / NETWORK)
        shutil.copytree(copy.other / NETWORK, copy.folder / NETWORK)
    else:
        arrays = copy.arrays()
        theirs = Copy(copy.other, copy.folder, copy.rng).arrays()
        own = ("multipliers", "plan")[kind]
        copy.write_arrays({n: theirs[n] if n.startswith(own) else a for n, a in arrays.items()})
    copy.seal()


FORGERIES = {
    forge_claim: 15, forge_terms: 15, forge_multipliers: 15, forge_plan: 15, forge_ties: 15,
    forge_network: 15, forge_numbers: 10, forge_shape: 10, forge_mixture: 5,
}  # fmt: skip
TOGETHER = 1000


def test_a_thousand_alterations_are_counted() -> None:
    assert sum(ACCIDENTS.values()) + sum(FORGERIES.values()) == TOGETHER


@pytest.mark.parametrize(
    ("alter", "count"),
    [*ACCIDENTS.items(), *FORGERIES.items()],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_every_alteration_is_rejected(
    certificates: tuple[Path, Path], tmp_path: Path, alter: Callable[[Copy], None], count: int
) -> None:
    for seed in range(count):
        copy = copied(certificates, tmp_path, seed)
        alter(copy)
        verdict = check_certificate(copy.folder)
        assert not verdict.ok, f"{alter.__name__} {seed}"
        assert verdict.faults
        shutil.rmtree(copy.folder)


def copied(certificates: tuple[Path, Path], tmp_path: Path, seed: int) -> Copy:
    folder = Path(shutil.copytree(certificates[0], tmp_path / "copy"))
    return Copy(folder, certificates[1], np.random.default_rng(seed))


def altered(value: float, rng: Rng) -> float:
    """Another number: a digit elsewhere, another sign, a neighbour among the floats, none at all."""
    options = [
        value * (1 + rng.uniform(MATERIAL, 1)), -value if value else 1.0, value + 1.0,
        float(np.nextafter(value, np.inf)), float("nan"), float("inf"),
    ]  # fmt: skip
    return float(rng.choice([o for o in options if o != value]))


def opened(copy: Copy) -> tuple[list[str], pd.DataFrame, Path]:
    """Columns of numbers of a Parquet file of the network, its frame, its path."""
    paths = [p for p in copy.files if p.suffix == ".parquet"]
    path = paths[copy.rng.integers(len(paths))]
    frame = pd.read_parquet(path)
    names = [n for n in frame if frame[n].dtype.kind == "f" and not frame[n].isna().any()]
    return (names, frame, path) if names else opened(copy)


@cache
def program_at(folder: Path) -> Program:
    """The program of a certificate's network (that of the first certificate, wherever it lies)."""
    head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
    known = prepare(read_network(folder / NETWORK)).known
    return program_of(known, head["block_hours"], head["penalty"])


def test_only_a_certificate_is_written_over(
    certificates: tuple[Path, Path], tmp_path: Path
) -> None:
    """A folder of something else stays as it is."""
    (tmp_path / "letters").mkdir()
    letter = tmp_path / "letters" / "letter.txt"
    letter.write_text("dear", encoding="utf-8")
    prepared, program, evidence, bounds = worked()
    extra = {"objective_constant": 0.0}
    with pytest.raises(UsageError):
        write_certificate(letter.parent, prepared, evidence, bounds, extra)
    assert letter.read_text(encoding="utf-8") == "dear"
    assert [p.name for p in tmp_path.iterdir()] == ["letters"]
    mine = Path(shutil.copytree(certificates[0], tmp_path / "mine"))
    write_certificate(mine, prepared, evidence, bounds, extra)
    assert {p.name for p in mine.iterdir()} == {HEAD, ARRAYS, NETWORK}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["letters", "mine"]
    assert program.penalty == evidence.penalty


def test_the_checker_knows_no_solver() -> None:
    """Nothing that it imports imports HiGHS or linopy."""
    code = (
        "import sys, citywright.energy.certificate\n"
        "print([m for m in ('highspy', 'linopy', 'scipy.optimize') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
