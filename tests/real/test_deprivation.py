"""Deprivation scores as published, and the means of areas in exact arithmetic."""

from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

from tests.commands import publish, run
from tests.real.published import areas_of_practices, borough_lookup, detailed, practice_map, table
from wfcore.measuring import VersionMeasures, deprivation_of
from wfcore.store import Store

OF_2025 = "fingertips-imd-2025-gp-practice.csv"
OF_2019 = "fingertips_93553_imd2019_all_areas.csv"


@pytest.fixture(scope="module")
def scored(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """September 2025 with the map, the boroughs, and both files of scores."""
    store = tmp_path_factory.mktemp("scored")
    folder = real_data / "deprivation"
    done = publish(
        store,
        detailed(real_data, 2025),
        practice_map(real_data),
        borough_lookup(real_data),
        folder / OF_2025,
        folder / OF_2019,
        period="2025-09",
    )
    assert done.code == 0, done.err
    return store


def test_the_table_of_2025_is_read_whole(real_data: Path, scored: Path):
    path = real_data / "deprivation" / OF_2025
    rows = table(path)
    assert len(rows) == 6_143
    kept = Store.open(scored).read().table("deprivation", ["imd_practice.standing"])
    assert kept["score_missing"].null_count() == kept.height == len(rows)
    assert dict(kept.select("practice_code", "score").iter_rows()) == {
        row["PRACTICE_CODE"]: float(row["IMD_SCORE"]) for row in rows
    }
    assert set(kept["index_year"]) == {2025}
    checked = run("check", path)
    assert checked.code == 0
    assert "Deprivation score (IMD) by GP practice, standing, 6,143 rows" in checked.out
    assert "practices with a deprivation score: 6,143\n  year of the Index: 2025\n" in checked.out
    assert "[" not in checked.out  # no finding at all


def test_of_the_export_of_2019_practices_are_kept(real_data: Path, scored: Path):
    path = real_data / "deprivation" / OF_2019
    rows = [row for row in table(path) if row["Area Type"] == "GP"]
    assert len(rows) == 6_545
    kept = Store.open(scored).read().table("deprivation", ["imd_fingertips.standing"])
    assert kept.height == len(rows)
    assert dict(kept.select("practice_code", "score").iter_rows()) == {
        row["Area Code"]: float(row["Value"]) for row in rows
    }
    assert set(kept["index_year"]) == {2019}
    checked = run("check", path)
    assert checked.code == 0
    assert "(other_rows, 2)\n      England: Deprivation score (IMD 2019)\n" in checked.out


@pytest.mark.parametrize("level", ["pcn", "borough", "sub_icb", "icb"])
def test_means_of_areas(real_data: Path, scored: Path, level: str):
    area_of = areas_of_practices(real_data)[level]
    scores = {
        row["PRACTICE_CODE"]: Fraction(row["IMD_SCORE"])
        for row in table(real_data / "deprivation" / OF_2025)
    }
    sums: dict[str, list[Fraction]] = defaultdict(lambda: [Fraction(), Fraction(), Fraction()])
    for row in table(detailed(real_data, 2025)):
        area, patients = area_of.get(row["PRAC_CODE"]), int(row["TOTAL_PATIENTS"])
        if area is None:
            continue
        here, score = sums[area], scores.get(row["PRAC_CODE"])
        here[2] += patients
        if score is not None:
            here[0] += score * patients
            here[1] += patients
    made = VersionMeasures(Store.open(scored).read())
    found = deprivation_of(made.version, made.units("practice", "2025-09").frame, level)
    ours = {area: values for area, *values in found.iter_rows()}
    assert set(ours) == set(sums)
    for area, (weighted, held, everyone) in sums.items():
        score, coverage, year = ours[area]
        assert score == pytest.approx(float(weighted / held), rel=1e-12)
        assert coverage == pytest.approx(float(held / everyone), rel=1e-12)
        assert year == 2025
    if level == "borough":
        assert round(ours["Havering"][0], 3) == 17.426
