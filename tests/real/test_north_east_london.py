"""September 2024 and 2025 through the command line, against sums of the published files."""

import hashlib
import itertools
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

from tests.commands import CommandResult, measures, run
from tests.real.published import (
    ALL,
    COUNTS,
    FAMILIES,
    areas_of_practices,
    borough_lookup,
    detailed,
    practice_map,
    summed,
    table,
)
from wfcore.store import Store

BOROUGHS = {
    "Barking and Dagenham", "City and Hackney", "Havering", "Newham", "Redbridge", "Tower Hamlets",
    "Waltham Forest",
}  # fmt: skip
CAUSES = ("staff", "list", "membership", "reporting")


@pytest.fixture(scope="module")
def areas(real_data: Path) -> dict[str, dict[str, str]]:
    return areas_of_practices(real_data)


def close(printed: str, exact: Fraction) -> bool:
    return abs(float(printed) - float(exact)) <= 1e-11 * max(1.0, abs(float(exact)))


@pytest.mark.parametrize(
    ("year", "level", "area", "metric", "value"),
    [
        (2025, "borough", "Havering", "gp_rate", "48.807"),
        (2025, "borough", "Havering", "nurse_rate", "17.604"),
        (2025, "borough", "Havering", "admin_rate", "105.106"),
        (2025, "borough", "Newham", "gp_rate", "42.645"),
        (2025, "icb", "QMF", "gp_rate", "49.448"),
        (2025, "icb", "QMF", "nurse_rate", "14.179"),
        (2024, "borough", "Havering", "gp_rate", "47.809"),
        (2024, "icb", "QMF", "gp_rate", "48.161"),
    ],
)
def test_known_rates(nel: Path, year: int, level: str, area: str, metric: str, value: str):
    row = measures(nel, metric, level, f"{year}-09")[area, metric]
    assert f"{float(row['value']):.3f}" == value


def test_havering_has_40_practices_of_which_39_counted_gps(nel: Path):
    found = measures(nel, "registered_patients,gp_rate", "borough", "2025-09")
    patients = found["Havering", "registered_patients"]
    assert float(patients["value"]) == 302_717
    assert float(patients["coverage_practices"]) == 1
    gps = found["Havering", "gp_rate"]
    assert float(gps["coverage_practices"]) == 39 / 40
    assert float(gps["coverage_patients"]) == 295_147 / 302_717
    practices = measures(nel, "gp_fte", "practice", "2025-09", "--within", "Havering")
    assert len(practices) == 40
    assert [row["flags"] for row in practices.values() if not row["value"]] == ["not_reported"]
    for metric in ("gp_rate", "nurse_rate"):
        row = measures(nel, metric, "icb", "2025-09")["QMF", metric]
        assert 0 < float(row["coverage_practices"]) < 1
        assert 0 < float(row["coverage_patients"]) < 1


@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize("level", ["borough", "pcn", "sub_icb", "icb"])
def test_every_area_recomputed(real_data: Path, nel: Path, areas, year: int, level: str):
    found = measures(nel, f"{ALL},registered_patients", level, f"{year}-09")
    rows = table(detailed(real_data, year))
    for count, column in COUNTS.items():
        expected = summed(rows, areas[level], column)
        assert {a for a, metric in found if metric == f"{count}_rate"} == set(expected)
        for area, sums in expected.items():
            fte, rate, per = (found[area, family.format(count)] for family in FAMILIES)
            assert close(fte["value"], sums.fte)
            assert close(fte["coverage_practices"], Fraction(sums.reporting, sums.practices))
            assert close(rate["value"], sums.rate)
            assert close(rate["numerator"], sums.fte)
            assert close(rate["denominator"], Fraction(sums.patients))
            assert close(rate["coverage_patients"], Fraction(sums.patients, sums.patients_all))
            low = Fraction(sums.patients, sums.patients_all) < Fraction(8, 10)
            assert ("low_coverage" in rate["flags"].split(";")) is low
            if sums.fte:
                assert close(per["value"], sums.patients / sums.fte)
            else:
                assert per["value"] == ""
            assert float(found[area, "registered_patients"]["value"]) == sums.patients_all
    assert len(expected) == {"borough": 7, "pcn": 48, "sub_icb": 1, "icb": 1}[level]


