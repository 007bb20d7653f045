"""Printed tables that are used: what headings say, what is asked, and how the figures stand."""

from collections.abc import Mapping

import pytest

from wfcore.answers import Answer, Question, answer_printed, printed_case
from wfcore.errors import UnreadableFile
from wfcore.measuring import VersionMeasures
from wfcore.normalising.printed_words import read_words
from wfcore.printed import PrintedStanding, questions_of
from wfcore.table_checks import tables_of

# Invented figures under the headings of a committee paper.
TWICE = """place,staff,jun_22,sep_22,arrow
A PCN,GP (excluding TG),50.00,50.40,↑
B PCN,GP (excluding TG),40.00,30.00,↓
A PCN,Nurse,10.00,12.00,↑
A PCN,GP (excluding TG),100.00,99.90,↓
"""
# The facts of papers_and_people.md, A5: rates of four networks, laid out as the paper prints them.
HAVERING = """PCN\tGP (excluding TG)\t\tNurse\t\tHCA\t\tGP (excluding TG)\t
\tJun-22\tSep-22\tJun-22\tSep-22\tJun-22\tSep-22\tJun-22\tSep-22
HAVING CREST PCN\t44.03\t44.07\t14.17\t15.10\t6.37\t6.38\t103.01\t100.49
HAVING MARSHALL PCN\t43.83\t39.70\t16.22\t13.60\t3.74\t5.74\t109.69\t90.52
HAVING NORTH PCN\t32.47\t31.77\t13.84\t14.37\t2.69\t2.32\t103.48\t102.58
HAVING SOUTH PCN\t37.50\t40.65\t16.98\t18.62\t3.85\t3.70\t105.02\t106.94
"""
LEEDS = """Staff group,Whole Time Equivalent,Head Count
GPs – Fully qualified,428.5,586
Nurses,262,357
Direct Patient Care,204,280
"""
WOLVERHAMPTON = """area,practices,patients,GP headcount,GP FTE
NHS Dudley CCG,45,"318,335",192,155.4
NHS Sandwell and West Birmingham CCG,88,"563,794",339,245.5
NHS Walsall CCG,59,"283,267",194,147.3
NHS Wolverhampton CCG,44,"277,006",157,133.3
Black Country STP,236,"1,442,402",882,681.6
"""


def asked(text: str, told: Mapping[str, str] | None = None, kind: str = "printed") -> Question:
    return Question(
        kind=kind, level="borough", place="X", period="2022-09", printed=text, source="A paper",
        read_as=told,
    )  # fmt: skip


def standings(
    text: str, told: Mapping[str, str] | None, figures: VersionMeasures | None
) -> list[PrintedStanding]:
    (table,) = tables_of("pasted", text.encode())
    return list(printed_case(table, told, figures).standings)


def gaps(found: list[PrintedStanding], stem: str) -> dict[str, float | None]:
    return {s.place.name.split()[1]: s.gap for s in found if s.staff.stem == stem}


@pytest.mark.parametrize(
    ("heading", "stem", "measure", "per", "when"),
    [
        ("GP (excluding TG)", "gp_excl_trainees", None, None, None),
        ("GPs – Fully qualified", "gp_excl_trainees", None, None, None),
        ("All GPs, including trainees", "gp", None, None, None),
        ("GPs excl. registrars and locums", "gp_qualified_permanent", None, None, None),
        ("GPN Sep 2022", "nurse", None, None, "2022-09"),
        ("HCA Jun-22", "hca", None, None, "2022-06"),
        ("DPC", "dpc", None, None, None),
        ("Admin FTE per 1,000 patients", "admin", "rate", 1000, None),
        ("Nurses per 100k, 30 June 2022", "nurse", "rate", 100_000, "2022-06"),
        ("Patients per GP", "gp", "patients_per", None, None),
        ("Whole Time Equivalent", None, "fte", None, None),
        ("Head Count", None, "headcount", None, None),
        ("2022/23 Q2", None, None, None, "2022-09"),
        ("Q4 2022/23", None, None, None, "2023-03"),
        ("2021", None, None, None, "2021"),
        ("% of GPs", "gp", "share", None, None),
        ("Spend (£000)", None, "money", None, None),
        ("Change since June 2022", None, "change", None, "2022-06"),
        ("Havering Crest PCN", None, None, None, None),
    ],
)
def test_what_a_heading_says(
    heading: str, stem: str | None, measure: str | None, per: int | None, when: str | None
):
    said = read_words(heading)
    found = said.staff.stem if said.staff else None
    assert (found, said.measure, said.per, said.when) == (stem, measure, per, when)


