"""The command line: each verb one function; what it shows comes from `report`, words from tables.

With --json exactly one JSON document goes to standard output; everything else goes to standard error.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from citywright.accounts.regional.quotients import ESTIMATE_DELTA, ESTIMATE_METHOD, WITH_DELTA
from citywright.cities import DEFAULT
from citywright.city import check_city, describe
from citywright.city.findings import CityError, Findings
from citywright.city.settings import parse_settings
from citywright.city.start import BLANK, origin_path, start_city
from citywright.errors import CitywrightError, InfeasibleError, UsageError
from citywright.words import LANGUAGES, say

ENV_LANG = "CITYWRIGHT_LANG"


def _default_lang() -> str:
    """Language of the environment: CITYWRIGHT_LANG, else the locale, else English."""
    for name in (ENV_LANG, "LC_ALL", "LC_MESSAGES", "LANG"):
        found = os.environ.get(name, "")[:2].lower()
        if found in LANGUAGES:
            return found
    return "en"


HELP_LANG = _default_lang()


def _help(key: str, **values: object) -> str:
    return say(key, HELP_LANG, **values)


app = typer.Typer(
    help=_help("cli.help"), no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
City = Annotated[str, typer.Argument(help=_help("cli.arg.city"))]
CityOption = Annotated[str, typer.Option("--city", help=_help("cli.arg.city"))]
Json = Annotated[bool, typer.Option("--json", help=_help("cli.opt.json"))]
Lang = Annotated[str, typer.Option("--lang", help=_help("cli.opt.lang"))]


class Out:
    """Where a command speaks: one JSON document or tables to stdout, progress to stderr."""

    def __init__(self, as_json: bool, lang: str) -> None:
        if lang not in LANGUAGES:
            raise UsageError("cli.bad_lang", given=lang)
        self.as_json, self.lang = as_json, lang
        self.err = Console(stderr=True)
        self.tables = Console(soft_wrap=False, highlight=False)

    def show(self, document: Any, *tables: Any) -> None:  # noqa: ANN401
        """Print the document as JSON, or the tables."""
        if self.as_json:
            sys.stdout.write(
                json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
            )
            return
        for made in tables:
            self.tables.print(made)

    def line(self, key: str, **values: object) -> str:
        """Sentence in the language of the command."""
        return say(key, self.lang, **values)


def _guarded(as_json: bool, lang: str, work: Callable[[Out], int]) -> None:
    """Run a command; an error becomes one message (or JSON document) and the right exit code."""
    try:
        code = work(Out(as_json, lang))
    except CitywrightError as error:
        code = error.exit_code
        _show_error(error, as_json, lang if lang in LANGUAGES else "en")
    except KeyboardInterrupt:
        Console(stderr=True).print(say("cli.interrupted", lang))
        code = 130
    raise typer.Exit(code)


def _show_error(error: CitywrightError, as_json: bool, lang: str) -> None:
    document: dict[str, Any] = {"error": error.key, "text": error.text(lang)}
    lines = [error.text(lang)]
    if isinstance(error, CityError):
        document["findings"] = [finding.as_dict(lang) for finding in error.findings]
    if isinstance(error, InfeasibleError):
        document["clashes"] = [vars(clash) for clash in error.clashes]
        lines += [
            say("console.clash", lang, **{**clash, "year": clash["year"] or ""})
            for clash in document["clashes"]
        ]
    if as_json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    console = Console(stderr=True, highlight=False)
    for line in lines:
        console.print(line, markup=False)


@app.command(help=_help("cli.new"))
def new(
    target: Annotated[Path, typer.Argument(help=_help("cli.arg.target"))],
    origin: Annotated[str, typer.Option("--from", help=_help("cli.opt.from"))] = BLANK,
    national: Annotated[Path | None, typer.Option(help=_help("cli.opt.national"))] = None,
    totals: Annotated[Path | None, typer.Option(help=_help("cli.opt.totals"))] = None,
    sources: Annotated[Path | None, typer.Option(help=_help("cli.opt.sources"))] = None,
    relations: Annotated[Path | None, typer.Option(help=_help("cli.opt.relations"))] = None,
    method: Annotated[
        str, typer.Option(help=_help("cli.opt.method", known=", ".join(WITH_DELTA)))
    ] = ESTIMATE_METHOD,
    delta: Annotated[float, typer.Option(help=_help("cli.opt.delta"))] = ESTIMATE_DELTA,
    settings: Annotated[Path | None, typer.Option(help=_help("cli.opt.settings"))] = None,
    parquet: Annotated[bool, typer.Option(help=_help("cli.opt.parquet"))] = False,
    as_json: Json = False,
    lang: Lang = HELP_LANG,
) -> None:
    """Start a city folder."""

    def work(out: Out) -> int:
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

    _guarded(as_json, lang, work)


def _entries(path: Path | None) -> Any:  # noqa: ANN401
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


@app.command(help=_help("cli.check"))
def check(city: City = DEFAULT, as_json: Json = False, lang: Lang = HELP_LANG) -> None:
    """Check a city folder or workbook."""

    def work(out: Out) -> int:
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

    _guarded(as_json, lang, work)


@app.command("describe", help=_help("cli.describe"))
def describe_city(city: City = DEFAULT, as_json: Json = False, lang: Lang = HELP_LANG) -> None:
    """Say what a city folder holds."""

    def work(out: Out) -> int:
        from citywright.report import console
        from citywright.study import open_city

        facts = describe(open_city(city))
        out.show(facts, console.described(facts, out.lang))
        return 0

    _guarded(as_json, lang, work)


@app.command(help=_help("cli.impact"))
def impact(
    project: Annotated[str | None, typer.Argument(help=_help("cli.arg.project"))] = None,
    event: Annotated[Path | None, typer.Option("--event", help=_help("cli.opt.event"))] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=_help("cli.opt.workbook"))
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

    _guarded(as_json, lang, work)


@app.command(help=_help("cli.plan"))
def plan(
    city: City = DEFAULT,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=_help("cli.opt.out"))
    ] = None,
    gap: Annotated[float, typer.Option(min=1e-6, max=0.5, help=_help("cli.opt.gap"))] = 1e-3,
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
            study = Study(known, gap, step)
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

    _guarded(as_json, lang, work)


@app.command(help=_help("cli.prove"))
def prove(
    folder: Annotated[Path, typer.Argument(help=_help("cli.arg.folder"))],
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

    _guarded(as_json, lang, work)


def main() -> None:
    """Run the command line."""
    app()
