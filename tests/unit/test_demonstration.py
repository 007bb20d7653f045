"""The invented place: the same bytes every time, and sums that hold to the last printed digit."""

import csv
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tools import (
    make_arrs_sample,
    make_demonstration,
    make_people_sample,
    make_pipeline_sample,
    make_recommendations_sample,
    make_targets_sample,
)

PERIODS = [
    "2023-12", "2024-03", "2024-06", "2024-09", "2024-12", "2025-03", "2025-06", "2025-09",
]  # fmt: skip
TOTALS = {  # total of a group → what its role columns begin with
    "GP": "GP", "NURSES": "N", "DPC": "DPC", "ADMIN": "ADMIN",
}  # fmt: skip
SEXES = ("TOTAL", "MALE", "FEMALE")
BANDS = re.compile(r"(UNDER\d\d|\d\dTO\d\d|70PLUS|UNKNOWN_AGE)")
MISPRINT = "FEMALE_TRAINEE_DPC_NURSE_ASSOC_HC"

Row = dict[str, str]


def cell(row: Row, column: str) -> Decimal:
    return Decimal(row[column])


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {
                MISPRINT.replace("TRAINEE_DPC", "DPC_TRAINEE") if name == MISPRINT else name: value
                for name, value in row.items()
            }
            for row in csv.DictReader(file)
        ]


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, list[Row]]:
    return {period: read(root / f"sample_data/demonstration-{period}.csv") for period in PERIODS}


@pytest.fixture(scope="module")
def practices(files) -> list[Row]:
    return [row for rows in files.values() for row in rows]


@pytest.fixture(scope="module")
def pcn_staff(root: Path) -> list[Row]:
    return read(root / "sample_data/demonstration_pcn_staff.csv")


def reported(row: Row, group: str) -> bool:
    return row[f"TOTAL_{group}_HC"] != "NA"


def roles(row: Row, group: str) -> list[str]:
    """Role names of a group: not its totals, not its bands."""
    prefix = TOTALS[group]
    found = [re.fullmatch(rf"TOTAL_{prefix}_(.+)_FTE", column) for column in row]
    names = [match[1] for match in found if match]
    return [name for name in names if name not in ("EXTG", "EXL", "EXTGL")]


def bands(row: Row, stem: str, measure: str, sex: str) -> Decimal:
    start = f"{sex}_{stem}_{measure}_"
    return sum(
        (cell(row, column) for column in row
         if column.startswith(start) and BANDS.fullmatch(column.removeprefix(start))),
        Decimal(0),
    )  # fmt: skip


