"""Turnover and vacancies through upload and answer, against figures of the papers worked out by hand."""

from pathlib import Path

import polars as pl
import pytest

from tests.unit.making import csv_of, lists_csv, places_csv, publish
from wfcore.answers import Answer, answer_question, choice_of, people_known, question_of
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.people import staff_mix, turnover_of, vacancies_of
from wfcore.store import Store

MONTHS = ("2024-03", "2025-03")
PLACES = [("A00001", "U00001", "East"), ("A00002", "U00001", "East"), ("A00003", "U00002", "West")]
# Posts and people of GPs; 681.6 posts together, as 222 vacant ones of a printed plan are held against.
GPS = {"A00001": (300.0, 310), "A00002": (281.6, 296), "A00003": (100.0, 110)}
LEFT = "PLACE,LEVEL,FROM,TO,STAFF,JOINERS,LEAVERS,LEAVERS_FTE,STAFF_START,STAFF_END,REASON\n"
POSTS = "PLACE,LEVEL,ROLE,WTE,OPENED,FILLED,COVERED_BY,INTENTION,ANSWERED\n"
GP = declared().metric("gp_rate")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Store.create(tmp_path / "store")
    return tmp_path / "store"


def brought(folder: Path, *files: str) -> VersionMeasures:
    """The figures of a place with two counts of GPs, and of what is brought besides."""
    for month in MONTHS:
        rows = [
            {"PRAC_CODE": code, "TOTAL_PATIENTS": 9000, "TOTAL_GP_FTE": fte, "TOTAL_GP_HC": people}
            for code, (fte, people) in GPS.items()
        ]
        lists, places = (
            lists_csv([(c, 9000) for c in GPS], period=month),
            places_csv(PLACES, period=month),
        )
        publish(folder, csv_of(rows), lists, places, period=month)
    for file in files:
        publish(folder, file, period=MONTHS[-1])
    return VersionMeasures(Store.open(folder).read())


def asked(figures: VersionMeasures, kind: str, place: str = "QXX") -> Answer:
    return answer_question(figures, question_of(choice_of(figures, place, GP.id, MONTHS[-1]), kind))


def test_ten_per_cent_of_586_people_is_58_6_and_eight_46_9(folder: Path):
    """The target of North East London: two points, and a fifth less."""
    row = "QXX,icb,2024-04,2025-03,all staff,,{left},,580,592,\n"
    figures = brought(folder, LEFT + row.format(left=59))
    found = turnover_of(figures, Level.ICB, "QXX", MONTHS[-1], "all")
    assert found is not None
    assert found.latest is not None
    assert (found.latest.mean, found.rate) == (586, pytest.approx(59 / 586))
    assert pytest.approx(58.6) == 586 * 0.10
    assert pytest.approx(46.88) == 586 * 0.08


def test_the_aim_is_said_in_points_and_in_people(folder: Path):
    aims = (
        "METRIC,LEVEL,PLACE,PLACE_NAME,VALUE,UNIT,BY,BETTER,SET_BY,WRITTEN_IN\n"
        "staff turnover,icb,QXX,Place,8,per cent a year,2027,lower,the board,a paper\n"
    )
    rows = "QXX,icb,2024-04,2025-03,GPs,40,60,,600,600,\n"
    answer = asked(brought(folder, LEFT + rows, aims), "turnover")
    assert "60 of 600 GPs left" in answer.verdict
    assert "10.0%" in answer.verdict
    said = " ".join(answer.detail)
    assert "2 percentage points" in said
    assert "20%" in said
    assert "Of 600 people 48.0 would leave in a year, not 60.0." in said
    assert "40 joined in the same time." in said


def test_staff_are_counted_by_files_where_nobody_brought_them(folder: Path):
    figures = brought(folder, f"{LEFT}QXX,icb,2024-04,2025-03,GPs,,70,,,,\n")
    found = turnover_of(figures, Level.ICB, "QXX", MONTHS[-1])
    assert found is not None
    assert found.latest is not None
    everybody = sum(people for _, people in GPS.values())  # in both files
    assert (found.latest.start, found.latest.end) == (everybody, everybody)
    assert found.rate == pytest.approx(70 / 716)


def test_half_years_make_a_year_and_others_none(folder: Path):
    rows = "QXX,icb,2024-04,2024-09,GPs,,30,,,,\nQXX,icb,2024-10,2025-03,GPs,,40,,,,\n"
    odd = "QXX,icb,2024-04,2024-12,nurses,,9,,60,60,\n"
    figures = brought(folder, LEFT + rows + odd)
    found = turnover_of(figures, Level.ICB, "QXX", MONTHS[-1])
    assert found is not None
    assert [(y.since, y.until, y.leavers.value) for y in found.years] == [
        ("2024-04", "2025-03", 70)
    ]
    other = turnover_of(figures, Level.ICB, "QXX", MONTHS[-1], "nurse")
    assert other is not None
    assert (other.years, other.rate) == ((), None)


