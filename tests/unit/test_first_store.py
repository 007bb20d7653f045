"""The store that a first start makes: figures printed elsewhere, and what must not creep into them."""

from pathlib import Path

import pytest

from tests.commands import run
from wfcore.answers import Answer, Question, answer_question, choice_of, question_of
from wfcore.declared import Flag
from wfcore.errors import UnknownName
from wfcore.measuring import VersionMeasures

FULLY_QUALIFIED = "gp_excl_trainees_rate"


@pytest.mark.parametrize(
    ("level", "code", "period", "rate"),
    [
        ("england", "E92000001", "2024-12", 44.089),
        ("england", "E92000001", "2025-12", 44.905),
        ("england", "E92000001", "2026-05", 45.380),
        ("icb", "QMF", "2024-12", 37.464),
        ("icb", "QMF", "2026-05", 37.920),
        ("borough", "E09000016", "2024-12", 36.065),
        ("borough", "E09000016", "2026-05", 36.193),
        ("sub_icb", "15F", "2025-12", 49.100),
        ("sub_icb", "15F", "2026-05", 47.467),
        ("sub_icb", "26A", "2024-12", 48.523),
        ("sub_icb", "26A", "2026-05", 47.742),
        ("sub_icb", "D2P2L", "2025-12", 44.234),
        ("icb", "D7T5G", "2026-05", 39.235),
        ("borough", "E08000031", "2026-05", 41.740),
    ],
)
def test_fully_qualified_gps(
    england_figures: VersionMeasures, level: str, code: str, period: str, rate: float
):
    measure = england_figures.measure_of(FULLY_QUALIFIED, level, code, period)
    assert measure.value == pytest.approx(rate, abs=0.0005)


@pytest.mark.parametrize(
    ("level", "period", "places"),
    [
        ("icb", "2026-05", 36),
        ("region", "2026-05", 7),
        ("sub_icb", "2026-05", 106),
        ("icb", "2025-12", 42),
    ],
)
def test_every_place_of_england_can_be_chosen(
    england_figures: VersionMeasures, level: str, period: str, places: int
):
    assert england_figures.areas("practice", period, level).height == places


def test_what_is_invented_is_no_part_of_england(england_figures: VersionMeasures):
    both = england_figures.measure(["gp_rate"], "icb", period="2024-12")
    (invented,) = both.filter(both["flags"].str.contains("invented"))["area_code"]
    assert invented == "QZZ"
    whole = england_figures.measure_of("gp_rate", "england", "E92000001", "2024-12")
    assert Flag.INVENTED not in whole.flags
    inside = england_figures.measure(["gp_rate"], "icb", period="2024-12", within="England")
    assert set(both["area_code"]) - set(inside["area_code"]) == {invented}
    assert england_figures.parents("practice", "2024-12", "icb", "QZZ") == []


def test_a_count_of_one_icb_is_no_figure_of_england(england_figures: VersionMeasures):
    """Nurses of North East London alone are known: a fifth of London, 4% of England."""
    for level, code in (("england", "E92000001"), ("region", "Y56"), ("icb", "QOP")):
        nurses = england_figures.measure_of("nurse_rate", level, code, "2026-05")
        assert (nurses.value, nurses.numerator) == (None, None)
        assert Flag.NOT_IN_FILE in nurses.flags
    nurses = england_figures.measure_of("nurse_rate", "icb", "QMF", "2026-05")
    assert nurses.value == pytest.approx(14.6, abs=0.05)


def test_a_month_lacks_what_its_source_lacks(england_figures: VersionMeasures):
    """GPs without locums are printed for May 2026 and, in North East London, for September."""
    has = {
        period: england_figures.measure_of("gp_excl_locums_rate", "icb", "QMF", period).value
        for period in ("2025-09", "2025-12", "2026-05")
    }
    assert [period for period, value in has.items() if value is None] == ["2025-12"]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (
            "Havering",
            (
                "Havering has 36.2 qualified GPs per 100,000 patients, fewer than England or North East London. "
                "It is 23 full-time posts short of NHS North East London's aim of 44."
            ),
        ),
        (
            "QMF",
            "North East London has 37.9 qualified GPs per 100,000 patients, fewer than England or London.",
        ),
        (
            "England",
            "England has 45.4 qualified GPs per 100,000 patients, more than in December 2025.",
        ),
        ("15F", "47.5 qualified GPs per 100,000 patients, more than England and West Yorkshire."),
        (
            "26A",
            "47.7 qualified GPs per 100,000 patients, more than England and Norfolk and Suffolk.",
        ),
    ],
)
def test_the_first_sentence(england: Path, place: str, said: str):
    """Nobody names a count: it is the one that targets are set in."""
    answered = run("answer", "enough", "--place", place, "--store", str(england))
    assert said in answered.out.splitlines()[2]


def test_a_month_without_that_count_opens_on_all_gps(england: Path):
    asked = ("answer", "enough", "--place", "Havering", "--period", "2025-09")
    first = run(*asked, "--store", str(england)).out.splitlines()[2]
    assert first.startswith(
        "Havering has 48.8 GPs and trainees per 100,000 patients, fewer than North East London."
    )


def test_a_place_that_merged_away_is_found_where_it_last_was(england: Path):
    answered = run("answer", "enough", "--place", "QRV", "--store", str(england))
    assert "North West London has" in answered.out
    assert "December 2025" in answered.out


