"""Parts of an answer about a printed table: its table, its pictures, what to ask."""

from collections.abc import Sequence
from typing import Literal

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import AnswerTable, FollowUp, capitalised, make_follow_up
from wfcore.answers.changes import QUARTER, joint_moves_among
from wfcore.declared import Metric, declared
from wfcore.months import Month, is_month
from wfcore.normalising.printed_words import PrintedStaff
from wfcore.printed import PrintedReading, PrintedStanding, short_names
from wfcore.wording.printed import printed_unit

TableAbout = Literal["all", "change", "posts"]
_PER = "per 100,000 patients"


def staff_title(staff: PrintedStaff) -> str:
    """Staff as they are called at the head of a line."""
    return capitalised(staff.name)


def said_short(standings: Sequence[PrintedStanding]) -> dict[str, str]:
    """Name of a place → what a sentence beside the others calls it."""
    own = {s.place.name for s in standings if not s.place.around}
    return {s.place.name: s.place.name for s in standings} | short_names(sorted(own))


def unit_of(standing: PrintedStanding) -> str:
    """What a printed figure is in."""
    return printed_unit(standing.now.measure, standing.now.per)


def metric_drawn(standing: PrintedStanding) -> Metric:
    """What an axis of printed figures is called: of the rate where there is one, else as printed."""
    staff, decimals = standing.staff, standing.now.decimals
    if standing.rate is not None:
        metric = declared().metric(f"{staff.stem or 'gp'}_rate")
        name, decimals = f"{staff_title(staff)} {_PER}, as printed", standing.rate.decimals
        return metric.model_copy(update={"name": name, "short": staff.name, "decimals": decimals})
    metric = declared().metric("gp_fte")
    unit = unit_of(standing)
    more = {"name": f"{staff_title(staff)}, {unit}, as printed", "short": staff.name, "unit": unit}
    kind = "fte" if standing.now.measure == "fte" else "share"
    return metric.model_copy(update=more | {"decimals": decimals, "kind": kind})


def ranked_picture(standings: Sequence[PrintedStanding]) -> charts.Chart | None:
    """The places in order of size, with the aim and the area around them; None for one place."""
    own = [s for s in standings if not s.place.around]
    if len(own) < 2:
        return None
    aims = {s.aim.value for s in own if s.aim}
    around = next((s for s in standings if s.place.around and _drawn(s) is not None), None)
    rows = pl.DataFrame(
        {
            "area_code": [s.place.code or s.place.printed for s in own],
            "area_name": [s.place.name for s in own],
            "value": [_drawn(s) for s in own],
        }
    )
    average = (around.place.name, float(_drawn(around) or 0)) if around else None
    return charts.ranking_chart(
        rows, metric_drawn(own[0]), target=aims.pop() if len(aims) == 1 else None, average=average
    )


def _drawn(standing: PrintedStanding) -> float | None:
    return standing.rate.value if standing.rate else standing.now.value


def change_picture(standings: Sequence[PrintedStanding]) -> charts.Chart | None:
    """Then and now of each place; None where nothing was printed before."""
    moved = [s for s in standings if s.then is not None and s.change is not None]
    if not moved or moved[0].then is None:
        return None
    start, end = moved[0].then.when, moved[0].now.when
    if start is None or end is None:
        return None
    rows = pl.DataFrame(
        {
            "area_name": [s.place.name for s in moved],
            "value_from": [s.then.value for s in moved if s.then],
            "value": [s.now.value for s in moved],
            "change": [s.change for s in moved],
        }
    )
    metric = metric_drawn(moved[0]).model_copy(update={"decimals": moved[0].now.decimals})
    return charts.change_chart(rows, metric, start, end)


def printed_table(
    standings: Sequence[PrintedStanding], name: str, caption: str, *, about: TableAbout = "all"
) -> AnswerTable:
    """Every figure with its change, its aim and its gap; columns that would be empty are left out.

    Args:
        standings: the rows, in their order.
        name: of a file that holds it.
        caption: what it shows.
        about: `posts` leaves the change out, `change` the aims.
    """
    rows = pl.DataFrame([_row(s) for s in standings], infer_schema_length=None)
    then = next((s.then.when for s in standings if s.then), None)
    now = next((s.now.when for s in standings if s.now.when), None)
    several = len({(s.now.measure, s.now.per) for s in standings}) > 1
    fine = {s.now.decimals for s in standings}
    if len(fine) > 1:  # figures of unlike kinds stand as they were printed
        rows = rows.with_columns(now=pl.col("now_printed"), then=pl.col("then_printed"))
    most = max(fine, default=2)

    def figure(head: str) -> str | tuple[str, int]:
        return head if len(fine) > 1 else (head, most)

    headings: dict[str, str | tuple[str, int]] = {
        "staff": "Staff", "place": "Place",
        **({"unit": "In"} if several else {}),
        **({"then": figure(wording.month(then))} if then and about != "posts" else {}),
        "now": figure(wording.month(now) if now else "As printed"),
        **({} if about == "posts" else {"change": ("Change", most), "verdict": "In words"}),
        "rate": ("Per 100,000 patients", 2), "per_post": ("Patients for each post", 0),
        "aim": ("Aim", 2), "gap": ("Short of it", 2), "held": "Against it", "give": ("Give or take", 3),
        "more": ("More needed, %", 1), "patients": ("Patients", 0),
        "aimed": ("Posts aimed at", 1), "short": ("Posts short", 1),
    }  # fmt: skip
    there = {n for n in rows.columns if rows[n].null_count() < rows.height}
    if about == "change":
        there = {"staff", "place", "unit", "then", "now", "change", "verdict"}
    if all(s.now.measure == "rate" and s.now.per == 100_000 for s in standings):
        there.discard("rate")
    kept = {n: h for n, h in headings.items() if n in there}
    return AnswerTable(name, caption, rows, kept)


