"""Groups of any practices: their figures add up, and none is a door to a number that is hidden."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.making import figures, lists_csv, places_csv, staff_csv
from wfcore.declared import declared
from wfcore.geography import Level, PracticeGroup
from wfcore.measuring import VersionMeasures, with_group

CODES = [f"A0000{n}" for n in range(1, 7)]
PLACES = places_csv(
    [(code, f"U0000{n // 2}", ("East", "West")[n // 4]) for n, code in enumerate(CODES)]
)
EVERY = [frozenset(some) for size in range(1, 7) for some in combinations(CODES, size)]
COUNTS = st.lists(st.sampled_from([0, 1, 2, 3, 4, 6, 9]), min_size=6, max_size=6)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def world(counts: list[float], *, local: bool) -> VersionMeasures:
    staff = staff_csv([("", code, fte) for code, fte in zip(CODES, counts, strict=True)])
    staff = staff.replace("gpw_detailed", "local_staff") if local else staff
    return figures(PLACES, lists_csv([(code, 5_000) for code in CODES]), staff)


def posts_of(version: VersionMeasures, practices: frozenset[str]) -> float | None:
    """The posts of a group as they are shown."""
    code = PracticeGroup.of_practices("Mine", practices).code
    return with_group(version, code).measure_of("gp_fte", Level.GROUP, code).numerator


@FEW
@given(COUNTS)
def test_a_group_is_the_sum_of_its_practices(counts: list[int]):
    version = world([float(count) for count in counts], local=False)
    of_one = dict(zip(CODES, counts, strict=True))
    for practices in EVERY[::5]:
        assert posts_of(version, practices) == pytest.approx(
            sum(of_one[code] for code in practices)
        )


@FEW
@given(COUNTS)
def test_no_two_figures_that_are_shown_differ_by_too_few_people(counts: list[int]):
    version = world([float(count) for count in counts], local=True)
    of_one = dict(zip(CODES, counts, strict=True))
    shown = {some: posts for some in EVERY if (posts := posts_of(version, some)) is not None}
    for level in (Level.PRACTICE, Level.PCN, Level.BOROUGH, Level.SUB_ICB, Level.ICB):
        rows = version.measure(["gp_fte"], level)
        units = version.units("practice", "2025-09").frame
        for code, posts in rows.select("area_code", "numerator").iter_rows():
            column = "unit" if level is Level.PRACTICE else f"{level}_code"
            if posts is not None:
                shown[frozenset(units.filter(units[column] == code)["unit"])] = posts
    least = declared().rules.disclosure.local_hides_below
    for one in shown:
        for other in shown:
            if one > other:
                apart = sum(of_one[code] for code in one - other)
                assert apart == 0 or apart >= least, (sorted(one), sorted(other), counts)
