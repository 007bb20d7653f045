"""Who changed which aim, when and why, read from the versions."""

import polars as pl

from wfcore.store import Publication, Store
from wfcore.targeting.aims import aims_table
from wfcore.targeting.editing import SOURCE

_KEY = ("place_level", "place_code", "metric_printed", "due")
HISTORY = {
    "version": pl.Int64, "at": pl.String, "by": pl.String, "place": pl.String, "metric": pl.String,
    "due": pl.String, "was": pl.String, "now": pl.String, "why": pl.String,
}  # fmt: skip


def aim_history(store: Store) -> pl.DataFrame:
    """Every change of an aim, the newest first.

    Returns:
        `version, at, by, place, metric, due, was, now, why`; `was` is empty where it is new, `now` where
        it was withdrawn. A version that was brought back counts like one that was published.
    """
    rows: list[dict[str, object]] = []
    before: dict[tuple[object, ...], dict[str, object]] = {}
    for entry in reversed(store.history()):
        if not _touches_aims(entry):
            continue
        table = aims_table(store.read(entry.version)).filter(pl.col("source") == SOURCE)
        now = {tuple(row[name] for name in _KEY): row for row in table.iter_rows(named=True)}
        rows += [
            _change(entry, before.get(key), now.get(key))
            for key in dict.fromkeys((*before, *now))
            if _said(before.get(key)) != _said(now.get(key))
        ]
        before = now
    return pl.DataFrame(rows[::-1], schema=HISTORY)


def _touches_aims(entry: Publication) -> bool:
    return f"{SOURCE}.standing" in entry.editions or entry.action.startswith("restore")


def _said(row: dict[str, object] | None) -> str:
    """Figure and unit as an aim has them; empty without one."""
    if row is None:
        return ""
    return str(row["as_printed"] or f"{row['value']:.10g} {row['unit']}")


def _change(
    entry: Publication, was: dict[str, object] | None, now: dict[str, object] | None
) -> dict[str, object]:
    row = now or was or {}
    return {
        "version": entry.version,
        "at": f"{entry.at:%Y-%m-%d %H:%M}",
        "by": entry.by,
        "place": row["place_name"] or row["place_code"],
        "metric": row["metric_printed"],
        "due": row["due"],
        "was": _said(was),
        "now": _said(now),
        "why": (now or {}).get("why") or entry.why,
    }
