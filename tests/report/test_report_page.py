"""The page: one file, nothing from outside, every word there, numbers as in the tables."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from report_plans import HOSTILE, emptied, hostile

from citywright.city import City
from citywright.plan.result import Plan
from citywright.report import html_report

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """What a browser would see: elements with attributes, text by element, tables as cells."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.texts: list[str] = []
        self.table = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "script":
            self.scripts.append((dict(attrs), ""))
        if tag == "table":
            self.table = dict(attrs)["id"]
            self.tables[self.table] = []
        if tag == "tr":
            self.tables[self.table].append([])
        if tag in ("td", "th"):
            self.tables[self.table][-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        inside = self.open[-1] if self.open else ""
        if inside == "script":
            attrs, text = self.scripts[-1]
            self.scripts[-1] = (attrs, text + data)
        elif inside != "style":
            self.texts.append(data)
            if {"td", "th"} & set(self.open):
                self.tables[self.table][-1][-1] += data

    @property
    def data(self):
        return next(json.loads(t) for a, t in self.scripts if a.get("id") == "data")


def number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_page_calls_nothing(toy: City, plan: Plan, lang: str) -> None:
    page = Page(html_report(toy, plan, None, lang))
    assert page.open == []
    for tag, attrs in page.elements:
        assert "src" not in attrs
        assert "href" not in attrs or attrs["href"].startswith("#")
        assert tag not in ("link", "iframe", "object", "embed", "base", "form", "img")
        assert not any(name.startswith("on") for name in attrs)
    policy = next(a["content"] for t, a in page.elements if "http-equiv" in a)
    assert policy.startswith("default-src 'none'; script-src 'unsafe-inline'")
    assert "http" not in policy


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_anchor_leads_somewhere(toy: City, plan: Plan, lang: str) -> None:
    page = Page(html_report(toy, plan, None, lang))
    places = {a["id"] for _, a in page.elements if "id" in a}
    assert {a["href"][1:] for _, a in page.elements if "href" in a} <= places


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_names_are_text(toy: City, plan: Plan, lang: str) -> None:
    html = html_report(hostile(toy), plan, None, lang)
    assert "<script>alert" not in html
    page = Page(html)
    scripts = [a for t, a in page.elements if t == "script"]
    assert len(scripts) == 3
    assert "".join(page.texts).count(HOSTILE) >= 4
    assert any(HOSTILE in chart["title"] for chart in page.data["calendar"])


def test_page_says_what_the_tables_say(toy: City, plan: Plan) -> None:
    page = Page(html_report(toy, plan, None, "en"))
    targets = page.tables["table-targets"][1:]
    by_goal = {(t.year, t.kind, round(t.goal, 3)): t for t in plan.tables["targets"].itertuples()}
    assert len(targets) == len(by_goal)
    for row in targets:
        target = by_goal[int(row[1]), row[2], round(number(row[4]), 3)]
        assert number(row[5]) == pytest.approx(target.value, rel=1e-3)
        assert number(row[6]) == pytest.approx(target.without, rel=1e-3)
        assert row[9] == ("yes" if target.met else "no")
    reasons = sorted([number(v) for v in row[4:7]] for row in page.tables["table-reasons"][1:])
    stated = sorted([r.worth, r.rent, r.net] for r in plan.tables["reasons"].itertuples())
    for row, values in zip(reasons, stated, strict=True):
        assert row == pytest.approx(values, abs=0.051)
    chart = next(c for c in page.data["indicators"] if c["title"] == "Gross domestic product")
    path = plan.tables["indicators"].query("indicator == 'gdp'").sort_values("year")
    assert chart["with"] == pytest.approx(path["value"].tolist(), rel=1e-5)
    assert chart["without"] == pytest.approx(path["without"].tolist(), rel=1e-5)


def test_every_column_of_numbers_names_its_unit(toy: City, plan: Plan) -> None:
    page = Page(html_report(toy, plan, None, "en"))
    for rows in page.tables.values():
        for k, header in enumerate(rows[0]):
            cells = [row[k] for row in rows[1:] if len(row) == len(rows[0])]
            if any(re.fullmatch(r"−?\d[\d,]*\.\d+", cell) for cell in cells):
                known = re.search("CNY|GWh|people|unit|value|rows|plan", header)
                assert known, header


def test_calendar_covers_every_started_project(toy: City, plan: Plan) -> None:
    page = Page(html_report(toy, plan, None, "en"))
    bars = {bar["name"]: bar for area in page.data["calendar"] for bar in area["bars"]}
    names = toy.tables["projects"].set_index("project")["name_en"]
    starts = plan.tables["starts"]
    own = starts[starts["path"] == "plan"] if "path" in starts else starts
    assert {n: bar["phases"][0][1] for n, bar in bars.items()} == {
        names[r.project]: r.start for r in own.itertuples()
    }
    for bar in bars.values():
        assert bar["phases"][-1][2] <= plan.years[-1] + 1
        assert all(a[2] == b[1] for a, b in zip(bar["phases"], bar["phases"][1:], strict=False))


def test_proof_is_told_as_it_is(toy: City, plan: Plan) -> None:
    bad = {"name": "plan: land", "where": "land north 2024", "ok": False, "worst": 0.2, "count": 3}
    proof = {"ok": True, "worst": 3.2e-9, "count": 997, "checks": [], "bound": plan.bound}
    without = html_report(toy, plan, None, "en")
    assert "Not proven yet" in without
    assert "proof ok" not in without
    proven = html_report(toy, plan, proof, "en")
    assert "computed 997 balances" in proven
    assert "3.2 × 10⁻⁹" in proven
    failed = html_report(toy, plan, {**proof, "ok": False, "checks": [bad]}, "en")
    assert "plan: land (land north 2024)" in failed
    assert "Do not use this plan" in failed


def test_share_of_made_up_numbers_is_always_shown(toy: City, plan: Plan) -> None:
    page = "".join(Page(html_report(toy, plan, None, "en")).texts)
    assert f"{100 * plan.quality['illustrative']:.1f}%" in page
    assert "illustrative 100.0%" in page  # of the investment in the chosen candidates


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_empty_tables_are_fine(toy: City, plan: Plan, lang: str) -> None:
    page = Page(html_report(toy, emptied(plan), None, lang))
    assert page.open == []
    assert page.data["calendar"] == []


def test_same_input_same_bytes(toy: City, plan: Plan) -> None:
    assert html_report(toy, plan, None, "zh") == html_report(toy, replace(plan), None, "zh")


def test_paths_without_the_plan_are_left_out(toy: City, plan: Plan) -> None:
    bare = {
        name: frame[frame["path"] == "plan"].drop(columns="path") if "path" in frame else frame
        for name, frame in plan.tables.items()
    }
    assert html_report(toy, replace(plan, tables=bare), None, "en") == html_report(
        toy, plan, None, "en"
    )
