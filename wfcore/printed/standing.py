"""How printed figures stand: against an aim, against an earlier month, against each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wfcore import rounding
from wfcore.comparing import Verdict
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.normalising.aim_units import PrintedAim
from wfcore.normalising.printed_words import PrintedStaff, has_words, plain_text, read_words
from wfcore.printed.figures import PER_PATIENTS, PrintedFigure, PrintedRate
from wfcore.printed.places import PrintedPlace
from wfcore.printed.reading import PrintedReading
from wfcore.targeting import aims_in_force

_GPS = ("gp_excl_trainees", "gp", "gp_qualified_permanent", "gp_excl_locums")


@dataclass(frozen=True)
class HeldAim:
    """An aim that printed rates are held against: full-time posts per 100,000 patients.

    `who` set it, empty for the reader's own; `staff` is the name of the count it is set in; `same`: whether
    the print says that it counts them so.
    """

    value: float
    who: str
    staff: str
    same: bool = True
    by: str = ""


@dataclass(frozen=True)
class PrintedStanding:
    """One place and staff of a printed table: its newest figure, the earliest, and an aim.

    `rate` and `rate_then` are per 100,000 patients, None where nothing says it; `patients` those that
    are printed or given.
    """

    place: PrintedPlace
    staff: PrintedStaff
    set_of: str
    now: PrintedFigure
    then: PrintedFigure | None
    rate: PrintedRate | None
    rate_then: PrintedRate | None
    patients: float | None
    aim: HeldAim | None

    @property
    def gap(self) -> float | None:
        """What is missing to the aim, as it is read; negative where it is passed."""
        if self.aim is None or self.rate is None:
            return None
        return rounding.apart(self.aim.value, self.rate.value, self.rate.decimals)

    @property
    def has_met(self) -> bool | None:
        """Whether it is at the aim as it is read; None where that cannot be said."""
        return None if self.gap is None else self.gap <= 0

    @property
    def had_met(self) -> bool | None:
        """Whether it was at the aim at the earlier time."""
        if self.aim is None or self.rate_then is None:
            return None
        return self.rate_then.value >= self.aim.value

    @property
    def more_needed(self) -> float | None:
        """The gap as a share of what there is."""
        if self.gap is None or self.rate is None or self.rate.value <= 0:
            return None
        return self.gap / self.rate.value

    @property
    def posts_aimed(self) -> float | None:
        """Full-time posts that the aim comes to, where patients are known."""
        return self.aim.value * self.patients / PER_PATIENTS if self.aim and self.patients else None

    @property
    def posts_short(self) -> float | None:
        """Full-time posts that are missing, where patients are known; negative where it is passed."""
        if self.aim is None or not self.patients or self.rate is None:
            return None
        if self.now.measure == "fte":
            return (self.posts_aimed or 0.0) - self.now.value
        return (self.gap or 0.0) * self.patients / PER_PATIENTS

    @property
    def change(self) -> float | None:
        """How much the printed figure changed, as it is read."""
        if self.then is None:
            return None
        return rounding.apart(
            self.now.value, self.then.value, max(self.now.decimals, self.then.decimals)
        )

    @property
    def verdict(self) -> Verdict | None:
        """`up`, `down` or `no clear change`: by the declared share, the half post, and the rounding."""
        if self.then is None or self.change is None:
            return None
        rule = declared().rules.no_clear_change
        small = abs(self.change) < rule.relative * abs(self.then.value)
        small |= abs(self.change) <= self.now.half + self.then.half
        if self.now.measure == "fte":
            small |= abs(self.change) < rule.fte
        elif self.rate and self.rate_then and self.patients:
            moved = abs(self.rate.value - self.rate_then.value) * self.patients / PER_PATIENTS
            small |= moved < rule.fte
        if small:
            return "no clear change"
        return "up" if self.change > 0 else "down"


def standings_of(reading: PrintedReading, figures: VersionMeasures | None) -> list[PrintedStanding]:
    """How each place and staff of a printed table stands, in the order of the table.

    Args:
        reading: the table as it is read.
        figures: the version whose aims hold; without it only aims of the reader do.
    """
    groups: dict[tuple[str, str, str, int | None], list[PrintedFigure]] = {}
    for figure in reading.figures:
        key = (figure.place.printed, figure.set_of, figure.measure, figure.per)
        groups.setdefault(key, []).append(figure)
    held = _aims(reading, figures)
    return [_standing(reading, listed, held) for listed in groups.values()]


def _standing(
    reading: PrintedReading, listed: Sequence[PrintedFigure],
    held: Callable[[PrintedPlace, PrintedStaff], HeldAim | None],
) -> PrintedStanding:  # fmt: skip
    timed = sorted(listed, key=lambda figure: figure.when or "")
    now, first = timed[-1], timed[0]
    then = first if len(timed) > 1 and first.when != now.when else None
    patients = reading.patients_of(now.place, now.when)
    before = reading.patients_of(now.place, then.when) if then else None
    rate = now.rate(patients)
    return PrintedStanding(
        now.place, now.staff, now.set_of, now, then, rate, then.rate(before) if then else None,
        patients, held(now.place, now.staff) if rate else None,
    )  # fmt: skip


def _aims(
    reading: PrintedReading, figures: VersionMeasures | None
) -> Callable[[PrintedPlace, PrintedStaff], HeldAim | None]:
    """What says which aim holds for a place and staff: the reader's, else the one in force there."""
    about = reading.within
    known: dict[tuple[str | None, str | None, str], HeldAim | None] = {}

    def held(place: PrintedPlace, staff: PrintedStaff) -> HeldAim | None:
        key = (place.code, staff.stem, staff.printed)
        if key not in known:
            known[key] = _told_aim(reading, staff) or _aim_in_force(place, about, staff, figures)
        return known[key]

    return held


