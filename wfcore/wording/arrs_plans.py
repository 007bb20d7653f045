"""Sentences about plans of additional roles: one against the one before, and a claim of what grew."""

from wfcore.arrs import Counts, PlanChange, Report, name_of
from wfcore.geography import display_name
from wfcore.wording.arrs_counts import count_month, coverage_phrase
from wfcore.wording.figures import month, number

_PLACES = 2  # plans are printed so


def plan_grew(place: str, change: PlanChange) -> str:
    """What all roles together did from one plan to the next."""
    all_roles = change.together
    now, then = (number(all_roles[side], _PLACES) for side in ("now", "then"))
    moved, grew = all_roles["change"] or 0.0, all_roles["percent"]
    share = "" if grew is None else f" ({_percent(abs(grew))})"
    how = (
        f"{number(abs(moved), _PLACES)} {'more' if moved > 0 else 'fewer'}{share} than"
        if moved
        else "as many as"
    )
    return (
        f"{place} planned {now} full-time posts for {month(change.now_month)}, {how}"
        f" the {then} for {month(change.then_month)}."
    )


def plan_roles(change: PlanChange) -> list[str]:
    """The role that grew most, roles printed in more columns than before, falls inside rises."""
    said: list[str] = []
    roles = change.by_role.filter(change.by_role["role"] != "arrs")
    first = roles.row(0, named=True) if roles.height else None
    if first and first["change"] > 0:
        said.append(
            f"{name_of(first['role'])} grew most: {number(first['then'], _PLACES)} to {number(first['now'], _PLACES)}, "
            f"{number(first['change'], _PLACES)} more."
        )
    said += [
        f"{name_of(row['role'])}, {_columns(row['then_columns'])} then and {_columns(row['now_columns'])} now, "
        f"went from {number(row['then'], _PLACES)} to {number(row['now'], _PLACES)}."
        for row in roles.iter_rows(named=True)
        if row["then_columns"] and row["now_columns"] and row["then_columns"] != row["now_columns"]
    ]
    if fell := int(change.fell["like_for_like"].sum()):
        cells = "One cell falls" if fell == 1 else f"{fell:,} cells fall"
        said.append(f"{cells} in networks whose total rises.")
    if change.only_one:
        names = ", ".join(map(display_name, change.only_one))
        said.append(f"Only one of the two plans has these networks, so they are left out: {names}.")
    return said


def growth_claim(planned: float, there: float | None, staff: float) -> str:
    """What planned posts add to staff, with both ways of counting: all of them, and those not there yet."""
    said = f"{number(planned, 0)} planned posts are {_percent(100 * planned / staff)} of {number(staff, 0)} staff."
    if there is None:
        return f"{said} How many of them are in post already is not known here."
    new = planned - there
    return (
        f"{said} But {number(there, 0)} are in post already: the {number(new, 0)} new ones are"
        f" {_percent(100 * new / staff)}."
    )


def claims_beside(claimed: float | None, planned: float | None, there: float | None) -> list[str]:
    """Claims that somebody gives, beside what is planned and who is in post; nothing without them."""
    if claimed is None:
        return []
    said: list[str] = []
    if planned:
        share = 100 * claimed / planned
        asks = ": a question, not a success" if Counts(planned, there, claimed).suspicious else ""
        said.append(
            f"{number(claimed)} claimed are {_percent(share)} of the {number(planned)} planned{asks}."
        )
    if there is not None:
        said.append(
            f"{number(there)} in post are {_percent(100 * there / claimed)} of the {number(claimed)} claimed:"
            f" {number(abs(claimed - there))} apart."
        )
    return said


def counts_of_sources(report: Report, there: float | None) -> list[str]:
    """Those said to be in post beside the plan of the month, and beside the staff returns nearest to it."""
    said: list[str] = []
    planned = report.counts.planned
    if there is not None and planned:
        said.append(
            f"{number(there, 0)} in post are {_percent(100 * there / planned)} of the {number(planned, _PLACES)}"
            f" planned for {count_month(report, 'plan_for')}."
        )
    near = report.nearest_return
    fte, over, when = (
        (report.staff_fte, report.coverage, report.in_post_period)
        if report.coverage.published
        else (near and near.fte, near and near.coverage, near and near.period)
    )
    if fte is not None and over is not None and when is not None:
        said.append(
            f"Staff returns of {month(when)} have {number(fte)} full-time posts. {coverage_phrase(over)}"
            " Another count of the same people: not to be added."
        )
    return said


def _percent(value: float) -> str:
    return f"{number(value)}%"


def _columns(count: int) -> str:
    return "one column" if count == 1 else f"{count} columns"
