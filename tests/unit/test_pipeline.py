"""Figures of the papers about trainees, from the file to the sentence; and that hidden people stay hidden."""

import pytest

from wfcore.answers import answer_question, answer_to_document, choice_of, question_of
from wfcore.answers.answer import Answer
from wfcore.declared import declared
from wfcore.measuring import VersionMeasures
from wfcore.normalising import normalise
from wfcore.reading import read_upload

LEARNERS = """PLACE,LEVEL,PLACE_NAME,GROUP,YEAR,IN_TRAINING,QUALIFY
QMF,icb,North East London,GP trainees,2022/23,137 (33 projected to qualify),
QMF,icb,North East London,GP trainees,2023/24,,36
QMF,icb,North East London,GP trainees,2024/25,Information not yet available,
QMF,icb,North East London,GP trainees,2025/26,,41
QMF,icb,North East London,Adult nursing,2022/23,"3 Direct Entry, 15 NDA, 8 TNA",
QMF,icb,North East London,Adult nursing,2023/24,"14 Direct Entry, 5 NDA, 16 TNA",
QMF,icb,North East London,Adult nursing,2025/26,35,
QMF,icb,North East London,Kickstart,2021/22,14,
"""
GREW = """PLACE,LEVEL,PLACE_NAME,GROUP,YEAR,IN_TRAINING
QMF,icb,North East London,GP trainees,2018/19,94
QMF,icb,North East London,GP trainees,2022/23,130
"""
TAUGHT = """PCN,LEVEL,PLACE_NAME,PROFESSION,EDUCATORS,CAPACITY,LEARNERS,AGED_55
U29424,pcn,Crest,GP,{first},10,{first},0
U11655,pcn,Other,GP,{second},12,{second},0
"""


def asked(figures: VersionMeasures, text: str, kind: str, place: str = "QMF") -> Answer:
    (table, *_) = read_upload("brought.csv", text.encode(), declared())
    made = {(d.edition, k): t for d in normalise(table) for k, t in d.tables.items()}
    then = figures.over(figures.version.with_tables(made))
    return answer_question(then, question_of(choice_of(then, place), kind))


def test_who_qualifies_as_the_paper_has_it(sample_figures: VersionMeasures):
    answer = asked(sample_figures, LEARNERS, "qualifying")
    assert answer.verdict == (
        "110 GP trainees qualify in the three printed years (2024/25 is missing); at 90% that is 99 GPs, "
        "about 64 full-time posts; at the national 72.5%, 80 GPs."
    )
    assert "That is 33 + 36 + 41 = 110." in answer.detail
    assert "In 2022/23, 33 of 137 in training qualify (24.1%)." in answer.detail
    assert answer.table is not None
    training = [(row[0], row[1], row[2]) for row in answer.table.shown()]
    assert [n for who, _, n in training if who == "Adult nursing"] == ["26", "35", "–", "35"]
    assert ("Kickstart", "2021/22", "14") in training
    assert "2024/25: not printed." in answer.alt


def test_trainees_that_grew(sample_figures: VersionMeasures):
    answer = asked(sample_figures, GREW, "qualifying")
    assert "In training: 94 in 2018/19, 130 in 2022/23, up 38.3%." in answer.detail


def test_learners_of_a_network_are_those_of_its_borough(sample_figures: VersionMeasures):
    text = TAUGHT.format(first=9, second=7)
    for place in ("U29424", "Havering"):
        assert "9 learners" in " ".join(asked(sample_figures, text, "teaching", place).detail)


@pytest.mark.parametrize("place", ["U29424", "Havering", "QMF"])
def test_two_worlds_of_hidden_people_look_alike(sample_figures: VersionMeasures, place: str):
    """Three in one network and six next door, or four and five: nobody can tell."""
    seen = {
        answer_to_document(
            asked(sample_figures, TAUGHT.format(first=a, second=b), "teaching", place)
        ).model_dump_json(exclude={"files"})
        for a, b in ((3, 6), (4, 5))
    }
    assert len(seen) == 1
