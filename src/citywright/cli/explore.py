"""The command `explore`: the frontier between two aims, and near-best alternatives."""

from typing import Annotated

import typer

from citywright.cities import DEFAULT
from citywright.cli.compare import Cluster, Gap, Output, Workers, show_doubt
from citywright.cli.out import HELP_LANG, CityOption, Json, Lang, Out, guarded, help_of
from citywright.errors import UsageError


def explore(
    frontier: Annotated[
        tuple[str, str] | None, typer.Option(help=help_of("doubt_command.opt.frontier"))
    ] = None,
    points: Annotated[int, typer.Option(min=2, help=help_of("doubt_command.opt.points"))] = 7,
    near_best: Annotated[
        float | None,
        typer.Option(min=1e-6, max=0.5, help=help_of("doubt_command.opt.near_best")),
    ] = None,
    alternatives: Annotated[
        int, typer.Option(min=0, help=help_of("doubt_command.opt.alternatives"))
    ] = 3,
    indicator: Annotated[
        list[str] | None, typer.Option(help=help_of("doubt_command.opt.indicator"))
    ] = None,
    city: CityOption = DEFAULT,
    workers: Workers = None,
    cluster: Cluster = None,
    output: Output = None,
    gap: Gap = 1e-3,
    as_json: Json = False,
    lang: Lang = HELP_LANG,
) -> None:
    """Look at plans beside the best one."""

    def work(out: Out) -> int:
        from citywright.doubting import Doubts
        from citywright.plan.doubt.collected import Collected
        from citywright.plan.doubt.solving import Means
        from citywright.plan.executor import Hands
        from citywright.report.doubt_progress import counting
        from citywright.study import open_city

        if frontier is None and near_best is None:
            raise UsageError("doubt.nothing_asked")
        known, seen = open_city(city), tuple(indicator or ())
        with counting(out.err, out.lang) as tell:
            doubts = Doubts(known, gap, Means(Hands(workers, cluster), None, tell))
            found = Collected(
                gap,
                frontier=doubts.frontier(*frontier, points) if frontier else None,
                near_best=doubts.near_best(near_best, alternatives, seen) if near_best else None,
            )
        show_doubt(out, known, found, output)
        return 0

    guarded(as_json, lang, work)
