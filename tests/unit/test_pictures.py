"""Every kind of picture, drawn and measured: words on no line and not cut, colours that everybody can tell."""

from itertools import combinations

import pytest

from tests.unit.colours import BLINDNESS, apart, contrast, lab
from tests.unit.drawings import Drawing, crosses, read_drawing, touch
from tests.unit.test_charts import all_charts
from wfcore.answers import answer_question, choice_of, question_of
from wfcore.charts import house
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.measuring import VersionMeasures
from wfcore.papers.pictures import WIDTH, picture

PHONE, WIDE, PAGE = 340, 736, 800  # pixels; a wide picture scrolls inside itself on a phone
PLACES = [
    ("Havering", "gp_rate", None), ("QMF", "gp_excl_trainees_rate", None), ("F82006", "nurse_rate", None),
    ("QZZ", None, None), ("Newham", "pcn_staff_rate", None), ("Demonstration place (invented)", "gp_rate", None),
]  # fmt: skip
SCENARIO = {"by": "2027-03", "target": "44", "set": "gp.recruits:6"}
NOT_OURS = (
    "printed",
    "printed_change",
    "printed_takes",
    "map",
)  # asked otherwise; measured with the maps
TOO_WIDE = ("completeness",)  # its months lie on each other as narrow as a paper has it
SEEN, READABLE, IN_GREY = 10.0, 4.5, 10.0


@pytest.fixture(scope="module")
def drawn(sample_figures: VersionMeasures) -> dict[str, Drawing]:
    """Each kind of picture of made-up figures, and of each place, as narrow as a phone and as on paper."""
    found = {f"{name} {PAGE}": _drawn(chart, PAGE) for name, chart in all_charts().items()}
    for place, metric, period in PLACES:
        choice = choice_of(sample_figures, place, metric, period)
        for kind in [k for k in declared().answers if k not in NOT_OURS]:
            try:
                question = question_of(choice, kind, scenario=SCENARIO)
                answer = answer_question(sample_figures, question)
            except WorkforceError:
                continue
            if answer.picture:
                assert len(answer.alt) > 40
                paper = [WIDTH] * (kind not in TOO_WIDE)
                for width in (WIDE if answer.wide else PHONE, *paper):
                    found[f"{kind} of {place} {width}"] = _drawn(answer.picture, width)
    return found


def _drawn(chart: object, width: int) -> Drawing:
    return read_drawing(picture(chart, width).svg)  # pyright: ignore[reportArgumentType]


def test_every_kind_is_looked_at(drawn: dict[str, Drawing]):
    kinds = {name.partition(" of ")[0] for name in drawn}
    assert kinds >= {
        "better", "causes", "moved", "spread", "groups", "counts", "over_time", "takes", "contributions",
        "roles", "role_networks", "role_money", "completeness", "practice", "alike", "fair", "mix", "turnover",
        "teaching", "qualifying", "conversion", "programme_posts", "ages", "ageing",
    }  # fmt: skip
    on_paper = {name.partition(" of ")[0] for name in drawn if name.endswith(f" {WIDTH}")}
    assert on_paper >= kinds - {name for name in kinds if name.endswith(f" {PAGE}")} - {*TOO_WIDE}


def test_no_words_are_cut(drawn: dict[str, Drawing]):
    cut = [
        (name, words.said, words.box)
        for name, drawing in drawn.items()
        for words in drawing.read
        if words.box[0] < -1
        or words.box[1] < -1
        or words.box[2] > drawing.width + 1
        or words.box[3] > drawing.height + 1
    ]
    assert cut == []


def test_no_words_lie_on_others(drawn: dict[str, Drawing]):
    on_others = [
        (name, one.said, other.said)
        for name, drawing in drawn.items()
        for one, other in combinations(drawing.read, 2)
        if touch(one.box, other.box)
    ]
    assert on_others == []


def test_no_line_runs_through_words(drawn: dict[str, Drawing]):
    """What runs behind words is covered by their white edge, which is painted after it."""
    struck = [
        (name, words.said, stroke.role)
        for name, drawing in drawn.items()
        for words in drawing.read
        for edge in [drawing.edged(words)]
        for stroke in drawing.strokes
        if not (edge and edge.at > stroke.at)
        and any(crosses(words.box, *piece) for piece in stroke.pieces)
    ]
    assert struck == []


def test_no_reference_line_runs_where_words_stand(drawn: dict[str, Drawing]):
    """What is aimed at and the area above pass no label at all, not even behind its white edge."""
    passed = [
        (name, words.said, stroke.colour)
        for name, drawing in drawn.items()
        for stroke in drawing.strokes
        if "mark-rule role-mark" in stroke.role and stroke.colour in (house.TARGET, house.AVERAGE)
        for words in drawing.read
        if stroke.thick > 1 and any(crosses(words.box, *piece) for piece in stroke.pieces)
    ]
    assert passed == []


def test_words_can_be_read(drawn: dict[str, Drawing]):
    pale = [
        (name, words.said, words.colour, behind)
        for name, drawing in drawn.items()
        for words in drawing.read
        for behind in [_behind(drawing, words)]
        if contrast(words.colour, behind) < READABLE
    ]
    assert pale == []


def _behind(drawing: Drawing, words) -> str:
    """The last area that is painted under the middle of some words."""
    left, top, right, bottom = words.box
    across, down = (left + right) / 2, (top + bottom) / 2
    under = [
        area.fill
        for area in drawing.areas
        if area.at < words.at and area.fill.startswith("#")
        and area.box[0] < across < area.box[2] and area.box[1] < down < area.box[3]
    ]  # fmt: skip
    return "#FFFFFF" if drawing.edged(words) or not under else under[-1]


def _marks(drawing: Drawing) -> dict[str, set[str]]:
    """Colours of a picture that stand for something, and what else each looks like; hairs lead to words."""
    looks: dict[str, set[str]] = {}
    lines = [stroke for stroke in drawing.strokes if stroke.thick > 1]
    for mark in (*drawing.areas, *lines):
        if "role-mark" in mark.role and mark.colour.startswith("#"):
            looks.setdefault(mark.colour.upper(), set()).add(mark.look)
    return looks


@pytest.mark.parametrize("blindness", [None, *BLINDNESS])
def test_colours_of_a_picture_are_told_apart(drawn: dict[str, Drawing], blindness: str | None):
    alike = {
        (one, other, round(apart(one, other, blindness), 1))
        for drawing in drawn.values()
        for one, other in combinations(sorted(_marks(drawing)), 2)
        if apart(one, other, blindness) < SEEN
    }
    assert sorted(alike) == []


def test_in_greys_marks_differ_in_shape_fill_or_dash(drawn: dict[str, Drawing]):
    alike = {
        (name, one, other)
        for name, drawing in drawn.items()
        for (one, looks), (other, others) in combinations(sorted(_marks(drawing).items()), 2)
        if abs(lab(one)[0] - lab(other)[0]) < IN_GREY and looks & others
    }
    assert sorted(alike) == []
