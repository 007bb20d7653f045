"""Groups of practices against the practices, successions and groups that the store knows."""

from collections.abc import Iterator, Sequence

import polars as pl

from wfcore.findings import Finding, of_examples
from wfcore.normalising import Draft
from wfcore.store.version import Version

_KIND = "practice_groups"


def about_groups(draft: Draft, drafts: Sequence[Draft], version: Version) -> Iterator[Finding]:
    """What is to be said about a list of groups before it replaces the one before it.

    Args:
        draft: perhaps such a list.
        drafts: all drafts of the upload, which may bring practices.
        version: what is published.
    """
    table = draft.tables.get(_KIND)
    if table is None:
        return
    rows = table.drop_nulls(["group_name", "practice_code"])
    places = _places(drafts, version)
    unknown = rows.filter(~pl.col("practice_code").is_in(places["practice_code"].implode()))
    yield from of_examples(
        "blocks",
        "group_of_unknown_practice",
        "Codes of practices that no published file names. Correct them, or publish the practice map first.",
        [f"row {r['row']}: {r['practice_code']} in {r['group_name']}" for r in unknown.to_dicts()],
    )
    yield from _closed(rows, version)
    yield from _over_two(rows, places)
    before = version.table(_KIND, [draft.edition])["group_name"].unique(maintain_order=True)
    yield from of_examples(
        "warns",
        "groups_left_out",
        "Groups of the published list that are not in this file, which replaces it. Links and papers that name "
        "them will say that they are gone.",
        [name for name in before if name not in set(rows["group_name"])],
    )


def _places(drafts: Sequence[Draft], version: Version) -> pl.DataFrame:
    """`practice_code, icb_code, period` of every map, published or of this upload."""
    columns = ["practice_code", "icb_code", "period"]
    tables = [version.table("places", columns=columns)]
    tables += [one.tables["places"].select(columns) for one in drafts if "places" in one.tables]
    return pl.concat(tables)


def _closed(rows: pl.DataFrame, version: Version) -> Iterator[Finding]:
    """Practices that are gone and still stand in a group, with those that follow them."""
    last = version.table("successions").sort("since").unique("practice_code", keep="last")
    gone = last.filter(pl.col("how") != "reopened").rename({"since": "gone_since"})
    still = rows.join(gone, on="practice_code").filter(
        pl.col("until").is_null() | (pl.col("until") >= pl.col("gone_since"))
    )
    named = {(r["group_name"], r["practice_code"]) for r in rows.to_dicts()}
    said: list[str] = []
    for row in still.sort("row").iter_rows(named=True):
        heir = row["successor_code"]
        what = f"row {row['row']}: {row['practice_code']}, {row['how']} in {row['gone_since']}"
        if heir is None:
            said.append(f"{what}: write that month's end into TO")
        elif (row["group_name"], heir) not in named:
            said.append(f"{what}: {heir} follows it, add it?")
    yield from of_examples(
        "warns",
        "group_of_closed_practice",
        "Practices of a group that are gone. What follows one is not in the group by itself: add it, or say "
        "until when the group had the practice.",
        said,
    )


def _over_two(rows: pl.DataFrame, places: pl.DataFrame) -> Iterator[Finding]:
    """Groups whose practices lie in more than one ICB, which is allowed."""
    newest = places.drop_nulls("icb_code").sort("period").unique("practice_code", keep="last")
    icbs = rows.join(newest, on="practice_code").group_by("group_name").agg(
        pl.col("icb_code").unique().sort()
    )  # fmt: skip
    both = icbs.filter(pl.col("icb_code").list.len() > 1).sort("group_name")
    yield from of_examples(
        "notes",
        "group_over_two_icbs",
        "Groups with practices in more than one ICB. They are kept; no ICB's figure holds such a group whole.",
        [f"{name}: {', '.join(codes)}" for name, codes in both.iter_rows()],
    )