@pytest.mark.parametrize(
    "heading", ["GPs - Registrars and Trainees", "GP locums", "ANP", "Pharmacists",
                "GP (excl. Registrars, Retainers and Locums)"],
)  # fmt: skip
def test_staff_that_no_count_is_the_same_as_keep_their_name(heading: str):
    staff = read_words(heading).staff
    assert staff is not None
    assert (staff.stem, staff.name) == (None, heading)


def test_gps_without_more_are_not_said_to_be_of_one_kind():
    staff = read_words("GP").staff
    assert staff is not None
    assert not staff.sure


def test_small_moves_are_no_change_and_a_heading_stands_once():
    found = standings(TWICE, None, None)
    assert [(s.now.value, s.verdict) for s in found] == [
        (50.4, "no clear change"),
        (30.0, "down"),
        (12.0, "up"),
        (99.9, "no clear change"),
    ]
    assert found[0].staff.name == "fully qualified GPs"
    assert found[3].staff.name == "not GPs (heading printed twice)"


def test_the_cell_asks_about_arrow_and_heading():
    cell = answer_printed(asked(TWICE))
    rules = [one.rule for one in cell.follow_ups]
    assert rules == ["heading_twice", "arrow_without_change"]
    assert cell.source == "Source, as printed: A paper."
    assert cell.table is not None
    first, *_ = cell.table.shown()
    assert first[:2] == ["Fully qualified GPs", "A"] or first[:2] == [
        "Fully qualified GPs",
        "A PCN",
    ]
    assert first[2:] == ["50.00", "50.40", "0.40", "no clear change"]


def test_an_answer_says_whom_the_second_block_counts():
    told = {"GP (excluding TG) #2": "admin staff"}
    found = standings(TWICE, told, None)
    assert found[3].staff.stem == "admin"
    questions = questions_of(printed_case(tables_of("x", TWICE.encode())[0], told, None).reading)
    assert [q.taken for q in questions if q.key.endswith("#2")] == ["admin staff"]


def test_columns_may_be_left_out_or_said_to_be_another():
    found = standings(HAVERING, {"H": "admin", "I": "leave out"}, None)
    assert [s.now.value for s in found if s.staff.stem == "admin"] == [
        103.01,
        109.69,
        103.48,
        105.02,
    ]
    assert not any("twice" in s.staff.name for s in found)


def test_havering_against_the_aims_of_its_board(sample_figures: VersionMeasures):
    found = standings(HAVERING, None, sample_figures)
    assert {s.place.code for s in found} == {"U29424", "U50107", "U55939", "U00367"}
    # 44 − 44.07, 44 − 39.70, 44 − 31.77, 44 − 40.65; 15 − 15.10 and so on, by hand.
    assert gaps(found, "gp_excl_trainees") == {
        "Crest": -0.07, "Marshall": 4.30, "North": 12.23, "South": 3.35,
    }  # fmt: skip
    assert gaps(found, "nurse") == {
        "Crest": -0.10, "Marshall": 1.40, "North": 0.63, "South": -3.62,
    }  # fmt: skip
    lost = [s for s in found if s.had_met and not s.has_met]
    assert [(s.place.name, s.staff.stem) for s in lost] == [("Havering Marshall PCN", "nurse")]


def test_havering_in_words(sample_figures: VersionMeasures):
    said = answer_printed(asked(HAVERING), sample_figures)
    assert said.verdict == (
        "In September 2022 one of Havering’s four networks reached 44 fully qualified GPs per 100,000 patients: "
        "Crest (44.07). North is furthest away: 12.23 short, 38.5% more than it has."
    )
    detail = " ".join(said.detail)
    assert "11.56 apart in June 2022 and 12.30 in September 2022" in detail
    assert "Marshall lost it (16.22 to 13.60, 1.40 short); North 0.63 short" in detail
    assert "Crest (15.10, from 14.17) and South (18.62) met it" in detail
    assert "cannot be said" in detail  # nobody printed patients
    assert "HAVING: Havering" in " ".join(said.cautions)


def test_a_name_that_is_nearly_one_is_asked_and_may_be_refused(sample_figures: VersionMeasures):
    (table,) = tables_of("x", HAVERING.encode())
    (doubt,) = [
        q
        for q in questions_of(printed_case(table, None, sample_figures).reading)
        if q.key == "HAVING"
    ]
    assert "is this Havering?" in doubt.text
    refused = standings(HAVERING, {"HAVING": "as printed"}, sample_figures)
    assert {s.place.code for s in refused} == {None}
    assert {s.aim for s in refused} == {None}


