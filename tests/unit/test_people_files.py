"""Joiners, leavers and vacant posts: read as returns print them, every fault named at once with its row."""

import pytest

from tests.unit.making import codes_of, draft_of, found_in
from wfcore.normalising.people import role_and_staff

JOINERS = "PLACE,FROM,TO,STAFF,JOINERS,LEAVERS,LEAVERS_FTE,REASON,SOURCE\n"
COUNTED = "PLACE,FROM,TO,STAFF,JOINERS,LEAVERS,STAFF_START,STAFF_END\n"
VACANCIES = "PLACE,ROLE,WTE,OPENED,FILLED,COVERED_BY,INTENTION,ANSWERED\n"


@pytest.mark.parametrize(
    ("since", "until", "read"),
    [
        ("2024-04", "2025-03", ("2024-04", "2025-03")),
        ("01/04/2024", "31/03/2025", ("2024-04", "2025-03")),
        ("31 March 2024", "31 March 2025", ("2024-04", "2025-03")),  # from one count to the next
        ("2024-04-01", "2025-04-01", ("2024-04", "2025-03")),
        ("Apr-24", "Mar-25", ("2024-04", "2025-03")),
        ("2024/25", "", ("2024-04", "2025-03")),
        ("2024/25", "2024/25", ("2024-04", "2025-03")),
        ("then", "now", (None, None)),
    ],
)
def test_a_span_is_read_to_its_months(since: str, until: str, read: tuple[str | None, ...]):
    table = draft_of(f"{JOINERS}QMF,{since},{until},GPs,9,8,5.5,,\n").tables["joiners_leavers"]
    assert table.select("since", "until").row(0) == read


@pytest.mark.parametrize(
    ("printed", "staff"),
    [("GPs", "gp"), ("fully qualified GPs", "gp_excl_trainees"), ("Practice Nurses", "nurse"),
     ("DPC", "dpc"), ("Admin/non-clinical", "admin"), ("All staff", "all"), ("wizards", None),
     ("586", None)],
)  # fmt: skip
def test_staff_are_known_under_each_of_their_spellings(printed: str, staff: str | None):
    table = draft_of(f"{JOINERS}QMF,2024-04,2025-03,{printed},9,8,,,\n").tables["joiners_leavers"]
    assert table["staff"].to_list() == [staff]
    assert table["staff_printed"].to_list() == [printed]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("Salaried by practice", ("gp_sal_by_prac", "gp")), ("salaried GP", ("gp_sal_by_prac", "gp")),
     ("GP partner", ("gp_ptnr_prov", "gp")), ("GPs", (None, "gp")), ("GPN", ("nurse_prac_nurse", "nurse")),
     ("Practice nurses", ("nurse_prac_nurse", "nurse")), ("HCA", ("dpc_hca", "dpc")),
     ("Clinical pharmacist", ("dpc_pharma", "dpc")), ("Receptionists", ("admin_recept", "admin")),
     ("First Contact Physiotherapist", (None, "dpc")), ("wizard", (None, None)), ("", (None, None))],
)  # fmt: skip
def test_a_role_is_known_under_each_of_its_spellings(printed: str, meant: tuple[str | None, ...]):
    assert role_and_staff(printed) == meant


def test_every_fault_of_joiners_and_leavers_is_named_at_once():
    found = found_in(
        "PLACE,FROM,TO,STAFF,JOINERS,LEAVERS,LEAVERS_FTE,STAFF_START\n"
        "QMF,2025-03,2024-04,GPs,9,8,5,60\n"  # row 2
        "QMF,2024-04,2025-03,Wizards,9,8,5,60\n"
        "QMF,2024-04,2025-03,nurses,four,10%,5,60\n"
        "QMF,2023-04,2024-03,nurses,3,0.1,5,60\n"
        "QMF,2022-04,2023-03,nurses,-3,2.5,5,60\n"
        "QMF,2024-04,2025-03,admin,1,90,70,60\n"
        "QMF,soon,2025-03,dpc,1,5,4,60\n"
        ",2024-04,2025-03,dpc,1,perhaps,4,60\n"
        "U00001,2024-04,2025-03,GPs,1,5,7,60\n"
        "U00001,2024-04,2025-03,nurses,1,50,0.1,60\n"
        "U00002,2024-04,2025-03,GPs,1,5,4,60\n"
        "u00002,2024-04,2025-03,gp,1,5,4,60\n"  # the same place, staff and span
        "U00003,2024-04,2025-03,GPs,1,5,4,60\n"
        "U00003,2024-07,2024-09,GPs,1,5,4,60\n"
    )
    assert {code: f.examples for code, f in found.items()} == {
        "span_reversed": ("row 2: 2025-03 to 2024-04",),
        "unknown_staff": ("row 3: Wizards",),
        "count_in_words": ("row 4, joiners: four",),
        "count_is_percent": ("row 4, leavers: 10%",),
        "count_is_share": ("row 5, leavers: 0.1",),
        "count_negative": ("row 6, joiners: -3",),
        "count_not_whole": ("row 6, leavers: 2.5",),
        "leavers_above_staff": ("row 7: 90 of 61",),
        "date_not_read": ("row 8, since: soon",),
        "count_without_place": ("row 9, place: blank",),
        "count_not_read": ("row 9, leavers: perhaps",),
        "leavers_fte_above_people": ("row 10: 7 posts, 5 people",),
        "leavers_fte_is_share": ("row 11: 0.1 posts, 50 people",),
        "span_twice": ("row 12: U00002, 2024-04 to 2025-03", "row 13: u00002, 2024-04 to 2025-03"),
        "spans_overlap": ("row 15: U00003, 2024-07 to 2024-09",),
    }
    warned = {code for code, f in found.items() if f.severity == "warns"}
    assert warned == {"unknown_staff", "leavers_fte_above_people", "leavers_fte_is_share"}
    assert all("." in f.message for f in found.values())