def _row(s: PrintedStanding) -> dict[str, object]:
    rate, patients = s.rate, s.patients
    has_patients = patients or s.now.measure == "patients_per"
    return {
        "place": s.place.name, "staff": staff_title(s.staff), "unit": unit_of(s),
        "then": s.then.value if s.then else None, "now": s.now.value,
        "then_printed": s.then.text if s.then else None, "now_printed": s.now.text,
        "change": s.change, "verdict": s.verdict,
        "rate": rate.value if rate else None,
        "per_post": 100_000 / rate.value if rate and rate.value and has_patients else None,
        "aim": s.aim.value if s.aim else None, "held": _held(s),
        "gap": s.gap if s.gap is not None and s.gap > 0 else None,
        "give": rate.half if rate and s.aim else None,
        "more": 100 * s.more_needed if s.more_needed is not None and s.more_needed > 0 else None,
        "patients": patients, "aimed": s.posts_aimed, "short": s.posts_short,
        "printed_as": s.place.printed, "heading": s.staff.printed, "cell": s.now.cell,
        "half": s.now.half, "month": s.now.when, "code": s.place.code,
    }  # fmt: skip


def _held(s: PrintedStanding) -> str | None:
    """How a place stands to its aim, in a word."""
    if s.has_met is None:
        return None
    if s.has_met:
        return "met, not before" if s.had_met is False else "met"
    return "lost" if s.had_met else "short"


def asks_of(reading: PrintedReading, standings: Sequence[PrintedStanding]) -> tuple[FollowUp, ...]:
    """What the printed figures should make somebody ask."""
    return (*_joint_moves(standings), *_heading_twice(standings), *_idle_arrows(reading, standings))


def _joint_moves(standings: Sequence[PrintedStanding]) -> tuple[FollowUp, ...]:
    asks: list[FollowUp] = []
    by_place: dict[str, list[PrintedStanding]] = {}
    for s in standings:
        if s.then is not None and not s.place.around and s.now.measure != "headcount":
            by_place.setdefault(s.place.name, []).append(s)
    for place, listed in by_place.items():
        start, end = listed[0].then.when if listed[0].then else None, listed[0].now.when
        if not (start and end and is_month(start) and is_month(end)):
            continue
        if Month(start).distance(end) <= QUARTER:
            moves = [
                (staff_title(s.staff) if s.now.again else s.staff.name, s.then.value, s.now.value)
                for s in listed
                if s.then is not None
            ]
            asks += joint_moves_among(place, moves, start, end)
    return tuple(asks)


def _heading_twice(standings: Sequence[PrintedStanding]) -> tuple[FollowUp, ...]:
    for again in standings:
        if not (again.now.again and again.staff.stem is None):
            continue
        first = next(
            (
                s
                for s in standings
                if s.place.printed == again.place.printed
                and s.set_of == again.set_of.rpartition(" #")[0]
            ),
            None,
        )
        if first is not None:
            return (
                make_follow_up(
                    "heading_twice", heading=again.staff.printed, first=first.now.text,
                    second=again.now.text, place=again.place.name,
                ),
            )  # fmt: skip
    return ()


def _idle_arrows(
    reading: PrintedReading, standings: Sequence[PrintedStanding]
) -> tuple[FollowUp, ...]:
    """An arrow beside a change that is none, the first there is."""
    arrows = _arrow_cells(reading)
    for s in standings:
        if s.verdict == "no clear change" and s.then is not None and s.now.cell in arrows:
            return (
                make_follow_up(
                    "arrow_without_change", what=s.staff.name, place=s.place.name,
                    start_value=s.then.text, end_value=s.now.text,
                ),
            )  # fmt: skip
    return ()


def _arrow_cells(reading: PrintedReading) -> set[str]:
    """Cells of figures with an arrow in them or in the next column."""
    table, found = reading.table, set[str]()
    for i, row in enumerate(table.rows):
        for j, cell in enumerate(row.cells):
            after = row.cells[j + 1].arrow if j + 1 < len(row.cells) else None
            if cell.value is not None and (cell.arrow or after):
                found.add(table.cell_name(i, j))
    return found
