"""What is looked at: a version, a place, a metric and a month."""

from collections.abc import Iterator
from dataclasses import dataclass

from wfcore.arrs import usual_month
from wfcore.comparing import a_year_before, months_counting, the_one_before
from wfcore.declared import Metric, declared
from wfcore.errors import UnknownName
from wfcore.geography import GROUP_PREFIX, Level, display_name
from wfcore.measuring import Measure, Receipt, VersionMeasures, cached_per_version, with_group
from wfcore.targeting import gaps_of, targeted_metrics
from wfcore.wording import kinds_of_places, month, only_as_it_was

# Ways of counting GPs, the widest first.
GP_COUNTS = ("gp", "gp_excl_trainees", "gp_excl_locums", "gp_qualified_permanent")

_SMALLER = {
    Level.ENGLAND: (Level.REGION, Level.ICB),
    Level.REGION: (Level.ICB, Level.SUB_ICB),
    Level.ICB: (Level.BOROUGH, Level.SUB_ICB, Level.PCN),
    Level.SUB_ICB: (Level.BOROUGH, Level.PCN),
    Level.BOROUGH: (Level.PCN, Level.PRACTICE),
    Level.PCN: (Level.PRACTICE,),
    Level.GROUP: (Level.PRACTICE,),
    Level.PRACTICE: (),
}


Area = tuple[Level, str, str]  # level, code and name


@dataclass(frozen=True)
class Choice:
    """What the reader looks at: version, place, metric and period.

    `today` is the month it is now, `YYYY-MM`; without it nothing is said about the age of figures.
    """

    figures: VersionMeasures
    level: Level
    code: str
    name: str
    metric: Metric
    period: str
    periods: tuple[str, ...]
    today: str | None = None

    @property
    def version(self) -> int:
        """The version of the data."""
        return self.figures.version.number

    def measure(self, metric: str | None = None) -> Measure:
        """A measure of the place in its month; of its metric without one."""
        return self.figures.measure_of(metric or self.metric.id, self.level, self.code, self.period)

    def measure_in(self, area: Area) -> Measure:
        """The same measure of another area."""
        return self.figures.measure_of(self.metric.id, area[0], area[1], self.period)

    def likewise(self, metric: str) -> Metric:
        """Another metric for the patients that the one looked at is for."""
        return declared().for_patients(metric, self.metric.patients)

    def receipt(self, metric: str | None = None, period: str | None = None) -> Receipt:
        """How a number of the place is made; that of its metric and month without others."""
        return self.figures.receipt(
            metric or self.metric.id, self.level, self.code, period or self.period
        )

    def before(self) -> tuple[str, str] | None:
        """The period to compare with and how to say it: a year ago, else the one before.

        Only months that count the same way are compared.
        """
        counted = self.months_counting()
        year = a_year_before(counted, self.period)
        if year:
            return year, "a year ago"
        earlier = the_one_before(counted, self.period)
        return (earlier, f"in {month(earlier)}") if earlier else None

    def months_counting(self) -> list[str]:
        """The months of the place whose files have the metric; all of them when none has."""
        return months_counting(self.figures, self.metric.id, self.level, self.code)

    def above(self) -> Area | None:
        """The area to compare with: the smallest one around this that is not the same area again."""
        parents = self.figures.parents(self.metric.collection, self.period, self.level, self.code)
        return parents[0] if parents else None

    def around(self) -> list[Measure]:
        """The measure in the areas that the verdict compares with: England, then the smallest one around.

        An area that is nearly the place itself tells nothing: a larger one is taken.
        """
        parents = self.figures.parents(self.metric.collection, self.period, self.level, self.code)
        here = self.measure().patients
        least = here and here * declared().rules.larger_area
        wider = [
            measure
            for measure in map(self.measure_in, parents)
            if least is None or measure.patients is None or measure.patients >= least
        ]
        largest = [measure for measure in wider[1:] if measure.level is Level.ENGLAND]
        return [*largest, *wider[:1]]

    def kinds(self, level: Level, inside: str | None = None) -> str:
        """What the places of a level are called in the areas they lie in.

        Args:
            level: theirs.
            inside: code of the larger area that holds them; the place itself without one.
        """
        if level is not Level.BOROUGH:
            return level.plural
        rows = self.figures.measure(
            [self.metric.id], level, period=self.period, within=inside or self.code
        )
        return kinds_of_places(level, rows["area_code"])

    def inside(self) -> Iterator[Level]:
        """Smaller levels that the data have inside this place, nearest first, looked for one by one."""
        for level in _SMALLER[self.level]:
            if self.count_inside(level):
                yield level

    def count_inside(self, level: Level) -> int:
        """How many places of a smaller level the data have inside this place."""
        return self.figures.count_areas(
            self.metric.collection, level, period=self.period, within=self.code
        )

    def nearest_inside(self, wanted: str | None) -> Level | None:
        """The level that is wanted of those inside, else the nearest; None where there is none."""
        nearest = None
        for level in self.inside():
            if wanted in (None, level):
                return level
            nearest = nearest or level
        return nearest


