"""What publishing drafts would do and not do: no effect, no difference, tables gone, figures that will be missing."""

import re
from collections.abc import Iterator, Sequence

import polars as pl

from wfcore.checking import QualityReport
from wfcore.declared import declared
from wfcore.findings import Finding, Severity, finding
from wfcore.months import Month
from wfcore.normalising import Draft
from wfcore.store.other_lists import against_other_lists
from wfcore.store.other_sources import takes_the_place
from wfcore.store.version import Version
from wfcore.tables import STAFF_KINDS, STANDING

_KEPT_BESIDE = {"files", "headings", "fingerprints", "successions"}  # about a file, not from it
_GRIDS = {*STAFF_KINDS, "lists", "lists_sex_age", "deprivation"}
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])", re.ASCII)


def consequences(drafts: Sequence[Draft], version: Version | None) -> list[list[Finding]]:
    """For each draft what its publication would do that nobody sees in its figures.

    Args:
        drafts: all of one upload.
        version: what they would be published to; None for a new store.
    """
    beside = version or Version.of_tables({})
    return [
        [
            *_without_effect(draft, drafts, beside),
            *_tables_gone(draft, drafts, beside),
            *_out_of_reach(draft, drafts, beside),
            *against_other_lists(draft, drafts, beside),
            *takes_the_place(draft, beside),
        ]
        for draft in drafts
    ]


def nothing_differs(draft: Draft, drafts: Sequence[Draft], version: Version) -> bool:
    """Whether every table of the edition that a draft replaces holds what is published, however it is laid out."""
    mine = _tables_of(draft.edition, drafts)
    if set(mine) != _kinds(version, draft.edition):
        return False
    return all(
        _plain(kind, table).equals(_plain(kind, version.table(kind, [draft.edition])))
        for kind, table in mine.items()
    )


def _tables_of(edition: str, drafts: Sequence[Draft]) -> dict[str, pl.DataFrame]:
    return {
        kind: table
        for draft in drafts
        if draft.edition == edition
        for kind, table in draft.tables.items()
    }


def _kinds(version: Version, edition: str) -> set[str]:
    return set(version.parts.filter(edition=edition)["kind"]) - _KEPT_BESIDE


def _plain(kind: str, table: pl.DataFrame) -> pl.DataFrame:
    """The cells that hold something, in one order: not where they stood, nor why another is empty."""
    names = sorted(c for c in table.columns if c != "row" and not c.endswith("_missing"))
    figures = [c for c in names if table[c].dtype.is_float()]
    rows = table.select(
        pl.col(c).round(9) if c in figures else pl.col(c).cast(pl.String) for c in names
    )
    if kind in _GRIDS:  # a cell without a figure may as well not be printed
        rows = rows.filter(pl.any_horizontal(pl.col(c).is_not_null() for c in figures))
    return rows.sort(names)


# Effect

# Kind, whom a row is about, and how severe it is that only some of its rows are believed elsewhere.
_BELIEVED_BEFORE: tuple[tuple[str, list[str], Severity], ...] = (
    ("staff_total", ["area_code"], "warns"),
    ("deprivation", ["practice_code", "index_year"], "warns"),
    ("boroughs", ["practice_code"], "notes"),  # one area's look-up over England's is usual
)


def _without_effect(draft: Draft, drafts: Sequence[Draft], version: Version) -> Iterator[Finding]:
    """Rows that a source which is believed before this one holds too: nothing would show them."""
    for kind, columns, some in _BELIEVED_BEFORE:
        if kind not in draft.tables:
            continue
        mine = draft.tables[kind].select(columns).unique()
        theirs = _believed_before(draft, kind, columns, drafts, version)
        lost = mine.join(theirs, on=columns, how="semi").sort(columns)
        if lost.is_empty():
            continue
        there = theirs.join(lost, on=columns, how="semi")["source"].unique().sort()
        titles = "; ".join(declared().sources[name].title for name in there)
        when = "" if draft.period == STANDING else f" of {draft.period}"
        yield finding(
            "blocks" if lost.height == mine.height else some,
            "no_effect",
            f"{lost.height:,} of {mine.height:,} rows would change nothing: {titles}{when} has them, and is believed.",
            count=lost.height,
            examples=[" ".join(map(str, row)) for row in lost.iter_rows()],
            advice="Leave them out. A figure that is wrong there is put right in that file, and published again.",
        )


def _believed_before(
    draft: Draft, kind: str, columns: list[str], drafts: Sequence[Draft], version: Version
) -> pl.DataFrame:
    """`columns` and `source` of what sources named before this one hold for the same month."""
    sources = declared().sources
    order = list(sources)
    before = set(order[: order.index(draft.source)])
    if kind == "staff_total":
        collection = sources[draft.source].collection
        before = {name for name in before if sources[name].collection == collection}
    editions = version.editions(kind).filter(
        pl.col("source").is_in(sorted(before)), pl.col("period") == draft.period
    )
    found = [
        version.table(kind, [edition], columns).with_columns(source=pl.lit(source))
        for edition, source, _ in editions.iter_rows()
    ]
    found += [
        one.tables[kind].select(*columns, source=pl.lit(one.source))
        for one in drafts
        if kind in one.tables and one.source in before and one.period == draft.period
    ]
    nothing = draft.tables[kind].select(columns).clear().with_columns(source=pl.lit(""))
    return pl.concat([nothing, *found]).unique()


# What goes


_NAMES = {
    "lists": "list sizes", "lists_sex_age": "list sizes by sex and age", "places": "areas of practices",
    "networks": "areas of PCNs", "returns": "when each practice reported",
}  # fmt: skip