def test_a_month_without_the_count_says_so_and_which_month_has_it(england: Path):
    asked = ("answer", "enough", "--metric", FULLY_QUALIFIED, "--store", str(england))
    said = run(*asked, "--place", "Havering", "--period", "2025-09").out
    assert "September 2025 has no count of fully qualified GPs." in said
    assert "The nearest month that has one is December 2025: 35.7" in said


def test_only_months_of_one_count_are_compared(england: Path):
    """GPs without locums: counted in September 2025 and May 2026, not in December between them."""
    asked = ("--metric", "gp_excl_locums_rate", "--place", "Havering", "--store", str(england))
    assert "since September 2025" in run("answer", "better", *asked).out
    course = run("answer", "over_time", *asked).out
    assert "December 2024 and December 2025 have no count of GPs without locums." in course


def test_a_part_of_a_borough_is_called_one(england_figures: VersionMeasures):
    """Leeds has 85 practices by address, 84 of them in its sub-ICB; Barnet has few in North West London."""
    inside = england_figures.measure([FULLY_QUALIFIED], "borough", period="2026-05", within="15F")
    assert inside["area_name"].to_list() == ["Leeds (part)"]
    names = england_figures.measure(["gp_rate"], "borough", period="2025-12", within="QRV")
    assert "Barnet (part)" in names["area_name"].to_list()
    assert "Harrow" in names["area_name"].to_list()
    near = england_figures.measure(["gp_rate"], "borough", period="2026-05", within="QMF")
    assert not near["area_name"].str.contains("part").any()


def test_a_paper_of_a_borough_by_its_name_is_still_asked(england_figures: VersionMeasures):
    """Papers and links of the first releases name boroughs, which had no codes then."""
    kept = {"kind": "enough", "level": "borough", "period": "2025-09", "version": 1}
    question = Question.model_validate({**kept, "place": "Havering", "metric": "gp_rate"})
    choice = question.choice(england_figures)
    assert (choice.code, choice.name) == ("E09000016", "Havering")
    with pytest.raises(
        UnknownName, match=r"The place Haveringe \(local authority\) is not in version 1"
    ):
        question.but(place="Haveringe").choice(england_figures)
    with pytest.raises(UnknownName, match="is not in version 1"):  # a name of another kind of place
        question.but(place="North East London").choice(england_figures)


def asked(figures: VersionMeasures, place: str, kind: str, period: str | None = None) -> Answer:
    choice = choice_of(figures, place, FULLY_QUALIFIED, period)
    return answer_question(figures, question_of(choice, kind))


def test_a_count_of_nobody_beside_others_is_no_fact(england_figures: VersionMeasures):
    """39,082 patients, 17.4 full-time posts of GPs, and none of them fully qualified: as it was sent."""
    answer = asked(england_figures, "B81085", "enough")
    assert answer.cautions[0].startswith("The return has 17.4 full-time posts of GPs and none of ")
    assert not [c for c in asked(england_figures, "F82001", "enough").cautions if "Ask before" in c]


def test_the_nearest_month_that_has_the_count_is_a_way_on(england_figures: VersionMeasures):
    answer = asked(england_figures, "Havering", "enough", "2025-09")
    (near,) = [way for way in answer.ways_on if way.kind == "enough"]
    assert (near.period, near.place) == ("2025-12", "E09000016")
    assert "The nearest month that has one is December 2025" in " ".join(answer.detail)
    assert not [
        w for w in asked(england_figures, "Havering", "enough").ways_on if w.kind == "enough"
    ]


def test_a_borough_in_two_boards_moved_as_its_part_did(england_figures: VersionMeasures):
    """Leeds lies in one board with all but a few practices; its part is the whole of 15F."""
    table = asked(england_figures, "15F", "moved").table
    assert table is not None
    (row,) = table.shown()
    _, then, now, change, *_ = row
    measure = england_figures.measure_of(FULLY_QUALIFIED, "sub_icb", "15F", "2025-12")
    assert float(then) == round(measure.value or 0, 1) == 49.1
    assert round(float(now) - float(then), 1) == float(change.replace("−", "-"))


def test_months_that_do_not_count_are_no_months_of_silence(england_figures: VersionMeasures):
    answer = asked(england_figures, "Havering", "completeness")
    assert answer.detail == (
        "September 2024 and September 2025 have no count of fully qualified GPs.",
    )
    assert answer.table is not None
    assert {row[1] for row in answer.table.shown()} == {
        "December 2024",
        "December 2025",
        "May 2026",
    }
    assert "0%" not in {row[2] for row in answer.table.shown()}


def test_networks_and_their_sum_add_up_as_printed(england_figures: VersionMeasures):
    table = asked(england_figures, "E09000016", "networks").table
    assert table is not None
    *networks, place = [
        [cell.replace("−", "-").replace(",", "") for cell in row] for row in table.shown()
    ]
    for column in (5, 6, 7):  # short, FTE, patients
        assert sum(round(float(row[column]) * 10) for row in networks) == round(
            float(place[column]) * 10
        )
    # Of Copeland, which lies in another board, a network of this one is not the whole.
    only = asked(england_figures, "U16644", "networks").table
    assert only is not None
    assert [row[0] for row in only.shown()] == ["Millom PCN"]


def test_networks_that_reported_are_counted_among_networks(england_figures: VersionMeasures):
    """Practices outside networks send no staff of networks: 48 networks, on every page."""
    rows = asked(england_figures, "QMF", "quality").table
    assert rows is not None
    assert "44 of 48 networks" in {row[2] for row in rows.shown()}
