"""Published statistics as relations between sectors: work, power, carbon, government."""

from pathlib import Path

import pandas as pd

from citywright.accounts.readers.national import NationalTable, read_national


def government_share(folder: Path, here: Path) -> pd.Series:
    """g_i = FU103_i / TC_i of the 153-sector table, gathered into 42 sectors; 0 where TC is 0."""
    fine = pd.read_csv(folder / "china_2020_153_competitive.csv", dtype={"Code": str})
    fine = fine.set_index("Code")[["FU103", "TC"]].astype(float)
    groups = pd.read_csv(here / "concordance_153.csv", dtype=str)
    shares = {}
    for code, first, last in groups.itertuples(index=False):
        both = fine.loc[first:last].sum()
        shares[code] = both["FU103"] / both["TC"] if both["TC"] else 0.0
    return pd.Series(shares)


def satellite_intensities(folder: Path, here: Path, national: NationalTable) -> pd.DataFrame:
    """Employment, electricity and carbon per unit of output; only their relations count."""
    before = read_national(folder / "china_2018_42_noncompetitive.csv")
    people = pd.read_csv(folder / "china_employment_42_2018.csv", dtype={"code": str})
    employment = people.set_index("code")["employed_10k_2018"] / before.x
    electricity = national.Z.loc["24"] / national.x
    return pd.DataFrame(
        {
            "employment": employment,
            "electricity": electricity,
            "co2": carbon_intensity(folder, here, national),
        }
    )


def carbon_intensity(folder: Path, here: Path, national: NationalTable) -> pd.Series:
    """CO2 of Jiangsu 2019 over the output of Jiangsu, fuels on site and process.

    Output of Jiangsu = national output 2020 x share of Jiangsu in the output of 2007, by sector:
    only the relations between sectors are used. One CEADs division over several sectors is split by
    that output. Power and heat plants are zero: the power system carries them.
    """
    emitted = pd.read_csv(folder / "ceads_Jiangsu2019_sector_fuel_MtCO2.csv", index_col=0).iloc[
        :, -1
    ]
    pairs = pd.read_csv(here / "ceads_concordance.csv", dtype=str)
    output = jiangsu_output(folder, here, national)
    carbon = pd.Series(0.0, index=national.x.index)
    for division, codes in pairs.itertuples(index=False):
        inside = codes.split()
        carbon[inside] += float(emitted[division]) * output[inside] / output[inside].sum()
    return carbon / output


def jiangsu_output(folder: Path, here: Path, national: NationalTable) -> pd.Series:
    """x_i = X_i(2020) x share of Jiangsu in sector i in 2007."""
    provinces = pd.read_csv(folder / "china_2007_province_output_30x42.csv", index_col=0)
    provinces.columns = [str(name).zfill(2) for name in provinces.columns]
    share = provinces.loc["JSU"] / provinces.sum()
    pairs = pd.read_csv(here / "province_2007_concordance.csv", dtype=str).set_index("code")
    return national.x * share[pairs["code_2007"]].to_numpy()
