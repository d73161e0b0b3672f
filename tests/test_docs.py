"""The documentation keeps its word: links lead somewhere, nothing public is missing, examples run."""

import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer

import citywright as cw
from citywright.city import City, Findings, declared, describe
from citywright.city.settings import parse_settings
from citywright.cli import app
from citywright.plan.result import TABLES, Plan

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose(path: Path) -> str:
    """The page without its blocks of code, in which nothing is a link or a heading."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def words_in_code(page: str) -> set[str]:
    """Everything that a page of docs/reference sets in `code`."""
    return set(CODE.findall((ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")))


def anchors(path: Path) -> set[str]:
    """Headings of a page as they are linked: small letters, hyphens for spaces, no signs."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = unquote(link).partition("#")
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), f"{shown(page)}: {link}"
        assert path.is_relative_to(ROOT), f"{shown(page)}: {link} leads out of the repository"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path), f"{shown(page)}: {link}"


def test_every_page_is_on_the_map() -> None:
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / link.split("#")[0]).resolve() for link in LINK.findall(prose(index))}
    pages = {page for page in PAGES if page.is_relative_to(ROOT / "docs")} - {index}
    assert not {shown(page) for page in pages - linked}


def test_every_command_and_option_is_described() -> None:
    """Each command has its heading, each option stands in `code` on the page of the command line."""
    page = ROOT / "docs" / "reference" / "cli.md"
    said = words_in_code(page.name)
    commands = typer.main.get_command(app).commands
    missing = set(commands) - anchors(page)
    for name, command in commands.items():
        for option in command.params:
            if option.param_type_name == "option":
                missing |= {
                    f"{name} {o}" for o in (*option.opts, *option.secondary_opts) if o not in said
                }
    assert not missing


def test_every_exit_code_is_described() -> None:
    text = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    errors = (cw.CityError, cw.UsageError, cw.InfeasibleError)
    for code in {0, *(error.exit_code for error in errors)}:
        assert f"| {code} |" in text


@pytest.fixture(scope="module")
def toy_study(toy: City) -> cw.Study:
    return cw.study(toy)


def row_of(table: str) -> str:
    """The row on a table in the page on the plan folder."""
    text = (ROOT / "docs" / "reference" / "plan-json.md").read_text(encoding="utf-8")
    section = text.partition("## tables/")[2]
    rows = [line for line in section.splitlines() if line.startswith(f"| `{table}` |")]
    assert len(rows) == 1, table
    return rows[0]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_a_plan_is_described(table: str, toy_study: cw.Study) -> None:
    """In the order of the table and no more than it has."""
    plan: Plan = toy_study.plan
    assert CODE.findall(row_of(table))[1:] == list(plan.tables[table].columns)


def test_every_field_of_the_document_is_described(toy_study: cw.Study) -> None:
    said = words_in_code("plan-json.md")
    whole = toy_study.document()
    fields = {*whole, *whole["proof"], *whole["proof"]["checks"][0]}
    for name in ("chosen", "rejected", "targets", "prices"):
        fields |= set(whole[name][0])
    assert not fields - said


def test_every_family_is_in_the_method_chapter(toy_study: cw.Study) -> None:
    """Each family of constraints stands there under its name in the solver."""
    chapter = (ROOT / "docs" / "explanation" / "plan-model.md").read_text(encoding="utf-8")
    families = {name.split("|")[0] for name in toy_study.plan.tables["multipliers"]["constraint"]}
    assert not {f for f in families if not re.search(rf"`{f}(\\\||`)", chapter)}


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=\[ ]", name)[0] for name in wanted}
    text = (ROOT / "docs" / "explanation" / "dependencies.md").read_text(encoding="utf-8")
    assert not {name for name in names if f"| {name} |" not in text}


def test_counts_of_the_built_in_city_are_right() -> None:
    """The table of qualities on its page is what `describe` says."""
    text = (ROOT / "docs" / "explanation" / "built-in-city.md").read_text(encoding="utf-8")
    for quality, rows in describe(cw.open_city())["quality"]["rows"].items():
        assert f"| {quality} | {rows} |" in text, (quality, rows)
    how_to = (ROOT / "docs" / "how-to" / "start-your-city.md").read_text(encoding="utf-8")
    assert f"{len(declared())} [tables]" in how_to


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_python_of_the_readme_runs(name: str, toytown: Path, tmp_path: Path, monkeypatch) -> None:
    """As it stands, but for the small town in place of the built-in city."""
    block = PYTHON.findall((ROOT / name).read_text(encoding="utf-8"))[0]
    monkeypatch.chdir(tmp_path)
    code = block.replace('"changzhou"', repr(str(toytown)))
    exec(compile(code, name, "exec"), {})
    assert (tmp_path / "plan-python" / "report.html").is_file()


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_python_on_every_page_compiles(page: Path) -> None:
    for block in PYTHON.findall(page.read_text(encoding="utf-8")):
        compile(block, shown(page), "exec")


def test_example_settings_are_whole() -> None:
    """The settings that the pages show can be used as they stand."""
    found = 0
    for page in PAGES:
        for block in re.findall(
            r"^```toml\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
        ):
            findings = Findings()
            assert parse_settings(block.encode(), findings) is not None, shown(page)
            found += 1
    assert found >= 2
