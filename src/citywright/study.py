"""One study of one city, as its method reads: know, account, plan, prove, say.

This is where the rooms meet: the accounts take the city's tables, the plan takes the city, the proof
takes city and plan, the report takes all three. Nothing below knows of another room.
"""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from citywright.accounts.impact import Impact, output_impact
from citywright.accounts.long_form import accounts_from_tables
from citywright.accounts.recipe import Recipe, recipe_of
from citywright.cities import DEFAULT, list_builtin
from citywright.city import City, open_folder
from citywright.city.findings import nearest
from citywright.city.fingerprint import fingerprint
from citywright.city.start import origin_path
from citywright.city.whole import write_whole
from citywright.errors import PlanFolderError, UsageError
from citywright.plan import TOLERANCE, Plan, Proof, Say, make_plan, prove
from citywright.plan.folder import HEAD, document, read_plan, write_tables
from citywright.report import html_report, write_plan_workbook

PERSON, GWH, TONNE = 1e-4, 1e-2, 1e-4
"""Units of a project's numbers in the units of the accounts."""


def open_city(city: str | Path = DEFAULT) -> City:
    """City by the name of a built-in one, or by the path of a folder or workbook.

    Raises
    ------
    CityError
        With every finding, where the tables cannot be used.
    UsageError
        It is neither.
    """
    name = str(city)
    return open_folder(origin_path(name if name in list_builtin() else Path(name)))


class Study:
    """Plan, proof and effects of one city, each computed once when it is first asked for."""

    def __init__(self, city: City, tolerance: float = TOLERANCE, say: Say | None = None) -> None:
        self.city = city
        self.tolerance = tolerance
        self._say: Say = say or (lambda step, gap: None)

    @cached_property
    def plan(self) -> Plan:
        """The best plan within the tolerance; InfeasibleError where there is none."""
        return make_plan(self.city, self.tolerance, self._say)

    @cached_property
    def proof(self) -> Proof:
        """The proof of the plan, by code that shares nothing with the model."""
        self._say("prove", self.plan.gap)
        return prove(self.city, self.plan.head(), self.plan.tables, fingerprint(self.city))

    @cached_property
    def recipe(self) -> Recipe:
        """Coefficients of the city account."""
        t = self.city.tables
        return recipe_of(accounts_from_tables(
            t["sectors"], t["flows"], t["final_demand"], t["value_added"], t["satellites"]
        ))  # fmt: skip

    def impact(self, project: str) -> Impact:
        """What a project does at full output: direct, suppliers, households; here and outside.

        Its own jobs, electricity and CO2 stand in place of its sector's averages.

        Raises
        ------
        UsageError
            There is no such project.
        """
        row = self.project(project)
        own = {
            "employment": float(row["jobs"]) * PERSON,
            "electricity": float(row["electricity"]) * GWH,
            "co2": float(row["co2"]) * TONNE,
        }
        made = pd.Series({row["sector"]: float(row["output"])})
        return output_impact(self.recipe, made, self.city.assumption("spending_share"), own)

    def project(self, code: str) -> pd.Series:
        """One row of the table projects."""
        table = self.city.tables["projects"].set_index("project")
        if code not in table.index:
            like = nearest(code, table.index)
            key = "study.no_project_like" if like else "study.no_project"
            raise UsageError(key, project=code, like=like)
        return table.loc[code]

    def document(self) -> dict[str, Any]:
        """Plan with its proof as one JSON document."""
        return document(self.plan, self.proof.as_dict())

    def report(self, folder: str | Path, lang: str = "en") -> Path:
        """Write plan.json, tables, workbook and page; the folder appears whole or not at all.

        A folder that holds an older plan is replaced, any other is left alone.
        """
        target = Path(folder)
        if target.exists() and not (target / HEAD).is_file():
            raise UsageError("folder.exists", path=target)
        whole = self.document()
        self._say("write", self.plan.gap)
        with write_whole(target, replace=True) as part:
            text = json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False)
            (part / HEAD).write_text(text, encoding="utf-8")
            write_tables(self.plan, part)
            page = html_report(self.city, self.plan, whole["proof"], lang)
            (part / "report.html").write_text(page, encoding="utf-8")
            write_plan_workbook(self.city, self.plan, whole["proof"], lang, part / "plan.xlsx")
        return target


def study(city: City, tolerance: float = TOLERANCE) -> Study:
    """Study of `city`."""
    return Study(city, tolerance)


def prove_folder(city: City, folder: str | Path) -> Proof:
    """Proof of a plan on disk.

    Raises
    ------
    PlanFolderError
        The folder is not a plan, is damaged, or belongs to another city.
    """
    head, tables = read_plan(Path(folder))
    if head.get("city") != city.settings.code:
        raise PlanFolderError(
            "plan.other_city", folder=folder, found=head.get("city"), city=city.settings.code
        )
    return prove(city, head, tables, fingerprint(city))