@pytest.mark.parametrize(("last", "is_high"), [(66, True), (60, False)])
def test_three_years_above_ten_per_cent_are_persistently_high(
    folder: Path, last: int, *, is_high: bool
):
    rows = "".join(
        f"QXX,icb,{year}-04,{year + 1}-03,GPs,,{left},,600,600,\n"
        for year, left in ((2022, 63), (2023, 61), (2024, last))
    )
    figures = brought(folder, LEFT + rows)
    found = turnover_of(figures, Level.ICB, "QXX", MONTHS[-1])
    assert found is not None
    assert found.is_persistently_high is is_high


def test_few_leavers_are_hidden_and_so_is_who_would_tell_them(folder: Path):
    rows = "U00001,pcn,2024-04,2025-03,GPs,9,3,2.5,,,\nU00002,pcn,2024-04,2025-03,GPs,8,12,9,,,\n"
    figures = brought(folder, LEFT + rows)
    for code in ("U00001", "U00002"):  # the second with the first: their sum is known
        found = turnover_of(figures, Level.PCN, code, MONTHS[-1])
        assert found is not None
        assert found.latest is not None
        year = found.latest
        assert (year.leavers.hidden, year.rate, year.leavers_fte, year.joiners.value) == (
            True,
            None,
            None,
            None,
        )
    whole = turnover_of(figures, Level.ICB, "QXX", MONTHS[-1])
    assert whole is not None
    assert whole.rate == pytest.approx(15 / 716)


def test_222_vacant_beside_681_6_is_24_6_per_cent(folder: Path):
    rows = "A00001,practice,GPs,122,2024-06,,nobody,,yes\nA00002,practice,salaried GP,60,2024-06,,locum,,yes\n"
    rest = "A00003,practice,GP partner,40,2024-06,,other staff,,yes\n"
    figures = brought(folder, POSTS + rows + rest)
    found = vacancies_of(figures, GP, Level.ICB, "QXX", MONTHS[-1])
    assert found is not None
    assert (found.vacant.value, found.in_post) == (222, pytest.approx(681.6))
    assert round(222 / (681.6 + 222) * 100, 1) == 24.6
    assert found.rate == pytest.approx(222 / 903.6)
    assert {cover: count.value for cover, count in found.covered.items()} == {
        "nobody": 122, "locum": 60, "other_staff": 40,
    }  # fmt: skip
    answer = asked(figures, "vacancies")
    assert answer.verdict.startswith("24.6% of the posts of GPs")
    assert "222.0 of 903.6 full-time posts" in answer.verdict


def test_silence_is_not_none_in_rate_table_and_sentence(folder: Path):
    rows = "A00001,practice,GPs,20,2024-06,,nobody,,yes\nA00002,practice,,,,,,,no\n"
    figures = brought(folder, POSTS + rows)  # of A00003 nobody says anything
    found = vacancies_of(figures, GP, Level.ICB, "QXX", MONTHS[-1])
    assert found is not None
    assert (found.answered, found.places) == (1, 3)
    assert found.rate == pytest.approx(20 / 320)  # the posts of who answered alone
    answer = asked(figures, "vacancies")
    assert "1 of 3 practices answered" in " ".join(answer.detail)
    assert answer.table is not None
    said = dict(answer.table.rows.select("area_code", "said").iter_rows())
    assert said == {"U00001": "20.0", "U00002": "no answer"}
    assert not {"0", "0.0", "none"} & set(said.values())


def test_who_answers_none_has_none(folder: Path):
    figures = brought(folder, f"{POSTS}A00003,practice,,0,,,,,yes\n")
    found = vacancies_of(figures, GP, Level.PCN, "U00002", MONTHS[-1])
    assert found is not None
    assert (found.vacant.value, found.rate) == (0, 0)
    assert (
        asked(figures, "vacancies", "U00002").verdict
        == "No post of GPs is vacant in Network U00002, say those who answered."
    )


def test_a_post_is_vacant_from_its_opening_until_it_is_filled(folder: Path):
    rows = (
        "A00001,practice,GPs,20,2024-06,2025-03,nobody,,yes\n"  # filled in the month
        "A00001,practice,GPs,30,2025-04-02,,nobody,,yes\n"  # opened later
        "A00001,practice,GPs,8,,,nobody,,yes\n"
    )
    found = vacancies_of(brought(folder, POSTS + rows), GP, Level.PRACTICE, "A00001", MONTHS[-1])
    assert found is not None
    assert found.vacant.value == 8


def test_nobody_brought_anything_and_the_answer_says_who_could_tell(folder: Path):
    figures = brought(folder)
    for kind in ("turnover", "vacancies"):
        answer = asked(figures, kind)
        assert answer.verdict.startswith("Not in these data:")
        assert "Who could tell:" in answer.verdict + " ".join(answer.detail)
    known = people_known(choice_of(figures, "QXX", GP.id, MONTHS[-1]))
    assert known.asked == ("mix", "every_role")
    assert len(known.lacking) == 3


def test_partners_and_salaried_are_shares_of_the_posts(sample_figures: VersionMeasures):
    mix = staff_mix(sample_figures, Level.ICB, "QZZ", ("2025-09",), of_gps=True)
    assert mix["kind"].to_list() == ["partners", "salaried", "trainees", "locums", "retainers"]
    assert mix["share"].sum() == pytest.approx(100)
    assert isinstance(mix, pl.DataFrame)
