"""Learners, supervision, who stayed, promised posts: read as papers print them, every fault named with its row."""

import polars as pl
import pytest

from tests.unit.making import codes_of, draft_of, found_in

LEARNERS = "PLACE,GROUP,YEAR,IN_TRAINING,QUALIFY,ROUTE,NOTE\n"
SUPERVISION = "PCN,PROFESSION,EDUCATORS,CAPACITY,LEARNERS,AGED_55,ROOMS\n"
STAYED = "PLACE,COHORT,QUALIFIED,STAYED_HERE,STAYED_ICB,UNKNOWN\n"
POSTS = "PLACE,PROGRAMME,ROLE,PROMISED,FILLED\n"


def read(*rows: str) -> list[tuple[object, ...]]:
    """Route, in training and qualifying of each row."""
    table = draft_of(LEARNERS + "".join(f"QMF,{row}\n" for row in rows)).tables["learners"]
    return table.select("route", "in_training", "qualify").rows()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ('GP trainees,2022/23,137 (33 projected to qualify),,', [(None, 137, 33)]),
        ('GP trainees,2022/23,137 (33 expected to qualify),,', [(None, 137, 33)]),
        ('GP trainees,2022/23,"1,137",33,', [(None, 1137, 33)]),
        (
            'Adult nursing,2022/23,"3 Direct Entry, 15 NDA, 8 TNA",,',
            [("Direct Entry", 3, None), ("NDA", 15, None), ("TNA", 8, None)],
        ),
        (
            'Adult nursing,2023/24,"35 (14 Direct Entry; 5 NDA; 16 TNA)",,',
            [("Direct Entry", 14, None), ("NDA", 5, None), ("TNA", 16, None)],
        ),
        ('Adult nursing,2023/24,"14 Direct Entry and 21 TNA",9,',
         [("Direct Entry", 14, None), ("TNA", 21, None), (None, None, 9)]),
        ("GP trainees,2024/25,Information not yet available,,", [(None, None, None)]),
        ("GP trainees,2024/25,TBC,to be confirmed,", [(None, None, None)]),
        ("GP trainees,2024/25,0,0,", [(None, 0, 0)]),
        ("Kickstart,2021/22,14 people,,cohort 1", [("cohort 1", 14, None)]),
    ],
)  # fmt: skip
def test_printed_cells_are_read_as_they_were_meant(row: str, expected: list[tuple[object, ...]]):
    assert read(row + ",") == expected


def test_what_is_not_known_yet_has_a_reason_and_is_no_0():
    table = draft_of(
        LEARNERS + "QMF,GP trainees,2024/25,Information not yet available,,,\n"
    ).tables["learners"]
    assert table["in_training"].to_list() == [None]
    assert table["in_training_missing"].to_list() == ["not_supplied"]
    assert table["qualify_missing"].to_list() == ["blank"]


@pytest.mark.parametrize(
    ("printed", "group"),
    [("GP Registrars", "gp"), ("adult nurse", "adult_nursing"), ("TNA", "nursing_associate"),
     ("Kick-start", "kickstart"), ("wizards", None)],
)  # fmt: skip
def test_a_group_is_known_under_each_of_its_spellings(printed: str, group: str | None):
    table = draft_of(f"{LEARNERS}QMF,{printed},2024/25,3,,,\n").tables["learners"]
    assert table["learners"].to_list() == [group]
    assert table["group_printed"].to_list() == [printed]


