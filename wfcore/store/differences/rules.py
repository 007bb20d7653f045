"""When a difference is worth a word. A rule is a function; its name is the finding's code."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, finding, of_rows
from wfcore.geography import display_name
from wfcore.months import Month
from wfcore.normalising import Draft
from wfcore.store.differences.figures import matching_periods
from wfcore.store.differences.file_comparison import FileComparison
from wfcore.store.version import Version
from wfcore.tables import STANDING

_TABLE = "The whole list can be downloaded below the report."


def looks_like_another_period(draft: Draft, version: Version) -> Iterator[Finding]:
    """The figures of another published period, earlier or later, under this month's name."""
    found = matching_periods(draft, version)
    if found:
        period, share = found[0]
        yield finding(
            "blocks",
            "looks_like_another_period",
            f"This looks like {period}: {share:.1%} of its figures are those published for that month.",
            examples=[f"{p}: {s:.1%} equal" for p, s in found],
            advice="Choose the file of the right month, or correct the month.",
        )


def covers_more(both: FileComparison, more: pl.DataFrame) -> Iterator[Finding]:
    """Areas that the published file did not cover: what both hold is compared, and nothing else."""
    if more.is_empty():
        return
    icbs = more.group_by("icb_code", "icb_name").len().sort("len", descending=True)
    said = [
        f"{display_name(name) or code or 'in no known ICB'}: {n:,}"
        for code, name, n in icbs.iter_rows()
    ]
    count = icbs["icb_code"].count()
    named = f"{count:,} ICB{'' if count == 1 else 's'}" if count else "no known ICB"
    yield finding(
        "notes",
        "covers_more",
        f"This file covers more than {both.since}: {more.height:,} {both.noun} of "
        f"{named} besides. What both hold is compared.",
        count=more.height,
        examples=said,
        advice="Nothing, if it is meant to: figures of these areas begin with this month.",
    )


def covers_other_places(both: FileComparison) -> Iterator[Finding]:
    """Nobody is in both: a file of another place, of which the published one tells nothing."""
    now, then = (side.height for side in both.units)
    yield finding(
        "warns",
        "covers_other_places",
        f"None of these {now:,} {both.noun} is among the {then:,} of {both.period}, the last month of this kind of "
        "file. It covers other places, so nothing is compared; figures of those places end with that month.",
        advice="Publish the file of all places you need together, or accept: the place is another one.",
    )


def rows_changed(both: FileComparison, _new: pl.DataFrame) -> Iterator[Finding]:
    """Many more or fewer practices or PCNs than last time."""
    rules = declared().rules
    now, then = (side.height for side in both.units)
    if not then:
        return
    share = now / then - 1
    if abs(share) > rules.rows_change_warns:
        yield finding(
            "blocks" if share < -rules.rows_change_blocks else "warns",
            "rows_changed",
            f"{now:,} {both.noun} against {then:,} in {both.since} ({share:+.0%}). "
            "Is part of the file missing, or is it for another area?",
            examples=[f"gone: {code}" for code in _codes(both, gone=True)]
            if share < 0
            else [f"new: {code}" for code in _codes(both, gone=False)],
            advice="Open the file and look at its last rows, or download it again.",
        )


def patients_changed(both: FileComparison, totals: pl.DataFrame) -> Iterator[Finding]:
    """Registered patients moved by more than lists do in a quarter."""
    most = declared().rules.differences.patients_warns
    for row in totals.filter(pl.col("what") == "registered patients").to_dicts():
        if row["share"] is not None and abs(row["share"]) > most:
            yield finding(
                "warns",
                "patients_changed",
                f"Registered patients went from {row['then']:,.0f} to {row['now']:,.0f} since "
                f"{both.since} ({row['share']:+.1%}).",
                examples=[f"{row['then']:,.0f} → {row['now']:,.0f}"],
                advice="See which practices are new or gone, and compare with the list sizes that "
                "NHS England publishes each month.",
            )


def gp_fte_changed(both: FileComparison, totals: pl.DataFrame) -> Iterator[Finding]:
    """The FTE of all GPs moved by more than it does in a quarter."""
    most = declared().rules.differences.gp_fte_warns
    for row in totals.filter(
        pl.col("what") == "gp", pl.col("definition") == "all", pl.col("share").abs() > most
    ).to_dicts():
        yield finding(
            "warns",
            "gp_fte_changed",
            f"GPs went from {row['then']:,.1f} to {row['now']:,.1f} FTE since {both.since} "
            f"({row['share']:+.1%}); {row['reported_now']:,} of {row['units_now']:,} {both.noun} gave "
            f"a figure, {row['reported_then']:,} of {row['units_then']:,} then.",
            examples=[f"{row['then']:,.1f} → {row['now']:,.1f}"],
            advice="Look at the biggest movers and at who gave no figure.",
        )


