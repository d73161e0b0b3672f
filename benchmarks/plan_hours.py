"""The plan with its power system by the hour: time, memory, proof; beside it one program given whole.

python -m benchmarks plan_hours [--weeks 1 2 4] [--seconds 300] [--only ours whole growth]

growth: the same city with 1, 2, 3 years by the hour, with its candidates in 1, 2, 4 parts each, and
with its areas joined into 2 and 4 of them; the city as it is stands in each of these.
"""

import argparse
import itertools
import math
import time
from collections.abc import Sequence

from benchmarks._grown_city import in_parts, planned_by_hour, with_areas, years_by_hour
from benchmarks._plan_whole import short, whole_program
from citywright.city import City
from citywright.energy.workers.usage import usage
from citywright.plan.data import prepare
from citywright.plan.hourly.joint import Joint, plan_with_power
from citywright.plan.hourly.network import plan_network
from citywright.plan.hourly.partner import PowerPartner
from citywright.plan.hourly.start import begin
from citywright.plan.layout import layout_of
from citywright.plan.model import build_model
from citywright.plan.program import Program, open_solver, program_of, run
from citywright.study import Study, open_city

GAP = 1e-3
PARTS = ["ours", "whole", "growth"]
PIECES = (2, 4)
AREAS = (2, 4)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print both parts."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks plan_hours")
    parser.add_argument("--weeks", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--city", default="changzhou")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS[:2])
    given = parser.parse_args(arguments)
    if "ours" in given.only:
        _ours("", open_city(given.city))
    if "growth" in given.only:
        _growth(open_city(given.city))
    if "whole" in given.only:
        _side_by_side(given.city, given.weeks, given.seconds)


def _ours(what: str, city: City) -> float:
    """Plan and prove; prints a line and gives the seconds."""
    started, (before, _) = time.perf_counter(), usage()
    study = Study(city, GAP)
    plan = study.plan
    planned = time.perf_counter() - started
    proof = study.proof
    took = time.perf_counter() - started
    cpu, peak = usage()
    print(
        f"{city.settings.code}{what}: plan {planned:.1f} s, with proof {took:.1f} s, "
        f"gap {plan.gap:.3%} (proven {proof.proven_gap:.3%}), "
        f"proof {'holds' if proof.ok else 'FAILS'}, parent {cpu - before:.0f} CPU-s, {peak:.0f} MB",
        flush=True,
    )
    return took


def _growth(city: City) -> None:
    """Seconds and exponents along years by the hour, projects and areas; one case is run once."""
    years = years_by_hour(city)
    count = int((city.tables["projects"]["status"] == "candidate").sum())
    whole = _ours("", city)
    cases = {
        "years": {k: planned_by_hour(city, years[-k:]) for k in range(1, len(years))},
        "projects": {k * count: in_parts(city, k) for k in PIECES},
        "areas": {k: with_areas(city, k) for k in AREAS},
    }
    here = {"years": len(years), "projects": count, "areas": len(city.tables["zones"])}
    for along, cities in cases.items():
        took = {n: _ours(f", {n} {along}", one) for n, one in cities.items()}
        took[here[along]] = whole
        for (small, a), (large, b) in itertools.pairwise(sorted(took.items())):
            power = math.log(b / a) / math.log(large / small)
            print(f"growth {small} to {large} {along}: time ~ {along}^{power:.2f}", flush=True)


def _side_by_side(city: str, weeks: list[int], seconds: float) -> None:
    """The last power year alone, on some weeks of it: the search, and the same as one program."""
    known = open_city(city)
    known = planned_by_hour(known, years_by_hour(known)[-1:])
    data = prepare(known, by_hour=True)
    m = build_model(data)
    program, layout = program_of(m), layout_of(m)
    assert data.hours is not None
    network = plan_network(known, data.hours)
    for count in weeks:
        small = short(network, count)
        started = time.perf_counter()
        first = begin(program, layout, data.hours, GAP)
        assert first is not None
        at = layout.values("demand", first.x), layout.values("power_emitted", first.x)
        with PowerPartner(small, data.hours, first.gap, at) as partner:
            joint = Joint(program, layout, partner, GAP, lambda step, gap: None)
            joint.paid = joint.ask(first.x)
            found = plan_with_power(joint)
        ours = time.perf_counter() - started
        assert found is not None
        value, bound = found.found.fixed.value, found.found.bound
        print(f"{count} weeks: search {ours:.1f} s, [{value:.2f}, {bound:.2f}]", flush=True)
        _whole(whole_program(small, program, layout), seconds, ours, (value, bound))


def _whole(whole: Program, seconds: float, ours: float, bracket: tuple[float, float]) -> None:
    started = time.perf_counter()
    h = open_solver(whole, {"mip_rel_gap": GAP, "time_limit": seconds})
    answer = run(h)
    took = time.perf_counter() - started
    inside = bracket[0] * (1 - GAP) <= answer.bound and answer.value <= bracket[1] * (1 + 1e-9)
    print(
        f"   one program {whole.A.shape}: {answer.status}, {took:.1f} s ({took / ours:.1f} x), ",
        end="",
    )
    if not answer.feasible:
        print(f"no plan found, none above {answer.bound:.2f}", flush=True)
        return
    print(
        f"[{answer.value:.2f}, {answer.bound:.2f}], {'agrees' if inside else 'DIFFERS'}", flush=True
    )


if __name__ == "__main__":
    main()
