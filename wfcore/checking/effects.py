"""Severity follows effect: one practice, or one column, that would move the figure of a whole place."""

from collections.abc import Iterator

import polars as pl

from wfcore.checking.about import practice_totals
from wfcore.declared import Rules, declared
from wfcore.findings import Finding, of_examples, of_rows
from wfcore.normalising import Draft

_CUT = ["staff_group", "definition"]
_MAD = 1.4826  # makes the median absolute deviation a standard deviation, where figures are normal
_LOOK = "Compare it with the publisher's file, or ask the practice."


def one_practice_moves_a_place(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Staff far beyond what the list of the practice explains, by so much that a borough's figure moves."""
    table = practice_totals(draft)
    if table is None:
        return
    effect, lists = rules.effect, draft.tables.get("lists")
    sized = _sizes(table, lists, effect.usual_list)
    for measure, noun in (("fte", "FTE"), ("headcount", "people")):
        rate = (pl.col(measure) / pl.col("registered")).log()
        known = sized.filter(pl.col(measure) > 0, pl.col("registered") > 0).with_columns(rate=rate)
        settled = pl.col("rate").filter(pl.col("registered") >= rules.tiny_list)
        spread = (settled - settled.median()).abs().median() * _MAD
        judged = (
            known.with_columns(middle=settled.median().over(_CUT), units=settled.len().over(_CUT))
            .with_columns(spread=spread.over(_CUT).clip(effect.least_spread))
            .filter(pl.col("units") >= rules.hours.least)
            .with_columns(usual=pl.col("middle").exp())
            .with_columns(
                far=(pl.col("rate") - pl.col("middle")) / pl.col("spread"),
                expected=pl.col("usual") * pl.col("registered"),
            )
            .with_columns(
                share=(pl.col(measure) - pl.col("expected")) / (pl.col("usual") * effect.place)
            )
        )
        moved = judged.filter(pl.col("far") > effect.far, pl.col("share") > effect.share)
        yield from of_rows(
            "warns",
            "one_practice_moves_a_place",
            f"Staff of single practices so far beyond their lists that they would raise the figure of a "
            f"place of {effect.place:,} patients by more than {effect.share:.0%}.",
            moved.sort("share", descending=True),
            lambda r, of=measure, what=noun: (
                f"{r['area_code']}: {_group(r)} {r[of]:,.1f} {what}, about {r['expected']:,.1f} expected "
                f"(+{r['share']:.0%})"
            ),
            advice=_LOOK,
        )


def _sizes(table: pl.DataFrame, lists: pl.DataFrame | None, usual: int) -> pl.DataFrame:
    """The totals with the patients of each practice; without lists each counts as usual."""
    totals = table.with_columns(pl.col(_CUT).cast(pl.String))
    if lists is None:
        return totals.with_columns(registered=pl.lit(float(usual)))
    sizes = lists.select(area_code="practice_code", registered="registered")
    return totals.join(sizes.unique("area_code", keep="first"), on="area_code", how="left")


def no_impossible_headcount(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """More people in one practice than any has is a damaged cell."""
    for kind, table in draft.tables.items():
        if not kind.startswith("staff_") or str(table["level"][0]) != "practice":
            continue
        bad = table.filter(pl.col("headcount") > rules.practice_headcount_blocks)
        yield from of_rows(
            "blocks",
            "no_impossible_headcount",
            f"More than {rules.practice_headcount_blocks:,} people in one practice: a damaged cell.",
            bad,
            lambda r: f"{r['area_code']}: {_group(r)} {r['headcount']:,.0f}",
        )


def columns_are_filled(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """A staff group with 0, or nothing, in nearly every practice: a column that was emptied, not a fact."""
    table = practice_totals(draft)
    if table is None:
        return
    shares = (
        table.filter(pl.col("definition") == "all", pl.col("fte_missing").ne_missing("not_in_file"))
        .with_columns(pl.col("fte").is_null().alias("nothing"))
        .group_by("staff_group")
        .agg(
            zero=(pl.col("fte") == 0).mean(),
            nothing=pl.col("nothing").mean(),
            units=pl.len(),
        )
        .with_columns(zero=pl.col("zero").fill_null(0))
        .filter(pl.col("units") >= rules.hours.many)
        .filter(pl.max_horizontal("zero", "nothing") >= rules.effect.zeros)
        .sort("staff_group")
    )
    yield from of_examples(
        "warns",
        "columns_are_filled",
        "Staff groups with 0, or with nothing, in nearly every practice. Was the column emptied, or is 0 printed "
        "for what is missing?",
        [
            f"{declared().staff.groups[g].name}: "
            f"{'0' if zero > nothing else 'nothing'} in {max(zero, nothing):.0%} of {units:,} practices"
            for g, zero, nothing, units in shares.iter_rows()
        ],
        advice="If it is missing, write NA: a 0 counts.",
    )


def zeros_are_few(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Practices with patients and not one GP: some are true, many are what is missing, printed as 0."""
    table, lists = practice_totals(draft), draft.tables.get("lists")
    if table is None or lists is None or draft.period < rules.zero_means_missing_before:
        return
    sizes = lists.select("registered", area_code="practice_code").unique("area_code", keep="first")
    gps = table.filter(pl.col("staff_group") == "gp", pl.col("definition") == "all")
    known = gps.drop_nulls("fte").join(sizes, on="area_code")
    known = known.filter(pl.col("registered") >= rules.tiny_list)
    none = known.filter(pl.col("fte") == 0).sort("registered", descending=True)
    share = none.height / max(known.height, 1)
    if known.height < rules.hours.many or not rules.effect.no_gp <= share < rules.effect.zeros:
        return  # of nearly all another finding tells
    yield from of_rows(
        "warns",
        "zeros_are_few",
        f"{share:.0%} of the practices have patients and 0 GPs. A 0 counts, and lowers the rate. Is 0 printed for "
        "what is missing?",
        none,
        lambda r: f"{r['area_code']}: {r['registered']:,.0f} patients, 0 GPs",
        advice="If it is missing, write NA.",
    )


def _group(row: dict[str, object]) -> str:
    name = declared().staff.groups[str(row["staff_group"])].singular
    return name if row["definition"] == "all" else f"{name} {row['definition']}"
