"""What a rule is about: one table of a draft, where the draft has it."""

from collections.abc import Callable, Iterator
from functools import wraps

import polars as pl

from wfcore.declared import Rules
from wfcore.findings import Finding
from wfcore.normalising import Draft

Rule = Callable[[Draft, Rules], Iterator[Finding]]
TableRule = Callable[[pl.DataFrame, Rules], Iterator[Finding]]


def about(kind: str) -> Callable[[TableRule], Rule]:
    """Make a rule about tables of a kind a rule about drafts; those without one are passed over."""

    def of_drafts(rule: TableRule) -> Rule:
        @wraps(rule)
        def of_draft(draft: Draft, rules: Rules) -> Iterator[Finding]:
            table = draft.tables.get(kind)
            if table is not None:
                yield from rule(table, rules)

        return of_draft

    return of_drafts


def practice_totals(draft: Draft) -> pl.DataFrame | None:
    """The totals of practices, where the draft has them."""
    table = draft.tables.get("staff_total")
    return None if table is None or str(table["level"][0]) != "practice" else table
