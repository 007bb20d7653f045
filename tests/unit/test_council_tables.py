"""Tables as councils print them: nothing right is called wrong, and each can be used. Invented figures."""

import pytest

from tests.unit.test_prints import asked, standings
from wfcore.answers import answer_printed, printed_case
from wfcore.normalising.printed_words import read_words
from wfcore.printed import PrintedStanding, questions_of
from wfcore.table_checks import diagnose, tables_of

MONTHS_BELOW_STAFF = """Network,GPs (FTE),,,Nurses (FTE),,
,Mar-24,Sep-24,Mar-25,Mar-24,Sep-24,Mar-25
Ashdown PCN,41.2,40.9,42.0,22.1,22.4,21.8
Birch PCN,35.5,36.1,36.0,18.0,17.2,17.5
Total,76.7,77.0,78.0,40.1,39.6,39.3
"""
COUNTS_AND_SHARES = """Borough,GPs aged 55+,GPs under 55,Total GPs
Ashdown,12 (34%),23 (66%),35
Birchwood,18 (27%),49 (73%),67
Copse,9 (22%),32 (78%),41
Total,39 (27%),104 (73%),143
"""
RED_AMBER_GREEN = """Indicator,Target,Actual,Variance,RAG
Clinical pharmacists in post (WTE),42,38.5,-3.5,Amber
Social prescribers in post (WTE),20,21.0,+1.0,Green
Care coordinators in post (WTE),35,27.2,-7.8,Red
Total (WTE),97,86.7,-10.3,Amber
"""
TOTAL_ON_TOP = """PCN,GPs,Nurses,DPC,Admin,All staff
Borough total,149,78,66,251,544
East,51,27,20,88,186
West,46,24,25,79,174
South,52,27,21,84,184
"""
BESIDE_EACH_OTHER = """GPs,FTE,,Nurses,FTE
East,51.2,,East,27.0
West,46.0,,West,24.5
Total,97.2,,Total,51.5
"""
MEASURES_DOWN = """,Ashdown,Birchwood,Copse,England
GP FTE,38.1,51.3,31.0,"28,000"
Patients,"74,210","102,448","55,032","62,900,000"
Rate,51.3,50.1,56.3,44.5
"""
MEASURES_OF_TWO_DATES = """Place,Measure,Sep-24,Sep-25
Ashdown,GP FTE,37.7,38.1
Ashdown,Registered patients,"73,880","74,210"
Birchwood,GP FTE,52.0,51.3
Birchwood,Registered patients,"101,902","102,448"
"""
RATES_DOWN = """Measure,East PCN,West PCN,South PCN
"GPs per 100,000 patients",44.1,39.8,41.0
"Nurses per 100,000 patients",22.0,24.1,19.9
"""
YEARS_ACROSS = """Measure,2022/23,2023/24,2024/25
GP FTE,149.2,151.0,150.3
Patients,"310,200","313,455","318,002"
"GP FTE per 100,000",48.1,48.2,47.3
"""
QUARTERS = """Role,Q1 25/26,Q2 25/26,Q3 25/26,Change Q2-Q3
Clinical pharmacist,38.2,39.0,41.5,+2.5
Care coordinator,27.0,27.2,26.1,-1.1
Total,65.2,66.2,67.6,+1.4
"""
AGES_DOWN = """Age band,GPs (headcount),Nurses (headcount)
Under 30,4,11
30-39,61,40
40-49,72,52
50-54,30,31
55-59,24,35
60 and over,19,26
Total,210,195
"""
AGES_BY_PLACE = """Age,Ashdown,Birchwood,ICB total
Under 35,12,20,32
35-54,34,53,87
55 and over,11,18,29
All GPs (headcount),57,91,148
% aged 55+,19.3%,19.8%,19.6%
"""
ALL_LESS_SOME = """,Number of GPs,Full-time equivalent
GP partners,112,98.4
Salaried GPs,94,61.0
GP locums,11,4.7
GP registrars,38,37.2
All GPs,255,201.3
All GPs excluding registrars,217,164.1
"""
VACANCIES = """Role,Establishment WTE,In post WTE,Vacancies WTE,Vacancy rate (%),Comment
GP,60.0,52.5,7.5,12.5,2 posts out to advert
Practice nurse,32.0,29.0,3.0,9.4,
Receptionist,88.0,80.2,7.8,8.9,rolling recruitment
"""
HIDDEN = """Borough,GP leavers,GP joiners,Net
Ashdown,<5,7,*
Birchwood,12,9,-3
Copse,6,8,+2
"""
RATED_IN_WORDS = """PCN,"GPs per 100,000",Rating,"Nurses per 100,000",Rating
East,44.1,On track,22.0,Off track
West,39.8,Off track,24.1,On track
"""
STANDS_STILL = """PCN,May-23,Jun-23,Jul-23,Average WTE
Ashdown PCN,12.43,12.43,13.02,12.63
Birch PCN,14.10,14.10,14.10,14.10
Cedar PCN,9.75,9.75,10.25,9.92
Elm PCN,17.31,17.31,17.90,17.51
Fir PCN,11.08,11.08,11.08,11.08
"""
RATES_OF_TWO = """PCN,"GPs per 100,000 patients","Nurses per 100,000 patients"
Ashdown,42.9,23.0
Birch,36.8,26.9
Cedar,41.2,24.4
Elm,45.0,22.2
"""
ALL = (
    MONTHS_BELOW_STAFF, COUNTS_AND_SHARES, RED_AMBER_GREEN, TOTAL_ON_TOP, BESIDE_EACH_OTHER, MEASURES_DOWN,
    MEASURES_OF_TWO_DATES, RATES_DOWN, YEARS_ACROSS, QUARTERS, AGES_DOWN, AGES_BY_PLACE, ALL_LESS_SOME,
    VACANCIES, HIDDEN, RATED_IN_WORDS, STANDS_STILL, RATES_OF_TWO,
)  # fmt: skip