def _told_aim(reading: PrintedReading, staff: PrintedStaff) -> HeldAim | None:
    """The reader's own aim for these staff: `aim` or `aim:STAFF`, in any unit that an aim may have."""
    for key, text in reading.told.items():
        word, _, whose = key.partition(":")
        if word != "aim" or not _is_for(whose, staff):
            continue
        value, _, unit = text.replace(",", "").partition(" ")
        metric = declared().metric(f"{staff.stem or 'gp'}_rate")
        try:
            printed = PrintedAim(float(value), unit.strip() or metric.unit)
        except ValueError:
            continue
        rate = printed.in_unit_of(metric)
        if rate is not None and rate > 0:
            return HeldAim(round(rate, 6), "", staff.name)
    return None


def _is_for(whose: str, staff: PrintedStaff) -> bool:
    said = read_words(whose).staff
    if not whose.strip():
        gps = has_words(plain_text(staff.printed), declared().printed.staff["gp"])
        return (staff.stem or "").startswith("gp") or (bool(gps) and not staff.stem)
    if plain_text(whose) in (plain_text(staff.printed), plain_text(staff.name)):
        return True
    if said is None or staff.stem is None or said.stem is None:
        return False
    return said.stem == staff.stem or (
        not said.sure and said.stem.startswith("gp") and staff.stem.startswith("gp")
    )


def _aim_in_force(
    place: PrintedPlace, about: PrintedPlace | None, staff: PrintedStaff,
    figures: VersionMeasures | None,
) -> HeldAim | None:  # fmt: skip
    where = place if place.code else about
    if figures is None or staff.stem is None or where is None or where.code is None:
        return None
    stems = (staff.stem,) if staff.sure else (_GPS if staff.stem == "gp" else (staff.stem,))
    for stem in stems:
        metric = declared().metric(f"{stem}_rate")
        if not figures.periods(metric.collection):
            continue
        period = figures.newest(metric.collection)
        level = where.level or Level.PCN
        for target in aims_in_force(figures, metric.id, level, where.code, period):
            return HeldAim(
                target.value,
                target.set_by,
                metric.short,
                staff.sure or stem == "gp",
                target.by or "",
            )
    return None


@dataclass(frozen=True)
class PrintedSpread:
    """The highest and lowest rate of some staff at one time, and how far they are apart."""

    highest: PrintedStanding
    lowest: PrintedStanding
    apart: float
    apart_then: float | None


def printed_spread(standings: Sequence[PrintedStanding]) -> PrintedSpread | None:
    """How far places are apart in some staff, now and then; None where fewer than two have figures."""
    own = [s for s in standings if not s.place.around]
    if len(own) < 2:
        return None
    rated = own[0].now.measure == "fte" and all(s.rate for s in own)
    highest, lowest = (
        pick(own, key=lambda s: s.rate.value if rated and s.rate else s.now.value)
        for pick in (max, min)
    )
    apart = rounding.apart(highest.now.value, lowest.now.value, highest.now.decimals)
    before = [s.then for s in own if s.then is not None]
    then = None
    if len(before) == len(own):
        values = [figure.value for figure in before]
        then = rounding.apart(max(values), min(values), before[0].decimals)
    return PrintedSpread(highest, lowest, apart, then)
