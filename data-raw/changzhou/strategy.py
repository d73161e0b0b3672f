"""The strategy of the built-in city: its tree, levers, tasks, honours, and the quotations for them.

    python data-raw/changzhou/strategy.py --document FILE

FILE is the report of the meeting of 18 February 2024. What the city has declared, in titles of our
own, stands in strategy_tree.csv, strategy_tasks.csv and strategy_honours.csv beside this file, with
a few words of the report for each row that rests on it. Here each quotation is sought in the
report, which has to hold it exactly once; the text of the report itself is not kept.

Levers are written as `kind:code`, several with spaces between them; which lever a node has is our
own reading, so those rows are estimated.
"""

import argparse
import hashlib
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
CITY = HERE.parents[1] / "src" / "citywright" / "cities" / "changzhou"
TABLES = HERE.parents[1] / "src" / "citywright" / "city" / "tables"
DOCUMENT = "meeting_2024_02_18"
DOCUMENT_ROW = {
    "document": DOCUMENT, "title_en": "Report on the meeting: the trillion city sets out again",
    "title_zh": "“万亿之城再出发”动员大会报道", "kind": "meeting_report", "date": "2024-02-18",
    "place": "常州", "body": "常州市", "source": DOCUMENT, "quality": "secondhand",
    "note": "Read in a copy in which an advert overwrites the city's name in eight places.",
}  # fmt: skip
LEVERS = {"source": "citywright_estimate", "quality": "estimated", "note": "Our own reading."}
PREFIX = {"strategy": "q", "tasks": "t"}
LONGEST_QUOTE = 30


def main() -> None:
    """Write every table and print how many rows each has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--document", type=Path, required=True, metavar="FILE")
    data = parser.parse_args().document.read_bytes()
    tree, tasks, honours = (_read(name) for name in ("tree", "tasks", "honours"))
    tree["order"] = tree.groupby("parent", sort=False).cumcount() + 1
    text = data.decode("utf-8")
    quoted = {"strategy": tree, "tasks": tasks}
    tables = {
        "documents": pd.DataFrame([DOCUMENT_ROW | {"sha256": hashlib.sha256(data).hexdigest()}]),
        "evidence": pd.concat(_evidence(text, name, frame) for name, frame in quoted.items()),
        "strategy": tree,
        "strategy_levers": pd.concat([_levers(tree, "means"), _levers(tree, "measures")]),
        "tasks": tasks,
        "honours": honours,
    }
    for name, table in tables.items():
        declared = pd.read_csv(TABLES / f"{name}.csv", keep_default_na=False)
        rows = table.reindex(columns=declared["column"])
        rows = rows.sort_values(list(rows.columns[declared["key"].str.startswith("key")]))
        rows.to_csv(CITY / f"{name}.csv", index=False, lineterminator="\n")
        print(f"{name:16} {len(rows):4}")


def _read(name: str) -> pd.DataFrame:
    """Rows with the code of their quotation, where they have one, in the column `evidence`."""
    frame = pd.read_csv(HERE / f"strategy_{name}.csv", dtype="str", keep_default_na=False)
    prefix = PREFIX.get(frame.columns[0], PREFIX["tasks"])
    codes = prefix + "_" + frame.iloc[:, 0]
    return frame.assign(evidence=codes.where(frame["quote"] != "", ""))


def _evidence(text: str, table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """One row per quotation, with its place in the text."""
    found = []
    for row in rows[rows["quote"] != ""].itertuples():
        if text.count(row.quote) != 1 or len(row.quote) > LONGEST_QUOTE:
            raise SystemExit(f"{table} {row[1]}: {row.quote} stands {text.count(row.quote)} times")
        start = text.index(row.quote)
        found.append({
            "evidence": row.evidence, "document": DOCUMENT, "start": start,
            "end": start + len(row.quote), "quote": row.quote, "rule": "by_hand", "confidence": 1,
            "table": table, "row": row[1], "source": DOCUMENT, "quality": "secondhand",
        })  # fmt: skip
    return pd.DataFrame(found)


def _levers(tree: pd.DataFrame, role: str) -> pd.DataFrame:
    """One row per lever of every node."""
    named = tree[["strategy", role]].assign(lever=tree[role].str.split()).explode("lever").dropna()
    parts = named["lever"].str.split(":", expand=True)
    return pd.DataFrame(
        {"strategy": named["strategy"], "lever": parts[0], "item": parts[1], "role": role}
    ).assign(**LEVERS)


if __name__ == "__main__":
    main()
