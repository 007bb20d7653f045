"""Every mark of every picture says figure, unit, patients and how many of them are covered."""

import re

import polars as pl
import pytest

from wfcore.answers import Answer, answer_question, choice_of, question_of
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.measuring import VersionMeasures

LOOKED_AT = [("Havering", None, None), ("QZZ", None, None), ("U29424", "pcn_staff_rate", "2026-06")]
SCENARIO = {"by": "2027-03", "target": "44", "set": "gp.recruits:6"}
_UNKNOWN = re.compile(r"not available|nothing (was reported|is known)|Aim|aim|today: ")
PEOPLE = "^[^:]+: [0-9]+ (women|woman|men|man|people|person);"
# Shares of posts, and people and posts that somebody wrote down: they have no patients.
WITHOUT_PATIENTS = (
    "mix",
    "turnover",
    "vacancies",
    "teaching",
    "qualifying",
    "conversion",
    "programme_posts",
)
NETWORK_BY_ROLE = "role_networks"  # a network reports or does not: its patients alone are said


@pytest.fixture(scope="module")
def drawn(sample_figures: VersionMeasures) -> list[Answer]:
    found: list[Answer] = []
    for place, metric, period in LOOKED_AT:
        choice = choice_of(sample_figures, place, metric, period)
        for kind in [k for k in declared().answers if not k.startswith("printed")]:
            for scenario in (None, SCENARIO):
                try:
                    asked = question_of(choice, kind, scenario=scenario)
                    found.append(answer_question(sample_figures, asked))
                except WorkforceError:
                    continue
    return [answer for answer in found if answer.picture]


def test_each_mark_says_figure_unit_patients_and_coverage(drawn: list[Answer]):
    kinds: set[str] = set()
    for answer in drawn:
        kind, picture = answer.question.kind, answer.picture or {}
        if kind == "role_money" or kind in WITHOUT_PATIENTS:  # pounds of all networks
            continue
        frames: dict[str, pl.DataFrame] = picture["datasets"]
        figures = [f for name, f in frames.items() if name != "marks" and "said" in f.columns]
        for said in [s for f in figures for s in f["said"]]:
            if _UNKNOWN.search(said):
                continue
            kinds.add(kind)
            assert re.search(r"[0-9]", said), (kind, said)
            unit = PEOPLE if kind == "ages" else "full-time posts|patients covered| per "
            assert re.search(unit, said), (kind, said)
            if kind not in (
                "role_years",
                "ageing",
            ):  # a share of people; networks, some of which had no list then
                assert re.search(r"; [0-9,]+ patients\b", said), (kind, said)
                assert not re.search(r"[0-9]{4,} patients", said), (kind, said)
            if kind != NETWORK_BY_ROLE:
                assert "% of patients covered" in said, (kind, said)
    assert {
        "better", "causes", "moved", "spread", "groups", "counts", "takes", "contributions", "networks",
        "beside", "roles", NETWORK_BY_ROLE, "role_years", "over_time", "completeness",
    } <= kinds  # fmt: skip


def test_pictures_of_one_thing_are_described_as_one(drawn: list[Answer]):
    wrong = [
        a.alt for a in drawn if re.search(r"\b1 (places|practices|networks|months|roles)\b", a.alt)
    ]
    assert wrong == []
