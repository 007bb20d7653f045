"""What is said first of forty places and cases, kept as text and reviewed by eye; short and plain, each of it.

`WFN_UPDATE_GOLDEN=1 pytest tests/golden` writes the file anew.
"""

import re

import pytest

from tests.golden.test_golden import agrees
from tests.ui.test_reading_age import plain
from wfcore.answers import (
    Answer,
    answer_question,
    choice_of,
    question_of,
    standard_questions,
)
from wfcore.arrs import with_networks
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.geography import PracticeGroup
from wfcore.measuring import VersionMeasures

# Two practices of one network, which the group cuts.
_GROUP = PracticeGroup.of_practices("North of Havering", ["F82007", "F82030"])
# Place, count and month; those that a page opens on where nothing else is said.
OF_ENGLAND: tuple[tuple[str, str | None, str | None], ...] = (
    ("Havering", None, None), ("Havering", "gp_rate", None), ("Havering", "nurse_rate", None),
    ("Havering", "pcn_staff_rate", None), ("Havering", "patients_per_gp", None), ("Havering", "gp_fte", None),
    ("Havering", "gp_rate", "2025-09"), ("Havering", "gp_excl_trainees_rate", "2025-09"),  # no trainees apart
    ("Newham", None, None), ("Redbridge", None, None), ("Tower Hamlets", None, None), ("City and Hackney", None, None),
    ("Barking and Dagenham", "pcn_staff_rate", "2025-11"),  # networks that sent nothing
    ("Liverpool", None, None), ("Leeds", None, None), ("Cornwall", None, None), ("Wolverhampton", None, None),
    ("QMF", None, None), ("QRV", None, "2025-12"), ("QOX", None, None), ("QOP", None, None), ("D7T5G", None, None),
    ("Y56", None, None), ("Y62", None, None), ("England", None, None), ("England", "nurse_rate", None),
    ("15F", None, None), ("26A", None, None), ("Havering North PCN", None, None), ("Havering Crest PCN", None, None),
    ("F82670", None, None), ("F82023", None, None), ("B81085", None, None),  # a count of nobody
    ("F82053", None, None),  # one patient
    ("QZZ", None, None), ("U99901", None, None),  # invented
)  # fmt: skip
OF_NORTH_EAST_LONDON: tuple[tuple[str, str | None, str | None], ...] = (
    ("Havering", None, None), ("QMF", "gp_excl_trainees_rate", "2025-09"), ("Newham", "nurse_rate", None),
    ("Redbridge", "gp_excl_locums_rate", None), ("QZZ", "nurse_rate", None),
    (f"group:{_GROUP.code}", "gp_rate", None),
)  # fmt: skip
KINDS = ("enough", "spread", "better", "moved", "groups", "counts", "over_time", "quality", "takes")
OF_FEW = 9  # places of which every one of these is kept; of the others the first
CHANGED = {"by": "2030-03", "target": "44", "set": "gp.recruits:3,nurse.recruits:1,gp.turnover:8"}
# An estimate, the longest names, one patient, nobody at all, many silent, invented.
OF_EVERY_KIND = (
    ("Havering", "gp_excl_trainees_rate", "2025-09"), ("QOX", None, None), ("F82053", None, None),
    ("B81085", None, None), ("Barking and Dagenham", "pcn_staff_rate", "2025-11"), ("U99901", None, None),
    ("U08803", None, None), ("E85624", None, None),
)  # fmt: skip
# Additional roles: many and few networks, silent ones, a month of claims alone, all levels, invented.
OF_ROLES = (
    ("Havering", "2026-06"), ("Newham", "2026-06"), ("Barking and Dagenham", "2025-11"), ("QMF", "2026-06"),
    ("15F", "2026-06"), ("Y56", "2026-06"), ("U29424", "2026-06"), ("QZZ", "2025-09"), ("U99901", "2025-09"),
    ("U99901", "2025-07"), ("QZZ", "2026-03"),
)  # fmt: skip
KINDS_OF_ROLES = tuple(kind for kind in declared().answers if kind.startswith("role"))
ENDS = re.compile(r"(?<=[.?!]) (?=[A-Z“0-9])")


def verdicts(
    figures: VersionMeasures, asked: tuple[tuple[str, str | None, str | None], ...]
) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for at, (place, metric, period) in enumerate(asked):
        choice = choice_of(figures, place, metric, period)
        for question in standard_questions(choice, KINDS if at < OF_FEW else KINDS[:2]):
            try:
                said = answer_question(figures, question).verdict
            except WorkforceError as error:
                said = str(error)
            of = " ".join(filter(None, (choice.name if ":" in place else place, metric, period)))
            found.append((f"{question.kind}, {of}", said))
    return found


