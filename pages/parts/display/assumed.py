"""What a projection takes for granted."""

import polars as pl

from pages.parts.display.taking import folded, table
from wfcore.declared import Lever, declared


def assumptions(staff: str, title: str = "Every assumption, with its source") -> None:
    """What a projection of a staff group takes for granted, and who says so."""
    known = declared().assumptions
    rows = [
        (x.name, f"{x.at('now', staff):g}", x.unit, _range(x, staff), x.source, x.date)
        for x in (*known.levers_of(staff), *known.switches_of(staff))
    ]
    rows += [
        (x.name, f"{x.value:g}", x.unit, "fixed", x.source, x.date) for x in known.fixed.values()
    ]
    growth = known.list_growth
    spread = f"{growth.more:+g} to {growth.fewer:+g} points"
    rows.append((growth.name, "the place's own", growth.unit, spread, growth.source, growth.date))
    headings = {
        name: name.capitalize() for name in ("name", "now", "unit", "range", "source", "date")
    }
    headings["name"] = "Assumption"
    if box := folded(title, f"assumed-{staff}"):
        with box:
            listed = pl.DataFrame(rows, schema=list(headings), orient="row")
            table(listed, headings, name=f"assumptions-{staff}")


def _range(lever: Lever, staff: str) -> str:
    fewer, more = lever.at("fewer", staff), lever.at("more", staff)
    return "not drawn" if fewer == more else f"{fewer:g} to {more:g}"