def used(text: str, **told: str) -> list[PrintedStanding]:
    return standings(text, told, None)


def by_place(text: str, staff: str, measure: str) -> dict[str, float]:
    return {
        s.place.printed: s.now.value
        for s in used(text)
        if s.staff.name == staff and s.now.measure == measure
    }


@pytest.mark.parametrize("text", ALL)
def test_what_is_right_is_left_alone_and_can_be_used(text: str):
    for one in diagnose(tables_of("paper", text.encode())):
        assert [f.code for f in one.findings if f.severity != "notes"] == []
    for table in tables_of("paper", text.encode()):
        assert printed_case(table, {}, None).standings
    for kind in ("printed", "printed_change", "printed_takes"):
        assert answer_printed(asked(text, kind=kind)).verdict


def test_months_stand_below_merged_names_of_staff():
    found = {
        (s.staff.stem, s.place.printed): (s.then and s.then.value, s.now.value)
        for s in used(MONTHS_BELOW_STAFF)
    }
    assert found["gp", "Ashdown PCN"] == (41.2, 42.0)
    assert found["nurse", "Birch PCN"] == (18.0, 17.5)


def test_some_ages_are_not_all_and_what_adds_up_is_no_rate():
    assert {s.staff.name for s in used(COUNTS_AND_SHARES)} == {
        "GPs aged 55+",
        "GPs under 55",
        "GPs",
    }
    assert {s.now.measure for s in used(COUNTS_AND_SHARES)} == {"headcount"}
    assert {s.now.measure for s in used(TOTAL_ON_TOP)} == {"headcount"}
    assert by_place(TOTAL_ON_TOP, "GPs", "headcount")["East"] == 51


