"""The rows of full width, and the official lists of headings."""

import csv
import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from tests.commands import measures, publish, run
from tests.real.published import WIDE, table
from wfcore.declared import declared
from wfcore.normalising import normalise
from wfcore.reading import read_upload
from wfcore.store import Store

TOTALS = {"gp": "GP", "nurse": "NURSES", "dpc": "DPC", "admin": "ADMIN"}
AREAS = {
    f"{area}_{part}"
    for area in ("PRAC", "PCN", "SUB_ICB", "ICB", "REGION") for part in ("CODE", "NAME")
}  # fmt: skip
OFFICIAL = "GP_workforce_practice_level_DETAILED__from_official_definitions_xlsx.txt"
ATHENA = "GP_workforce_practice_level_DETAILED__uppercased_from_athena_sample_2025.txt"
PREDECESSORS = ("HI_THERA", "PSYCH_WELLB_PRAC")  # of Talking Therapies, until April 2024


@pytest.fixture(scope="module")
def printed(real_data: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Period and practice → the printed row."""
    rows = table(real_data / "gp_workforce" / WIDE)
    return {(f"{r['YEAR']}-{r['MONTH'].zfill(2)}", r["PRAC_CODE"]): r for r in rows}


def staff(store: Path, kind: str) -> pl.DataFrame:
    return Store.open(store).read().table(f"staff_{kind}")


def test_two_months_come_out_of_one_file(wide: Path, printed):
    assert len(printed) == 10
    history = run("history", "--store", wide).rows()
    assert [row["editions"] for row in history] == ["gpw_detailed.2025-06; gpw_detailed.2025-07"]
    for period in ("2025-06", "2025-07"):
        found = measures(wide, "registered_patients", "practice", period)
        assert {area: float(row["value"]) for (area, _), row in found.items()} == {
            code: int(row["TOTAL_PATIENTS"]) for (p, code), row in printed.items() if p == period
        }


def test_roles_add_up_to_the_totals_of_every_practice(wide: Path, printed):
    sums: dict[tuple[str, str, str], float] = defaultdict(float)
    missing: set[tuple[str, str, str]] = set()
    for period, code, group, fte in staff(wide, "role").select(
        "period", "area_code", "staff_group", "fte"
    ).iter_rows():  # fmt: skip
        if fte is None:
            missing.add((period, code, group))
        else:
            sums[period, code, group] += fte
    compared = 0
    for (period, code), row in printed.items():
        for group, stem in TOTALS.items():
            total = row[f"TOTAL_{stem}_FTE"]
            if total == "NA":
                assert (period, code, group) in missing
                assert (period, code, group) not in sums
            else:
                assert abs(sums[period, code, group] - float(total)) < 1e-6
                compared += 1
    assert compared == 4 * 10 - 2


def test_the_ways_of_counting_gps_differ_by_their_roles(wide: Path, printed):
    roles = staff(wide, "role").filter(pl.col("staff_group") == "gp")
    totals = {
        (period, code, definition): fte
        for period, code, definition, fte in staff(wide, "total")
        .filter(pl.col("staff_group") == "gp")
        .select("period", "area_code", "definition", "fte")
        .iter_rows()
    }

    def of(period: str, code: str, part: str) -> float:
        mine = roles.filter(
            pl.col("period") == period, pl.col("area_code") == code,
            pl.col("role").cast(pl.String).str.contains(part, literal=True),
        )  # fmt: skip
        assert mine.height
        return mine["fte"].sum()

    for period, code in printed:
        everybody = totals[period, code, "all"]
        trainees, locums = of(period, code, "gp_trn_"), of(period, code, "gp_locum_")
        assert abs(totals[period, code, "excl_trainees"] + trainees - everybody) < 1e-6
        assert abs(totals[period, code, "excl_locums"] + locums - everybody) < 1e-6
        permanent = totals[period, code, "excl_trainees_locums"]
        assert abs(permanent + trainees + locums - everybody) < 1e-6
    assert of("2025-07", "A81002", "gp_trn_") > 0
    # A81009 has a retainer, who is in the narrowest count.
    retainer = of("2025-07", "A81009", "gp_ret")
    assert abs(retainer - 0.426666667) < 1e-9
    others = [of("2025-07", "A81009", part) for part in ("sen_ptnr", "ptnr_prov", "gp_sal_")]
    assert abs(totals["2025-07", "A81009", "excl_trainees_locums"] - retainer - sum(others)) < 1e-6
    assert abs(totals["2025-07", "A81009", "excl_trainees_locums"] - 3.373333333) < 1e-9


def test_nurses_that_were_not_supplied(wide: Path, printed):
    row = printed["2025-07", "A81001"]
    assert row["TOTAL_NURSES_FTE"] == "NA"
    kept = staff(wide, "total").filter(
        pl.col("area_code") == "A81001", pl.col("staff_group") == "nurse"
    )
    assert kept.height == 2
    assert kept["fte"].to_list() == [None, None]
    assert set(kept["fte_missing"].cast(pl.String)) == {"not_supplied"}
    found = measures(wide, "nurse_rate,nurse_fte,gp_excl_trainees_rate", "practice", "2025-07")
    for metric in ("nurse_rate", "nurse_fte"):
        assert found["A81001", metric]["value"] == ""
        assert "not_reported" in found["A81001", metric]["flags"].split(";")
    assert f"{float(found['A81001', 'gp_excl_trainees_rate']['value']):.2f}" == "25.98"


def test_fully_qualified_gps_of_one_practice(wide: Path):
    row = measures(wide, "gp_excl_trainees_rate", "practice", "2025-07")[
        "A81002", "gp_excl_trainees_rate"
    ]
    assert f"{float(row['value']):.3f}" == "34.949"
    assert float(row["denominator"]) == 18_732


def test_ages_add_up_for_shares(wide: Path, printed):
    """55 and over among those of known age, where at least five people are counted."""
    bands = ["55TO59", "60TO64", "65TO69", "70PLUS"]
    found = measures(wide, "gp_55plus_share,participation_gp", "practice", "2025-07")
    shown = small = hidden = 0
    for (period, code), row in printed.items():
        if period != "2025-07":
            continue
        ages = {
            name.rsplit("_", 1)[1]: int(value)
            for name, value in row.items()
            if re.fullmatch(r"TOTAL_GP_EXTG_HC_(UNDER\d+|\d+TO\d+|70PLUS)", name)
        }
        assert len(ages) >= 10
        share = found[code, "gp_55plus_share"]
        few = sum(ages.values()) < 5
        small += few
        if few or "small_number" in share["flags"].split(";"):
            assert (share["value"], share["numerator"], share["denominator"]) == ("", "", "")
            assert "small_number" in share["flags"].split(";")
            hidden += not few
        else:
            shown += 1
            expected = sum(ages[band] for band in bands) / sum(ages.values()) * 100
            assert abs(float(share["value"]) - expected) < 1e-9
        part = float(found[code, "participation_gp"]["value"])
        assert abs(part - float(row["TOTAL_GP_FTE"]) / int(row["TOTAL_GP_HC"])) < 1e-9
    assert 0 < shown < 7
    assert hidden <= small  # each small one hides at most one other


def headings(real_data: Path, name: str) -> list[str]:
    return (real_data / "gp_workforce" / name).read_text(encoding="utf-8").split()


def family(header: str) -> str:
    if header in AREAS:
        return "identity"
    if re.fullmatch(r"(GP|NURSE|DPC|ADMIN)_SOURCE", header):
        return "flag"
    if re.search(r"_(HC|FTE)(_|$)", header):
        return "staff"
    assert re.match(r"TOTAL_(PATIENTS|MALE|FEMALE|UNKNOWN)|(MALE|FEMALE)_PATIENTS_", header)
    return "patients"


def test_the_805_official_headings(real_data: Path):
    found = Counter(map(family, headings(real_data, OFFICIAL)))
    assert found == {"identity": 10, "patients": 18, "flag": 4, "staff": 773}
    assert found.total() == 805
    retired = set(headings(real_data, ATHENA)) - set(headings(real_data, OFFICIAL))
    assert len(retired) == 24
    assert all(any(stem in header for stem in PREDECESSORS) for header in retired)


@pytest.mark.parametrize(("name", "rows"), [(OFFICIAL, 501), (ATHENA, 513)])
def test_every_official_heading_is_kept(real_data: Path, tmp_path: Path, name: str, rows: int):
    """Each staff heading carries its own number, and each number comes out exactly once."""
    official = headings(real_data, name)
    text = {"identity": "Q99", "flag": "Fully provided", "patients": "1000"}
    cells = {header: text.get(family(header), "") for header in official}
    cells |= {"PRAC_CODE": "A99001", "PCN_CODE": "U99001", "SUB_ICB_CODE": "16C"}
    number = {header: i for i, header in enumerate(official) if family(header) == "staff"}
    # A headcount is whole; FTE of the narrow counts is smaller than that of the wide ones.
    for header, i in number.items():
        cells[header] = str(1000 + i) if "_HC" in header else f"{1 - i / 10_000:.4f}"
    path = tmp_path / "one practice.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([official, [cells[header] for header in official]])

    report = run("check", path, "--period", "2025-06", "--json")
    assert "unknown_columns" not in report.out
    assert "unknown_roles" not in report.out
    (table_read,) = read_upload(path.name, path.read_bytes(), declared())
    assert table_read.recognised.unknown == ()
    (draft,) = normalise(table_read, "2025-06")
    kept = pl.concat(t for kind, t in draft.tables.items() if kind.startswith("staff_"))
    assert kept.height == rows
    values = Counter(v for c in ("fte", "headcount") for v in kept[c].drop_nulls().to_list())
    assert values == Counter(float(Decimal(cells[header])) for header in number)
    assert len(number) == len(values)
    for measure in ("fte", "headcount"):
        absent = kept.filter(pl.col(measure).is_null())[f"{measure}_missing"].cast(pl.String)
        assert set(absent) <= {"not_in_file"}
    assert draft.tables["lists"].height == 1
    assert draft.tables["lists_sex_age"].height == 17
    assert draft.tables["returns"].height == 4


def test_the_high_level_list_is_recognised(real_data: Path, store: Path, tmp_path: Path):
    listed = headings(real_data, "GP_workforce_HIGH_LEVEL__uppercased_from_athena_sample.txt")
    assert listed == [
        "PRAC_CODE",
        "PRAC_NAME",
        "STAFF_GROUP",
        "DETAILED_STAFF_ROLE",
        "MEASURE",
        "VALUE",
    ]
    path = tmp_path / "high level.csv"
    rows = [
        ["A81002", "QUEENS PARK", group, role, measure, value]
        for group, role, fte, people in (
            ("GP", "Total", "9.32", "12"),
            ("Nurses", "Total", "7.48", "10"),
            ("Direct Patient Care", "Total", "NA", "NA"),
            ("Admin/Non-Clinical", "Total", "22.693333333", "30"),
        )
        for measure, value in (("FTE", fte), ("Headcount", people))
    ]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([listed, *rows])
    done = publish(store, path, period="2025-07")
    assert done.code == 0, done.err
    found = measures(store, "gp_fte,nurse_fte,dpc_fte,admin_fte,gp_rate", "practice", "2025-07")
    assert float(found["A81002", "gp_fte"]["value"]) == 9.32
    assert float(found["A81002", "admin_fte"]["value"]) == 22.693333333
    assert found["A81002", "dpc_fte"]["value"] == ""
    assert "no_list" in found["A81002", "gp_rate"]["flags"].split(";")


def test_the_individual_list_is_refused_by_name(real_data: Path, tmp_path: Path):
    listed = headings(real_data, "GP_workforce_INDIVIDUAL__uppercased_from_athena_sample.txt")
    path = tmp_path / "individual.csv"
    path.write_text(",".join(listed) + "\n" + ",".join("1" for _ in listed) + "\n")
    answer = run("check", path)
    assert (answer.code, answer.out) == (2, "")
    assert "this is the file “General Practice Workforce, individual level”" in answer.err
    assert "Upload the practice-level file of the same month" in answer.err
