"""The command `energy`: a city or a network file, to a certified plan of its power system."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from citywright.cities import DEFAULT
from citywright.cli.out import HELP_LANG, Json, Lang, Out, guarded, help_of
from citywright.errors import UsageError

if TYPE_CHECKING:
    from citywright.energy.sources import Opened
    from citywright.powering import Way

INTERRUPTED = 130
"""Exit code of what Ctrl-C has ended: 128 + the number of SIGINT, as shells have it."""


def energy(
    source: Annotated[str | None, typer.Argument(help=help_of("energy_command.arg.source"))] = None,
    gap: Annotated[
        float, typer.Option(min=1e-9, max=0.5, help=help_of("energy_command.opt.gap"))
    ] = 1e-4,
    year: Annotated[list[int] | None, typer.Option(help=help_of("energy_command.opt.year"))] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=help_of("energy_command.opt.output"))
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help=help_of("energy_command.opt.workers"))
    ] = None,
    cluster: Annotated[str | None, typer.Option(help=help_of("energy_command.opt.cluster"))] = None,
    method: Annotated[str | None, typer.Option(help=help_of("energy_command.opt.method"))] = None,
    block_hours: Annotated[
        int, typer.Option(min=1, help=help_of("energy_command.opt.block_hours"))
    ] = 168,
    pypsa: Annotated[Path | None, typer.Option(help=help_of("energy_command.opt.pypsa"))] = None,
    check: Annotated[Path | None, typer.Option(help=help_of("energy_command.opt.check"))] = None,
    as_json: Json = False,
    lang: Lang = HELP_LANG,
) -> None:
    """Plan a power system, or check its certificate."""

    def work(out: Out) -> int:
        if check is not None:
            return _check(out, check, source, year or [])
        from citywright.energy.sources import open_source
        from citywright.powering import Way

        way = Way(gap, workers, cluster, method, block_hours)
        opened = open_source(source or DEFAULT, year or [])
        return _solve(out, source or DEFAULT, opened, way, output, pypsa)

    guarded(as_json, lang, work)


def _solve(
    out: Out, source: str, opened: "Opened", way: "Way", output: Path | None, pypsa: Path | None
) -> int:
    """Solve, write and show; what is doubtful goes to standard error first."""
    from citywright.powering import solve_source
    from citywright.report.energy import solved
    from citywright.report.energy.progress import closing

    lines = [note.text(out.lang) for note in opened.notes]
    for line in [*lines, *(finding.text(out.lang) for finding in opened.notices.notices)]:
        out.err.print(line, markup=False, highlight=False)
    folder = output or Path(f"energy-{_plain(opened.name)}")
    with closing(out.err, opened.network, way.gap, out.lang) as tell:
        made = solve_source(source, opened, way, folder, out.lang, pypsa, tell)
    document = made.document
    out.show(
        document, solved(made.solution, out.lang, made.facts),
        Text(out.line("energy_command.where", path=folder)),
        *([Text(out.line("energy_command.pypsa_at", path=pypsa))] if pypsa else []),
    )  # fmt: skip
    if document["interrupted"]:
        _tell(out, "energy_command.interrupted", document)
        return INTERRUPTED
    if document["gap"] > way.gap:
        _tell(out, "energy_command.gap_missed", document)
    return 0


def _plain(name: str) -> str:
    """The name with every sign that a folder should not have as a hyphen."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-.") or "network"


def _tell(out: Out, key: str, document: dict[str, Any]) -> None:
    from citywright.report.numbers import percent

    shown = {name: percent(document[name], 4) for name in ("gap", "gap_asked")}
    out.err.print(out.line(key, **shown, path=document["folder"]), markup=False, highlight=False)


def _check(out: Out, folder: Path, source: str | None, years: list[int]) -> int:
    """Check a certificate; where a source is named, the certificate has to be about it."""
    from citywright.energy.sources import open_source
    from citywright.powering import check_document
    from citywright.report.numbers import number, percent, power_of_ten

    if years and source is None:
        raise UsageError("energy_command.year_alone")
    network = None if source is None else open_source(source, years).network
    document = check_document(folder, network, out.lang)
    path = document["certificate"]
    if document["ok"]:
        line = out.line(
            "energy_command.holds", path=path, lower=number(document["cost_at_least"]),
            upper=number(document["cost_at_most"]), gap=percent(document["gap"], 4),
            violation=power_of_ten(document["violation"]),
        )  # fmt: skip
        out.show(document, Text(line))
        return 0
    faults = [Text(f"- {fault['text']}") for fault in document["faults"]]
    out.show(document, Text(out.line("energy_command.refused", path=path)), *faults)
    return 1
