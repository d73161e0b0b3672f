"""Rows of what one start asks of another: links between projects, and variants of one project."""

from collections.abc import Iterator
from typing import Any

from citywright.plan.proof.facts import Facts, begun_before
from citywright.plan.proof.rows import Row, Terms, at_most


def link_rows(f: Facts) -> Iterator[Row]:
    """One of two; not before another; a number of years after another; one of a group."""
    listed = {p.project: p for p in f.projects}
    for link in f.rows("project_links"):
        project, other = listed.get(link.project), listed.get(link.other)
        if project is None or other is None or begun_before(f, project) is not None:
            continue
        pair, before = f"{link.project}|{link.other}", begun_before(f, other)
        if link.relation == "after":
            for t in f.years:
                yield _after(f, link, before, t)
        elif before is not None:
            continue
        elif link.relation == "excludes":
            both = _begun(f, project, f.years[-1]) | _begun(f, other, f.years[-1])
            yield at_most(f"start_excludes|{pair}", "", None, both, 1.0)
        else:
            for t in f.years:
                terms = _begun(f, project, t) | _minus(_begun(f, other, t))
                yield at_most(f"start_requires|{pair}", "", t, terms, 0.0)
    yield from _option_rows(f)


def _begun(f: Facts, project: Any, last: int) -> Terms:  # noqa: ANN401
    """Σ of the starts of a project up to a year."""
    return {("start", project.project, s): 1.0 for s in f.years if s <= last}


def _minus(terms: Terms) -> Terms:
    return {variable: -c for variable, c in terms.items()}


def _after(f: Facts, link: Any, before: int | None, t: int) -> Row:  # noqa: ANN401
    """Begun by t only where the other was begun by t less the years of the link."""
    last = t - int(link.years)
    terms: Terms = {("start", link.project, s): 1.0 for s in f.years if s <= t}
    if before is None:
        terms |= {("start", link.other, s): -1.0 for s in f.years if s <= last}
    allowed = float(before is not None and before <= last)
    return at_most(f"start_after|{link.project}|{link.other}", "", t, terms, allowed)


def _option_rows(f: Facts) -> Iterator[Row]:
    """One start among the variants of a project; none where one of them was begun before."""
    groups: dict[str, list[Any]] = {}
    for p in f.rows("projects"):
        if p.option_group:
            groups.setdefault(p.option_group, []).append(p)
    for group, members in groups.items():
        begun = [p for p in members if p.status == "running" or begun_before(f, p) is not None]
        terms: Terms = {}
        for p in members:
            if p not in begun:
                terms |= _begun(f, p, f.years[-1])
        if terms:
            yield at_most(f"start_options|{group}", "", None, terms, 0.0 if begun else 1.0)