def test_every_fault_of_learners_is_named_at_once():
    found = found_in(
        LEARNERS
        + "QMF,Wizards,2024/25,6,,,\n"  # row 2
        + "QMF,GP trainees,2025/24,four,,,\n"
        + "QMF,GP trainees,2024/25,10%,0.1,,\n"
        + "QMF,GP trainees,2021/22,-3,2.5,,\n"
        + ",GP trainees,2020/21,perhaps,,,\n"
        + "QMF,GP trainees,2023/24,5,9,,\n"
        + "QMF,GPs,2023/24,5,4,,\n"  # the same group and year under another spelling
        + "QMF,Adult nursing,soon,36 (14 Direct Entry; 16 TNA),,,\n"
    )
    assert {code: f.examples for code, f in found.items()} == {
        "unknown_learners": ("row 2: Wizards",),
        "year_reversed": ("row 3, year: 2025/24",),
        "count_in_words": ("row 3, in_training: four",),
        "count_is_percent": ("row 4, in_training: 10%",),
        "count_is_share": ("row 4, qualify: 0.1",),
        "count_negative": ("row 5, in_training: -3",),
        "count_not_whole": ("row 5, qualify: 2.5",),
        "count_not_read": ("row 6, in_training: perhaps",),
        "count_without_place": ("row 6, place: blank",),
        "more_qualify_than_train": ("row 7: 9 of 5",),
        "pipeline_row_twice": ("row 7: QMF, 2023/24", "row 8: QMF, 2023/24"),
        "year_not_read": ("row 9, year: soon",),
        "learners_parts_differ": ("row 9, in_training: 36 (14 Direct Entry; 16 TNA)",),
    }
    warned = {code for code, f in found.items() if f.severity == "warns"}
    assert warned == {"unknown_learners", "more_qualify_than_train"}
    assert all("." in f.message for f in found.values())  # what, and what to do


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        (f"{SUPERVISION}U00001,GP,4,6,9,1,\n", "learners_above_capacity", "row 2: 9 learners, capacity 6"),
        (f"{SUPERVISION}U00001,GP,4,6,3,5,\n", "aged_above_educators", "row 2: 5 of 4"),
        (f"{SUPERVISION}U00001,GP,4,six,3,1,\n", "count_in_words", "row 2, capacity: six"),
        (f"{SUPERVISION}U00001,GP,4,6,50%,1,\n", "count_is_percent", "row 2, learners: 50%"),
        (f"{SUPERVISION}U00001,GP,4,6,3,1,\nu00001,GP trainees,4,6,3,1,\n", "pipeline_row_twice", "row 2: U00001, GP"),
        (f"{STAYED}QMF,2023/24,20,21,21,0\n", "stayed_above_qualified", "row 2: cohort 2023/24, 20 qualified"),
        (f"{STAYED}QMF,2023/24,20,12,15,6\n", "stayed_above_qualified", "row 2: cohort 2023/24, 20 qualified"),
        (f"{STAYED}QMF,2023/24,20,12,9,0\n", "stayed_here_above_icb", "row 2: 12 here, 9 in the ICB"),
        (f"{STAYED}QMF,2023/24,20,0.9,,\n", "count_is_share", "row 2, stayed_here: 0.9"),
        (f"{STAYED}QMF,2023/24,20,9,,\nQMF,2023-24,20,9,,\n", "pipeline_row_twice", "row 2: QMF, 2023/24"),
        (f"{POSTS}QMF,SPIN,Pharmacist,10,-1\n", "count_negative", "row 2, filled: -1"),
        (f"{POSTS}QMF,SPIN,Pharmacist,10,11\n", "filled_above_promised", "row 2: 11 of 10"),
        (f"{POSTS}QMF,Broomsticks,Pharmacist,10,1\n", "unknown_learners", "row 2: Broomsticks"),
        (f"{POSTS}QMF,SPIN,GP,10,1\nQMF,SPIN programme,GP,10,1\n", "pipeline_row_twice", "row 2: QMF, GP"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_right_are_named(text: str, code: str, where: str):
    found = found_in(text)
    assert where in found[code].examples
    assert set(found) == {code}


def test_a_plain_file_of_each_kind_has_nothing_wrong():
    for text in (
        f"{SUPERVISION}U00001,GP,9,12,10,5,4\nU00002,GP,0,0,0,0,\n",
        f"{STAYED}QMF,2023/24,20,12,15,5\nQMF,2022/23,18,,,\n",
        f"{POSTS}QMF,SPIN,Pharmacist,10,6\nQMF,Fellowships,GP,8,\n",
    ):
        assert codes_of(draft_of(text)) == {}
    stayed = draft_of(f"{STAYED}QMF,2023/24,20,12,15,5\n").tables["stayed"]
    assert stayed.select("learners", "group_printed").row(0) == ("gp", None)
    assert isinstance(stayed, pl.DataFrame)
