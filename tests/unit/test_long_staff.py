"""The High level file and the project's own staff layout."""

import polars as pl
import pytest

from tests.unit.making import codes_of, csv_text, draft_of
from wfcore.normalising import Draft

HIGH = ["PRAC_CODE", "PRAC_NAME", "STAFF_GROUP", "DETAILED_STAFF_ROLE", "MEASURE", "VALUE"]
TIDY = ["PERIOD", "SOURCE", "LEVEL", "AREA_CODE", "STAFF_GROUP", "ROLE", "DEFINITION", "FTE"]
CUTS = ["SEX", "AGE_BAND", "QUALIFIED_IN", "HEADCOUNT"]


def high(*rows: tuple[object, ...]) -> Draft:
    return draft_of(csv_text(HIGH, [("A00001", "THE SURGERY", *r) for r in rows]), period="2025-09")


def tidy(*rows: tuple[object, ...], header: list[str] | None = None) -> Draft:
    text = csv_text(
        header or TIDY, [("2025-09", "gpw_detailed", "practice", "A00001", *r) for r in rows]
    )
    return draft_of(text)


def rows_of(draft: Draft, kind: str, *columns: str) -> list[tuple[object, ...]]:
    return (
        draft.tables[kind]
        .with_columns(pl.col(pl.Categorical).cast(pl.String))
        .select(columns)
        .rows()
    )


def test_high_level_totals_and_roles():
    draft = high(
        ("GP", "Total", "FTE", "4.5"),
        ("GP", "Total", "Headcount", 6),
        ("Nurses", "All", "FTE", "NA"),
        ("Direct Patient Care", "Healthcare Assistant", "FTE", "0.6"),
        ("Direct Patient Care", "Healthcare Assistant", "Headcount", 1),
        ("Admin/Non-Clinical", "Total", "Headcount", 7),
    )
    assert rows_of(draft, "staff_total", "staff_group", "fte", "fte_missing", "headcount") == [
        ("gp", 4.5, None, 6.0),
        ("nurse", None, "not_supplied", None),
        ("admin", None, "not_in_file", 7.0),
    ]
    assert rows_of(draft, "staff_role", "role", "fte", "headcount", "definition", "sex") == [
        ("dpc_hca", 0.6, 1.0, "all", "all")
    ]
    assert draft.tables["places"]["practice_name"].to_list() == ["THE SURGERY"]
    assert codes_of(draft) == {}


def test_high_level_unknown_role_counts_only_in_its_group():
    draft = high(("GP", "Total", "FTE", 2), ("GP", "Robot", "FTE", 1))
    assert codes_of(draft) == {"unmapped_roles": "warns"}
    roles = draft.tables["staff_role"].select(pl.col("role").cast(pl.String), "fte")
    assert roles.rows() == [("unmapped", 1)]
    assert rows_of(draft, "staff_total", "fte") == [(2.0,)]


@pytest.mark.parametrize(
    "row", [("Robots", "Total", "FTE", 1), ("GP", "Total", "Patients", 1)], ids=["group", "measure"]
)
def test_high_level_unknown_group_or_measure_blocks(row: tuple[object, ...]):
    draft = high(("Nurses", "Total", "FTE", 2), row)
    assert codes_of(draft) == {"unknown_staff_group": "blocks"}
    assert rows_of(draft, "staff_total", "staff_group", "fte") == [("nurse", 2.0)]


def test_high_level_duplicates_block():
    draft = high(("GP", "Total", "FTE", 2), ("GP", "Total", "FTE", 3))
    assert codes_of(draft) == {"duplicate_rows": "blocks"}


def test_high_level_junk_blocks():
    assert codes_of(high(("GP", "Total", "FTE", "two"))) == {"not_a_number": "blocks"}


@pytest.mark.parametrize(
    ("role", "sex", "age", "country", "kind"),
    [
        ("all", "all", "all", "all", "staff_total"),
        ("all", "male", "all", "all", "staff_sex"),
        ("gp_ret", "all", "all", "all", "staff_role"),
        ("gp_ret", "female", "all", "all", "staff_role_sex"),
        ("all", "all", "55_59", "all", "staff_age"),
        ("all", "male", "unknown", "all", "staff_age_sex"),
        ("all", "all", "all", "uk", "staff_qualification"),
        ("all", "female", "all", "middle_east", "staff_qualification_sex"),
    ],
)
def test_the_breakdown_follows_from_the_cuts(
    role: str, sex: str, age: str, country: str, kind: str
):
    draft = tidy(("gp", role, "all", "1.5", sex, age, country, 2), header=[*TIDY, *CUTS])
    assert list(draft.tables) == [kind]
    assert rows_of(draft, kind, "breakdown", "fte", "headcount") == [
        (kind.removeprefix("staff_"), 1.5, 2.0)
    ]


def test_tidy_without_headcount():
    draft = tidy(("gp", "all", "all", 3), ("nurse", "all", "all", "NA"))
    assert rows_of(
        draft, "staff_total", "fte", "fte_missing", "headcount", "headcount_missing"
    ) == [
        (3.0, None, None, "not_in_file"),
        (None, "not_supplied", None, "not_in_file"),
    ]


@pytest.mark.parametrize(
    "row",
    [("robots", "all", "all", 1), ("gp", "dpc_robot", "all", 1), ("gp", "all", "excl_all", 1)],
)
def test_tidy_unknown_labels_block(row: tuple[object, ...]):
    draft = tidy(("gp", "all", "all", 3), row)
    assert codes_of(draft) == {"unknown_label": "blocks"}
    assert rows_of(draft, "staff_total", "fte") == [(3.0,)]


def test_tidy_junk_blocks():
    draft = tidy(("gp", "all", "all", "0x1F"))
    assert codes_of(draft) == {"not_a_number": "blocks"}
    assert draft.findings[0].examples == ("row 2, FTE: 0x1F",)


def test_tidy_unknown_source_blocks():
    text = csv_text(TIDY, [("2025-09", "../secret", "practice", "A00001", "gp", "all", "all", 1)])
    assert codes_of(draft_of(text)) == {"unknown_source": "blocks"}