def test_the_generator_reproduces_the_committed_bytes(root: Path, tmp_path: Path):
    make_demonstration.write_all(tmp_path)
    make_arrs_sample.write_all(tmp_path, staff_from=tmp_path)
    make_recommendations_sample.write_all(tmp_path)
    make_targets_sample.write_all(tmp_path)
    make_people_sample.write_all(tmp_path)
    make_pipeline_sample.write_all(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {
        path.name: path.read_bytes()
        for path in (root / "sample_data").glob("*.csv")
        if path.name.startswith(("demonstration", "targets"))
    }
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []


def test_files_are_utf8_with_line_feeds_and_small(root: Path):
    files = list((root / "sample_data").glob("*"))
    assert sum(path.stat().st_size for path in files) < 8_000_000
    for path in files:
        data = path.read_bytes()
        data.decode("utf-8")
        assert b"\r" not in data
        assert data.endswith(b"\n")


def test_header_has_805_columns_and_five_of_our_own(root: Path, files):
    for period in PERIODS:
        path = root / f"sample_data/demonstration-{period}.csv"
        header = path.read_text(encoding="utf-8").partition("\n")[0].split(",")
        assert len(header) == len(set(header)) == 810
        assert MISPRINT in header
        assert header[805:] == ["INVENTED", "YEAR", "MONTH", "BOROUGH_CODE", "BOROUGH_NAME"]


def test_everything_is_marked_as_invented(files):
    for period, rows in files.items():
        assert [row["PRAC_CODE"] for row in rows] == sorted({row["PRAC_CODE"] for row in rows})
        for row in rows:
            assert row["INVENTED"] == "yes"
            assert (int(row["YEAR"]), int(row["MONTH"])) == tuple(map(int, period.split("-")))
            assert re.fullmatch(r"X99\d{3}", row["PRAC_CODE"])
            assert re.fullmatch(r"U9990[1-4]", row["PCN_CODE"])
            areas = (row["SUB_ICB_CODE"], row["ICB_CODE"], row["REGION_CODE"])
            assert areas == ("9ZZ9Z", "QZZ", "Y99")
            names = [row[name] for name in row if name.endswith("_NAME")]
            assert len(names) == 6
            assert all("(invented)" in name for name in names)
            assert row["BOROUGH_CODE"] == row["BOROUGH_NAME"]
        assert len({row["PCN_CODE"] for row in rows}) == 4
        assert len({row["BOROUGH_CODE"] for row in rows}) == 2


@pytest.mark.parametrize("group", TOTALS)
def test_roles_add_up_and_people_are_counted_once(practices, group: str):
    twice = 0
    for row in practices:
        if not reported(row, group):
            continue
        names = [f"{TOTALS[group]}_{role}" for role in roles(row, group)]
        for sex in SEXES:
            fte = sum(cell(row, f"{sex}_{name}_FTE") for name in names)
            assert fte == cell(row, f"{sex}_{group}_FTE")
            people = sum(cell(row, f"{sex}_{name}_HC") for name in names)
            assert people >= cell(row, f"{sex}_{group}_HC")
        twice += people > cell(row, f"{sex}_{group}_HC")
    assert twice > 0


@pytest.mark.parametrize("group", TOTALS)
def test_men_and_women_add_up(practices, group: str):
    columns = [
        column.removeprefix("TOTAL_")
        for column in practices[0]
        if re.match(rf"TOTAL_({group}|{TOTALS[group]})_", column)
        and column.replace("TOTAL", "MALE", 1) in practices[0]
    ]
    assert len(columns) > 20
    for row in practices:
        if reported(row, group):
            for column in columns:
                parts = cell(row, f"MALE_{column}") + cell(row, f"FEMALE_{column}")
                assert parts == cell(row, f"TOTAL_{column}"), column


@pytest.mark.parametrize("group", TOTALS)
def test_ages_add_up(practices, group: str):
    stems = ["GP", "GP_EXTG", "GP_EXL", "GP_EXTGL"] if group == "GP" else [group]
    for row in practices:
        if reported(row, group):
            assert bands(row, group, "FTE", "TOTAL") == cell(row, f"TOTAL_{group}_FTE")
            for stem in stems:
                for sex in SEXES:
                    assert bands(row, stem, "HC", sex) == cell(row, f"{sex}_{stem}_HC")


def test_four_ways_of_counting_gps(practices):
    for row in practices:
        for sex in SEXES:
            fte = {
                role: cell(row, f"{sex}_GP_{role}_FTE")
                for role in ("EXTG", "EXL", "EXTGL", *roles(row, "GP"))
            }
            everybody = cell(row, f"{sex}_GP_FTE")
            trainees = sum(value for role, value in fte.items() if role.startswith("TRN_GR_"))
            locums = sum(value for role, value in fte.items() if role.startswith("LOCUM_"))
            assert everybody == fte["EXTG"] + trainees
            assert fte["EXL"] == everybody - locums
            assert fte["EXTGL"] == fte["EXTG"] - locums
    for role in ("LOCUM_VAC", "RET", "TRN_GR_ST3"):
        assert any(cell(row, f"TOTAL_GP_{role}_FTE") for row in practices)


def test_countries_of_qualification_add_up(practices):
    for row in practices:
        for sex in SEXES:
            places = [column for column in row if column.startswith(f"{sex}_GP_HC_COQ_")]
            assert len(places) == 12
            assert sum(cell(row, column) for column in places) == cell(row, f"{sex}_GP_HC")


def test_patients_add_up(practices):
    for row in practices:
        for sex in ("MALE", "FEMALE"):
            ages = [column for column in row if column.startswith(f"{sex}_PATIENTS_")]
            assert len(ages) == 7
            assert sum(int(row[column]) for column in ages) == int(row[f"TOTAL_{sex}"])
        known = int(row["TOTAL_MALE"]) + int(row["TOTAL_FEMALE"])
        assert known + int(row["TOTAL_UNKNOWN_GENDER"]) == int(row["TOTAL_PATIENTS"])
    assert any(int(row["TOTAL_UNKNOWN_GENDER"]) for row in practices)


def test_cells_are_printed_as_published(practices):
    identity = re.compile(r"_(CODE|NAME|SOURCE)$|^INVENTED$")
    for row in practices:
        for column, value in row.items():
            if identity.search(column):
                assert value
            elif "_FTE" in column:
                assert re.fullmatch(r"NA|0|[1-9]\d*|\d+\.\d{0,8}[1-9]", value), (column, value)
            else:
                assert re.fullmatch(r"NA|\d+", value), (column, value)
    assert any(row["TOTAL_GP_TRN_GR_ST3_FTE"] == "1.066666667" for row in practices)


def test_missing_returns(files):
    flags = {"GP_SOURCE": "GP", "NURSE_SOURCE": "N", "DPC_SOURCE": "DPC", "ADMIN_SOURCE": "ADMIN"}
    missing = {}
    for period, rows in files.items():
        for row in rows:
            absent = [column for column, value in row.items() if value == "NA"]
            told = [flag for flag in flags if row[flag].startswith("Fully estimated")]
            assert bool(absent) == bool(told)
            if absent:
                missing[period, row["PRAC_CODE"], row[told[0]]] = len(absent)
    assert missing == {
        ("2025-06", "X99011", "Fully estimated - no data provided"): 108,
        ("2025-09", "X99011", "Fully estimated - no data provided"): 108,
        ("2024-06", "X99021", "Fully estimated - no valid or current data"): 108,
    }


def test_one_practice_closes_one_opens_one_moves(files):
    codes = {period: {row["PRAC_CODE"] for row in rows} for period, rows in files.items()}
    assert [len(codes[period]) for period in PERIODS] == [24, 24, 24, 23, 23, 24, 24, 24]
    listed = {
        (period, row["PRAC_CODE"]): int(row["TOTAL_PATIENTS"])
        for period, rows in files.items()
        for row in rows
    }
    assert codes["2024-06"] - codes["2024-09"] == {"X99015"}
    both = listed["2024-06", "X99013"] + listed["2024-06", "X99015"]
    assert abs(listed["2024-09", "X99013"] - both) < 0.01 * both
    assert codes["2025-03"] - codes["2024-12"] == {"X99025"}
    pcns = defaultdict(set)
    for period, rows in files.items():
        for row in rows:
            pcns[row["PRAC_CODE"]].add((period >= "2025-06", row["PCN_CODE"]))
    assert pcns["X99006"] == {(False, "U99901"), (True, "U99902")}
    assert [code for code, seen in pcns.items() if len({pcn for _, pcn in seen}) > 1] == ["X99006"]


def test_every_gp_of_one_practice_is_55_or_older(files):
    for rows in files.values():
        (row,) = [row for row in rows if row["PRAC_CODE"] == "X99012"]
        older = ("55TO59", "60TO64", "65TO69", "70PLUS")
        assert sum(cell(row, f"TOTAL_GP_HC_{band}") for band in older) == 3
        assert cell(row, "TOTAL_GP_HC") == 3


def rate(rows: list[Row], column: str) -> Decimal:
    sent = [row for row in rows if row[column] != "NA"]
    fte = sum(cell(row, column) for row in sent)
    return fte / sum(cell(row, "TOTAL_PATIENTS") for row in sent) * 100_000


def test_rates_are_plausible_and_differ(files):
    for rows in files.values():
        gps = []
        for pcn in ("U99904", "U99903", "U99902", "U99901"):
            own = [row for row in rows if row["PCN_CODE"] == pcn]
            gps.append(rate(own, "TOTAL_GP_EXTG_FTE"))
            assert 15 < rate(own, "TOTAL_NURSES_FTE") < 28
        assert gps == sorted(gps)
        assert gps[0] > 35.5
        assert gps[-1] < 52.5
        assert gps[-1] - gps[0] > 9


def test_trainees_come_in_august(files):
    count = {
        period: sum(
            cell(row, column) for row in rows for column in row
            if re.fullmatch(r"TOTAL_GP_TRN_GR_.+_HC", column)
        )
        for period, rows in files.items()
    }  # fmt: skip
    assert count["2024-09"] > count["2024-06"]
    assert count["2025-09"] > count["2025-06"]


def test_scores_of_deprivation(root: Path, files):
    rows = read(root / "sample_data/demonstration_deprivation.csv")
    assert list(rows[0]) == ["source", "practice_code", "year", "score"]
    assert {(row["source"], row["year"]) for row in rows} == {("demonstration_deprivation", "2025")}
    assert all(re.fullmatch(r"[1-9]\d\.\d{3}", row["score"]) for row in rows)
    scores = {row["practice_code"]: Decimal(row["score"]) for row in rows}
    named = {row["PRAC_CODE"] for practices in files.values() for row in practices}
    assert len(rows) == len(scores)
    assert named - set(scores) == {"X99025"}
    assert set(scores) <= named
    for practices in files.values():
        means = []
        for pcn in ("U99901", "U99902", "U99903", "U99904"):
            own = [
                (scores[row["PRAC_CODE"]], int(row["TOTAL_PATIENTS"]))
                for row in practices
                if row["PCN_CODE"] == pcn and row["PRAC_CODE"] in scores
            ]
            means.append(sum(s * n for s, n in own) / sum(n for _, n in own))
        assert means == sorted(means)


def test_pcn_staff_add_up(root: Path, files, pcn_staff):
    known = yaml.safe_load(
        (root / "wfcore/definitions/staff_roles.yaml").read_text(encoding="utf-8")
    )["pcn_roles"]
    groups: dict[tuple[str, ...], Row] = {}
    parts: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in pcn_staff:
        assert (row["source"], row["level"], row["definition"]) == (
            "demonstration_pcn", "pcn", "all",
        )  # fmt: skip
        key = (row["period"], row["area_code"], row["staff_group"])
        if row["role"] == "all":
            assert key not in groups
            groups[key] = row
        else:
            assert row["role"] in known[row["staff_group"]]
            parts[key].append(row)
    for key, total in groups.items():
        assert sum(Decimal(row["fte"]) for row in parts[key]) == Decimal(total["fte"])
        assert sum(int(row["headcount"]) for row in parts[key]) >= int(total["headcount"])
        assert total["fte"] != "0" or parts[key] == []
    silent = ("2024-12", "U99903")
    assert set(groups) == {
        (period, f"U9990{number}", group)
        for period in PERIODS
        for number in range(1, 5)
        for group in known
        if (period, f"U9990{number}") != silent
    }
    assert list(pcn_staff[0]) == [
        "period", "source", "level", "area_code", "staff_group", "definition", "role", "fte",
        "headcount",
    ]  # fmt: skip
