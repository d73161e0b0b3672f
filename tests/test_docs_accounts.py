"""The tutorial on the accounts prints what it says; the terminology names only what exists.

Each block of Python on the page is run in the order of the page. The block of text after it is what
it prints, to the last digit shown.
"""

import re
import warnings
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from citywright.accounts.warning import AccountsWarning

ROOT = Path(__file__).parents[1]
TUTORIAL = ROOT / "docs" / "tutorial" / "accounts.md"
TERMS = ROOT / "docs" / "reference" / "terminology.md"
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def run(code: str, names: dict[str, object]) -> tuple[str, list[str]]:
    """What a block prints, and what it warns of."""
    out = StringIO()
    with warnings.catch_warnings(record=True) as seen, redirect_stdout(out):
        warnings.simplefilter("always")
        exec(compile(code, str(TUTORIAL), "exec"), names)
    assert all(issubclass(one.category, AccountsWarning) for one in seen), seen
    return out.getvalue(), [str(one.message) for one in seen]


def plain(text: str) -> list[str]:
    """Lines without the blanks at their ends, which editors take away."""
    return [line.rstrip() for line in text.strip("\n").splitlines()]


@pytest.fixture(scope="module")
def transcript() -> list[tuple[str, str, str]]:
    """(code, what it printed or warned of, what the page shows) of every block of the tutorial."""
    blocks = BLOCK.findall(TUTORIAL.read_text(encoding="utf-8"))
    names: dict[str, object] = {}
    answers = []
    for place, (kind, code) in enumerate(blocks):
        if kind != "python":
            continue
        printed, warned = run(code, names)
        after = blocks[place + 1] if place + 1 < len(blocks) else ("python", "")
        shown = after[1] if after[0] == "text" else ""
        answers.append((code, printed or "\n".join(warned), shown))
    return answers


def test_every_block_prints_what_the_page_shows(transcript) -> None:
    assert len(transcript) >= 10
    for code, printed, shown in transcript:
        assert plain(printed) == plain(shown), code


def test_numbers_in_the_prose_are_the_printed_ones(transcript) -> None:
    """Numbers with a decimal point that the text quotes stand in some block's output."""
    page = TUTORIAL.read_text(encoding="utf-8")
    prose = re.sub(r"^```.*?^```$", "", page, flags=re.DOTALL | re.MULTILINE)
    printed = " ".join(shown for _, _, shown in transcript)
    quoted = set(re.findall(r"(?<![\w.])\d+\.\d+(?![\w.]\d)", prose))
    assert len(quoted) >= 6
    assert not {number for number in quoted if number not in printed}


@pytest.mark.parametrize("page", [TUTORIAL, TERMS], ids=lambda page: page.stem)
def test_files_that_are_named_exist(page: Path) -> None:
    named = re.findall(r"`(accounts/[\w/]+\.py)`", page.read_text(encoding="utf-8"))
    assert not [name for name in named if not (ROOT / "src" / "citywright" / name).is_file()]


def test_names_in_the_terminology_are_in_the_code() -> None:
    """A function or class in `code` on that page exists in the room (other libraries' names apart)."""
    source = "\n".join(
        file.read_text(encoding="utf-8")
        for file in sorted((ROOT / "src" / "citywright" / "accounts").rglob("*.py"))
    )
    page = TERMS.read_text(encoding="utf-8")
    ours = re.sub(r"(pymrio|mario) (`\w+`(, )?)+|`\w+` \((pymrio|mario)\)", "", page)
    words = {
        word
        for code in re.findall(r"`([^`]+)`", ours)
        for word in re.findall(r"[a-z_]{4,}|[A-Z][a-zA-Z]{3,}", code)
    }
    assert len(words) >= 20
    assert not {word for word in words if not re.search(rf"\b{word}\b", source)}


def test_tables_of_the_terminology_are_whole() -> None:
    """Every row has four cells, so that none is lost when it is shown."""
    for line in TERMS.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 5, line