def verdicts_of_roles(figures: VersionMeasures) -> list[tuple[str, str]]:
    networks = with_networks(figures)
    return [
        (f"{question.kind}, {place} {period}", answer_question(figures, question).verdict)
        for place, period in OF_ROLES
        for question in standard_questions(
            choice_of(networks, place, "pcn_staff_rate", period), KINDS_OF_ROLES
        )
    ]


@pytest.fixture(scope="module")
def said(
    england_figures: VersionMeasures, sample_figures: VersionMeasures
) -> list[tuple[str, str]]:
    small = verdicts(sample_figures, OF_NORTH_EAST_LONDON)
    roles = verdicts_of_roles(england_figures)
    return [
        *verdicts(england_figures, OF_ENGLAND),
        *roles,
        *((f"small store: {of}", v) for of, v in small),
    ]


def test_as_they_were_reviewed(said: list[tuple[str, str]]):
    assert len(OF_ENGLAND) + len(OF_NORTH_EAST_LONDON) > 40
    agrees("verdicts", "".join(f"{of}\n    {verdict}\n" for of, verdict in said))


def too_long(said: list[tuple[str, str]]) -> list[tuple[int, str, str]]:
    most = declared().rules.reading.verdict_words
    return [(len(v.split()), of, v) for of, v in said if len(v.split()) > most]


def test_each_is_short(said: list[tuple[str, str]]):
    """All of it: names, clauses in brackets and every sentence."""
    assert declared().rules.reading.verdict_words == 30
    assert too_long(said) == []


@pytest.mark.parametrize(
    "asked",
    [
        OF_EVERY_KIND,
        pytest.param(
            OF_ENGLAND, marks=pytest.mark.nightly("golden/test_verdicts.py, of the hardest places")
        ),
    ],
    ids=["hardest", "all"],
)
def test_so_is_that_of_every_kind(
    england_figures: VersionMeasures, asked: tuple[tuple[str, str | None, str | None], ...]
):
    """What-ifs as they open and as somebody changed them; what there is no room for follows it."""
    found: list[tuple[str, str]] = []
    for place, metric, period in asked:
        choice = choice_of(england_figures, place, metric, period)
        kinds = [k for k in declared().answers if k != "ask" and not k.startswith("printed")]
        for question in standard_questions(choice, kinds):
            ways = [question]
            if declared().answers[question.kind].page == "what-if":
                ways.append(question_of(choice, question.kind, scenario=CHANGED))
            for way in ways:
                try:
                    found.append(
                        (f"{way.kind}, {place}", answer_question(england_figures, way).verdict)
                    )
                except WorkforceError:
                    continue
    assert len(found) > 20 * len(asked)
    assert too_long(found) == []


def test_what_there_is_no_room_for_comes_first_of_what_follows(england_figures: VersionMeasures):
    """Two long names: of three sentences the last is put below, whole."""
    words = "One two three four five six seven eight nine ten."
    made = Answer(
        question_of(choice_of(england_figures, "Havering"), "enough"),
        "",
        " ".join([words] * 4),
        ("Last.",),
    )
    assert (made.verdict, made.detail) == (" ".join([words] * 3), (words, "Last."))
    whole = Answer(made.question, "", "It pulls Dr. Shah down. " + " ".join([words] * 3))
    assert (whole.verdict, whole.detail) == (
        "It pulls Dr. Shah down. " + " ".join([words] * 2),
        (words,),
    )


def test_of_havering_verdict_and_first_line_say_all(england_figures: VersionMeasures):
    """Worked out from the file with the `csv` module: 36.2, 45.4, 37.9, and 23.1 posts short of 44."""
    answer = answer_question(
        england_figures, question_of(choice_of(england_figures, "Havering"), "enough")
    )
    assert answer.verdict == (
        "Havering has 36.2 qualified GPs per 100,000 patients, fewer than England or North East London. "
        "It is 23 full-time posts short of NHS North East London's aim of 44."
    )
    assert answer.detail[0] == (
        "England has 45.4 fully qualified GPs per 100,000 patients and North East London 37.9. "
        "To reach the local aim of 44 set by NHS North East London, it would need 23.1 full-time posts more."
    )


def test_each_can_be_read_at_eleven(said: list[tuple[str, str]]):
    """The Automated Readability Index, names and figures as one short word; a grade and 5 is an age."""
    too_hard = [
        (round(grade(v), 1), of, v)
        for of, v in said
        if grade(v) > declared().rules.reading.verdict_grade
    ]
    assert too_hard == []


def grade(verdict: str) -> float:
    named = verdict.replace("Demonstration place", "Town")  # a name like others
    sentences = [plain(one).rstrip(".") for one in ENDS.split(named)]
    words = [word for one in sentences for word in one.split()]
    letters = sum(len(re.sub(r"\W", "", word)) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43


def test_the_measure_tells_plain_from_not():
    assert grade("We have fewer nurses than a year ago. More people are on our lists.") < 6
    assert (
        grade(
            "Notwithstanding heterogeneity, commissioning intentions necessitate comprehensive transformation."
        )
        > 20
    )