def test_posts_are_said_only_with_patients(sample_figures: VersionMeasures):
    told = {"patients:North": "47,000"}
    (north,) = [
        s for s in standings(HAVERING, told, sample_figures)
        if s.staff.stem == "gp_excl_trainees" and "North" in s.place.name
    ]  # fmt: skip
    assert north.posts_short == pytest.approx(12.23 * 0.47)
    said = " ".join(answer_printed(asked(HAVERING, told), sample_figures).detail)
    assert (
        "North: with 47,000 patients, 12.23 per 100,000 patients would be 5.7 full-time posts."
        in said
    )


def test_leeds_with_its_patients_and_an_aim_of_the_reader():
    told = {"place": "Leeds", "patients": "898,846", "aim": "58", "month": "2021-09"}
    said = answer_printed(asked(LEEDS, told))
    assert said.verdict == (
        "In September 2021 Leeds has 47.67 fully qualified GPs per 100,000 patients. The aim of 58 comes to 521.3 "
        "full-time posts: 92.8 short."
    )
    assert said.table is not None
    rates = [row for row in said.table.shown() if "full-time posts" in row]
    at = said.table.head.index("Per 100,000 patients")
    assert [row[at] for row in rates] == ["47.67", "29.15", "22.70"]


def test_wolverhampton_in_patients_and_posts(england_figures: VersionMeasures):
    said = answer_printed(asked(WOLVERHAMPTON), england_figures)
    assert said.verdict == (
        "Wolverhampton has 48.12 GPs per 100,000 patients. The aim of 58 comes to 160.7 full-time posts: 27.4 short."
    )
    assert said.table is not None
    at = said.table.head.index("Patients for each post")
    shown = [row[at] for row in said.table.shown() if row[at] != "–"]
    assert shown == ["2,048", "2,297", "1,923", "2,078", "2,116"]
    assert "not which GPs" in " ".join(said.cautions)


@pytest.mark.parametrize("kind", ["printed", "printed_change", "printed_takes"])
@pytest.mark.parametrize("text", [TWICE, HAVERING, LEEDS, WOLVERHAMPTON])
def test_every_kind_answers_every_table(kind: str, text: str):
    said: Answer = answer_printed(asked(text, kind=kind))
    assert said.verdict.endswith(".")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("name,colour\nA,red\nB,blue\n", "no figures of staff"),
        ("place,staff,jun_22\n" + "A,GP,1\n" * 201, "at most 200"),
    ],
)
def test_what_is_no_such_table_is_refused_in_words(text: str, said: str):
    with pytest.raises(UnreadableFile, match=said):
        answer_printed(asked(text))


SHORT = """"Table 3: Staff per 100,000 registered patients, September 2022"
PCN,GPs (fully qualified),Practice nurses
Crest,44.07,15.10
Marshall,39.70,13.60
North,31.77,14.37
South,40.65,18.62
Havering,38.6,15.5
"""


def test_short_names_are_looked_for_in_the_area_beside_them(sample_figures: VersionMeasures):
    said = answer_printed(asked(SHORT), sample_figures)
    assert said.verdict.startswith("In September 2022 one of Havering’s four networks reached 44")
    assert "South (18.62) met it; short of it: Marshall 1.40 and North 0.63" in " ".join(
        said.detail
    )
    assert "names in Havering" in " ".join(said.cautions)


def test_names_that_begin_with_a_misspelt_area_are_looked_for_inside_it(
    sample_figures: VersionMeasures,
):
    text = "PCN,GPN Sep-22\nRedbrige Loxford PCN,15.10\nRedbrige Seven Kings PCN,13.60\n"
    found = standings(text, None, sample_figures)
    assert [s.place.name for s in found] == ["Loxford PCN", "Seven Kings PCN"]
    assert [s.gap for s in found] == [-0.10, 1.40]
    refused = standings(text, {"Redbrige": "as printed"}, sample_figures)
    assert {s.place.code for s in refused} == {None}


def test_a_name_that_is_only_a_little_like_one_is_left_alone(sample_figures: VersionMeasures):
    text = 'Practice,List size,GP WTE\nAlder Surgery,"9,400",4.5\nBeech Practice,"12,100",5.2\n'
    found = standings(text, None, sample_figures)
    assert {s.place.code for s in found} == {None}
    assert answer_printed(asked(text), sample_figures).verdict == (
        "Alder Surgery is highest with 47.87 and Beech Practice lowest with 42.98 "
        "(GPs, full-time posts per 100,000 patients)."
    )


def test_posts_of_each_place_from_printed_patients_and_an_aim():
    told = {"aim": "0.58 WTE per 1,000 patients"}
    said = answer_printed(asked(WOLVERHAMPTON, told, "printed_takes"))
    # 0.58 for every 1,000 patients less what there is: 29.2, 81.5, 17.0 and 27.4.
    assert "Wolverhampton CCG 27.4" in said.verdict or "Wolverhampton 27.4" in said.verdict
    assert "29.2" in said.verdict
