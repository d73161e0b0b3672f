"""What the command line shows: tables for people, in either language, on the terminal."""

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from citywright.city import CITY_WIDE, City, Finding
from citywright.plan import Plan
from citywright.report.facts import chosen_candidates
from citywright.report.hour_console import power_lines
from citywright.report.numbers import number, percent
from citywright.words import say


def table(lang: str, title: str, columns: tuple[str, ...], **values: object) -> Table:
    """Empty table whose title and column heads come from the words tables."""
    made = Table(title=say(title, lang, **values), title_justify="left", title_style="bold")
    for column in columns:
        numeric = column.endswith(
            ("value", "without", "goal", "count", "sum", "worth", "net", "rent")
        )
        made.add_column(say(column, lang), justify="right" if numeric else "left", overflow="fold")
    return made


def findings(found: list[Finding], lang: str) -> RenderableType:
    """Every finding on its own line, errors before notices."""
    ordered = sorted(found, key=lambda finding: (finding.severity, finding))
    return Group(*(Text(finding.text(lang)) for finding in ordered))


def described(facts: dict[str, Any], lang: str) -> RenderableType:
    """What a city folder holds and how far it can be trusted."""
    unit = facts["money_unit"]
    accounts = table(lang, "console.city", ("console.what", "console.value", "console.unit"),
                     city=facts[f"name_{lang}"], base=facts["base_year"],
                     first=facts["first_year"], last=facts["last_year"])  # fmt: skip
    units = {
        "employment": "10000 person",
        "population": "10000 person",
        "electricity": "100 GWh",
        "area": "km2",
    }
    for name, value in facts["accounts"].items():
        accounts.add_row(say(f"console.account.{name}", lang), number(value), units.get(name, unit))
    projects = table(
        lang,
        "console.projects",
        ("console.status", "console.count", "console.invested_sum"),
        unit=unit,
    )
    for row in facts["projects"]:
        projects.add_row(
            say(f"console.status.{row['status']}", lang),
            str(row["count"]),
            number(row["investment"]),
        )
    rows = table(
        lang,
        "console.quality",
        ("console.quality_name", "console.rows_count", "console.share_value"),
    )
    for name, share in facts["quality"]["shares"].items():
        rows.add_row(
            say(f"console.quality.{name}", lang),
            str(facts["quality"]["rows"][name]),
            percent(share),
        )
    return Group(accounts, projects, rows)


def planned(document: dict[str, Any], names: dict[str, str], lang: str) -> RenderableType:
    """Targets, the dearest limits and the proof of a plan."""
    goals = table(
        lang,
        "console.targets",
        ("console.indicator", "console.year", "console.goal", "console.value", "console.met"),
    )
    for row in document["targets"]:
        mark = say("console.yes" if row["met"] else "console.no", lang)
        goals.add_row(
            names.get(row["indicator"], row["indicator"]),
            str(row["year"]),
            number(row["target"]),
            number(row["value"]),
            mark,
        )
    limits = table(
        lang,
        "console.prices",
        ("console.limit", "console.item", "console.year", "console.value", "console.unit"),
    )
    scarce = [
        row
        for row in document["prices"]
        if row["limit"] in ("factor", "work", "carbon", "power_grid")
    ]
    for row in scarce[:10]:
        item = " ".join(names.get(part, part) for part in row["item"].split("|"))
        limits.add_row(
            say(f"console.limit.{row['limit']}", lang),
            item,
            str(row["year"]),
            number(row["value"]),
            row["unit"],
        )
    return Group(goals, limits)


def proof_lines(proof: dict[str, Any], lang: str) -> RenderableType:
    """Whether a plan holds, and which checks fail."""
    key = "console.proof.ok" if proof["ok"] else "console.proof.fails"
    head = Text(
        say(
            key,
            lang,
            count=proof["count"],
            worst=f"{proof['worst']:.1e}",
            gap=percent(proof["proven_gap"], 3),
            stated=percent(proof["gap"], 3),
        ),
        style="bold green" if proof["ok"] else "bold red",
    )
    failed = [check for check in proof["checks"] if not check["ok"]]
    lines = [
        say(
            "console.proof.check", lang, name=c["name"], worst=f"{c['worst']:.2e}", where=c["where"]
        )
        for c in failed
    ]
    return Group(head, *(Text(line) for line in lines))


def names_of(city: City, lang: str) -> dict[str, str]:
    """Names in `lang` of everything that a limit or indicator can name; `*` is the city."""
    found = {CITY_WIDE: city.settings.name(lang)}
    for name in ("indicators", "factors", "zones", "skills", "programmes", "projects"):
        frame = city.tables[name]
        found |= dict(zip(frame[frame.columns[0]], frame[f"name_{lang}"], strict=True))
    return found


def headline(city: City, plan: Plan, document: dict[str, Any], lang: str) -> RenderableType:
    """Three numbers that matter, and what the result rests on."""
    year = str(plan.years[-1])
    projects = city.tables["projects"].set_index("project")
    chosen = [row["project"] for row in document["chosen"] if row["status"] == "candidate"]
    goals = document["targets"]
    growth = (
        document["indicators"].get("gdp", {}).get(year),
        document["indicators_without"].get("gdp", {}).get(year),
    )
    values = {
        "year": year, "unit": plan.money_unit, "chosen": len(chosen),
        "gdp": "–" if growth[0] is None else number(growth[0]),
        "without": "–" if growth[1] is None else number(growth[1]),
        "open": int(projects["status"].eq("candidate").sum()),
        "invested": number(float(chosen_candidates(city, plan)["investment"].sum())),
        "met": sum(row["met"] for row in goals), "all": len(goals),
    }  # fmt: skip
    shares = [
        f"{say(f'console.quality.{q}', lang)} {percent(share)}" for q, share in plan.quality.items()
    ]
    return Group(
        *power_lines(city, plan, lang),
        Text(say("console.three", lang, **values), style="bold"),
        Text(say("console.rests", lang, shares=", ".join(shares))),
    )
