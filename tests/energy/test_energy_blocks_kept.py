"""Blocks kept small: nothing of a number is lost, and one solver for all answers as one for each."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from small_networks import Shape, small_network

from citywright.energy.arrays import ArrayNetwork, as_arrays
from citywright.energy.block import Block
from citywright.energy.bounds import cut_of
from citywright.energy.building import blocks_of
from citywright.energy.equations import block_of
from citywright.energy.network import Network
from citywright.energy.planner.start import _first
from citywright.energy.prepare import prepare
from citywright.energy.proof import local, program_of
from citywright.energy.scale import penalty_of
from citywright.energy.shelf import Shelf
from citywright.energy.warm import WarmProgram, basis_of, statuses
from citywright.energy.workers.blocks import SINGLE, _proof
from citywright.energy.workers.packed import packed, unpacked

BLOCK = 8
NETWORK = small_network(Shape(2, 48, 9, 0.1, False, True, True, True, True, False, 1.0))
KNOWN = prepare(NETWORK).known
PROGRAM = program_of(KNOWN, BLOCK, penalty_of(KNOWN))
PARTS = ("c", "cz", "l0", "u0", "lk", "uk", "sized", "rl", "ru", "missing", "whole")


def plain(network: Network) -> Network:
    """The network without its arrays at hand."""
    make, parts = Network.__reduce__(network)  # type: ignore[misc]
    return make(*parts)


def blocks(shelf: Shelf | None = None) -> list[Block]:
    return list(blocks_of(KNOWN, PROGRAM.coupling, PROGRAM.penalty, shelf=shelf))


def points() -> list[np.ndarray]:
    """Two points at which every block can be solved."""

    class Begun:
        program = PROGRAM

    z = _first(Begun())  # type: ignore[arg-type]
    half = z.copy()
    half[: PROGRAM.outer.units] *= 0.5
    return [z, half]


def test_blocks_are_those_that_are_built_one_by_one_from_frames() -> None:
    before = plain(KNOWN)
    assert type(before) is Network
    for span, made in zip(PROGRAM.coupling.spans, blocks(Shelf()), strict=True):
        alone = block_of(before, span, PROGRAM.coupling, PROGRAM.penalty)
        assert (abs(made.A - alone.A)).nnz == 0
        assert (abs(made.R - alone.R)).nnz == 0
        for part in PARTS:
            assert np.array_equal(getattr(made, part), getattr(alone, part)), part


def test_equal_arrays_are_kept_once() -> None:
    made = blocks(Shelf())
    middle = made[1:-1]
    assert len({id(b.A) for b in middle}) == 1
    assert len({id(b.sized) for b in middle}) == 1
    # and what differs from block to block is each one's own
    assert len({id(b.rl) for b in made}) == len(made)


def test_a_network_of_arrays_travels_and_says_the_same() -> None:
    there = pickle.loads(pickle.dumps(KNOWN))
    assert isinstance(there, ArrayNetwork)
    for key in KNOWN.series:
        span = slice(3, 11)
        expected = plain(KNOWN).by_hour(*key, span)
        assert np.array_equal(there.by_hour(*key, span), expected)
        assert np.array_equal(as_arrays(there).by_hour(*key), plain(KNOWN).by_hour(*key))


@given(arrays(float, st.integers(0, 40), elements=st.sampled_from([0.0, -1.5, 1e-300, 7.25])))
def test_a_packed_plan_is_the_plan(vector: np.ndarray) -> None:
    assert np.array_equal(unpacked(packed(vector)), vector)


def test_one_solver_for_all_answers_as_one_for_each() -> None:
    """To the bit, in any order of the blocks, and whatever was solved between."""
    made, found = blocks(Shelf()), {}
    for order in ([0, 1, 2, 3, 4, 5], [5, 3, 1, 0, 2, 4], [2]):
        program, bases = WarmProgram(), dict.fromkeys(order)
        for z in points():
            for n in order:
                at = local(z, PROGRAM.coupling.places[n])
                solved = program.solve(made[n], at, bases[n])
                bases[n] = solved.basis
                key = n, float(z[0])
                answer = solved.p.tobytes() + solved.y.tobytes()
                assert found.setdefault(key, answer) == answer


def test_a_basis_travels_as_numbers_and_saves_iterations() -> None:
    made, z = blocks(Shelf()), points()[0]
    program = WarmProgram()
    solved = program.solve(made[1], local(z, PROGRAM.coupling.places[1]), None)
    again = basis_of(made[1], statuses(solved.basis))
    assert again is not None
    program.solve(made[1], local(z, PROGRAM.coupling.places[1]), again)
    assert program.h.getInfo().simplex_iteration_count == 0
    short = statuses(solved.basis)
    assert basis_of(made[1], short._replace(rows=short.rows[1:])) is None


@pytest.mark.parametrize("number", range(6))
def test_multipliers_are_kept_with_the_cut_that_they_prove(number: int) -> None:
    block, z = blocks()[number], local(points()[0], PROGRAM.coupling.places[number])
    p, y, _ = WarmProgram().solve(block, z, None)
    value = float(block.c @ p + block.cz @ z)
    kept, cut = _proof(block, y, z, value)
    again = cut_of(block, kept.astype(float))
    assert cut.constant == again.constant
    assert np.array_equal(cut.slope, again.slope)
    lost = value - (cut.constant + float(cut.slope @ z))
    assert kept.dtype == np.float64 or lost <= SINGLE * max(abs(value), 1.0)
    # where single precision would cost much, it is not taken
    poor = _proof(block, y, z, value + 10.0 * SINGLE * max(abs(value), 1.0))
    assert poor[0].dtype == np.float64