def icb_changed(both: FileComparison, by_icb: pl.DataFrame) -> Iterator[Finding]:
    """Patients or GP FTE of an ICB moved by much, or the ICB is new or gone."""
    most = declared().rules.differences.icb_warns
    moved = by_icb.with_columns(pl.col("then", "now").fill_null(0)).filter(
        (pl.col("now") - pl.col("then")).abs() > most * pl.col("then")
    )
    yield from of_rows(
        "warns",
        "icb_changed",
        f"ICBs whose patients or GP FTE moved by more than {most:.0%} since {both.since}.",
        moved,
        lambda r: (
            f"{r['icb_code']} {display_name(r['icb_name'])}: {r['what']} {r['then']:,.0f} → {r['now']:,.0f}"
        ),
        advice="Has the ICB new borders, or is part of it missing? " + _TABLE,
    )


def fte_changed(both: FileComparison, totals: pl.DataFrame) -> Iterator[Finding]:
    """Other staff groups whose FTE moved by much; of practices, whose files change little, by very much."""
    most, far = declared().rules.fte_change_warns, declared().rules.effect.share
    moved = totals.filter(
        pl.col("unit") == "FTE",
        pl.col("definition") == "all",
        pl.col("what") != "gp",
        pl.col("share").abs() > most,
    )
    grave = (pl.col("share").abs() > far) & (both.level == "practice")
    for severity, code, rows, least in (
        ("warns", "staff_group_changed", moved.filter(grave), far),
        ("notes", "fte_changed", moved.filter(~grave), most),
    ):
        yield from of_rows(
            "warns" if severity == "warns" else "notes",
            code,
            f"Staff groups whose FTE moved by more than {least:.0%} since {both.since}.",
            rows,
            lambda r: f"{r['what']}: {r['then']:,.1f} → {r['now']:,.1f}",
            advice="Look at the biggest movers and at who gave no figure.",
        )


def practice_merged(_both: FileComparison, merged: pl.DataFrame) -> Iterator[Finding]:
    """A practice is gone, and another of its network grew by about its list."""
    yield from of_rows(
        "warns",
        "practice_merged",
        "Practices that are gone while another grew by about their list: merged?",
        merged,
        lambda r: (
            f"{r['gone']} ({r['gone_patients']:,.0f} patients) → {r['successor']} "
            f"(grew by {r['grew_by']:,.0f})"
        ),
        advice="Accept with the reason, such as the date of the merger. From this month on the two count "
        "as one wherever months are compared.",
    )


def practice_recoded(_both: FileComparison, recoded: pl.DataFrame) -> Iterator[Finding]:
    """A practice of the same name stands under another code."""
    yield from of_rows(
        "warns",
        "practice_recoded",
        "Practices of the same name under another code.",
        recoded,
        lambda r: f"{display_name(r['gone_name'])}: {r['gone']} → {r['successor']}",
        advice="Accept with the reason. From this month on the two codes are one practice, with the "
        "areas of the earlier one where no map has the new one.",
    )


def pcn_changed(both: FileComparison, moved: pl.DataFrame) -> Iterator[Finding]:
    """Practices in another PCN than last time."""
    yield from of_rows(
        "warns",
        "pcn_changed",
        f"Practices that are in another PCN than in {both.since}. The past of both PCNs stays as published.",
        moved,
        _move,
        advice="Check it with the practice or the ICB, and accept with the reason. " + _TABLE,
    )


def sub_icb_changed(both: FileComparison, moved: pl.DataFrame) -> Iterator[Finding]:
    """Practices or PCNs in another sub-ICB location: a break in the series of both."""
    yield from of_rows(
        "warns",
        "sub_icb_changed",
        f"{both.noun[0].upper()}{both.noun[1:]} that are in another sub-ICB location than in "
        f"{both.since}: the series of both locations break here.",
        moved,
        _move,
        advice="Say so where these locations are compared over time, and accept with the reason.",
    )


def pcn_recoded(both: FileComparison, recoded: pl.DataFrame) -> Iterator[Finding]:
    """A PCN of the same name under another code."""
    yield from of_rows(
        "warns",
        "pcn_recoded",
        f"PCNs of the same name under another code than in {both.since}.",
        recoded,
        lambda r: f"{display_name(r['name'])}: {r['code_then']} → {r['code_now']}",
        advice="Ask whether it is the same network. Trends follow the code, so they break here.",
    )


def columns_gone(both: FileComparison, columns: pl.DataFrame) -> Iterator[Finding]:
    """Columns that the file before had."""
    gone = columns.filter(pl.col("change") == "gone")["heading"]
    if len(gone):
        yield finding(
            "warns",
            "columns_gone",
            f"Columns that the file of {both.period} had and this one has not. What rests on them is "
            "not available for this month.",
            count=len(gone),
            examples=gone,
            advice="Download the file again as published. If the publisher dropped them, accept.",
        )


