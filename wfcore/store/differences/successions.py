"""Which practice took over from one that is gone: merged, recoded, or closed.

A published file of practices lists every open practice, also those that sent nothing. So a practice
that a later file does not list is gone. Whoever publishes the file accepts the pairs that are found.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

import polars as pl

from wfcore.declared import declared
from wfcore.months import Month, is_month
from wfcore.normalising import Draft
from wfcore.store.differences.file_comparison import FileComparison
from wfcore.store.version import Version
from wfcore.tables import STANDING, conform, schema

_PAIRS = {
    "gone": pl.String,
    "gone_name": pl.String,
    "gone_patients": pl.Float64,
    "successor": pl.String,
    "successor_name": pl.String,
    "grew_by": pl.Float64,
    "how": pl.String,
}
_AREAS = ("pcn_code", "sub_icb_code")
_MAPS_AT_MOST = 3
_MOST = 0.5  # of the practices of a sub-ICB location: enough for a month to be about it


def paired_units(both: FileComparison) -> pl.DataFrame:
    """Pairs of a comparison of practices' staff; see `pair_practices`."""
    if both.level != "practice" or "staff_total" not in both.draft.tables:
        return pl.DataFrame(schema=_PAIRS)
    now, then = (
        _placed(side.join(_posts(staff), on="code", how="left"), both.known)
        for side, staff in zip(
            both.units, (both.now("staff_total"), both.then("staff_total")), strict=True
        )
    )
    return pair_practices(now, then)


def pair_practices(now: pl.DataFrame, then: pl.DataFrame) -> pl.DataFrame:
    """Practices that are gone, each with the one that follows it, where there is one to ask about.

    A name that stands under another code was recoded. A practice merged into one of its network
    that grew by about its list, or by about those of all that are gone from the network; or into one
    elsewhere in its sub-ICB location that grew by nearly exactly its list, and by its staff.

    Args:
        now: `code, name, patients, fte` (null where not known), `pcn_code, sub_icb_code`.
        then: the same, earlier.

    Returns:
        `gone, gone_name, gone_patients, successor, successor_name, grew_by, how` (`merged` or
        `recoded`), in order of `gone`.
    """
    lost, new = then.join(now, on="code", how="anti"), now.join(then, on="code", how="anti")
    grown = now.join(
        then.select("code", before="patients", had="fte"), on="code", how="left"
    ).select(
        *_AREAS,
        successor="code",
        successor_name="name",
        grew_by=pl.col("patients") - pl.col("before").fill_null(0),
        gained=pl.col("fte") - pl.col("had"),
    )
    found = _recoded(lost, new)
    left = lost.filter(pl.col("patients") >= declared().rules.differences.merged_smallest_list)
    for merged in (_in_network, _several_in_network, _elsewhere):
        left = left.filter(~pl.col("code").is_in(found["gone"].implode()))
        free = grown.filter(~pl.col("successor").is_in(found["successor"].implode()))
        found = pl.concat([found, merged(left, free)])
    return found.sort("gone")


