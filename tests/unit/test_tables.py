"""The tidy tables as classes: one type for each name, words for each column, and the page made of them."""

import dataframely as dy
import polars as pl
import pytest
from deltalake import Field, Schema
from deltalake.schema import PrimitiveType

from tools import tables as tool
from wfcore.errors import StoreError
from wfcore.store.table_schema import columns_of, evolved, refuse_columns, table_schema
from wfcore.tables import TABLES, conform, earlier_names, schema
from wfcore.tables.places import Deprivation

COLUMNS = [(kind, name, c) for kind, table in TABLES.items() for name, c in table.columns().items()]


def test_a_name_has_one_type_over_all_kinds():
    types: dict[str, set[str]] = {}
    for _, name, column in COLUMNS:
        stored = pl.String() if isinstance(column.dtype, pl.Categorical) else column.dtype
        types.setdefault(name, set()).add(str(stored))
    assert {name: found for name, found in types.items() if len(found) > 1} == {}
    # The clash that made stores of release 0.1 unreadable elsewhere.
    assert "year" not in types
    assert types["index_year"] == {"Int16"}
    assert types["financial_year"] == {"String"}


@pytest.mark.parametrize(("kind", "name", "column"), COLUMNS)
def test_a_column_says_what_it_means_in_a_sentence(kind: str, name: str, column: dy.Column):
    assert column.description, (kind, name)
    assert column.description.endswith((".", ";"))
    if column.dtype == pl.Float64():
        assert (column.metadata or {})["unit"]


def test_an_earlier_name_is_nobodys_name_today():
    today = {name for _, name, _ in COLUMNS}
    earlier = {old for kind in TABLES for old in earlier_names(kind).values()}
    assert earlier == {"year"}
    assert not earlier & today


def test_the_page_is_what_the_classes_say():
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page(), "run python -m tools.tables"


def test_the_page_lists_every_kind_and_column():
    page = tool.page()
    for kind, name, _ in COLUMNS:
        section = next(part for part in page.split("\n## ") if f"`{kind}`" in part.splitlines()[0])
        assert f"| `{name}` |" in section


def test_a_frame_takes_the_shape_of_its_kind():
    frame = pl.DataFrame({"score": [1], "practice_code": ["A00001"], "other": ["x"]})
    shaped = conform(frame, "deprivation", pl.lit("imd_practice").alias("source"))
    assert dict(shaped.schema) == schema("deprivation")
    assert shaped.row(0) == ("imd_practice", "A00001", None, 1.0, None)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (("s", None, 2025, 1.0, None), "practice_code|nullability"),
        (("s", "A00001", 2025, None, "no such reason"), "score_missing|check"),
    ],
)
def test_a_class_refuses_what_its_columns_do_not_allow(row: tuple[object, ...], rule: str):
    _, failures = Deprivation.filter(
        pl.DataFrame([row], schema=schema("deprivation"), orient="row")
    )
    assert rule in failures.counts()


# What a commit makes of the columns of the store


def columns(table: Schema) -> dict[str, object]:
    return {field.name: field.type for field in table.fields}


def test_new_columns_come_last_and_earlier_names_go():
    string, short = PrimitiveType("string"), PrimitiveType("short")
    old = Schema([Field("edition", string), Field("kind", string), Field("year", short)])
    now = columns(evolved(old, {"deprivation"}))
    assert list(now)[:2] == ["edition", "kind"]
    assert now["index_year"] == short
    assert "year" not in now
    assert "total_gbp" not in now
    whole = table_schema(TABLES)
    assert evolved(whole, set(TABLES)) == whole


def test_a_column_of_a_later_release_stays():
    later = Schema([*table_schema(TABLES).fields, Field("doors", PrimitiveType("long"))])
    assert evolved(later, {"lists", "a kind of a later release"}) == later


def test_a_column_of_another_type_is_refused_before_the_commit():
    table = Schema([Field("score", PrimitiveType("string"))])
    with pytest.raises(StoreError, match="score") as refused:
        evolved(table, {"deprivation"})
    assert "Nothing was published" in str(refused.value)


@pytest.mark.parametrize(
    ("found", "odd"),
    [
        (schema("deprivation"), None),
        ({"practice_code": pl.String()}, None),  # what a part lacks is null
        (schema("deprivation") | {"index_year": pl.String()}, "index_year"),
        (schema("deprivation") | {"year": pl.Int16()}, "year"),
    ],
)
def test_a_part_is_held_against_its_kind(found: dict[str, pl.DataType], odd: str | None):
    if odd is None:
        refuse_columns(found, "deprivation", "a part")
        return
    with pytest.raises(StoreError, match=f": {odd}\\."):
        refuse_columns(found, "deprivation", "a part")


def test_every_type_of_a_column_has_a_name_in_the_store():
    assert {str(dtype) for dtype in columns_of(TABLES).values()} == {
        f'PrimitiveType("{name}")' for name in ("string", "double", "long", "short", "boolean")
    }
