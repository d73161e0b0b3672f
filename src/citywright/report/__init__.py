"""HOW WE SAY IT: a plan as one page and as one workbook, in Chinese and English; no arithmetic."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citywright.report.page import html_report
    from citywright.report.workbook import write_plan_workbook

__all__ = ["html_report", "write_plan_workbook"]

_HOMES = {"html_report": "page", "write_plan_workbook": "workbook"}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Public names load when they are first used: a report on power needs nothing of a plan."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
