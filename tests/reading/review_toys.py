"""A work report about Toytown, written for these tests, and what its reviewers need."""

import shutil
from pathlib import Path

REPORT = """嘉禾市2025年政府工作报告
嘉禾市人民政府
2025年1月10日
一、2026年主要目标
2026年，全市地区生产总值不低于1100亿元，二氧化碳排放不超过800万吨。
二、抓好重大项目
推进北区锂电池正极材料项目建设，总投资36亿元。支持嘉禾电芯科技有限公司做大做强。
三、加强人才工作
市人力资源局要在2025年9月30日前出台人才新政。
"""
FILLED = {
    "sources": {"licence": "public text"},
    "documents": {"title_en": "Work report"},
    "strategy": {"title_en": "A heading"},
    "tasks": {"title_en": "Issue the talent policy"},
    "firms": {"name_en": "Jiahe Cells", "zone": "north"},
    "projects": {
        "name_en": "Cathode plant", "status": "candidate", "sector": "", "earliest": "2025",
        "latest": "2026", "build_years": "2", "ramp_years": "2", "output": "40", "jobs": "300",
        "electricity": "50", "co2": "100", "outside_share": "0.5", "local_share": "0",
    },
}  # fmt: skip
"""What a reviewer fills in, by table; the sector is filled by the test from the city."""


def report_file(folder: Path) -> Path:
    path = folder / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def city_copy(toytown: Path, folder: Path) -> Path:
    return Path(shutil.copytree(toytown, folder / "city"))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
