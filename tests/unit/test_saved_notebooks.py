"""A notebook as a word of an address and as a file: what is read back is what was kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfcore import papers
from wfcore.answers import choice_of, kinds_of
from wfcore.errors import UnfitPaper
from wfcore.measuring import VersionMeasures
from wfcore.papers import MOST_NOTE, Cell, Notebook

KINDS = kinds_of("notebook")
NOTES = st.text(max_size=80)


@st.composite
def notebooks(draw: st.DrawFn) -> Notebook:
    kinds = draw(st.lists(st.sampled_from(KINDS), unique=True, max_size=len(KINDS)))
    return Notebook(
        cells=tuple(
            Cell(
                kind=kind,
                note=draw(NOTES),
                metric=draw(st.sampled_from([None, "nurse_rate"])),
                since=draw(st.sampled_from([None, "2024-09"])),
                inside=draw(st.sampled_from([None, "practice", "beside"])),
            )
            for kind in kinds
        )
    )


@settings(deadline=None)
@given(notebooks())
def test_a_word_is_read_back_exactly(notebook: Notebook):
    word, left_out = papers.notebook_to_word(notebook)
    assert left_out == 0
    assert papers.notebook_from_word(word) == notebook


def test_the_word_is_short_and_says_what_is_otherwise():
    notebook = Notebook(
        cells=(Cell(kind="spread", inside="practice"), Cell(kind="enough", note="a.b~c"))
    )
    assert papers.notebook_to_word(notebook) == ("spread~ipractice.enough~na%2Eb%7Ec", 0)


def test_notes_that_do_not_fit_are_left_out_and_counted():
    cells = tuple(Cell(kind=kind, note="%" * MOST_NOTE) for kind in KINDS)
    word, left_out = papers.notebook_to_word(Notebook(cells=cells))
    kept = papers.notebook_from_word(word)
    assert kept.kinds == KINDS
    assert left_out == sum(not cell.note for cell in kept.cells) > 0


@pytest.mark.parametrize(
    "word",
    ["magic", "printed", "enough~", "enough~x1", "enough.enough", "enough~d2024-01", "y" * 13_000],
)
def test_what_is_no_notebook_is_refused_in_words(word: str):
    with pytest.raises(UnfitPaper):
        papers.notebook_from_word(word)


def test_a_file_brings_back_place_staff_order_notes_and_changes(england_figures: VersionMeasures):
    choice = choice_of(england_figures, "Havering", "nurse_rate", "2026-05")
    notebook = Notebook(
        cells=(
            Cell(kind="better", note="One.\nTwo.", since="2025-12"),
            Cell(kind="spread", inside="practice", metric="gp_rate"),
            Cell(kind="quality", note="| x |"),
        )
    )
    text = papers.paper_to_yaml(papers.notebook_to_paper(notebook, choice))
    base, read = papers.notebook_of_paper(papers.paper_from_yaml(text))
    assert read == notebook
    assert (base.level, base.place, base.metric) == ("borough", choice.code, "nurse_rate")


def test_a_paper_without_a_question_of_the_notebook_is_no_notebook():
    with pytest.raises(UnfitPaper, match="no question of the notebook"):
        papers.notebook_of_paper(papers.paper_from_yaml("title: x\nparts: []"))


def test_cells_move_and_stay_at_the_ends():
    one = papers.standard_notebook()
    assert one.kinds == KINDS
    assert one.move_cell(KINDS[0], -1) == one
    assert one.move_cell(KINDS[0], 1).kinds[:2] == (KINDS[1], KINDS[0])
    assert one.without(KINDS[0]).hidden == (KINDS[0],)
    assert one.without(KINDS[0]).shown(KINDS[0]).kinds == (*KINDS[1:], KINDS[0])