def _recoded(lost: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The same name, once on each side, with about as many patients."""
    far = declared().rules.differences.recoded_list
    sides = [
        side.with_columns(_plain=pl.col("name").str.to_lowercase().str.strip_chars())
        .drop_nulls("_plain")
        .filter(pl.len().over("_plain") == 1)
        for side in (lost, new)
    ]
    both = sides[0].join(sides[1], on="_plain", suffix="_new")
    near = (pl.col("patients_new") / pl.col("patients") - 1).abs() <= far
    return _as_pairs(
        both.filter(near.fill_null(value=True)).select(
            "code", "name", "patients", successor="code_new", successor_name="name_new",
            grew_by=pl.col("patients_new") - pl.col("patients"),
        ),
        "recoded",
    )  # fmt: skip


def _in_network(left: pl.DataFrame, grown: pl.DataFrame) -> pl.DataFrame:
    return _nearest(left.join(grown, on="pcn_code"), declared().rules.differences.merged_growth)


def _several_in_network(left: pl.DataFrame, grown: pl.DataFrame) -> pl.DataFrame:
    """All that are gone from a network into one practice of it."""
    together = left.with_columns(
        _of=pl.col("patients").sum().over("pcn_code"), _n=pl.len().over("pcn_code")
    ).filter(pl.col("_n") > 1)
    return _nearest(
        together.join(grown, on="pcn_code"), declared().rules.differences.merged_growth, "_of"
    )


def _elsewhere(left: pl.DataFrame, grown: pl.DataFrame) -> pl.DataFrame:
    rules = declared().rules.differences
    both = left.join(grown, on="sub_icb_code")
    staff = (pl.col("gained") / pl.col("fte")).is_between(*rules.merged_staff)
    return _nearest(both.filter(staff), rules.merged_elsewhere)


def _nearest(both: pl.DataFrame, growth: tuple[float, float], of: str = "patients") -> pl.DataFrame:
    """Of each practice that is gone, the successor whose growth is nearest to what is gone."""
    part = pl.col("grew_by") / pl.col(of)
    near = both.filter(part.is_between(*growth)).sort((part - 1).abs(), "successor", "code")
    near = near.unique("code", keep="first", maintain_order=True)
    if of == "patients":  # a successor's growth is the list of one
        near = near.unique("successor", keep="first", maintain_order=True)
    return _as_pairs(near, "merged")


def _as_pairs(rows: pl.DataFrame, how: str) -> pl.DataFrame:
    named = rows.rename({"code": "gone", "name": "gone_name", "patients": "gone_patients"})
    return named.with_columns(how=pl.lit(how)).select(pl.col(c).cast(t) for c, t in _PAIRS.items())


def with_successions(drafts: Sequence[Draft], version: Version) -> list[Draft]:
    """The drafts, those of practices' staff with a table `successions`.

    Each is held against the month before and the month after it, published or of the same upload,
    and against what it replaces.
    """
    series = _Series(drafts, version)
    return [series.completed(draft) for draft in drafts]


class _Series:
    """The months of practices' staff, published and to be published."""

    def __init__(self, drafts: Sequence[Draft], version: Version) -> None:
        self.drafts, self.version = drafts, version
        self._units: dict[str, pl.DataFrame] = {}

    def completed(self, draft: Draft) -> Draft:
        mine = "staff_total" in draft.tables and self._months.get(draft.period) == draft.edition
        if not mine:
            return draft
        now = self._units_of(draft.edition)
        before = [self._before(draft.period, now)]
        if draft.edition in self._published:
            before.insert(
                0,
                self._gathered(draft.edition, lambda kind: self._of_published(draft.edition, kind)),
            )
        rows = [_follow(now, then, draft.period) for then in before if then.height]
        known = self.version.table("successions").filter(pl.col("since") < draft.period)
        rows.append(_again(now, known["practice_code"], draft.period))
        drafted = {other.edition for other in self.drafts}
        for later in [p for p in self._months if p > draft.period][:1]:
            if self._months[later] not in drafted:
                units = self._units_of(self._months[later])
                gone = pl.concat([row["practice_code"] for row in rows])
                rows += [_follow(units, now, later), _again(units, gone, later)]
        found = pl.concat(rows).unique(["practice_code", "since"], keep="first")
        if found.is_empty():
            return draft
        stamps = (pl.lit(draft.period).alias("period"), pl.lit(draft.source).alias("source"))
        table = conform(found.sort("practice_code", "since"), "successions", *stamps)
        return replace(draft, tables=draft.tables | {"successions": table})

    def _before(self, period: str, now: pl.DataFrame) -> pl.DataFrame:
        """The units of earlier months: of each sub-ICB location, those of the last month that has most of it."""
        least = dict(now.group_by("sub_icb_code").agg(pl.len() * _MOST).iter_rows())
        parts = [now.clear()]
        for earlier in reversed([p for p in self._months if p < period]):
            if not least:
                break
            units = self._units_of(self._months[earlier])
            there = dict(units.group_by("sub_icb_code").len().iter_rows())
            whole = [code for code, few in least.items() if there.get(code, 0) >= few]
            parts.append(units.filter(pl.col("sub_icb_code").is_in(whole, nulls_equal=True)))
            least = {code: few for code, few in least.items() if code not in whole}
        return pl.concat(parts)

    @cached_property
    def _published(self) -> frozenset[str]:
        return frozenset(self.version.editions("staff_total")["edition"])

    @cached_property
    def _months(self) -> dict[str, str]:
        """Month → the edition that is believed, in order; a draft stands for what it replaces."""
        order = {
            source.id: -i
            for i, source in enumerate(declared().sources.values())
            if source.collection == "practice" and not source.local and not source.invented
        }
        there = [(p, s, e) for e, s, p in self.version.editions("staff_total").iter_rows()]
        there += [(d.period, d.source, d.edition) for d in self.drafts if "staff_total" in d.tables]
        known = [row for row in there if row[1] in order and row[0] not in ("", STANDING)]
        known.sort(key=lambda row: (row[0], order[row[1]]))
        return {period: edition for period, _, edition in known}

    def _table(self, edition: str, kind: str) -> pl.DataFrame:
        """A table of an edition: of the upload, which may bring it in several files, else as published."""
        mine = [draft.tables for draft in self.drafts if draft.edition == edition]
        if not mine:
            return self._of_published(edition, kind)
        empty = pl.DataFrame(schema=schema(kind))
        return next((tables[kind] for tables in mine if kind in tables), empty)

    def _of_published(self, edition: str, kind: str) -> pl.DataFrame:
        return self.version.table(kind, [edition])

    def _units_of(self, edition: str) -> pl.DataFrame:
        if edition not in self._units:
            self._units[edition] = self._gathered(edition, lambda kind: self._table(edition, kind))
        return self._units[edition]

    def _gathered(self, edition: str, table: Callable[[str], pl.DataFrame]) -> pl.DataFrame:
        """`code, name, patients, fte` and the areas of every practice of an edition."""
        staff, lists = table("staff_total"), table("lists")
        if lists.is_empty():
            lists = self._nearest_lists(edition.partition(".")[2])
        sizes = lists.select(code="practice_code", patients="registered")
        units = staff.select(code="area_code").unique().drop_nulls()
        for more in (_named(table("places")), sizes, _posts(staff)):
            units = units.join(more.unique("code", keep="first"), on="code", how="left")
        return _placed(units, self._known) if units["sub_icb_code"].null_count() else units

    def _nearest_lists(self, period: str) -> pl.DataFrame:
        """The lists of the nearest month in reach."""
        there = [(d.period, d.edition) for d in self.drafts if "lists" in d.tables]
        there += [(p, e) for e, _, p in self.version.editions("lists").iter_rows()]
        apart = {e: Month(period).distance(p) for p, e in there if is_month(p)}
        nearest = min(apart, key=lambda edition: (apart[edition], edition), default="")
        if not nearest or apart[nearest] > declared().rules.list_months_apart:
            return pl.DataFrame(schema=schema("lists"))
        return self._table(nearest, "lists")

    @cached_property
    def _known(self) -> pl.DataFrame:
        """`code`, name and areas by the newest maps, those of the upload first."""
        maps = [d.tables["places"] for d in self.drafts if "places" in d.tables]
        newest = self.version.editions("places")["edition"].tail(_MAPS_AT_MOST)
        maps += [self.version.table("places", [edition]) for edition in reversed(newest)]
        if not maps:
            return pl.DataFrame(schema=dict.fromkeys(("code", "name", *_AREAS), pl.String))
        placed = pl.concat(map(_named, maps)).filter(pl.col("sub_icb_code").is_not_null())
        return placed.unique("code", keep="first", maintain_order=True)


def _named(places: pl.DataFrame) -> pl.DataFrame:
    return places.select("practice_code", "practice_name", *_AREAS).rename(
        {"practice_code": "code", "practice_name": "name"}
    )


def _placed(units: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Units with the name and areas they print, else those of the newest map that has them."""
    columns = ("name", *_AREAS)
    more = known.select("code", *(pl.col(c).alias(f"_{c}") for c in columns))
    both = units.join(more, on="code", how="left")
    return both.with_columns(pl.coalesce(c, f"_{c}") for c in columns).select(units.columns)


def _posts(staff: pl.DataFrame) -> pl.DataFrame:
    """`code, fte`: the staff of all groups that a practice reported."""
    every = staff.filter(pl.col("definition").cast(pl.String) == "all")
    return every.group_by(code="area_code").agg(fte=pl.col("fte").sum())


def _follow(now: pl.DataFrame, then: pl.DataFrame, since: str) -> pl.DataFrame:
    """`practice_code, successor_code, how, since` of the practices that are gone.

    Closed are those without a successor, in sub-ICB locations of which the later file still has most.
    """
    pairs = pair_practices(now, then)
    lost = then.join(now, on="code", how="anti")
    here = then.filter(pl.col("sub_icb_code").is_in(now["sub_icb_code"].unique().implode()))
    stayed = pl.col("code").is_in(now["code"].implode())
    whole = (
        here.group_by("sub_icb_code")
        .agg(kept=stayed.mean())
        .filter(pl.col("kept") >= 1 - declared().rules.rows_change_warns)["sub_icb_code"]
    )
    closed = lost.filter(
        pl.col("sub_icb_code").is_in(whole.implode()),
        ~pl.col("code").is_in(pairs["gone"].implode()),
    )
    return pl.concat(
        [
            pairs.select(practice_code="gone", successor_code="successor", how="how"),
            closed.select(
                practice_code="code",
                successor_code=pl.lit(None, dtype=pl.String),
                how=pl.lit("closed"),
            ),
        ]
    ).with_columns(since=pl.lit(since))


def _again(now: pl.DataFrame, gone: pl.Series, since: str) -> pl.DataFrame:
    """The same of practices that were gone and are listed again."""
    return now.filter(pl.col("code").is_in(gone.implode())).select(
        practice_code="code",
        successor_code=pl.lit(None, dtype=pl.String),
        how=pl.lit("reopened"),
        since=pl.lit(since),
    )


def told(pairs: pl.DataFrame, how: str) -> pl.DataFrame:
    """The pairs of one kind, to be shown."""
    return pairs.filter(pl.col("how") == how).drop("how")