def test_a_total_beside_its_reasons_counts_nobody_twice():
    rows = "QMF,2024-04,2025-03,GPs,,12,,,\nQMF,2024-04,2025-03,GPs,,7,,retired,\n"
    assert found_in(JOINERS + rows)["total_beside_reasons"].severity == "blocks"
    parted = "QMF,2024-04,2025-03,GPs,,5,,moved,\nQMF,2024-04,2025-03,GPs,,7,,retired,\n"
    assert codes_of(draft_of(JOINERS + parted)) == {}


def test_every_fault_of_vacancies_is_named_at_once():
    found = found_in(
        VACANCIES
        + "A81001,Salaried GP,1,2025-06,2025-02,locum,,yes\n"  # row 2
        + "A81001,wizard,1,2025-06,,nobody,,yes\n"
        + "A81001,practice nurse,-1,2025-05,,nobody,,yes\n"
        + "A81001,practice nurse,half,2025-04,,nobody,,yes\n"
        + "A81001,practice nurse,10%,2025-03,,nobody,,yes\n"
        + "A81002,Practice Nurse,1,2025-06-01,,nobody,,yes\n"
        + "a81002,GPN,1,2025-06-01,,locum,,yes\n"  # the same post under other spellings
        + "A81003,,2,2025-06,,nobody,,yes\n"
        + "A81004,HCA,1,soon,,the cat,,perhaps\n"
        + "A81005,HCA,1,2025-06,,nobody,,no\n"
        + ",HCA,1,2025-06,,nobody,,yes\n"
    )
    assert {code: f.examples for code, f in found.items()} == {
        "filled_before_opened": ("row 2: opened 2025-06, filled 2025-02",),
        "vacancy_of_unknown_role": ("row 3: wizard",),
        "count_negative": ("row 4, wte: -1",),
        "count_in_words": ("row 5, wte: half",),
        "count_is_percent": ("row 6, wte: 10%",),
        "vacancy_twice": (
            "row 7: A81002, Practice Nurse, 2025-06",
            "row 8: a81002, GPN, 2025-06",
        ),
        "post_without_role": ("row 9: 2 posts",),
        "date_not_read": ("row 10, opened: soon",),
        "cover_unknown": ("row 10, covered_by: the cat",),
        "answered_unclear": ("row 10, answered: perhaps",),
        "vacancy_of_the_silent": ("row 11: 1 posts",),
        "count_without_place": ("row 12, place: blank",),
    }


def test_none_and_no_answer_differ():
    table = draft_of(
        f"{VACANCIES}A81001,,0,,,,,yes\nA81002,,,,,,,no\nA81003,,,,,,,\nA81004,HCA,0.6,2025-06,,,,\n"
    ).tables["vacancies"]
    assert table.select("wte", "wte_missing", "answered").rows() == [
        (0, None, True),
        (None, "blank", False),
        (None, "blank", None),
        (0.6, None, True),
    ]


def test_plain_files_have_nothing_wrong():
    assert codes_of(draft_of(f"{COUNTED}QMF,2024-04,2025-03,GPs,9,8,60,61\n")) == {}
    quarters = "".join(
        f"QMF,2024-{a},2024-{b},GPs,1,5,60,61\n"
        for a, b in (("04", "06"), ("07", "09"), ("10", "12"))
    )
    assert codes_of(draft_of(COUNTED + quarters)) == {}
    assert (
        codes_of(draft_of(f"{VACANCIES}A81001,HCA,1,2025-06-03,2025-06-20,other staff,,yes\n"))
        == {}
    )