def columns_new(both: FileComparison, columns: pl.DataFrame) -> Iterator[Finding]:
    """Columns that the file before had not."""
    new = columns.filter(pl.col("change") == "new")["heading"]
    if len(new):
        yield finding(
            "notes",
            "columns_new",
            f"Columns that the file of {both.period} had not.",
            count=len(new),
            examples=new,
            advice="Nothing, unless they are also listed as not used: then a definition is needed.",
        )


def rows_gone(both: FileComparison, gone: pl.DataFrame) -> Iterator[Finding]:
    """Practices or PCNs that the published file has and this one has not."""
    yield from of_rows(
        "notes",
        "rows_gone",
        f"{both.noun[0].upper()}{both.noun[1:]} that {both.since} has and this file has not: closed, or left out.",
        gone,
        _name,
        advice="Once published, practices that are gone count as closed, not as silent, unless others "
        f"follow them. {_TABLE}",
    )


def rows_new(both: FileComparison, new: pl.DataFrame) -> Iterator[Finding]:
    """Practices or PCNs that the published file has not."""
    yield from of_rows(
        "notes",
        "rows_new",
        f"{both.noun[0].upper()}{both.noun[1:]} that are not in {both.since}.",
        new,
        _name,
        advice=_TABLE,
    )


def names_changed(both: FileComparison, renamed: pl.DataFrame) -> Iterator[Finding]:
    """Other names under the same codes; figures are joined on the code."""
    yield from of_rows(
        "notes",
        "names_changed",
        f"Names that differ from {both.since}. The code is the same, so nothing else changes.",
        renamed,
        lambda r: f"{r['code']}: {display_name(r['name_then'])} → {display_name(r['name_now'])}",
        advice=_TABLE,
    )


def biggest_movers(both: FileComparison, movers: pl.DataFrame) -> Iterator[Finding]:
    """Units whose FTE of a group changed by much."""
    rules = declared().rules.differences
    yield from of_rows(
        "notes",
        "biggest_movers",
        f"{both.noun[0].upper()}{both.noun[1:]} whose FTE of a staff group moved by {rules.mover_fte:g} or more, "
        f"and by {rules.mover_share:.0%} or more, since {both.since}.",
        movers,
        lambda r: f"{r['code']} {r['staff_group']}: {r['then']:,.1f} → {r['now']:,.1f} FTE",
        advice="Ring the first of them before anybody quotes the total. " + _TABLE,
    )


def same_as_last_time(both: FileComparison, unchanged: pl.DataFrame) -> Iterator[Finding]:
    """Practices that sent the same figures again: returns that nobody has looked at?"""
    now, then = both.units
    there = now.join(then, on="code", how="semi").height
    if both.replaces or not there:
        return
    share = unchanged.height / there
    if share >= declared().rules.differences.identical_warns:
        yield finding(
            "notes",
            "same_as_last_time",
            f"{unchanged.height:,} of {there:,} {both.noun} ({share:.0%}) have the same figure as in "
            f"{both.period} in every staff column.",
            count=unchanged.height,
            examples=unchanged["code"],
            advice="Their returns may be stale. " + _TABLE,
        )


def trainees_moved_in_august(both: FileComparison, totals: pl.DataFrame) -> Iterator[Finding]:
    """An August lies between the two months: trainees change posts then."""
    now, then = both.draft.period, both.period
    if both.replaces or STANDING in (now, then) or not (totals["what"] == "gp").any():
        return
    apart = Month(then).distance(now)
    months = declared().rules.differences.trainee_months
    if apart % 12 and any(
        f"{Month(then).plus(i).number:02d}" in months for i in range(1, apart + 1)
    ):
        yield finding(
            "notes",
            "trainees_moved_in_august",
            f"An August lies between {then} and {now}. Trainees change posts then, so counts with and "
            "without trainees step.",
            examples=[f"{then} → {now}"],
            advice="Compare GPs with the same month a year before.",
        )


def figures_restated(both: FileComparison, restated: pl.DataFrame, count: int) -> Iterator[Finding]:
    """The same month again, with other figures."""
    if both.replaces and count:
        yield finding(
            "notes",
            "figures_restated",
            f"Figures that differ from those published for the same {'list' if both.period == STANDING else 'month'}.",
            count=count,
            examples=[
                f"{r['code']} {r['cell']} {r['measure']}: {_figure(r['then'])} → {_figure(r['now'])}"
                for r in restated.head(5).to_dicts()
            ],
            advice=_TABLE
            if count <= restated.height
            else f"The first {restated.height:,} can be downloaded below the report.",
        )


def _figure(value: float | None) -> str:
    return "not available" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


def _codes(both: FileComparison, *, gone: bool) -> list[str]:
    now, then = both.units
    more, less = (then, now) if gone else (now, then)
    return more.join(less, on="code", how="anti")["code"].head(5).to_list()


def _move(row: dict[str, Any]) -> str:
    return f"{row['code']}: {row['from_code']} → {row['to_code']}"


def _name(row: dict[str, Any]) -> str:
    return f"{row['code']} {display_name(row['name'])}".strip()
