"""Where a command speaks, and what all commands share: language, --json, errors, exit codes."""

import json
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from rich.console import Console

from citywright.city.findings import CityError
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


def help_of(key: str, **values: object) -> str:
    """Sentence in the language of the environment, in which help is written."""
    return say(key, HELP_LANG, **values)


City = Annotated[str, typer.Argument(help=help_of("cli.arg.city"))]
CityOption = Annotated[str, typer.Option("--city", help=help_of("cli.arg.city"))]
Json = Annotated[bool, typer.Option("--json", help=help_of("cli.opt.json"))]
Lang = Annotated[str, typer.Option("--lang", help=help_of("cli.opt.lang"))]


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


def guarded(as_json: bool, lang: str, work: Callable[[Out], int]) -> None:
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
        said = [_clash_line(clash, lang) for clash in error.clashes]
        document["clashes"] = [
            {**vars(clash), "text": line} for clash, line in zip(error.clashes, said, strict=True)
        ]
        lines += [f"  {line}" for line in said]
        document["conflict"] = [vars(limit) for limit in error.conflict]
        if error.conflict:
            lines.append(say("console.conflict", lang))
            lines += [f"  {_limit_line(limit, lang)}" for limit in error.conflict]
    if as_json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    console = Console(stderr=True, highlight=False)
    for line in lines:
        console.print(line, markup=False)


def _limit_line(limit: Any, lang: str) -> str:  # noqa: ANN401
    values = vars(limit)
    return say("console.conflict_limit", lang, **{**values, "year": values["year"] or ""}).strip()


def _clash_line(clash: Any, lang: str) -> str:  # noqa: ANN401
    """A clash in its own words where it has some, else in those of a plan's clashes."""
    if hasattr(clash, "text"):
        return str(clash.text(lang))
    values = vars(clash)
    return say("console.clash", lang, **{**values, "year": values["year"] or ""}).strip()
