"""Small worlds written to disk in the layouts in which the great tables are published.

The layouts follow what the publishers and the parsers of other libraries document: the files
themselves are too large, and not ours to copy. Numbers are random, and every printed total is true.
"""

import csv
from dataclasses import dataclass

import numpy as np
import openpyxl
import pandas as pd

REGIONS = ("AUS", "CHN", "USA")
SECTORS = ("A01_02", "B", "C10T12")


@dataclass
class World:
    """Z, Y, V of sectors, VY of final users, S and SY; balanced, x by rows and by columns."""

    Z: pd.DataFrame
    Y: pd.DataFrame
    V: pd.DataFrame
    VY: pd.DataFrame
    S: pd.DataFrame
    SY: pd.DataFrame

    @property
    def x(self):
        return self.Z.sum(axis=1) + self.Y.sum(axis=1)


def world(uses, items, regions=REGIONS, sectors=SECTORS, final_regions=None, seed=3) -> World:
    """A world that balances; the last item takes what is left and final users pay none of it."""
    rng = np.random.default_rng(seed)
    labels = pd.MultiIndex.from_product([regions, sectors], names=["region", "sector"])
    final = pd.MultiIndex.from_product([final_regions or regions, uses], names=["region", "use"])
    n, m, k = len(labels), len(final), len(items)
    Y = rng.uniform(20.0, 60.0, (n, m))
    Y[:, -1] -= 30.0  # inventories of both signs
    A = rng.uniform(0.0, 0.6 / n, (n, n)) * (rng.uniform(size=(n, n)) < 0.8)
    x = np.linalg.solve(np.eye(n) - A, Y.sum(axis=1))
    Z = A * x
    V = rng.uniform(-0.02, 0.08, (k, n)) * x
    V[-1] = x - Z.sum(axis=0) - V[:-1].sum(axis=0)
    VY = rng.uniform(0.5, 3.0, (k, m))
    VY[-1] = 0.0
    stressors = ["energy use", "CO2 - combustion"]
    return World(
        pd.DataFrame(Z, labels, labels),
        pd.DataFrame(Y, labels, final),
        pd.DataFrame(V, list(items), labels),
        pd.DataFrame(VY, list(items), final),
        pd.DataFrame(rng.uniform(0.0, 9.0, (2, n)), stressors, labels),
        pd.DataFrame(rng.uniform(0.0, 9.0, (2, m)), stressors, final),
    )


def cells(row):
    """Numbers so that they come back to the last digit; anything else as it is."""
    return [repr(float(one)) if isinstance(one, float) else one for one in row]


def write_rows(rows, path, separator=","):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=separator, lineterminator="\n").writerows(map(cells, rows))


def joined(labels):
    return ["_".join(label) for label in labels]


# --- OECD ICIO --------------------------------------------------------------------------------------
ICIO_USES = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")


def icio_rows(w: World):
    head = ["V1", *joined(w.Z.columns), *joined(w.Y.columns), "OUT"]
    rows = [head]
    for i, name in enumerate(joined(w.Z.index)):
        rows.append([name, *w.Z.iloc[i].tolist(), *w.Y.iloc[i].tolist(), float(w.x.iloc[i])])
    for item in w.V.index:
        line = [*w.V.loc[item].tolist(), *w.VY.loc[item].tolist()]
        rows.append([item, *line, float(sum(line))])
    paid = [*w.x.tolist(), *(w.Y.sum() + w.VY.sum()).tolist()]
    rows.append(["OUT", *paid, float(sum(paid))])
    return rows


