"""Tables as printed: figures as they stand, headings that hold, arrows only for changes."""

import pytest

from wfcore.answers import Question, answer_printed, parse_rate_table
from wfcore.errors import UnreadableFile

TABLE = """place,staff,jun_22,sep_22,arrow
A PCN,GP (excluding TG),50.00,50.40,↑
B PCN,GP (excluding TG),40.00,30.00,↓
A PCN,Nurse,10.00,12.00,↑
A PCN,GP (excluding TG),100.00,99.90,↓
"""


def asked(text: str) -> Question:
    return Question(
        kind="printed", level="borough", place="X", period="2022-09", printed=text, source="A paper"
    )


def test_figures_stand_as_printed_and_small_moves_are_no_change():
    lines = parse_rate_table(TABLE).lines
    assert [(x.then, x.now, x.verdict) for x in lines] == [
        (50.0, 50.4, "no clear change"),
        (40.0, 30.0, "down"),
        (10.0, 12.0, "up"),
        (100.0, 99.9, "no clear change"),
    ]
    assert [x.again for x in lines] == [False, False, False, True]
    assert lines[0].staff == "Fully qualified GPs"
    assert lines[3].staff == "Not GPs (heading printed twice)"


def test_the_cell_asks_about_arrow_and_heading():
    cell = answer_printed(asked(TABLE))
    rules = [one.rule for one in cell.follow_ups]
    assert rules == ["heading_twice", "arrow_without_change"]
    assert cell.source == "Source, as printed: A paper."
    assert cell.table is not None
    first, *_ = cell.table.shown()
    assert first[:2] == ["Fully qualified GPs", "A PCN"]
    assert first[2:] == ["50.00", "50.40", "0.40", "no clear change"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not a printed table"),
        ("place,staff,now\nA,GP,1\n", "not a printed table"),
        ("jun_22,sep_22,place,staff\n1,2,A,GP\n", "not a printed table"),
        ("place,staff,jun_22,sep_22\n", "no rows"),
        ("place,staff,jun_22,sep_22\nA,GP,1\n", "Row 2"),
        ("place,staff,jun_22,sep_22\nA,GP,1,ten\n", "Row 2"),
        ("place,staff,jun_22,sep_22\nA,GP,0,1\n", "Row 2"),
        ("place,staff,jun_22,sep_22\nA,GP,nan,1\n", "Row 2"),
        ("place,staff,jun_22,sep_22\n" + "A,GP,1,2\n" * 201, "at most 200"),
    ],
)
def test_another_shape_is_refused_in_words(text: str, said: str):
    with pytest.raises(UnreadableFile, match=said):
        parse_rate_table(text)