def _tables_gone(draft: Draft, drafts: Sequence[Draft], version: Version) -> Iterator[Finding]:
    """Tables of the edition that this draft replaces and no file of the upload brings again."""
    gone = sorted(_kinds(version, draft.edition) - set(_tables_of(draft.edition, drafts)))
    if gone:
        names = [_NAMES.get(kind, kind.replace("_", " ")) for kind in gone]
        yield finding(
            "warns",
            "tables_gone",
            f"The published file of {draft.period} also holds {', '.join(names)}, and this one does not: "
            "they would go.",
            examples=names,
            advice="Publish a file that holds them too, or accept that what rests on them is not available.",
        )


# What will be missing


def _out_of_reach(draft: Draft, drafts: Sequence[Draft], version: Version) -> Iterator[Finding]:
    """Staff whose units no map places, or that have no list of patients near their month."""
    staff = draft.tables.get("staff_total")
    if staff is None or not _MONTH.fullmatch(draft.period):
        return
    units, level = set(staff["area_code"].drop_nulls()), str(staff["level"][0])
    columns = ["practice_code", "pcn_code", "borough_code", "icb_code"]
    places = _joined("places", columns, drafts, version)
    looked_up = _joined("boroughs", ["practice_code"], drafts, version)["practice_code"]
    listed = pl.col("practice_code").is_in(_with_lists(draft, drafts, version).implode())
    own = "practice_code" if level == "practice" else "pcn_code"
    there = {
        "no_lists_in_reach": _with_lists(draft, drafts, version)
        if level == "practice"
        else places.filter(listed)[own],
        "no_map_in_reach": places.filter(
            pl.any_horizontal(pl.col("pcn_code", "icb_code").is_not_null())
        )[own],
        "no_boroughs_in_reach": pl.concat(
            [
                places.filter(
                    pl.col("borough_code").is_not_null()
                    | pl.col("practice_code").is_in(looked_up.implode())
                )[own],
                looked_up if level == "practice" else looked_up.clear(),
            ]
        ),
    }
    for code, known in there.items():
        if code == "no_map_in_reach" and level == "pcn":
            continue  # PCNs print where they lie
        if code == "no_boroughs_in_reach" and _lacked(draft, set(known), version):
            continue  # as in the month before: nobody here uses boroughs
        yield from _missing(level, units, set(known), code)


def _lacked(draft: Draft, known: set[str], version: Version) -> bool:
    """Whether the period before of the same source was published without, as far as is known now."""
    before = version.editions("staff_total").filter(
        pl.col("source") == draft.source, pl.col("period") < draft.period
    )
    if before.is_empty():
        return False
    edition = before.sort("period")["edition"][-1]
    units = set(version.table("staff_total", [edition], ["area_code"])["area_code"])
    return len(units & known) < declared().geography.offered_from_share * len(units)


_LACKS: dict[str, tuple[Severity, str, str]] = {
    "no_lists_in_reach": (
        "warns",
        "no list size near this month, so there will be no rates per 100,000 patients",
        "Publish the registered patients of a month nearby with it.",
    ),
    "no_map_in_reach": (
        "warns",
        "no network and no integrated care board, so there will be no figures of areas",
        "Publish the practice map of a month nearby with it.",
    ),
    "no_boroughs_in_reach": (
        "notes",
        "no local authority, so there will be no figures of local authorities",
        "Publish a look-up of practices to local authorities, or a directory of postcodes, if they are wanted.",
    ),
}


def _missing(level: str, units: set[str], there: set[str], code: str) -> Iterator[Finding]:
    """What so many units lack that areas will have no figure."""
    without = sorted(units - there)
    least = declared().geography.offered_from_share * len(units)
    if not without or len(units) - len(without) >= least:
        return
    severity, lack, advice = _LACKS[code]
    noun = "PCNs" if level == "pcn" else "practices"
    yield finding(
        "notes" if level == "pcn" else severity,
        code,
        f"{len(without):,} of {len(units):,} {noun} have {lack}.",
        count=len(without),
        examples=without,
        advice=advice,
    )


def will_be_missing(report: QualityReport) -> list[Finding]:
    """What a report says will be missing once its files are published, and nobody has to accept."""
    return [found for _, found in report.of("notes") if found.code in _LACKS]


def _joined(
    kind: str, columns: list[str], drafts: Sequence[Draft], version: Version
) -> pl.DataFrame:
    """Rows of one kind, of these drafts and of what is published."""
    mine = [draft.tables[kind].select(columns) for draft in drafts if kind in draft.tables]
    return pl.concat([version.table(kind, columns=columns), *mine]).unique()


def _with_lists(draft: Draft, drafts: Sequence[Draft], version: Version) -> pl.Series:
    """Practices with a list that rates of this month may rest on."""
    reach = declared().rules.list_months_apart
    fit = {source.id for source in declared().sources.values() if source.for_rates}

    def near(source: str, period: str) -> bool:
        month = source in fit and _MONTH.fullmatch(period)
        return bool(month) and Month(draft.period).distance(period) <= reach

    columns = ["practice_code", "registered"]
    there = version.editions("lists").iter_rows()
    editions = [edition for edition, source, period in there if near(source, period)]
    tables = [
        version.table("lists", editions, columns),
        *(
            one.tables["lists"].select(columns)
            for one in drafts
            if "lists" in one.tables and near(one.source, one.period)
        ),
    ]
    return pl.concat(tables).filter(pl.col("registered") > 0)["practice_code"].unique()