# --- WIOD -------------------------------------------------------------------------------------------
WIOD_ITEMS = ("TXSP", "EXP_adj", "PURR", "PURNR", "IntTTM", "VA")
WIOD_USES = ("CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN")
NAMES_2013 = {
    "II_fob": ("r60", "Total intermediate consumption"),
    "TXSP": ("r61", "Taxes less subsidies on products"),
    "EXP_adj": ("r62", "Cif/ fob adjustments on exports"),
    "PURR": ("r63", "Direct purchases abroad by residents"),
    "PURNR": ("r64", "Purchases on the domestic territory by non-residents"),
    "VA": ("r65", "Value added at basic prices"),
    "IntTTM": ("r66", "International Transport Margins"),
    "GO": ("r69", "Output at basic prices"),
}
USES_2013 = ("c37", "c38", "c39", "c41", "c42")
NUMBERS_2016 = dict(
    zip(
        ("II_fob", "TXSP", "EXP_adj", "PURR", "PURNR", "VA", "IntTTM", "GO"),
        range(65, 73),
        strict=True,
    )
)


def wiod_lines(w: World):
    """(country, code, number within the country or below, numbers) of every row below the heads."""
    lines = []
    for i, (country, code) in enumerate(w.Z.index):
        flows = [*w.Z.iloc[i].tolist(), *w.Y.iloc[i].tolist()]
        lines.append((country, code, i % len(SECTORS) + 1, [*flows, float(w.x.iloc[i])]))
    below = {"II_fob": (w.Z.sum(), w.Y.sum())}
    below |= {item: (w.V.loc[item], w.VY.loc[item]) for item in WIOD_ITEMS}
    below["GO"] = (w.x, w.Y.sum() + w.VY.sum())
    for code, (of_sectors, of_users) in below.items():
        numbers = [*of_sectors.tolist(), *of_users.tolist()]
        lines.append(("TOT", code, NUMBERS_2016[code], [*numbers, float(sum(numbers))]))
    return lines


def wiod_sheet(w: World, release=2016):
    """Rows of the workbook: two of titles, four of headings, then the lines."""
    old = release == 2013
    n = len(SECTORS)
    places = [f"c{i % n + 1}" for i in range(len(w.Z))]
    places += [USES_2013[i % 5] if old else f"c{n + i % 5 + 1}" for i in range(len(w.Y.columns))]
    codes = [code for _, code in w.Z.columns]
    codes += [None if old else use for _, use in w.Y.columns] + [None if old else "GO"]
    lands = [land for land, _ in [*w.Z.columns, *w.Y.columns]]
    named = [f"name of {code}" for _, code in [*w.Z.columns, *w.Y.columns]]
    rows = [
        ["Intercountry Input-Output Table for 2000"],
        [],
        ["(industry-by-industry)", None, None, None, *codes],
        ["(millions of US$)", None, None, None, *named, "Total output"],
        [None, None, None, None, *lands, "TOT"],
        [None, None, None, None, *places, "c43" if old else "c62"],
    ]
    for country, code, number, numbers in wiod_lines(w):
        if country != "TOT":
            rows.append([code, f"name of {code}", country, f"r{number}", *numbers])
        elif old:
            row, name = NAMES_2013[code]
            rows.append([None, name, "TOT", row, *numbers])
        else:
            rows.append([code, f"name of {code}", "TOT", f"r{number}", *numbers])
    return rows


def wiod_text(w: World):
    n = len(SECTORS)
    head = ["IndustryCode", "IndustryDescription", "Country", "RNr", "Year"]
    head += [f"{land}{i % n + 1}" for i, (land, _) in enumerate(w.Z.columns)]
    head += [f"{land}{n + i % 5 + 1}" for i, (land, _) in enumerate(w.Y.columns)]
    rows = [[*head, "TOT"]]
    for country, code, number, numbers in wiod_lines(w):
        rows.append([code, f"name of {code}, and more", country, number, 2014, *numbers])
    return rows


def write_book(sheets, path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)


# --- EXIOBASE 3 -------------------------------------------------------------------------------------
FACTORS = ("Taxes less subsidies on products purchased: Total", "Operating surplus: Rents on land")


