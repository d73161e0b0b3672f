"""HOW WE SAY IT: a plan as one page and as one workbook, in Chinese and English; no arithmetic."""

from citywright.report.page import html_report
from citywright.report.workbook import write_plan_workbook

__all__ = ["html_report", "write_plan_workbook"]
