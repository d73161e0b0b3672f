"""The command `read`: documents to proposals, and a reviewed list to rows of a city folder."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from citywright.cli.out import HELP_LANG, Json, Lang, Out, guarded, help_of
from citywright.errors import CitywrightError, UsageError

if TYPE_CHECKING:
    from citywright.cli.asking import Asked
    from citywright.reading.proposals.documents import Proposer
    from citywright.reading.proposals.known import Known


@dataclass(frozen=True)
class Wanted:
    """What a call asks for besides the documents."""

    city: str | None
    workbook: Path | None
    output: Path | None


def read(
    documents: Annotated[list[Path], typer.Argument(help=help_of("read_command.arg.documents"))],
    city: Annotated[str | None, typer.Option(help=help_of("read_command.opt.city"))] = None,
    accept: Annotated[Path | None, typer.Option(help=help_of("read_command.opt.accept"))] = None,
    workbook: Annotated[
        Path | None, typer.Option(help=help_of("read_command.opt.workbook"))
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help=help_of("read_command.opt.output"))
    ] = None,
    model: Annotated[str | None, typer.Option(help=help_of("read_command.opt.model"))] = None,
    model_name: Annotated[
        str | None, typer.Option(help=help_of("read_command.opt.model_name"))
    ] = None,
    price_in: Annotated[
        float | None, typer.Option(min=0, help=help_of("read_command.opt.price_in"))
    ] = None,
    price_out: Annotated[
        float | None, typer.Option(min=0, help=help_of("read_command.opt.price_out"))
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=help_of("read_command.opt.yes"))] = False,
    as_json: Json = False,
    lang: Lang = HELP_LANG,
) -> None:
    """Read documents: proposed rows with the words that say so."""
    # many small products of matrices: threads of the linear algebra only wait for one another
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

    def work(out: Out) -> int:
        from citywright.reading.proposals.documents import document_paths

        if accept is not None:
            return _accept(out, documents, city, accept)
        wanted = Wanted(city, workbook, output)
        paths, left = document_paths(documents)
        if not paths:
            raise UsageError("read_command.no_documents", path=documents[0])
        _check_targets(wanted, len(paths))
        asked = _asked(out, (model, model_name, price_in, price_out, yes), paths)
        proposer, known = _proposer(city)
        reader = _reader(out, proposer, asked)
        is_one = len(paths) == 1 and not documents[0].is_dir()
        done = _one(out, paths[0], reader, wanted, known) if is_one else _many(
            out, paths, left, reader, wanted, known
        )  # fmt: skip
        if asked:
            asked.tell_spent(out)
        return done

    guarded(as_json, lang, work)


def _check_targets(wanted: Wanted, count: int) -> None:
    """What is to be written can be: known before an hour of reading, not after."""
    for path in (wanted.workbook, wanted.output):
        if path is not None and path.exists():
            raise UsageError("folder.exists", path=path)
    if wanted.workbook:
        from citywright.reviewing import check_workbook

        check_workbook(wanted.workbook, count)


def _asked(
    out: Out,
    given: tuple[str | None, str | None, float | None, float | None, bool],
    paths: list[Path],
) -> "Asked | None":
    """The model that is asked too, once its estimated spend was shown and agreed to."""
    if given[0] is None and given[1] is None:
        return None
    from citywright.cli.asking import asked_model

    return asked_model(out, given, paths)


def _proposer(city: str | None) -> tuple["Proposer", "Known | None"]:
    from citywright.reading.proposals.documents import Proposer

    if city is None:
        return Proposer(), None
    from citywright.reviewing import city_rows

    known = city_rows(city).known
    return Proposer(known), known


def _reader(
    out: Out, proposer: "Proposer", asked: "Asked | None"
) -> Callable[[Path], dict[str, Any]]:
    """From a path to the document for JSON, with what a model proposed where one is asked."""

    def read_one(path: Path) -> dict[str, Any]:
        made = proposer.read(path)
        document = made.as_dict(out.lang)
        return asked.added(document, made, proposer, out.lang) if asked else document

    return read_one


def _one(
    out: Out, path: Path, reader: Callable[[Path], dict[str, Any]], wanted: Wanted,
    known: "Known | None",
) -> int:  # fmt: skip
    from citywright.report.reading_console import read_shown

    document = reader(path)
    lines = []
    if wanted.output:
        with _whole(wanted.output) as file:
            file.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        lines.append(out.line("read_command.output_at", path=wanted.output))
    if wanted.workbook:
        _workbook([document], known, out.lang, wanted.workbook)
        lines.append(out.line("read_command.workbook_at", path=wanted.workbook))
    elif document["proposals"]:
        lines.append(out.line("read_command.next"))
    out.show(document, read_shown(document, out.lang), *lines)
    return 0


def _many(
    out: Out,
    paths: list[Path],
    left: list[Path],
    reader: Callable[[Path], dict[str, Any]],
    wanted: Wanted,
    known: "Known | None",
) -> int:
    """A line of JSON per document as it is read; nothing is kept but counts and what failed."""
    from citywright.report.reading_console import many_shown
    from citywright.report.reading_progress import counting

    is_stream = out.as_json and wanted.output is None
    summary = {
        "documents": len(paths), "failures": 0, "proposals": 0, "contradictions": 0, "doubts": 0,
        "failed": [], "left_aside": [str(path) for path in left],
    }  # fmt: skip
    kept: list[Mapping[str, Any]] = []
    target = _whole(wanted.output) if wanted.output else nullcontext(sys.stdout)
    with target as file, counting(out.err, len(paths), out.lang) as step:
        for path in paths:
            document = _line(path, reader, out.lang)
            _count(summary, document)
            if is_stream or wanted.output:
                file.write(json.dumps(document, ensure_ascii=False) + "\n")
                file.flush()
            if wanted.workbook and "error" not in document:
                kept.append(document)
            step(path.name)
    if wanted.workbook:
        _workbook(kept, known, out.lang, wanted.workbook)
    if is_stream:
        out.err.print(many_shown(summary, out.lang))
    else:
        out.show(summary, many_shown(summary, out.lang), *_where(out, wanted))
    return 1 if summary["failures"] else 0


def _where(out: Out, wanted: Wanted) -> list[str]:
    lines = []
    if wanted.output:
        lines.append(out.line("read_command.output_at", path=wanted.output))
    if wanted.workbook:
        lines.append(out.line("read_command.workbook_at", path=wanted.workbook))
    return lines or [out.line("read_command.keep")]


def _line(path: Path, reader: Callable[[Path], dict[str, Any]], lang: str) -> dict[str, Any]:
    """The document for JSON; what cannot be read is a document too, and does not stop the rest."""
    try:
        return reader(path)
    except CitywrightError as error:
        said = {"error": error.key, "text": error.text(lang)}
        return {"document": {"file": str(path), "name": path.name}, **said}


def _count(summary: dict[str, Any], document: Mapping[str, Any]) -> None:
    if "error" in document:
        summary["failures"] += 1
        summary["failed"].append(
            {"file": document["document"]["file"], "error": document["error"],
             "text": document["text"]}
        )  # fmt: skip
        return
    states = [one["state"] for one in document["proposals"]]
    summary["proposals"] += len(states)
    summary["contradictions"] += states.count("contradicts")
    summary["doubts"] += len(document["tampering"])


def _workbook(
    documents: list[Mapping[str, Any]] | list[dict[str, Any]],
    known: "Known | None",
    lang: str,
    path: Path,
) -> None:
    from citywright.reviewing import write_workbook

    write_workbook(documents, known, lang, path)


def _accept(out: Out, documents: list[Path], city: str | None, review: Path) -> int:
    from citywright.reading.proposals.documents import document_paths
    from citywright.report.reading_console import accepted_shown
    from citywright.reviewing import accept_review

    if city is None:
        raise UsageError("read_command.accept_needs_city")
    made = accept_review(city, document_paths(documents)[0], review)
    made["city"] = city
    lines = [out.line("read_command.added_to", city=city)] if made["added"] else []
    out.show(made, accepted_shown(made, out.lang), *lines)
    return 1 if made["left"] else 0


@contextmanager
def _whole(path: Path) -> Iterator[IO[str]]:
    """A text file to write, that appears whole or not at all."""
    from citywright.city.whole import write_whole_file

    with write_whole_file(path) as part, part.open("w", encoding="utf-8") as file:
        yield file
