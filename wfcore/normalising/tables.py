"""The tidy tables: their columns, types and kinds."""

from functools import cache

import polars as pl

from wfcore.declared import declared
from wfcore.geography import AREA_LEVELS, Level

REASONS = (
    "not_in_file",
    "not_supplied",
    "not_valid",
    "blank",
    "estimated",
    "trainees_only",
    "suppressed",
)
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
OTHER_KINDS = (
    "lists",
    "lists_sex_age",
    "returns",
    "places",
    "networks",
    "boroughs",
    "deprivation",
    "arrs_plan",
    "arrs_claims",
    "arrs_allocations",
    "recommendations",
    "files",
    "headings",
    "fingerprints",
)
KINDS = STAFF_KINDS + OTHER_KINDS
STANDING = "standing"  # the period of a table that holds for every period

# Categorical, not Enum: an Enum keeps its whole list in the Parquet file, and a file written before
# a role was added to the definitions could not be read together with one written after.
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
STAFF: dict[str, pl.DataType] = {
    "period": pl.String(),
    "source": pl.String(),
    "level": LABEL,
    "area_code": pl.String(),
    **dict.fromkeys(STAFF_LABELS[1:], LABEL),
    "fte": pl.Float64(),
    "fte_missing": LABEL,
    "headcount": pl.Float64(),
    "headcount_missing": LABEL,
}


@cache
def allowed_labels() -> dict[str, frozenset[str]]:
    """Label column of the staff table → the values that the definitions name."""
    staff = declared().staff
    return {
        "level": frozenset(level.value for level in Level),
        "staff_group": frozenset(staff.groups),
        "breakdown": frozenset(BREAKDOWNS),
        "definition": frozenset(staff.gp_definitions),
        "role": frozenset({"all", *staff.role_names, "unmapped"}),
        "sex": frozenset(staff.sexes),
        "age_band": frozenset({"all", *staff.age_bands}),
        "qualified_in": frozenset({"all", *(place.lower() for place in staff.qualified_in)}),
    }


LISTS: dict[str, pl.DataType] = {
    "period": pl.String(),
    "source": pl.String(),
    "practice_code": pl.String(),
    "sex": pl.String(),
    "age_band": pl.String(),
    "registered": pl.Float64(),
    "registered_missing": LABEL,
    "weighted": pl.Float64(),
    "weighted_missing": LABEL,
}
RETURNS: dict[str, pl.DataType] = {
    "period": pl.String(),
    "source": pl.String(),
    "practice_code": pl.String(),
    "staff_group": pl.String(),
    "status": pl.String(),
}
_AREAS: dict[str, pl.DataType] = {
    f"{level}_{part}": pl.String() for level in AREA_LEVELS for part in ("code", "name")
}
PLACES: dict[str, pl.DataType] = {
    "period": pl.String(),
    "source": pl.String(),
    "practice_code": pl.String(),
    "practice_name": pl.String(),
    "postcode": pl.String(),
    **_AREAS,
    "invented": pl.Boolean(),
}
NETWORKS: dict[str, pl.DataType] = {
    "period": pl.String(),
    "source": pl.String(),
    **{name: kind for name, kind in _AREAS.items() if not name.startswith("borough")},
    "invented": pl.Boolean(),
}
BOROUGHS: dict[str, pl.DataType] = {
    "practice_code": pl.String(),
    "borough_code": pl.String(),
    "borough_name": pl.String(),
    "method": pl.String(),
}
DEPRIVATION: dict[str, pl.DataType] = {
    "source": pl.String(),
    "practice_code": pl.String(),
    "year": pl.Int16(),
    "score": pl.Float64(),
    "score_missing": LABEL,
}
# Of the tables that an analyst brings, `row` and `column` are where the figure stood in the sheet.
ARRS_PLAN: dict[str, pl.DataType] = {
    "source": pl.String(),
    "plan_for": pl.String(),
    "area_name": pl.String(),
    "pcn_code": pl.String(),
    "role": pl.String(),
    "role_printed": pl.String(),
    "wte": pl.Float64(),
    "mark": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
}
ARRS_CLAIMS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "pcn_code": pl.String(),
    "month": pl.String(),
    "role": pl.String(),
    "role_printed": pl.String(),
    "wte": pl.Float64(),
    "claimed_gbp": pl.Float64(),
    "approved_gbp": pl.Float64(),
    "allocation_gbp": pl.Float64(),
    "status": pl.String(),
    "row": pl.Int64(),
}
ARRS_ALLOCATIONS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "pcn_code": pl.String(),
    "year": pl.String(),
    "total_gbp": pl.Float64(),
    "devolved_gbp": pl.Float64(),
    "note": pl.String(),
    "row": pl.Int64(),
}
RECOMMENDATIONS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "reference": pl.String(),
    "asked": pl.String(),
    "place": pl.String(),
    "words": pl.String(),
    "metric": pl.String(),
    "metric_printed": pl.String(),
    "number_then": pl.Float64(),
    "owner": pl.String(),
    "due": pl.String(),
    "status": pl.String(),
    "answer": pl.String(),
    "row": pl.Int64(),
}
# What a table calls its period, where that is not `period`.
PERIOD_COLUMN = {"arrs_plan": "plan_for", "arrs_claims": "month"}
FILES: dict[str, pl.DataType] = {
    "period": pl.String(),
    "source": pl.String(),
    "file_name": pl.String(),
    "sha256": pl.String(),
    "bytes": pl.Int64(),
    "rows": pl.Int64(),
    "snapshot_date": pl.String(),
    "holds": pl.String(),
    "columns_unknown": pl.String(),
    "licence": pl.String(),
    "note": pl.String(),
}
HEADINGS: dict[str, pl.DataType] = {
    "period": pl.String(),
    "source": pl.String(),
    "file_name": pl.String(),
    "position": pl.Int64(),
    "heading": pl.String(),
}
# Made of the staff tables when they are published: `store.differences.fingerprints`.
FINGERPRINTS: dict[str, pl.DataType] = {
    "period": pl.String(),
    "source": pl.String(),
    "area_code": pl.String(),
    "fingerprint": pl.Int64(),
}
_BY_KIND = {
    "lists": LISTS,
    "lists_sex_age": LISTS,
    "returns": RETURNS,
    "places": PLACES,
    "networks": NETWORKS,
    "boroughs": BOROUGHS,
    "deprivation": DEPRIVATION,
    "arrs_plan": ARRS_PLAN,
    "arrs_claims": ARRS_CLAIMS,
    "arrs_allocations": ARRS_ALLOCATIONS,
    "recommendations": RECOMMENDATIONS,
    "files": FILES,
    "headings": HEADINGS,
    "fingerprints": FINGERPRINTS,
}


def schema(kind: str) -> dict[str, pl.DataType]:
    """Columns and types of the table of one kind."""
    return STAFF if kind in STAFF_KINDS else _BY_KIND[kind]


def conform(frame: pl.DataFrame, kind: str, *stamps: pl.Expr) -> pl.DataFrame:
    """A frame, after the stamps, with exactly the columns and types of its kind; absent ones are null."""
    columns = schema(kind)
    names = {*frame.columns, *(stamp.meta.output_name() for stamp in stamps)}
    return (
        frame.lazy()
        .with_columns(stamps)
        .select(
            pl.col(name).cast(dtype) if name in names else pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in columns.items()
        )
        .collect()
    )
