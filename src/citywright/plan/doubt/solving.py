"""Cases solved: those in the store are taken from it, the others are worked off and put there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from citywright.plan.doubt.case import Case
from citywright.plan.doubt.outcome import Base, Outcome, outcome
from citywright.plan.doubt.store import Namer, Store
from citywright.plan.executor import Hands, Job, Progress, Tell, as_answered


@dataclass(frozen=True)
class Means:
    """How cases are solved: by whom, and where answers are kept (None: nowhere)."""

    hands: Hands = field(default_factory=Hands)
    store: Path | None = None
    tell: Tell = lambda progress: None


def solve_cases(
    base: Base, cases: Sequence[Case], means: Means,
    solving: Callable[[Base, Case], Outcome] = outcome,
) -> list[Outcome]:  # fmt: skip
    """Outcomes in the order of the cases; equal cases are solved once.

    Answers are the same on any number of workers, from a store or not, undisturbed or resumed.

    Raises
    ------
    CityError, WorkerError
        As `outcome` and `executor.answers` say; what was solved before is kept.
    """
    namer, store = Namer(base), None if means.store is None else Store(means.store)
    names = [namer.name(case) for case in cases]
    first = dict(zip(reversed(names), reversed(cases), strict=True))
    known = {} if store is None else {n: store.get(n) for n in first}
    found = {name: answer for name, answer in known.items() if answer is not None}
    open_ = [name for name in dict.fromkeys(names) if name not in found]
    job, items = Job(solving, base), [first[name] for name in open_]

    def tell(progress: Progress) -> None:
        done = len(found) + progress.done - len(answered)
        means.tell(Progress(done, len(first), progress.left))

    answered: set[str] = set()
    for place, answer in as_answered(job, items, means.hands, tell):
        name = open_[place]
        found[name] = answer
        answered.add(name)
        if store is not None:
            store.put(name, answer)
    return [{**found[name], "code": case.code} for name, case in zip(names, cases, strict=True)]
