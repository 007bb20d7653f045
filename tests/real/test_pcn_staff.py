"""PCN staff through the command line, against the oracles and sums of the published files."""

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from tests.commands import CommandResult, measures, publish, run
from tests.real.published import areas_of_practices, borough_lookup, practice_map, table

GROUPS = {
    "directors": "pcn_director_fte",
    "gps": "pcn_gp_fte",
    "nurses": "pcn_nurse_fte",
    "dpc": "pcn_dpc_fte",
    "admin": "pcn_admin_fte",
}
PRINTED = {
    "Directors": "directors",
    "Other GPs": "gps",
    "Other Nurses": "nurses",
    "Other Direct Patient Care staff": "dpc",
    "Other Admin/Non-clinical staff": "admin",
}
STAFF = "pcn_staff_fte,pcn_staff_rate"


def oracle(real_data: Path, name: str) -> list[dict[str, str]]:
    with (real_data / "oracles" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def files(real_data: Path) -> dict[str, list[dict[str, str]]]:
    """Period → rows of the PCN file."""
    folder = real_data / "pcn_workforce"
    found = {}
    for path in (*folder.glob("*.csv"), *folder.glob("*.zip")):
        rows = table(path)
        (year,), (month,) = {r["CENSUS_YEAR"] for r in rows}, {r["CENSUS_MONTH"] for r in rows}
        found[f"{year}-{month.zfill(2)}"] = rows
    return found


def england(store: Path, period: str) -> dict[str, dict[str, str]]:
    found = measures(store, ",".join(GROUPS.values()), "england", period)
    assert {area for area, _ in found} == {"E92000001"}
    return {metric: row for (_, metric), row in found.items()}


def test_england_equals_every_row_of_the_oracle(real_data: Path, pcns: Path, files):
    compared: list[str] = []
    for row in oracle(real_data, "pcn_england_fte_timeseries.csv"):
        period = f"{row['year']}-{row['month'].zfill(2)}"
        if period not in files:
            continue
        compared.append(period)
        found = england(pcns, period)
        rounded = "rounded to integer" in row["note"]
        for group, metric in GROUPS.items():
            if row[group] == "":
                assert found[metric]["value"] == ""
                assert "not_in_file" in found[metric]["flags"].split(";")
            else:
                away = abs(float(found[metric]["value"]) - float(row[group]))
                assert away <= (0.5 if rounded else 0.001), (period, group)
    assert compared == sorted(set(files) - {"2026-06"})
    assert len(compared) == 10


def test_england_recomputed_in_every_month(pcns: Path, files):
    assert "2026-06" in files
    for period, rows in files.items():
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in rows:
            sums[PRINTED[row["STAFF_GROUP"]]] += Decimal(row["FTE"])
        found = england(pcns, period)
        for group, metric in GROUPS.items():
            if group in sums:
                assert abs(Decimal(found[metric]["value"]) - sums[group]) < Decimal("1e-6")
            else:
                assert found[metric]["value"] == ""
                assert found[metric]["flags"] == "not_in_file"


def test_june_2026_is_what_the_zip_holds(pcns: Path, files):
    rows = files["2026-06"]
    assert len(rows) == 39_940
    assert len({row["PCN_CODE"] for row in rows}) == 1_271
    found = measures(pcns, "pcn_staff_fte", "england", "2026-06")["E92000001", "pcn_staff_fte"]
    assert abs(Decimal(found["value"]) - sum(Decimal(r["FTE"]) for r in rows)) < Decimal("1e-6")


def test_every_region_and_icb_recomputed(pcns: Path, files):
    """The file's own areas, not those of the map."""
    for level, column in (("region", "COMM_REGION_CODE"), ("icb", "ICB_CODE")):
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in files["2025-11"]:
            sums[row[column]] += Decimal(row["FTE"])
        found = measures(pcns, "pcn_staff_fte", level, "2025-11")
        assert {area for area, _ in found} == set(sums)
        for area, fte in sums.items():
            assert abs(Decimal(found[area, "pcn_staff_fte"]["value"]) - fte) < Decimal("1e-6")


def test_north_east_london_leaves_the_silent_out_of_both_sides(pcns: Path):
    found = measures(pcns, STAFF, "icb", "2025-11")
    rate = found["QMF", "pcn_staff_rate"]
    assert f"{float(rate['numerator']):.3f}" == "813.020"
    assert float(rate["denominator"]) == 2_268_076
    assert abs(float(rate["value"]) - 813.0203 / 2_268_076 * 100_000) < 1e-5
    assert abs(float(rate["coverage_patients"]) - 2_268_076 / 2_489_879) < 1e-12
    assert float(rate["coverage_practices"]) < 1
    assert f"{float(found['QMF', 'pcn_staff_fte']['value']):.3f}" == "813.020"


def patients_in_no_network(real_data: Path) -> Counter[str]:
    """Borough → patients of practices without a PCN: nobody reports for them."""
    folder = real_data / "registered_patients" / "2025-11"
    patients = {r["CODE"]: int(r["NUMBER_OF_PATIENTS"]) for r in table(folder / "PracPopNov.csv")}
    borough = {r["PRACTICE_CODE"]: r["BOROUGH"] for r in table(borough_lookup(real_data))}
    found: Counter[str] = Counter()
    for row in table(practice_map(real_data)):
        if (row["PCN_CODE"], row["SUB_ICB_LOCATION_CODE"]) == ("U", "A3A8R"):
            found[borough[row["PRACTICE_CODE"]]] += patients[row["PRACTICE_CODE"]]
    assert found.total() == 5_221
    return found


def test_boroughs_equal_the_oracle(real_data: Path, pcns: Path):
    rows = oracle(real_data, "nel_borough_pcn_nov2025.csv")
    found = measures(pcns, f"{STAFF},pcn_dpc_fte", "borough", "2025-11")
    assert {area for area, _ in found} == {row["borough_inferred"] for row in rows}
    assert len(rows) == 7
    alone = patients_in_no_network(real_data)
    for row in rows:
        area = row["borough_inferred"]
        rate = found[area, "pcn_staff_rate"]
        assert abs(float(rate["value"]) - float(row["rate_rep"])) < 0.0006
        assert abs(float(rate["numerator"]) - float(row["fte"])) < 0.0001
        assert float(rate["denominator"]) == int(row["patients_rep"])
        everybody = int(row["patients_all"]) + alone[area]
        share = int(row["patients_rep"]) / everybody
        assert abs(float(rate["coverage_patients"]) - share) < 1e-12
        assert ("low_coverage" in rate["flags"].split(";")) is (share < 0.8)
        # The oracle added up PCNs that were already rounded.
        assert abs(float(found[area, "pcn_dpc_fte"]["value"]) - float(row["dpc"])) < 0.0003
    havering = found["Havering", "pcn_staff_rate"]
    assert f"{float(havering['numerator']):.3f}" == "136.994"
    assert f"{float(havering['value']):.3f}" == "45.228"
    assert float(havering["coverage_practices"]) == 1
    barking = found["Barking and Dagenham", "pcn_staff_rate"]
    assert f"{float(barking['value']):.3f}" == "10.615"
    assert float(barking["coverage_practices"]) < 1


def test_networks_equal_the_oracle(real_data: Path, pcns: Path):
    rows = [r for r in oracle(real_data, "nel_pcn_nov2025.csv") if r["pcn_code"] != "U"]
    metrics = f"{STAFF},{','.join(GROUPS.values())}"
    found = measures(pcns, metrics, "pcn", "2025-11", "--within", "QMF")
    assert {area for area, _ in found} == {row["pcn_code"] for row in rows}
    assert len(rows) == 48
    silent = []
    for row in rows:
        code, patients = row["pcn_code"], int(row["patients_2025_11_01"])
        rate = found[code, "pcn_staff_rate"]
        if row["total"] == "":
            silent.append(code)
            for metric in metrics.split(","):
                assert found[code, metric]["value"] == ""  # missing, never 0
                assert found[code, metric]["numerator"] == ""
                assert found[code, metric]["flags"] == "not_reported"
                assert float(found[code, metric]["coverage_practices"]) == 0
            continue
        for group, metric in GROUPS.items():
            assert abs(float(found[code, metric]["value"]) - float(row[group])) < 0.0001
        assert abs(float(rate["numerator"]) - float(row["total"])) < 0.0001
        assert float(rate["denominator"]) == patients
        assert abs(float(rate["value"]) - float(row["total"]) / patients * 100_000) < 0.001
        low = float(row["total"]) / patients * 100_000 < 5
        assert ("may_be_under_reported" in rate["flags"].split(";")) is low
    assert sorted(silent) == ["U20290", "U27585", "U86966", "U92874"]


def test_no_network_outside_is_listed_and_none_inside_is_lost(real_data: Path, pcns: Path, files):
    sent = {row["PCN_CODE"] for row in files["2025-11"]}
    found = measures(pcns, "pcn_staff_fte", "pcn", "2025-11")
    assert {area for area, _ in found} >= sent
    assert {area for (area, _), row in found.items() if row["value"]} == sent
    mapped = areas_of_practices(real_data)["pcn"]
    assert {area for area, _ in found} <= sent | set(mapped.values())


def test_a_month_without_a_list_near_has_staff_and_no_rate(pcns: Path):
    found = measures(pcns, STAFF, "borough", "2022-09")
    for (_, metric), row in found.items():
        assert (row["value"] == "") is (metric == "pcn_staff_rate")
        assert ("no_list" in row["flags"].split(";")) is (metric == "pcn_staff_rate")


def test_there_are_no_practices_in_a_pcn_file(pcns: Path):
    answer: CommandResult = run(
        "measures", "--store", pcns, "--metric", "pcn_staff_fte", "--level", "practice",
        "--period", "2025-11",
    )  # fmt: skip
    assert (answer.code, answer.rows()) == (0, [])


def test_a_local_file_beside_a_map_of_england(real_data: Path, store: Path, tmp_path: Path):
    """North East London's rows alone: its silent PCNs are named, those of elsewhere are not."""
    folder = real_data / "pcn_workforce"
    rows = table(next(folder.glob("*November 2025*.csv")))
    path = tmp_path / "ours.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row for row in rows if row["SUB_ICB_CODE"] == "A3A8R")
    lists = real_data / "registered_patients" / "2025-11" / "PracPopNov.csv"
    done = publish(store, path, lists, practice_map(real_data), borough_lookup(real_data))
    assert done.code == 0, done.err
    ours = {r["pcn_code"] for r in oracle(real_data, "nel_pcn_nov2025.csv")} - {"U"}
    found = measures(store, STAFF, "pcn", "2025-11")
    assert {area for area, _ in found} == ours
    silent = {a for (a, _), row in found.items() if row["flags"] == "not_reported"}
    assert silent == {"U20290", "U27585", "U86966", "U92874"}
    rate = measures(store, STAFF, "icb", "2025-11")["QMF", "pcn_staff_rate"]
    assert float(rate["denominator"]) == 2_268_076
    for level in ("region", "england"):
        for row in measures(store, STAFF, level, "2025-11").values():
            assert (row["value"], row["numerator"]) == ("", "")
            assert "not_covered" in row["flags"].split(";")
