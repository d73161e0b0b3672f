"""The command line: each verb one function; what it shows comes from `report`, words from tables.

With --json exactly one JSON document goes to standard output; everything else goes to standard error.
"""

from pathlib import Path
from typing import Annotated, Any

import typer

from citywright.accounts.regional.quotients import ESTIMATE_DELTA, ESTIMATE_METHOD, WITH_DELTA
from citywright.cities import DEFAULT
from citywright.city.findings import CityError, Findings
from citywright.cli.compare import compare
from citywright.cli.energy import energy
from citywright.cli.explore import explore
from citywright.cli.out import HELP_LANG, City, CityOption, Json, Lang, Out, guarded, help_of
from citywright.cli.plan import plan
from citywright.cli.read import read
from citywright.errors import UsageError

BLANK = "blank"
"""As `city.start` has it; that module takes seconds to import."""

app = typer.Typer(
    help=help_of("cli.help"), no_args_is_help=True, add_completion=False, rich_markup_mode=None
)


@app.command(help=help_of("cli.new"))
def new(
    target: Annotated[Path, typer.Argument(help=help_of("cli.arg.target"))],
    origin: Annotated[str, typer.Option("--from", help=help_of("cli.opt.from"))] = BLANK,
    national: Annotated[Path | None, typer.Option(help=help_of("cli.opt.national"))] = None,
    totals: Annotated[Path | None, typer.Option(help=help_of("cli.opt.totals"))] = None,
    sources: Annotated[Path | None, typer.Option(help=help_of("cli.opt.sources"))] = None,
    relations: Annotated[Path | None, typer.Option(help=help_of("cli.opt.relations"))] = None,
    method: Annotated[
        str, typer.Option(help=help_of("cli.opt.method", known=", ".join(WITH_DELTA)))
    ] = ESTIMATE_METHOD,
    delta: Annotated[float, typer.Option(help=help_of("cli.opt.delta"))] = ESTIMATE_DELTA,
    settings: Annotated[Path | None, typer.Option(help=help_of("cli.opt.settings"))] = None,
    parquet: Annotated[bool, typer.Option(help=help_of("cli.opt.parquet"))] = False,
    as_json: Json = False,
    lang: Lang = HELP_LANG,
) -> None:
    """Start a city folder."""

    def work(out: Out) -> int:
        from citywright.city.start import start_city

        entries = _entries(settings)
        if national or totals:
            if not (national and totals and entries):
                raise UsageError("cli.national_needs")
            from citywright.founding import Founding, start_from_national

            given = Founding(method=method, delta=delta)
            report = start_from_national(
                target, national, totals, entries, sources, relations, given
            )
            out.show(report, out.line("console.new", path=target, errors=report["to_fill"]))
            return 0
        found = start_city(target, origin, entries, parquet)
        document = {"target": str(target), "to_fill": len(found.errors)}
        out.show(document, out.line("console.new", path=target, errors=len(found.errors)))
        return 0

    guarded(as_json, lang, work)


def _entries(path: Path | None) -> Any:  # noqa: ANN401
    from citywright.city.settings import parse_settings

    if path is None:
        return None
    findings = Findings()
    try:
        entries = parse_settings(path.read_bytes(), findings)
    except OSError as error:
        findings.add("E107", path.name, value=error.strerror)
        entries = None
    if entries is None:
        raise CityError(findings.errors)
    return entries


@app.command(help=help_of("cli.check"))
def check(city: City = DEFAULT, as_json: Json = False, lang: Lang = HELP_LANG) -> None:
    """Check a city folder or workbook."""

    def work(out: Out) -> int:
        from citywright.city import check_city
        from citywright.city.start import origin_path
        from citywright.report import console

        path = origin_path(city)
        _, found = check_city(path)
        document = {
            "city": city, "ok": not found.errors,
            "findings": [finding.as_dict(out.lang) for finding in found],
        }  # fmt: skip
        key = "console.check.bad" if found.errors else "console.check.ok"
        line = out.line(key, path=city, errors=len(found.errors), notices=len(found.notices))
        out.show(document, console.findings(list(found), out.lang), line)
        return 1 if found.errors else 0

    guarded(as_json, lang, work)


@app.command("describe", help=help_of("cli.describe"))
def describe_city(city: City = DEFAULT, as_json: Json = False, lang: Lang = HELP_LANG) -> None:
    """Say what a city folder holds."""

    def work(out: Out) -> int:
        from citywright.city import describe
        from citywright.report import console
        from citywright.study import open_city

        facts = describe(open_city(city))
        out.show(facts, console.described(facts, out.lang))
        return 0

    guarded(as_json, lang, work)


@app.command(help=help_of("cli.impact"))
def impact(
    project: Annotated[str | None, typer.Argument(help=help_of("cli.arg.project"))] = None,
    event: Annotated[Path | None, typer.Option("--event", help=help_of("cli.opt.event"))] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=help_of("cli.opt.workbook"))
    ] = None,
    city: CityOption = DEFAULT,
    as_json: Json = False,
    lang: Lang = HELP_LANG,
) -> None:
    """What projects and events add and need."""

    def work(out: Out) -> int:
        from citywright.report import impact_console
        from citywright.report.effects import impact_document
        from citywright.report.impact_workbook import write_impact_workbook
        from citywright.study import open_city, study

        if project is None and event is None:
            raise UsageError("cli.impact_needs")
        if output is not None and output.suffix.lower() != ".xlsx":
            raise UsageError("cli.impact_xlsx", path=output)
        known = study(open_city(city))
        read = known.read_events(event) if event else None
        own = [known.project_event(project, out.lang)] if project else []
        full = known.events([*own, *(read.events if read else ())])
        only = known.project(project) if project and not read else None
        document = impact_document(known.city, full, only, read.notices if read else ())
        tables = [impact_console.effects(known.city, document, out.lang)]
        if output is not None:
            write_impact_workbook(known.city, document, out.lang, output)
            document["workbook"] = str(output)
            tables.append(out.line("console.workbook_at", path=output))
        out.show(document, *tables)
        return 0

    guarded(as_json, lang, work)


app.command(help=help_of("cli.compare"))(compare)
app.command(help=help_of("cli.energy"))(energy)
app.command(help=help_of("cli.explore"))(explore)
app.command(help=help_of("cli.read"))(read)


app.command(help=help_of("cli.plan"))(plan)


@app.command(help=help_of("cli.prove"))
def prove(
    folder: Annotated[Path, typer.Argument(help=help_of("cli.arg.folder"))],
    city: CityOption = DEFAULT,
    as_json: Json = False,
    lang: Lang = HELP_LANG,
) -> None:
    """Prove a plan folder again."""

    def work(out: Out) -> int:
        from citywright.report import console
        from citywright.study import open_city, prove_folder

        proof = prove_folder(open_city(city), folder)
        out.show(proof.as_dict(), console.proof_lines(proof.as_dict(), out.lang))
        return 0 if proof.ok else 1

    guarded(as_json, lang, work)


def main() -> None:
    """Run the command line."""
    app()
