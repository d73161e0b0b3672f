"""The shape of the code: rooms in one order, small files, short functions, no city in the code."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from citywright.cities import DEFAULT, builtin_path, list_builtin
from citywright.city import open_folder

SOURCE = Path(__file__).parents[1] / "src" / "citywright"
MODULES = sorted(SOURCE.rglob("*.py"))
ROOMS = {"reading", "accounts", "chains", "energy", "people", "enterprises"}
BELOW: dict[str, set[str]] = {
    "words": set(),
    "errors": {"words"},
    "units": {"errors", "words"},
    "cities": {"errors"},
    "city": {"words", "errors", "units", "cities"},
}
for _room in ROOMS:
    BELOW[_room] = {"words", "errors", "units", "city"}
BELOW["founding"] = {*BELOW["accounts"], "accounts", "cities"}
BELOW["plan"] = {"words", "errors", "units", "city", *ROOMS}
BELOW["report"] = {*BELOW["plan"], "plan"}
# the page takes city, plan and proof as data, so the study can call it: study.report("out")
BELOW["study"] = {*BELOW["report"], "report", "cities"}
BELOW["doubting"] = {*BELOW["report"], "report"}
# the study asks how sure its plan is
BELOW["study"] |= {"doubting"}
BELOW["track"] = {*BELOW["study"], "study"}
BELOW["web"] = {*BELOW["study"], "study", "founding", "track", "report"}
# a network needs no city and no plan: energy and report meet beside the study
BELOW["powering"] = {*BELOW["report"], "report"}
# documents need no plan: reading and report meet beside the study
BELOW["reviewing"] = {*BELOW["report"], "report", "cities"}
BELOW["cli"] = {*BELOW["web"], "web", "powering", "doubting", "reviewing"}
TOP = {"__init__", "__main__"}
"""The front doors, which may name everything."""


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The first level below citywright of everything that a module imports."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {n.split(".")[1] for n in names if n.startswith("citywright.")}


def shown(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_arrows_point_one_way(path: Path) -> None:
    room = room_of(path)
    if room in TOP:
        return
    assert room in BELOW, f"{room} is not a room"
    wrong = imported(path) - BELOW[room] - {room}
    assert not wrong, f"{room} imports {wrong}"


def test_rooms_are_apart() -> None:
    for room in ROOMS:
        assert not BELOW[room] & ROOMS


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_files_and_functions_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body
            first = body[0]
            is_said = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            start = body[1].lineno if is_said and len(body) > 1 else first.lineno
            lines = (node.end_lineno or start) - start + 1
            assert lines <= 40, f"{node.name}: {lines} lines"


def test_no_import_cycle() -> None:
    """Modules can be put in an order in which each comes after all that it imports."""
    names = {name_of(path): path for path in MODULES}
    graph = {name: uses(path, set(names)) - {name} for name, path in names.items()}
    done: set[str] = set()
    while len(done) < len(graph):
        ready = {name for name, needs in graph.items() if name not in done and needs <= done}
        assert ready, f"a circle among {sorted(set(graph) - done)}"
        done |= ready


def name_of(path: Path) -> str:
    parts = ["citywright", *path.relative_to(SOURCE).with_suffix("").parts]
    return ".".join(part for part in parts if part != "__init__")


def uses(path: Path, known: set[str]) -> set[str]:
    """Modules imported at the top of a module (not for a front door, which only collects)."""
    found: set[str] = set()
    for node in tree_of(path).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & known


def city_words() -> list[str]:
    """Names and codes of every built-in city and of its areas."""
    words: set[str] = set()
    for name in list_builtin():
        city = open_folder(builtin_path(name))
        words |= {city.settings.code, city.settings.name_en, city.settings.name_zh}
        zones = city.tables["zones"]
        words |= {*zones["zone"], *zones["name_en"], *zones["name_zh"]}
    plain = {re.split(r"[(（]", word)[0].strip() for word in words}
    bare = {word[:-1] for word in plain if not word.isascii() and len(word) > 2}
    return sorted(plain | bare)


def test_no_city_in_the_code() -> None:
    """Another city is another folder: nothing in src outside cities/ knows a built-in one."""
    words = re.compile("|".join(map(re.escape, city_words())), re.IGNORECASE)
    found: dict[str, list[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        inside = path.relative_to(SOURCE).parts
        if path.suffix not in {".py", ".csv", ".txt", ".html", ".css", ".js"} or "cities" in inside:
            continue
        # a gazetteer of all divisions of the country names every city alike
        if path.name.endswith(".min.js") or path.name == "divisions_en.csv":
            continue
        if named := words.findall(path.read_text(encoding="utf-8")):
            found[shown(path)] = sorted(set(named))
    assert not found
    assert DEFAULT in list_builtin()