def exiobase_matrix(frame, row_names, column_names):
    """Two lines of headings, one naming the labels, then labels and numbers."""
    ids = len(row_names)
    heads = [
        [column_names[level], *[""] * (ids - 1), *(one[level] for one in frame.columns)]
        for level in range(2)
    ]
    rows = [*heads, [*row_names, *[""] * len(frame.columns)]]
    for label, line in zip(frame.index, frame.to_numpy().tolist(), strict=True):
        rows.append([*([label] if ids == 1 else label), *line])
    return rows


def write_exiobase(w: World, folder, *, flows="Z", output=True, final="F_Y.txt"):
    """A folder of an early release: satellite and impacts."""
    x = w.x
    pair, stressor = ("region", "sector"), ("stressor",)
    tables = {"Z": w.Z, "A": w.Z / x.to_numpy()}
    for name in flows:
        write_rows(exiobase_matrix(tables[name], pair, pair), folder / f"{name}.txt", "\t")
    write_rows(exiobase_matrix(w.Y, pair, ("region", "category")), folder / "Y.txt", "\t")
    units = [["region", "sector", "unit"], *([*label, "M.EUR"] for label in w.Z.index)]
    write_rows(units, folder / "unit.txt", "\t")
    if output:
        rows = [["region", "sector", "indout"], *([*k, float(v)] for k, v in x.items())]
        write_rows(rows, folder / "x.txt", "\t")
    extensions = {
        "satellite": (pd.concat([w.V, w.S]), pd.concat([w.VY, w.SY])),
        "impacts": (
            pd.DataFrame([w.V.sum(), w.S.iloc[1] * 2], ["Value Added", "GWP100"]),
            pd.DataFrame([w.VY.sum() * 0, w.SY.iloc[1] * 2], ["Value Added", "GWP100"]),
        ),
    }
    for name, (F, FY) in extensions.items():
        write_rows(exiobase_matrix(F, stressor, pair), folder / name / "F.txt", "\t")
        matrix = exiobase_matrix(FY, stressor, ("region", "category"))
        write_rows(matrix, folder / name / final, "\t")
        kinds = {**dict.fromkeys([*w.V.index, "Value Added"], "M.EUR"), "energy use": "TJ"}
        rows = [["", "unit"], *([row, kinds.get(row, "kg")] for row in F.index)]
        write_rows(rows, folder / name / "unit.txt", "\t")


# --- Eora26 -----------------------------------------------------------------------------------------
EORA_NAMES = {"AUS": "Australia", "CHN": "China", "USA": "USA", "ROW": "Statistical Discrepancies"}
EORA_USES = (
    "Household final consumption P.3h",
    "Gross fixed capital formation P.51",
    "Changes P.52",
)
EORA_ITEMS = ("Compensation of employees D.1", "Net operating surplus B.2n")
EORA_GROUP = {"energy use": "Energy Usage (TJ)", "CO2 - combustion": "CO2 emissions (Gg)"}


def eora_world(seed=5) -> World:
    """Countries with three sectors, and the discrepancy with the one sector TOTAL."""
    w = world(EORA_USES, EORA_ITEMS, regions=(*REGIONS, "ROW"), seed=seed)
    keep = [label for label in w.Z.index if label[0] != "ROW" or label[1] == SECTORS[0]]
    w.Z, w.V, w.S = w.Z.loc[keep, keep], w.V[keep], w.S[keep]
    w.Y = w.Y.loc[keep]
    total = pd.MultiIndex.from_tuples(
        [(r, "TOTAL" if r == "ROW" else s) for r, s in keep], names=["region", "sector"]
    )
    w.Z.index = w.Z.columns = w.Y.index = w.V.columns = w.S.columns = total
    return w


