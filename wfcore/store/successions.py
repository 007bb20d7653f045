"""Successions that an analyst brings against what is published: heirs far away, and the gone who still report."""

from collections.abc import Iterator

import polars as pl

from wfcore.findings import Finding, of_rows
from wfcore.normalising import Draft
from wfcore.store.version import Version
from wfcore.tables import STANDING

_KIND = "successions"


def about_successions(draft: Draft, version: Version) -> Iterator[Finding]:
    """What is to be said about a table of successions before comparisons and courses rest on it.

    Args:
        draft: perhaps such a table.
        version: what is published.
    """
    table = draft.tables.get(_KIND)
    if table is None or "staff_total" in draft.tables:
        return  # of those that a return itself suggests the comparison tells
    places = (
        version.table("places", columns=["practice_code", "icb_code", "period"])
        .drop_nulls("icb_code")
        .sort("period")
        .unique("practice_code", keep="last")
        .select("practice_code", "icb_code")
    )
    apart = (
        table.drop_nulls("successor_code")
        .join(places, on="practice_code")
        .join(places, left_on="successor_code", right_on="practice_code", suffix="_heir")
        .filter(pl.col("icb_code") != pl.col("icb_code_heir"))
    )
    yield from of_rows(
        "warns",
        "succession_across_boards",
        "Practices followed by one of another board. Their staff and patients of earlier months would count there.",
        apart.sort("practice_code"),
        lambda r: (
            f"{r['practice_code']} ({r['icb_code']}) → {r['successor_code']} ({r['icb_code_heir']})"
        ),
        advice="Is a code typed for another? Boards that were redrawn need no succession of practices.",
    )
    staff = version.table("staff_total", columns=["area_code", "period", "fte"])
    last = (
        staff.filter(pl.col("fte").is_not_null(), pl.col("period") != STANDING)
        .group_by(practice_code="area_code")
        .agg(last=pl.col("period").max())
    )
    still = table.filter(pl.col("how") != "reopened").join(last, on="practice_code")
    yield from of_rows(
        "warns",
        "gone_and_still_reports",
        "Practices that are said to be gone and have figures of that month or later.",
        still.filter(pl.col("last") >= pl.col("since")).sort("practice_code"),
        lambda r: f"{r['practice_code']}: {r['how']} in {r['since']}, figures of {r['last']}",
        advice="Is the month right? A return may lag by a quarter.",
    )
