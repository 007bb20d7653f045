"""The kinds of tidy table, and a frame shaped as one."""

from functools import cache

import dataframely as dy
import polars as pl

from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.tables import local, pipeline, places, records, staff

BREAKDOWNS = (
    "total",
    "sex",
    "role",
    "role_sex",
    "age",
    "age_sex",
    "qualification",
    "qualification_sex",
)
STAFF_KINDS = tuple(f"staff_{breakdown}" for breakdown in BREAKDOWNS)
TABLES: dict[str, type[dy.Schema]] = {
    **dict.fromkeys(STAFF_KINDS, staff.Staff),
    "lists": staff.Lists,
    "lists_sex_age": staff.Lists,
    "returns": staff.Returns,
    "places": places.Places,
    "networks": places.Networks,
    "boroughs": places.Boroughs,
    "postcodes": places.Postcodes,
    "successions": places.Successions,
    "deprivation": places.Deprivation,
    "arrs_plan": local.ArrsPlan,
    "arrs_claims": local.ArrsClaims,
    "arrs_allocations": local.ArrsAllocations,
    "arrs_spend": local.ArrsSpend,
    "recommendations": local.Recommendations,
    "targets": local.Targets,
    "area_figures": local.AreaFigures,
    "practice_groups": places.PracticeGroups,
    "learners": pipeline.LearnerRows,
    "supervision": pipeline.Supervision,
    "stayed": pipeline.Stayed,
    "programme_posts": pipeline.PromisedRows,
    "files": records.Files,
    "headings": records.Headings,
    "settings": records.Settings,
    "fingerprints": staff.Fingerprints,
}
STANDING = "standing"  # the period of a table that holds for every period
# What a table calls its period, where that is not `period`.
PERIOD_COLUMN = {"arrs_plan": "plan_for", "arrs_claims": "month", "arrs_spend": "month"}
LABEL = pl.Categorical()
STAFF_LABELS = (
    "level",
    "staff_group",
    "breakdown",
    "definition",
    "role",
    "sex",
    "age_band",
    "qualified_in",
)


@cache
def allowed_labels() -> dict[str, frozenset[str]]:
    """Label column of the staff table → the values that the definitions name."""
    named = declared().staff
    return {
        "level": frozenset(level.value for level in Level),
        "staff_group": frozenset(named.groups),
        "breakdown": frozenset(BREAKDOWNS),
        "definition": frozenset(named.gp_definitions),
        "role": frozenset({"all", *named.role_names, "unmapped"}),
        "sex": frozenset(named.sexes),
        "age_band": frozenset({"all", *named.age_bands}),
        "qualified_in": frozenset({"all", *(place.lower() for place in named.qualified_in)}),
    }


@cache
def schema(kind: str) -> dict[str, pl.DataType]:
    """Columns and types of the table of one kind."""
    return {name: column.dtype for name, column in TABLES[kind].columns().items()}


@cache
def key(kind: str) -> tuple[str, ...]:
    """The columns that name a row of one kind within an edition: first whom it is about, then the cell."""
    return tuple(TABLES[kind].primary_key())


@cache
def earlier_names(kind: str) -> dict[str, str]:
    """Columns of one kind → what stores of earlier releases call them."""
    columns = TABLES[kind].columns()
    earlier = {name: (column.metadata or {}).get("earlier") for name, column in columns.items()}
    return {name: old for name, old in earlier.items() if old}


def conform(frame: pl.DataFrame, kind: str, *stamps: pl.Expr) -> pl.DataFrame:
    """A frame, after the stamps, with exactly the columns and types of its kind; absent ones are null."""
    names = {*frame.columns, *(stamp.meta.output_name() for stamp in stamps)}
    return (
        frame.lazy()
        .with_columns(stamps)
        .select(
            pl.col(name).cast(dtype) if name in names else pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in schema(kind).items()
        )
        .collect()
    )