def write_eora(w: World, folder, labels=None):
    stem = folder / "Eora26_2015_bp_"
    for part, frame in {"T": w.Z, "FD": w.Y, "VA": w.V, "Q": w.S, "QY": w.SY}.items():
        write_rows(frame.to_numpy().tolist(), stem.with_name(f"{stem.name}{part}.txt"), "\t")
    labels = labels or folder
    rows = [[EORA_NAMES[r], r, "Industries", s, ""] for r, s in w.Z.index]
    write_rows(rows, labels / "labels_T.txt", "\t")
    rows = [[EORA_NAMES[r], r, "Final Demand", s, ""] for r, s in w.Y.columns]
    write_rows(rows, labels / "labels_FD.txt", "\t")
    rows = [["Primary Inputs", item, ""] for item in w.V.index]
    write_rows(rows, labels / "labels_VA.txt", "\t")
    rows = [[EORA_GROUP[row], row, ""] for row in w.S.index]
    write_rows(rows, labels / "labels_Q.txt", "\t")


# --- Chinese competitive tables ---------------------------------------------------------------------
def competitive(seed=11, n=4):
    """T (all origins), F, imports, V of a nation; x = uses - imports."""
    rng = np.random.default_rng(seed)
    codes = [f"{i + 1:03d}" for i in range(n)]
    F = rng.uniform(20.0, 90.0, (n, 6))
    F[:, 4] -= 30.0
    T = rng.uniform(0.0, 15.0, (n, n))
    imports = rng.uniform(0.0, 0.6, n) * (T.sum(axis=1) + F[:, :5].sum(axis=1))
    x = T.sum(axis=1) + F.sum(axis=1) - imports
    V = (x - T.sum(axis=0)) * np.array([[0.5], [0.1], [0.15], [0.25]])
    return codes, T, F, imports, V, x


def national_competitive_frame(seed=11):
    codes, T, F, imports, V, x = competitive(seed)
    table = pd.DataFrame(T, codes, codes)
    table["TIU"] = T.sum(axis=1)
    table["FU101"], table["FU102"] = F[:, 0], F[:, 1]
    table["THC"] = F[:, 0] + F[:, 1]
    table["FU103"] = F[:, 2]
    table["TC"] = F[:, :3].sum(axis=1)
    table["FU201"], table["FU202"] = F[:, 3], F[:, 4]
    table["GCF"] = F[:, 3] + F[:, 4]
    table["EX"] = F[:, 5]
    table["TFU"] = F.sum(axis=1)
    table["IM"], table["GO"] = imports, x
    table.loc["TII", codes] = T.sum(axis=0)
    for place in range(4):
        table.loc[f"VA00{place + 1}", codes] = V[place]
    table.loc["TVA", codes] = V.sum(axis=0)
    table.loc["TI", codes] = T.sum(axis=0) + V.sum(axis=0)
    table = table.rename_axis("Code").reset_index()
    table.insert(1, "Description", table["Code"])
    table.insert(2, "DescriptionInChinese", table["Code"])
    return table


def provincial_frame(seed=11, transit=False):
    """With `transit`, the second sector passes on more than it uses."""
    codes, T, F, imports, _, _ = competitive(seed)
    n = len(codes)
    outflow, inflow = np.full(n, 40.0), 0.3 * imports
    other = np.array([0.5, -0.25, 0.0, 0.0])
    if transit:
        inflow[1] += 500.0
        outflow[1] += 500.0
    abroad = 0.7 * imports
    uses = ["rural_hh", "urban_hh", "gov", "gfcf", "inventory", "export"]
    table = pd.concat(
        [pd.DataFrame(T, codes, codes), pd.DataFrame(F, codes, uses)],
        axis=1,
    )
    table["outflow"], table["import"], table["inflow"] = outflow, abroad, inflow
    table["other"] = other
    table["GO"] = T.sum(axis=1) + F.sum(axis=1) + outflow - abroad - inflow + other
    value = table["GO"].to_numpy() - T.sum(axis=0)
    shares = {"compensation": 0.5, "net_tax": 0.1, "depreciation": 0.15, "surplus": 0.25}
    for item, share in shares.items():
        table.loc[item, codes] = share * value
    table.loc["VA", codes] = value
    table.loc["TI", codes] = T.sum(axis=0) + value
    table = table.rename_axis("code").reset_index()
    table.insert(1, "name", table["code"])
    return table
