"""Additional roles network by network: who has the fewest, which roles nobody has, and what fell inside a rise."""

from collections.abc import Sequence

import polars as pl

from wfcore import arrs, charts
from wfcore.answers.answer import Answer, AnswerTable
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.role_reports import names_of, report_of, role_answer
from wfcore.arrs import Overview, name_of
from wfcore.geography import display_name
from wfcore.wording import arrs as said
from wfcore.wording import arrs_counts as counted
from wfcore.wording import month
from wfcore.wording.arrs_at_a_glance import posts_said

_TOGETHER = "arrs"
_PANELS, _OTHERS = 2, "All other roles"
_NETWORK = " PCN"  # each row of a picture is one


def answer_role_networks(choice: Choice, question: Question) -> Answer:
    """Networks × roles, the fewest additional staff for their patients first."""
    seen = _overview(choice, question)
    ranked = seen.ranking.filter(pl.col("fte").is_not_null())
    if ranked.is_empty():
        return _without_return(choice, question)
    cells = seen.grid.with_columns(role_name=names_of(seen.grid["role"])).rename(
        {"pcn_name": "area_name", "fte": "value", "registered": "patients"}
    )
    present = cells.filter(pl.col("value") > 0)["role_name"].unique(maintain_order=True).to_list()
    return role_answer(
        choice,
        question,
        said.fewest_and_most(ranked),
        detail=tuple(
            f"{title}: {', '.join(name_of(role).lower() for role in roles)}."
            for title, roles in (
                ("Roles that nobody has", [r for r in seen.nobody if r not in seen.only_planned]),
                ("Roles only planned", seen.only_planned),
            )
            if roles
        ),
        picture=_multiples(cells, ranked["pcn_name"].to_list()),
        table=AnswerTable(
            f"additional-roles-{choice.code}-networks",
            f"Additional roles in the networks of {choice.name}, {month(seen.period)}",
            seen.ranking.join(
                cells.filter(pl.col("role_name").is_in(present)).pivot(
                    "role_name", index="pcn_code", values="value"
                ),
                on="pcn_code",
                how="left",
                maintain_order="left",
            ),
            {
                "pcn_name": "Network",
                "fte": ("Full-time posts", 1),
                "per_100k": ("For 100,000 patients", 1),
                **{role: (role, 1) for role in present},
            },
        ),
        cautions=_silent(seen.ranking),
    )


def _without_return(choice: Choice, question: Question) -> Answer:
    """What each network planned and claimed in a month of which none of them has a staff return."""
    counts = arrs.compare_counts(choice.figures, choice.period, "pcn", within=choice.code)
    counts = counts.filter(role=_TOGETHER).select("area_name", "planned_fte", "claimed_wte")
    known = {
        column: (heading, 1)
        for column, heading in (("planned_fte", "Planned"), ("claimed_wte", "Claimed"))
        if counts[column].count()
    }
    return role_answer(
        choice,
        question,
        f"No network of {choice.name} has a staff return for {month(choice.period)} here.",
        table=AnswerTable(
            f"additional-roles-{choice.code}-networks",
            f"Planned and claimed full-time posts in the networks of {choice.name}",
            counts.sort("planned_fte", "claimed_wte", descending=True, nulls_last=True),
            {"area_name": "Network", **known},
        )
        if known
        else None,
    )


def _silent(ranking: pl.DataFrame) -> tuple[str, ...]:
    """Who is not drawn."""
    silent = ranking.filter(pl.col("fte").is_null())["pcn_name"].to_list()
    names = ", ".join(map(display_name, silent))
    return (f"Not drawn, because nothing was reported, which is not 0: {names}.",) if silent else ()


def _multiples(cells: pl.DataFrame, order: Sequence[str]) -> charts.Chart:
    """The largest roles of the place, and the others together, network by network."""
    sizes = cells.group_by("role_name").agg(pl.col("value").sum())
    largest = sizes.sort(["value", "role_name"], descending=[True, False])["role_name"].to_list()
    panels = [*largest[:_PANELS], _OTHERS]
    panel = pl.when(pl.col("role_name").is_in(panels)).then("role_name").otherwise(pl.lit(_OTHERS))
    # A network that sent nothing has no figure in any role: no sum either.
    sums = cells.group_by("area_name", panel.alias("panel"), maintain_order=True).agg(
        pl.when(pl.col("value").count() > 0).then(pl.col("value").sum()).alias("value"),
        pl.col("patients").first(),
    )
    drawn = sums.with_columns(
        posts_said(sums).alias("said"), pl.col("area_name").str.strip_suffix(_NETWORK)
    )
    called = [name.removesuffix(_NETWORK) for name in order]
    return charts.multiples(drawn, panels, called, noun="network")


def answer_role_falls(choice: Choice, question: Question) -> Answer:
    """Roles that fell in networks whose total rose."""
    seen = _overview(choice, question)
    fell = seen.down_inside_up
    if not seen.coverage.published:
        return role_answer(choice, question, counted.nobody_can_say(choice.period))
    if seen.before is None or fell.is_empty():
        return role_answer(choice, question, "No role fell in a network whose total rose.")
    return role_answer(
        choice,
        question,
        f"Since {month(seen.before)} these roles fell in networks whose total rose: a question to ask.",
        table=AnswerTable(
            f"additional-roles-{choice.code}-down-inside-up",
            f"Roles that fell inside a rise, {choice.name}, full-time posts",
            fell.with_columns(name=names_of(fell["role"])),
            {
                "area_name": "Network",
                "name": "Role",
                "then": ("Before", 1),
                "now": ("Now", 1),
                "change": ("Change", 1),
                "total_change": ("Change of the network", 1),
            },
            differences={"change": ("now", "then")},
        ),
    )


def _overview(choice: Choice, question: Question) -> Overview:
    period = report_of(choice, question).in_post_period
    return arrs.overview(choice.figures, period, choice.code)
