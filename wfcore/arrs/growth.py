"""Growth of staff in post, split into more staff and more PCNs reporting. The parts add up exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from wfcore.arrs.in_post import areas_of, fte_in_post, periods_of
from wfcore.arrs.roles import OUTSIDE
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures


@dataclass(frozen=True)
class Growth:
    """A change in FTE and its parts; `staff + started - stopped == change`, to the last bit of `then`.

    `staff`: in the PCNs that reported both times. `started`: in PCNs that report only now.
    `stopped`: then in PCNs that no longer report. `pcns_*` count them.
    """

    then_period: str
    now_period: str
    then: float
    now: float
    staff: float
    started: float
    stopped: float
    pcns_both: int
    pcns_started: int
    pcns_stopped: int

    @property
    def change(self) -> float:
        """Now less then."""
        return self.now - self.then

    @property
    def reporting(self) -> float:
        """What more or fewer PCNs reporting adds."""
        return self.started - self.stopped


def split_growth(
    then: dict[str, float], now: dict[str, float], then_period: str = "", now_period: str = ""
) -> Growth:
    """Split the change between two months.

    Args:
        then: FTE of each PCN that reported in the earlier month.
        now: the same for the later month.
        then_period: the earlier month.
        now_period: the later month.
    """
    both, started, stopped = (
        then.keys() & now.keys(),
        now.keys() - then.keys(),
        then.keys() - now.keys(),
    )
    # Fractions: a sum of floats depends on the order it is taken in, and the parts must add up.
    staff = _sum(now, both) - _sum(then, both)
    return Growth(
        then_period=then_period,
        now_period=now_period,
        then=float(_sum(then, then.keys())),
        now=float(_sum(now, now.keys())),
        staff=float(staff),
        started=float(_sum(now, started)),
        stopped=float(_sum(then, stopped)),
        pcns_both=len(both),
        pcns_started=len(started),
        pcns_stopped=len(stopped),
    )


def _sum(fte: dict[str, float], pcns: Iterable[str]) -> Fraction:
    return sum((Fraction(fte[pcn]) for pcn in pcns), Fraction())


def growth_between(
    figures: VersionMeasures,
    then_period: str,
    now_period: str,
    *,
    within: str | None = None,
    role: str | None = None,
) -> Growth:
    """Growth of the additional roles of a place between two periods.

    Args:
        figures: the version.
        then_period: `YYYY-MM`.
        now_period: `YYYY-MM`.
        within: a place; its PCNs are those of the later period. All PCNs without one.
        role: one role (with its parts), or `all` for everybody in the file; the roles of the scheme
            together without one.
    """
    then, now = (_reported(figures, period, role) for period in (then_period, now_period))
    if within is not None:
        mine = _members(figures, then_period, within) | _members(figures, now_period, within)
        then, now = ({k: v for k, v in side.items() if k in mine} for side in (then, now))
    return split_growth(then, now, then_period, now_period)


def _members(figures: VersionMeasures, period: str, within: str) -> set[str]:
    return set(areas_of(figures, period, Level.PCN, within)["area_code"])


def _reported(figures: VersionMeasures, period: str, role: str | None) -> dict[str, float]:
    """PCN → FTE, of those that reported; a role the file did not collect adds nothing."""
    rows = fte_in_post(figures, period)
    reported = rows.group_by("pcn_code").agg(pl.col("fte").count() > 0).filter("fte")["pcn_code"]
    if role is None:
        rows = rows.filter(~pl.col("role").is_in(OUTSIDE))
    elif role != "all":
        rows = rows.filter(pl.col("role").is_in([role, *declared().arrs.parts(role)]))
    sums = rows.group_by("pcn_code").agg(pl.col("fte").sum())
    return dict(sums.filter(pl.col("pcn_code").is_in(reported.implode())).iter_rows())


def growth_by_period(
    figures: VersionMeasures, *, within: str | None = None, role: str | None = None
) -> pl.DataFrame:
    """Every period against the one before it.

    Returns:
        `period, fte, pcns_reported, change, staff, started, stopped, pcns_started, pcns_stopped`,
        oldest first, from the first month in which somebody reported; the changes of that one are
        null, and so are posts where nobody reported.
    """
    periods = periods_of(figures, within)
    steps = pl.DataFrame(
        [
            growth_between(figures, before, period, within=within, role=role)
            for before, period in zip([*periods[:1], *periods], periods, strict=False)
        ]
    )
    compared = pl.int_range(pl.len()) > 0
    changes = ("staff", "started", "stopped", "pcns_started", "pcns_stopped")
    reported = pl.col("pcns_both") + pl.col("pcns_started")
    return steps.filter((reported > 0).cum_max()).select(
        period="now_period",
        fte=pl.when(reported > 0).then("now"),
        pcns_reported=reported,
        change=pl.when(compared).then(pl.col("now") - pl.col("then")),
        **{name: pl.when(compared).then(name) for name in changes},
    )
