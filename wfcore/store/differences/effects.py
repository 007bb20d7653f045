"""Changes of one unit, or of one column, by so much that the figure of a place moves."""

from collections.abc import Iterator

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, of_rows
from wfcore.store.differences.file_comparison import FileComparison

_LOOK = "Compare it with the publisher's file, or ask the practice. Accept with the reason if it is true."


def unit_moves_a_place(both: FileComparison, movers: pl.DataFrame) -> Iterator[Finding]:
    """A unit whose staff is a multiple, or a fraction, of what it was."""
    effect = declared().rules.effect
    then = both.units[1]
    patients = float(then["patients"].sum()) or then.height * effect.usual_list
    moved = movers.with_columns(
        of_place=pl.col("of_area").abs() * max(1.0, patients / effect.place)
    ).filter(pl.col("of_place") > effect.moved, _is_multiple("then", "now"))
    yield from of_rows(
        "warns",
        "unit_moves_a_place",
        f"{both.noun[0].upper()}{both.noun[1:]} whose staff changed by so much since {both.since} that "
        f"a place of {effect.place:,} patients would move by more than {effect.moved:.0%}.",
        moved,
        lambda r: f"{r['code']}: {r['staff_group']} {r['then']:,.1f} → {r['now']:,.1f}",
        advice=_LOOK,
    )


def list_moves_a_place(both: FileComparison, _new: pl.DataFrame) -> Iterator[Finding]:
    """A practice whose list is a multiple, or a fraction, of what it was."""
    effect = declared().rules.effect
    now, then = both.units
    pairs = now.join(then, on="code", suffix="_then").select(
        "code", then="patients_then", now="patients"
    )
    least = effect.moved * min(effect.place, float(then["patients"].sum()) or effect.place)
    moved = pairs.filter(
        (pl.col("now") - pl.col("then")).abs() > least, _is_multiple("then", "now")
    )
    yield from of_rows(
        "warns",
        "list_moves_a_place",
        f"Practices whose list changed by so much since {both.since} that a place of {effect.place:,} "
        f"patients would move by more than {effect.moved:.0%}.",
        moved.sort("code"),
        lambda r: f"{r['code']}: {r['then']:,.0f} → {r['now']:,.0f} patients",
        advice=_LOOK,
    )


def _is_multiple(then: str, now: str) -> pl.Expr:
    factor = declared().rules.effect.factor
    return (pl.col(now) >= factor * pl.col(then)) | (pl.col(then) >= factor * pl.col(now))