@pytest.mark.parametrize("year", [2024, 2025])
def test_every_practice(real_data: Path, nel: Path, year: int):
    found = measures(nel, ALL, "practice", f"{year}-09")
    rows = table(detailed(real_data, year))
    assert len(found) == len(rows) * len(COUNTS) * len(FAMILIES)
    for row in rows:
        for count, column in COUNTS.items():
            fte, rate, _ = (found[row["PRAC_CODE"], f.format(count)] for f in FAMILIES)
            if row[column] == "NA":
                assert (fte["value"], rate["value"]) == ("", "")
                assert "not_reported" in fte["flags"].split(";")
            else:
                assert close(fte["value"], Fraction(row[column]))
                tiny = int(row["TOTAL_PATIENTS"]) < 500
                assert ("tiny_list" in rate["flags"].split(";")) is tiny
                assert (rate["value"] == "") is tiny


@pytest.mark.parametrize(
    ("level", "area", "patients"),
    [("region", "Y56", 11_177_285), ("england", "E92000001", 63_947_100)],
)
def test_no_figure_of_a_larger_area_from_a_local_file(
    nel: Path, level: str, area: str, patients: int
):
    places = Store.open(nel).read().table("places", ["practice_map.2025-11"])
    assert places["region_code"].n_unique() == 7  # the map of all England is there
    for year in ("2024", "2025"):
        found = measures(nel, f"{ALL},registered_patients", level, f"{year}-09")
        assert {code for code, _ in found} == {area}
        for row in found.values():
            assert (row["value"], row["numerator"], row["denominator"]) == ("", "", "")
            assert "not_covered" in row["flags"].split(";")
            # At most the patients of North East London over those of the larger area.
            assert float(row["coverage_patients"]) < 2_550_000 / patients
        share = float(found[area, "registered_patients"]["coverage_patients"])
        assert share == pytest.approx(2_480_000 / patients, rel=0.03)
    assert {area for area, _ in measures(nel, "gp_rate", "icb", "2025-09")} == {"QMF"}


def test_within_keeps_only_what_lies_inside(nel: Path, areas):
    found = measures(nel, "gp_rate", "pcn", "2025-09", "--within", "havering")
    expected = {areas["pcn"].get(p) for p, b in areas["borough"].items() if b == "Havering"}
    assert {area for area, _ in found} == expected - {None}
    assert len(found) == 5


def test_the_practice_with_one_patient(real_data: Path, nel: Path):
    (printed,) = (r for r in table(detailed(real_data, 2024)) if r["PRAC_CODE"] == "F82053")
    assert (printed["TOTAL_PATIENTS"], printed["TOTAL_ADMIN_FTE"]) == ("1", "6.02")
    found = measures(nel, "admin_rate,patients_per_admin,admin_fte", "practice", "2024-09")
    for metric in ("admin_rate", "patients_per_admin"):
        row = found["F82053", metric]
        assert row["value"] == ""
        assert "tiny_list" in row["flags"].split(";")
    assert float(found["F82053", "admin_fte"]["value"]) == 6.02
    assert ("F82053", "admin_fte") not in measures(nel, "admin_fte", "practice", "2025-09")


