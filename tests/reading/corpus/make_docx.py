"""Makes the Word files of the corpus from `sources/*.txt`: run once, when the corpus was written.

A line is a paragraph; lines with tabs that follow one another are the rows of one table. The files that
came of it are frozen with the rest of the corpus, so running it again is of use only for a new document:
`python make_docx.py dev/hefei_manufacturing_plan_2021`.
"""

import sys
from itertools import groupby
from pathlib import Path

import docx

HERE = Path(__file__).parent


def make(name: str) -> Path:
    """The Word file of a name like `dev/something`."""
    made = docx.Document()
    lines = (HERE / "sources" / f"{Path(name).name}.txt").read_text(encoding="utf-8").splitlines()
    for tabled, group in groupby(lines, key=lambda line: "\t" in line):
        if not tabled:
            for line in group:
                made.add_paragraph(line)
            continue
        cells = [line.split("\t") for line in group]
        table = made.add_table(rows=len(cells), cols=len(cells[0]))
        for row, values in zip(table.rows, cells, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.text = value
    target = HERE / f"{name}.docx"
    made.save(str(target))
    return target


if __name__ == "__main__":
    for one in sys.argv[1:]:
        make(one)
