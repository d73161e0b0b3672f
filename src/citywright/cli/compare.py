"""The command `compare`: scenarios side by side, ensembles, tornado, robust plans."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from citywright.cities import DEFAULT
from citywright.cli.out import HELP_LANG, CityOption, Json, Lang, Out, guarded, help_of

if TYPE_CHECKING:
    from citywright.city import City
    from citywright.plan.doubt.collected import Collected

Workers = Annotated[int | None, typer.Option(min=0, help=help_of("doubt_command.opt.workers"))]
Cluster = Annotated[str | None, typer.Option(help=help_of("doubt_command.opt.cluster"))]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", help=help_of("doubt_command.opt.output"))
]
Gap = Annotated[float, typer.Option(min=1e-6, max=0.5, help=help_of("cli.opt.gap"))]


def compare(
    scenarios: Annotated[
        list[str] | None, typer.Argument(help=help_of("doubt_command.arg.scenarios"))
    ] = None,
    city: CityOption = DEFAULT,
    ensemble: Annotated[
        str | None, typer.Option(help=help_of("doubt_command.opt.ensemble"))
    ] = None,
    draws: Annotated[
        int | None, typer.Option(min=2, help=help_of("doubt_command.opt.draws"))
    ] = None,
    tornado: Annotated[str | None, typer.Option(help=help_of("doubt_command.opt.tornado"))] = None,
    robust: Annotated[str | None, typer.Option(help=help_of("doubt_command.opt.robust"))] = None,
    plan: Annotated[Path | None, typer.Option(help=help_of("doubt_command.opt.plan"))] = None,
    workers: Workers = None,
    cluster: Cluster = None,
    store: Annotated[Path | None, typer.Option(help=help_of("doubt_command.opt.store"))] = None,
    output: Output = None,
    gap: Gap = 1e-3,
    as_json: Json = False,
    lang: Lang = HELP_LANG,
) -> None:
    """Set scenarios side by side."""

    def work(out: Out) -> int:
        from citywright.doubting import Doubts, starts_of_folder
        from citywright.plan.doubt.collected import Collected
        from citywright.plan.doubt.solving import Means
        from citywright.plan.executor import Hands
        from citywright.report.doubt_progress import counting
        from citywright.study import open_city

        known = open_city(city)
        kept = store or Path(f"answers-{known.settings.code}")
        starts = starts_of_folder(plan, known) if plan else None
        with counting(out.err, out.lang) as tell:
            doubts = Doubts(known, gap, Means(Hands(workers, cluster), kept, tell), starts)
            made = doubts.draws(ensemble, draws) if ensemble else None
            found = Collected(
                gap,
                comparison=doubts.compare(scenarios or ()),
                ensemble=made,
                spread=doubts.ensemble(made.code, draws) if made else None,
                tornado=doubts.tornado(tornado) if tornado else None,
                robust=doubts.robust(scenarios or (), robust) if robust else None,
            )
        show_doubt(out, known, found, output)
        count = sum(1 for _ in kept.glob("*.json"))
        out.err.print(out.line("doubt_command.kept", path=kept, count=count), highlight=False)
        return 0

    guarded(as_json, lang, work)


def show_doubt(out: Out, city: "City", found: "Collected", output: Path | None) -> None:
    """Write the folder, then show the tables and where it is."""
    from citywright.doubting import write_doubt
    from citywright.report.doubt_console import doubted

    folder = output or Path(f"doubt-{city.settings.code}")
    write_doubt(city, found, folder, out.lang)
    document = {"city": city.settings.code, "folder": str(folder), **found.as_dict()}
    line = Text(out.line("doubt_command.where", path=folder))
    out.show(document, doubted(city, found, out.lang), line)
