"""Lists of patients against what other sources say of the same practices nearby in time."""

from collections.abc import Iterator, Sequence

import polars as pl

from wfcore.declared import declared
from wfcore.declared.samples import packaged_lists
from wfcore.findings import Finding, finding, of_rows
from wfcore.months import Month, is_month
from wfcore.normalising import Draft
from wfcore.store.version import Version

_WITHIN = 24  # months; in two years no list that is right grows threefold
_PACKAGED = "packaged"
_SHAPE = {"practice_code": pl.String, "other": pl.Float64, "period": pl.String, "source": pl.String}


def against_other_lists(
    draft: Draft, drafts: Sequence[Draft], version: Version
) -> Iterator[Finding]:
    """Practices whose list is a multiple, or a fraction, of what another source has for them.

    The same source before is compared elsewhere; see `differences`.
    """
    mine = draft.tables.get("lists")
    if mine is None or not is_month(draft.period):
        return
    others = _nearest(draft, drafts, version)
    factor, tiny = declared().rules.effect.factor, declared().rules.tiny_list
    times = pl.col("registered") / pl.col("other")
    near = pl.col("source") != _PACKAGED
    # Over many years practices that took others over grow threefold; a list as much longer than a true one is rare.
    trusted = near | (pl.col("other") >= tiny)
    every = (
        mine.select("practice_code", "registered")
        .join(others, on="practice_code")
        .filter(pl.min_horizontal("registered", "other") > 0)
    )
    yield from _throughout(every)
    both = every.filter(pl.max_horizontal("registered", "other") >= tiny).filter(
        (times > factor) & trusted | (times < 1 / factor) & near
    )
    titles = {source.id: source.title for source in declared().sources.values()}
    titles[_PACKAGED] = "packaged with the notebook"
    yield from of_rows(
        "warns",
        "lists_of_another_source_differ",
        f"Lists more than {factor:g} times as long, or as short, as another source has for the practice.",
        both.sort((pl.col("registered") - pl.col("other")).abs(), descending=True),
        lambda r: (
            f"{r['practice_code']}: {r['registered']:,.0f} patients, {r['other']:,.0f} in {r['period']} "
            f"({titles[r['source']]})"
        ),
        advice="Compare with the publisher's file: a figure too many, or one too few?",
    )


def _throughout(every: pl.DataFrame) -> Iterator[Finding]:
    """Lists that are all by about the same longer or shorter: of one sex, of some ages, or another thing."""
    rules = declared().rules
    middle = (every["registered"] / every["other"]).median()
    if every.height < rules.hours.many or not isinstance(middle, float):
        return
    if not 1 / rules.usual.lists <= middle <= rules.usual.lists:
        yield finding(
            "warns",
            "lists_differ_throughout",
            f"Half of {every.height:,} lists are below {middle:.0%} of what is known of the same practices, and half "
            "above. Are these the patients of one sex, or of some ages?",
            advice="Take the file of all patients, of both sexes and all ages.",
        )


def _nearest(draft: Draft, drafts: Sequence[Draft], version: Version) -> pl.DataFrame:
    """`_SHAPE`: for each practice the list nearest in time of any other source."""
    month = Month(draft.period)
    near = [
        (month.distance(period), edition, source, period)
        for edition, source, period in version.editions("lists").iter_rows()
        if source != draft.source
        and is_month(period)
        and month.distance(period) <= _WITHIN
        and not declared()
        .sources[source]
        .averages  # of a year in which the practice may have closed
    ]
    tables = [
        version.table("lists", [edition], ["practice_code", "registered"]).with_columns(
            period=pl.lit(period), source=pl.lit(source), _apart=pl.lit(apart)
        )
        for apart, edition, source, period in sorted(near)
    ]
    tables += [
        one.tables["lists"]
        .select("practice_code", "registered")
        .with_columns(
            period=pl.lit(one.period),
            source=pl.lit(one.source),
            _apart=pl.lit(month.distance(one.period)),
        )
        for one in drafts
        if "lists" in one.tables and one.source != draft.source and is_month(one.period)
    ]
    nearest = (
        pl.concat(tables, how="vertical_relaxed")
        .filter(pl.col("registered").is_not_null())
        .sort("_apart", maintain_order=True)
        .unique("practice_code", keep="first", maintain_order=True)
        .select("practice_code", "period", "source", other="registered")
        if tables
        else pl.DataFrame(schema=_SHAPE)
    )
    return pl.concat([nearest.select(*_SHAPE), _packaged(nearest, version)], how="vertical_relaxed")


def _packaged(nearest: pl.DataFrame, version: Version) -> pl.DataFrame:
    """The packaged lists of practices that nothing else tells of: a first publication has no other yardstick."""
    period, lists = packaged_lists()
    told = {
        *nearest["practice_code"],
        *version.table("lists", None, ["practice_code"])["practice_code"],
    }
    rows = [(code, size, period, _PACKAGED) for code, size in lists.items() if code not in told]
    return pl.DataFrame(rows, _SHAPE, orient="row")