def test_only_those_in_post_are_counted_beside_a_plan():
    whole = {s.staff.name: s.now.value for s in used(RED_AMBER_GREEN)}
    assert whole["Care coordinators in post"] == 27.2
    assert len(whole) == len(used(RED_AMBER_GREEN)) == 4
    assert [s.now.value for s in used(VACANCIES)] == [52.5, 29.0, 80.2]


def test_the_corner_may_name_the_staff():
    first, second = tables_of("paper", BESIDE_EACH_OTHER.encode())
    stems = [{s.staff.stem for s in printed_case(t, {}, None).standings} for t in (first, second)]
    assert stems == [{"gp"}, {"nurse"}]


def test_measures_down_the_side_and_places_across():
    """38.1 ÷ 74,210 = 51.34; England's 28,000 ÷ 62.9 million = 44.52."""
    posts = {
        s.place.printed: (s.patients, s.rate and round(s.rate.value, 2))
        for s in used(MEASURES_DOWN)
        if s.now.measure == "fte"
    }
    assert posts["Ashdown"] == (74_210, 51.34)
    assert posts["England"] == (62_900_000, 44.52)
    assert by_place(MEASURES_DOWN, "GPs", "rate")["Copse"] == 56.3
    nurses = by_place(RATES_DOWN, "nurses", "rate")
    assert nurses == {"East PCN": 22.0, "West PCN": 24.1, "South PCN": 19.9}


def test_patients_of_each_date_give_the_rate_of_each():
    """37.7 ÷ 73,880 and 38.1 ÷ 74,210, for 100,000 patients."""
    (ashdown, _) = used(MEASURES_OF_TWO_DATES)
    assert ashdown.rate_then is not None
    assert ashdown.rate is not None
    assert (round(ashdown.rate_then.value, 2), round(ashdown.rate.value, 2)) == (51.03, 51.34)
    rates = [s.rate for s in used(YEARS_ACROSS) if s.now.measure == "fte"]
    assert [round(rate.value, 2) for rate in rates if rate] == [47.26]  # 150.3 ÷ 318,002


def test_a_quarter_is_its_last_month():
    (first, *_) = used(QUARTERS)
    assert (first.then and first.then.when, first.now.when) == ("2025-06", "2025-12")
    for printed, month in (("Q4 2024/25", "2025-03"), ("2024/25 Q1", "2024-06"), ("Qtr", None)):
        assert read_words(printed).when == month


def test_ages_down_the_side():
    """24 + 19 = 43 of 210 are 20.5%; 35 + 26 = 61 of 195 are 31.3%; 11 of 57 are 19.3%."""
    said = answer_printed(asked(AGES_DOWN))
    assert said.verdict == "The table: 210 is printed (GPs, people)."
    assert "GPs aged 55 or older: 43 of 210 (20.5%)." in said.detail
    assert "Nurses aged 55 or older: 61 of 195 (31.3%)." in said.detail
    by_age = answer_printed(asked(AGES_BY_PLACE)).detail
    assert any("Ashdown 11 of 57 (19.3%), Birchwood 18 of 91 (19.8%)" in line for line in by_age)
    straddling = AGES_DOWN.replace("50-54", "50-57").replace("55-59", "58-59")
    assert not any("55 or older" in line for line in answer_printed(asked(straddling)).detail)


def test_rows_of_staff_under_one_heading_of_staff_are_not_twice():
    (table,) = tables_of("paper", ALL_LESS_SOME.encode())
    case = printed_case(table, {}, None)
    assert not any("#" in q.key for q in questions_of(case.reading))
    found = {(s.staff.name, s.now.measure): s.now.value for s in case.standings}
    assert found["Salaried GPs", "headcount"] == 94
    assert found["fully qualified GPs", "fte"] == 164.1


def test_leavers_are_no_staff_in_post():
    assert {s.staff.stem for s in used(HIDDEN)} == {None}
    assert {s.staff.name for s in used(HIDDEN)} == {"GP leavers", "GP joiners"}
