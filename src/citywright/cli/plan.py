"""The command `plan`: from a city to a proven plan and its report."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from citywright.cities import DEFAULT
from citywright.cli.out import HELP_LANG, City, Json, Lang, Out, guarded, help_of


class PowerBy(StrEnum):
    """How finely the power system of a plan is planned."""

    HOURS = "hours"
    YEARS = "years"


def plan(
    city: City = DEFAULT,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=help_of("cli.opt.out"))
    ] = None,
    gap: Annotated[float, typer.Option(min=1e-6, max=0.5, help=help_of("cli.opt.gap"))] = 1e-3,
    power: Annotated[PowerBy | None, typer.Option(help=help_of("cli.opt.power"))] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help=help_of("energy_command.opt.workers"))
    ] = None,
    cluster: Annotated[str | None, typer.Option(help=help_of("energy_command.opt.cluster"))] = None,
    as_json: Json = False,
    lang: Lang = HELP_LANG,
) -> None:
    """Make, prove and report a plan."""

    def work(out: Out) -> int:
        from citywright.report import console
        from citywright.report.progress import steps
        from citywright.study import Study, open_city

        known = open_city(city)
        with steps(out.err, out.lang) as step:
            by_hour = None if power is None else power is PowerBy.HOURS
            study = Study(known, gap, step, by_hour=by_hour, workers=workers, cluster=cluster)
            where = study.report(output or Path(f"plan-{known.settings.code}"), out.lang)
        document = study.document()
        out.show(
            document,
            console.planned(document, console.names_of(known, out.lang), out.lang),
            console.proof_lines(document["proof"], out.lang),
            console.headline(known, study.plan, document, out.lang),
            out.line("console.where", path=where),
        )
        return 0 if study.proof.ok else 1

    guarded(as_json, lang, work)