def test_as_a_command_of_its_own(nel: Path, root: Path, tmp_path: Path):
    command = [
        sys.executable, "-m", "wfcore", "measures", "--store", str(nel), "--metric", "gp_rate",
        "--level", "borough", "--period", "2025-09",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == run(*command[3:]).out
    target = tmp_path / "measures.csv"
    answer = run(*command[3:], "--csv", target)
    assert (answer.code, answer.out) == (0, "")
    assert target.read_text(encoding="utf-8") == done.stdout


def switched(
    rows: dict[int, dict[str, dict[str, str]]], area_of: dict[str, str], area: str, column: str
) -> dict[str, Fraction]:
    """The four parts, as the average over all 24 orders in which the causes can be switched."""
    then, now = rows[2024], rows[2025]

    def cells(row: dict[str, str]) -> tuple[Fraction, Fraction]:
        return Fraction(row[column]), Fraction(row["TOTAL_PATIENTS"])

    sums: dict[str, list[Fraction]] = defaultdict(lambda: [Fraction(), Fraction()])
    for code in then.keys() | now.keys():
        if area_of.get(code) != area:
            continue
        before = code in then and then[code][column] != "NA"
        after = code in now and now[code][column] != "NA"
        moved = code not in then or code not in now
        for there, row, when in ((before, then.get(code), 0), (after, now.get(code), 1)):
            if not there:
                continue
            if before and after:
                kind = f"stayed{when}"
            else:
                kind = ("left" if moved else "stopped", "joined" if moved else "started")[when]
            sums[kind] = [a + b for a, b in zip(sums[kind], cells(row), strict=True)]

    def rate(now_for: set[str]) -> Fraction:
        rest = [
            sums["joined" if "membership" in now_for else "left"],
            sums["started" if "reporting" in now_for else "stopped"],
        ]
        fte = sums[f"stayed{int('staff' in now_for)}"][0] + sum(r[0] for r in rest)
        patients = sums[f"stayed{int('list' in now_for)}"][1] + sum(r[1] for r in rest)
        return fte / patients * 100_000

    parts = dict.fromkeys(CAUSES, Fraction())
    orders = list(itertools.permutations(CAUSES))
    for order in orders:
        done: set[str] = set()
        for cause in order:
            before = rate(done)
            done = done | {cause}
            parts[cause] += (rate(done) - before) / len(orders)
    return parts


@pytest.mark.parametrize("level", ["borough", "pcn"])
@pytest.mark.parametrize("count", ["gp", "nurse", "admin"])
def test_change_and_its_four_parts(real_data: Path, nel: Path, areas, level: str, count: str):
    answer = run(
        "change", "--store", nel, "--metric", f"{count}_rate", "--level", level,
        "--from", "2024-09", "--to", "2025-09",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    rows = {y: {r["PRAC_CODE"]: r for r in table(detailed(real_data, y))} for y in (2024, 2025)}
    column = COUNTS[count]
    then = summed(list(rows[2024].values()), areas[level], column)
    now = summed(list(rows[2025].values()), areas[level], column)
    printed = {row["area_code"]: row for row in answer.rows()}
    assert set(printed) == set(now)
    for area, row in printed.items():
        if not then[area].patients:
            assert (row["change"], row["verdict"]) == ("", "not available")
            continue
        change = float(row["change"])
        assert abs(change - float(now[area].rate - then[area].rate)) < 1e-9
        parts = {cause: float(row[f"part_{cause}"]) for cause in CAUSES}
        assert abs(sum(parts.values()) - change) < 1e-9
        expected = switched(rows, areas[level], area, column)
        assert all(abs(parts[c] - float(expected[c])) < 1e-9 for c in CAUSES)
        small = abs(change) < 0.01 * then[area].rate
        small |= abs(change) * now[area].patients / 100_000 < 0.5
        assert row["verdict"] == (
            "no clear change" if small else "up" if change > 0 else "down"
        )  # fmt: skip
    moved = {c for c in CAUSES if any(float(row[f"part_{c}"] or 0) for row in printed.values())}
    assert moved >= ({"staff", "list", "reporting"} if count == "nurse" else {"staff", "list"})


def test_every_kind_of_measure_splits_exactly(nel: Path):
    answer = run(
        "change", "--store", nel, "--level", "borough", "--from", "2024-09", "--to", "2025-09",
        "--metric", "gp_fte,patients_per_gp,registered_patients,nurse_fte,patients_per_nurse",
    )  # fmt: skip
    rows = answer.rows()
    assert Counter(row["metric"] for row in rows) == dict.fromkeys(
        ("gp_fte", "patients_per_gp", "registered_patients", "nurse_fte", "patients_per_nurse"), 7
    )
    for row in rows:
        parts = sum(float(row[f"part_{cause}"]) for cause in CAUSES)
        assert abs(parts - float(row["change"])) < 1e-9 * max(1, abs(float(row["value"])))
        assert abs(float(row["value"]) - float(row["value_from"]) - float(row["change"])) < 1e-9


@pytest.mark.parametrize("level", ["borough", "icb"])
def test_targets(real_data: Path, nel: Path, areas, level: str):
    answer = run("targets", "--store", nel, "--level", level, "--period", "2025-09")
    assert answer.code == 0, answer.err
    rows = {(row["area_code"], row["metric"]): row for row in answer.rows()}
    areas_here = BOROUGHS if level == "borough" else {"QMF"}
    assert set(rows) == {
        (a, m) for a in areas_here for m in ("gp_excl_trainees_rate", "nurse_rate")
    }
    nurses = summed(table(detailed(real_data, 2025)), areas[level], COUNTS["nurse"])
    for area in areas_here:
        gp, nurse = rows[area, "gp_excl_trainees_rate"], rows[area, "nurse_rate"]
        assert gp["status"] == "cannot be assessed from this file"
        assert (gp["value"], gp["gap_rate"], gp["gap_fte"]) == ("", "", "")
        assert "not_in_file" in gp["flags"].split(";")
        assert (float(gp["target"]), float(nurse["target"])) == (44, 15)
        sums = nurses[area]
        gap = 15 - sums.rate
        assert close(nurse["gap_rate"], gap)
        assert close(nurse["gap_fte"], Fraction(15 * sums.patients, 100_000) - sums.fte)
        assert nurse["status"] == ("met" if gap <= 0 else "near" if gap <= 0.75 else "far")


def test_history_names_the_files_by_their_hash(real_data: Path, nel: Path):
    rows = run("history", "--store", nel).rows()
    assert [row["version"] for row in rows] == ["2", "1"]
    assert {row["by"] for row in rows} == {"tests"}
    assert [row["why"] for row in rows] == ["the year before", "September 2025"]
    for row, files in zip(
        rows,
        (
            [detailed(real_data, 2024)],
            [detailed(real_data, 2025), practice_map(real_data), borough_lookup(real_data)],
        ),
        strict=True,
    ):
        hashes = [hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in files]
        assert [entry.rsplit(" ", 1)[1] for entry in row["files"].split("; ")] == hashes
        assert [entry.rsplit(" ", 1)[0] for entry in row["files"].split("; ")] == [
            path.name for path in files
        ]


def test_restore_brings_back_the_same_figures(nel: Path, tmp_path: Path):
    copy = tmp_path / "copy"
    shutil.copytree(nel, copy)

    def asked(*more: object) -> CommandResult:
        return run(
            "measures", "--store", copy, "--metric", ALL, "--level", "borough", *more
        )  # fmt: skip

    first, second = asked("--version", "1"), asked("--version", "2", "--period", "2024-09")
    done = run("restore", "1", "--store", copy, "--by", "tests", "--why", "a mistake")
    assert (done.code, done.out.splitlines()[0]) == (
        0,
        "Published version 3, which is version 1 again",
    )
    assert asked() == first
    assert asked("--version", "2", "--period", "2024-09") == second
    gone = asked("--period", "2024-09")
    assert (gone.code, gone.out) == (2, "")
    assert "2024-09" in gone.err
    assert "2025-09" in gone.err
    newest = run("history", "--store", copy).rows()[0]
    assert (newest["version"], newest["action"], newest["why"]) == ("3", "restore 1", "a mistake")
