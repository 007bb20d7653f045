"""Figures that papers print, kept on their own line: read, refused row by row, and joined to nothing."""

import pytest

from tests.unit.test_prints import HAVERING
from wfcore.answers import answer_question, choice_of, printed_case, question_of
from wfcore.declared import declared
from wfcore.measuring import VersionMeasures
from wfcore.normalising import Draft, normalise
from wfcore.printed import figure_drafts, rows_to_keep
from wfcore.reading import read_upload
from wfcore.table_checks import tables_of

HEAD = "PLACE,STAFF,MEASURE,PER,MONTH,VALUE,PATIENTS,BASE,SOURCE,PAGE\n"
SIDE_BY_SIDE = HEAD + (
    'Havering,GP FTE,patients_per,,2018,"1,923","283,267",,A strategy,Table 1\n'
    'Havering,"GP (excl. Registrars, Retainers and Locums)",patients_per,,2018,"2,099*",,,A strategy,Table 2\n'
)


def draft_of(text: str) -> Draft:
    table, *_ = read_upload("printed.csv", text.encode(), declared())
    (draft,) = normalise(table)
    return draft


def test_marks_are_kept_and_ways_of_counting_stay_apart():
    table = draft_of(SIDE_BY_SIDE).tables["area_figures"]
    assert table["value"].to_list() == [1923.0, 2099.0]
    assert table["printed"].to_list() == ["1,923", "2,099*"]
    assert table["staff"].n_unique() == 2
    assert table["month"].to_list() == ["2018", "2018"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",GP,fte,,2022-09,1,,,,", "printed_figure_incomplete"),
        ("Havering,,fte,,2022-09,1,,,,", "printed_figure_incomplete"),
        ("Havering,GP,heads,,2022-09,1,,,,", "printed_measure_unknown"),
        ("Havering,GP,rate,1750,2022-09,1,,,,", "printed_rate_per_what"),
        ("Havering,GP,fte,,2022-09,many,,,,", "printed_figure_odd"),
        ("Havering,GP,rate,100000,2022-09,12%,,,,", "printed_figure_odd"),
        ("Havering,GP,fte,,soon,1,,,,", "printed_month_odd"),
        ("Havering,GP,fte,,2022-09,1,0,,,", "printed_patients_odd"),
    ],
)
def test_every_bad_row_is_named_with_what_to_do(row: str, code: str):
    good = "Havering,GP,fte,,2022-09,-,,,A paper,1\n"  # a dash is a mark, and no fault
    draft = draft_of(f"{HEAD}{good}{row}\n{good}{row}\n")
    (found,) = draft.findings
    assert (found.code, found.severity, found.count) == (code, "blocks", 2)
    assert [example.partition(":")[0] for example in found.examples] == ["row 3", "row 5"]


def test_a_used_table_can_be_kept_once(sample_figures: VersionMeasures):
    (table,) = tables_of("havering", HAVERING.encode())
    rows = rows_to_keep(printed_case(table, None, sample_figures).reading, "A paper")
    assert len(rows) == 24  # four networks, three staff, two months: the fourth block has no name
    assert rows[0] | {"page": ""} == {
        "place": "U29424", "staff": "GP (excluding TG)", "measure": "rate", "per": "100000",
        "month": "2022-06", "value": "44.03", "patients": "", "base": "", "source": "A paper", "page": "",
    }  # fmt: skip
    (draft,) = figure_drafts(rows, rows)
    assert draft.tables["area_figures"].height == 24
    assert draft.findings == ()


def test_what_is_published_is_shown_for_the_place_and_around_it(sample_figures: VersionMeasures):
    tables = {
        (d.edition, kind): t for d in [draft_of(SIDE_BY_SIDE)] for kind, t in d.tables.items()
    }
    then = sample_figures.over(sample_figures.version.with_tables(tables))
    for place in ("Havering", "QMF"):
        choice = choice_of(then, place, None, None)
        said = answer_question(then, question_of(choice, "as_printed"))
        assert said.table is not None
        assert [row[3] for row in said.table.shown()] == ["1,923", "2,099*"]
    newham = question_of(choice_of(then, "Newham", None, None), "as_printed")
    assert answer_question(then, newham).table is None


# Two counts of the same staff


WOLVERHAMPTON = f"""{HEAD}Havering,GP (excluding TG),fte,,2025-11,708.7,,,A strategy,table 2
Havering,GP (excluding TG),fte,,2025-11,681.6,,,A strategy,table 1
Havering,GP (excluding TG),fte,,2019,600,,,An older paper,
Havering,GP (excluding TG),rate,100000,2025-11,44,,,A strategy,table 3
"""


def two_counts_of(sample_figures: VersionMeasures, text: str, metric: str | None = None):
    tables = {(d.edition, kind): t for d in [draft_of(text)] for kind, t in d.tables.items()}
    then = sample_figures.over(sample_figures.version.with_tables(tables))
    choice = choice_of(then, "Havering", metric, None)
    return answer_question(then, question_of(choice, "two_counts"))


def test_two_printed_counts_of_the_same_staff_stand_beside_each_other(
    sample_figures: VersionMeasures,
):
    """27.1 apart, as the two baselines of Wolverhampton are; neither is merged into the other."""
    said = two_counts_of(sample_figures, WOLVERHAMPTON)
    pairs = {(row["fte"], row["fte_2"]): row for row in said.table.rows.iter_rows(named=True)}
    assert pairs[708.7, 681.6]["apart"] == pytest.approx(-27.1)
    assert any("They are 27.1 apart." in line for line in said.detail)
    assert all(600 not in pair for pair in pairs)  # another year is another count
    assert all(44 not in pair for pair in pairs)  # a rate is no count
    assert "Neither replaces the other" in said.cautions[0]


def test_a_printed_count_stands_beside_the_measured_one(sample_figures: VersionMeasures):
    choice = choice_of(sample_figures, "Havering", "nurse_fte", None)
    measured, period = choice.measure().value, choice.period
    assert measured is not None
    row = f"Havering,Nurses,fte,,{period},{measured + 27.1:.4f},,,A strategy,table 1\n"
    said = two_counts_of(sample_figures, f"{HEAD}{row}", "nurse_rate")
    (pair,) = said.table.rows.iter_rows(named=True)
    assert (pair["first"], pair["fte"]) == (
        "measured in the files of practices",
        pytest.approx(measured),
    )
    assert pair["apart"] == pytest.approx(27.1, abs=1e-3)
    assert said.verdict.startswith("Two sources count nurses in Havering: ")
    assert said.verdict.endswith("They are 27.1 apart.")
    far = two_counts_of(
        sample_figures, f"{HEAD}Havering,Nurses,fte,,2015-01,50,,,A strategy,1\n", "nurse_rate"
    )
    assert far.verdict == "No two sources that are kept here count the same staff of Havering."