def on_fitting_map(
    figures: VersionMeasures, place: str | None, chosen: str | None
) -> tuple[VersionMeasures, str]:
    """Figures on the map that is chosen; else on today's, or as it was where today's has not the place.

    Args:
        figures: the version.
        place: code or name of what is looked at; None for nothing yet.
        chosen: the map, as `VersionMeasures.on_map` takes it; None where nobody chose.

    Returns:
        The figures, and why they are not on today's map; empty where they are, or somebody chose.
    """
    today, then = figures.on_map("today"), figures.on_map("then")
    if chosen or not place or today is then:
        return figures.on_map(chosen or "today"), ""
    collections = [c for c in ("practice", "pcn") if then.periods(c)]
    if any(today.knows(place, c) for c in collections):
        return today, ""
    collection = next((c for c in collections if then.knows(place, c)), None)
    if collection is None:
        return today, ""
    level, code, name = then.find(place, collection)
    heir = today.heir_of(collection, level, code)
    return then, only_as_it_was(display_name(name), display_name(heir) if heir else None)


@cached_per_version
def count_offered_first(figures: VersionMeasures, place: str, period: str | None = None) -> Metric:
    """The rate of GPs to open on: as targets count them, the place's own before others; else all GPs.

    Args:
        figures: the version.
        place: code or name.
        period: `YYYY-MM`; the newest that the place has without one. It must have the count.
    """
    all_gps = declared().metric("gp_rate")
    try:
        level, code, _ = figures.find(place, period=period)
    except UnknownName:
        return all_gps
    then = period or next(reversed(figures.periods_of("practice", level, code)), None)
    counts = [m for m in targeted_metrics(figures) if m.removesuffix("_rate") in GP_COUNTS]
    if then:
        counts.sort(key=lambda metric: not gaps_of(figures, metric, level, code, then))
        for metric in counts:
            if figures.measure_of(metric, level, code, then).value is not None:
                return declared().metric(metric)
    return all_gps


def choice_of(
    figures: VersionMeasures,
    place: str,
    metric: str | None = None,
    period: str | None = None,
    *,
    patients: str | None = None,
) -> Choice:
    """A place looked at without a page.

    Args:
        figures: the version.
        place: code or name; of a group with `group:` before it.
        metric: id of a metric; the count that is offered first without one.
        period: `YYYY-MM`; the newest that the place has without one.
        patients: whom a rate is for, by the name in `metrics.yaml`; as the metric says without one.

    Raises:
        UnknownName: no such place, metric or month.
    """
    if place.startswith(GROUP_PREFIX):
        figures = with_group(figures, place.removeprefix(GROUP_PREFIX))
        place = figures.group.code
    found = declared().metric(metric) if metric else count_offered_first(figures, place, period)
    found = declared().for_patients(found.id, patients) if patients else found
    level, code, name = figures.find(place, found.collection, period)
    periods = tuple(figures.periods_of(found.collection, level, code))
    usual = usual_month(figures, level, code) if found.collection == "pcn" else None
    then = period or usual or (periods[-1] if periods else figures.newest(found.collection))
    if then not in periods:
        raise UnknownName(
            f"There are no figures of {found.short} for {name} in {month(then)}.",
            f"There are some for: {', '.join(periods[-4:]) or 'no month'}.",
        )
    return Choice(figures, level, code, display_name(name), found, then, periods)
