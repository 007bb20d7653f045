"""What must hold for every what-if, on random staff and random scenarios."""

import itertools
import math
import string

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.properties.recalculation import GROUPS, Recalculation
from tests.unit.staffing import area, course_of, stocks_of
from wfcore.declared import declared
from wfcore.errors import UnfitScenario, WorkforceError
from wfcore.projecting import (
    HOWS,
    Scenario,
    Stocks,
    allot,
    by_area,
    contributions,
    from_link,
    from_yaml,
    question,
    scenario_of,
    seek,
    spending,
    to_link,
    to_yaml,
)

settings.register_profile("house", derandomize=True, deadline=None, max_examples=100, database=None)
settings.load_profile("house")

some = settings(max_examples=40)
few = settings(max_examples=15)
ASSUMED = declared().assumptions
CODES = ("U00001", "U00002", "U00003", "U00004")
BOROUGHS = ("Westham", "Eastham")
COUNTS = tuple(ASSUMED.counts)


def close(a: float, b: float, tolerance: float = 1e-9) -> bool:
    return math.isclose(a, b, rel_tol=tolerance, abs_tol=tolerance)


# Random staff


def figures(most: float) -> st.SearchStrategy[float]:
    return st.floats(0, most, allow_subnormal=False).map(lambda x: round(x, 3))


@st.composite
def areas(draw: st.DrawFn, code: str, borough: str) -> dict[str, object]:
    fte = [draw(figures(60)) for _ in range(4)]
    patients = [float(draw(st.integers(1_000, 90_000)))] * 4
    for g in range(1, 4):
        if draw(st.integers(0, 9)) == 0:  # nobody counted this group here
            fte[g] = patients[g] = math.nan
    return area(
        code,
        borough=borough,
        fte=fte,
        people=[f * draw(st.sampled_from([1.0, 1.25, 2.0])) for f in fte],
        aged=[round(draw(st.floats(0, 1)), 3) for _ in range(4)],
        patients=patients,
        trainees=(trained := draw(figures(20)), trained * draw(st.sampled_from([1.0, 1.1]))),
        growth=round(draw(st.floats(-0.05, 0.1)), 4),
    )


@st.composite
def staff(draw: st.DrawFn) -> Stocks:
    """One to four networks in one or two boroughs; one network may lie in both."""
    number = draw(st.integers(1, 4))
    rows = [draw(areas(CODES[i], draw(st.sampled_from(BOROUGHS)))) for i in range(number)]
    if draw(st.booleans()):
        other = BOROUGHS[1 - BOROUGHS.index(str(rows[0]["borough"]))]
        rows.append(draw(areas(CODES[0], other)))
    return stocks_of(*rows)


# Random scenarios


def within(least: float, most: float) -> st.SearchStrategy[float]:
    return st.one_of(
        st.sampled_from([float(least), float(most)]),
        st.floats(least, most, allow_subnormal=False),
    )


@st.composite
def levers(draw: st.DrawFn, staffs: tuple[str, ...]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    # GPs have the most that can go wrong, so they are in most scenarios.
    keys = draw(st.sets(st.sampled_from(staffs), max_size=2))
    for key in sorted(keys | ({"gp"} if draw(st.integers(0, 3)) else set())):
        ours = ASSUMED.levers_of(key)
        chosen = draw(st.lists(st.sampled_from(ours), unique_by=lambda one: one.id, max_size=5))
        found[key] = {one.id: draw(within(one.least, one.most)) for one in chosen}
    return found


def month(quarters: int) -> str:
    return later(3 * quarters)


def later(months: int) -> str:
    year, m = divmod(12 * 2025 + 8 + months, 12)
    return f"{year}-{m + 1:02d}"


@st.composite
def interventions(draw: st.DrawFn, codes: list[str]) -> list[dict[str, object]]:
    """Up to four; those on one lever of one network follow each other without a gap."""
    found: list[dict[str, object]] = []
    free: dict[tuple[str, str, str], int] = {}
    for i in range(draw(st.integers(0, 4))):
        key = draw(st.sampled_from(["gp", "gp", "nurse"]))
        one = draw(st.sampled_from(ASSUMED.levers_of(key)))
        place = draw(st.sampled_from(codes))
        begins = free.get((place, key, one.id), draw(st.integers(-5, 30)))
        ends = begins + draw(st.integers(0, 30))
        free[place, key, one.id] = ends + 1
        found.append(
            {
                "name": f"Scheme {i}", "place": place, "staff": key, "lever": one.id,
                "size": draw(within(one.least, one.most)), "start": later(begins), "end": later(ends),
                "cost_gbp": draw(st.none() | st.floats(0, 1e9)), "mou": draw(st.booleans()),
                "recruits_from": draw(st.sampled_from(["new", "other_pcns", "community_pharmacy"])),
                "role": draw(st.none() | st.sampled_from(list(ASSUMED.costs))),
            }
        )  # fmt: skip
    return draw(st.permutations(found))


@st.composite
def scenarios(draw: st.DrawFn, stocks: Stocks, *, quarters: int = 14) -> Scenario:
    codes = stocks.areas["area_code"].unique().sort().to_list()
    places = ["QXX", "QXX", *codes, *stocks.areas["borough_code"].unique().sort().to_list()]
    target = draw(st.none() | st.floats(0, 200))
    return scenario_of(
        {
            "name": draw(st.sampled_from(["", "Plan A", "baseline", "scenario"])),
            "place": draw(st.sampled_from(places)),
            "by": month(draw(st.integers(1, quarters))),
            "count": draw(st.sampled_from(COUNTS)),
            "target": target,
            "targets": draw(st.dictionaries(st.sampled_from(codes), st.floats(0, 1000), max_size=2)),
            "levers": draw(levers(("gp", "nurse", "dpc", "admin"))),
            "list_growth": draw(st.none() | within(-5, 10)),
            "interventions": draw(interventions(codes)),
        }
    )  # fmt: skip


@st.composite
def asked(draw: st.DrawFn) -> tuple[Stocks, Scenario]:
    """Staff and a scenario that fits them."""
    stocks = draw(staff())
    scenario = draw(scenarios(stocks))
    counted = ASSUMED.counts[scenario.count][0]
    inside = stocks.rows(scenario.place)
    there = np.nan_to_num(stocks.patients[inside, GROUPS.index(counted)]).sum()
    assume(there > 0)
    return stocks, scenario


# The engine against a slow recalculation


@some
@given(asked())
def test_an_independent_recalculation_agrees(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    again = Recalculation(stocks, scenario).run()
    course = course_of(stocks, scenario, people=True)
    rows = np.flatnonzero(stocks.rows(scenario.place)).tolist()
    counted = ASSUMED.counts[scenario.count]
    for k in range(len(course.periods)):
        patients = [again.patients[r, counted[0]][k] for r in rows]
        fte = sum(again.fte[r, g][k] for r in rows for g in counted)
        heads = sum(again.people[r, g][k] for r in rows for g in counted)
        assert close(course.fte[k, 0], fte)
        assert close(course.people[k, 0], heads)
        assert close(course.patients[k, 0], sum(patients))
        aims = [scenario.targets.get(c, scenario.target) for c in stocks.areas["area_code"]]
        if any(aims[r] is None for r in rows):
            assert math.isnan(course.gap_fte[k, 0])
        else:
            needed = sum(
                aims[r] * p / 100_000 for r, p in zip(rows, patients, strict=True) if p > 0
            )
            assert close(course.gap_fte[k, 0], needed - fte)


@some
@given(asked())
def test_every_area_agrees_with_the_recalculation(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    again = Recalculation(stocks, scenario).run()
    found = by_area(stocks, scenario, "pcn")
    label = found["scenario"].unique(maintain_order=True).to_list()[-1]
    names = stocks.areas["area_code"].to_list()
    seen = 0
    for row in found.filter(pl.col("scenario") == label).iter_rows(named=True):
        k = course_step(row["period"])
        group = row["staff_group"]
        lists = "gp_qualified" if group == "gp_trainee" else group
        mine = [i for i, c in enumerate(names) if c == row["area_code"]]
        mine = [i for i in mine if again.patients[i, lists][0] > 0]
        assert close(row["fte"], sum(again.fte[i, group][k] for i in mine))
        assert close(row["patients"], sum(again.patients[i, lists][k] for i in mine))
        assert close(row["rate"], row["fte"] / row["patients"] * 100_000)
        seen += 1
    assert seen


def course_step(period: str) -> int:
    return (12 * (int(period[:4]) - 2025) + int(period[5:]) - 9) // 3


# Nothing moved


@some
@given(asked())
def test_levers_left_where_they_are_change_nothing(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    still = {
        key: {one.id: one.at("now", key) for one in ASSUMED.levers_of(key)} for key in ASSUMED.staff
    }
    plain = scenario.baseline()
    same = scenario_of({**plain.model_dump(), "levers": still})
    one, other = course_of(stocks, plain, people=True), course_of(stocks, same, people=True)
    for name in ("fte", "people", "patients"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    # Lists that grow as the place's own do.
    own = 100 * stocks.own_growth(stocks.rows(plain.place))
    grown = course_of(stocks, scenario_of({**plain.model_dump(), "list_growth": own}))
    np.testing.assert_allclose(grown.rate, one.rate, rtol=1e-12, atol=1e-12)
    assert contributions(question(stocks, same)).is_empty()
    assert by_area(stocks, plain, "pcn")["scenario"].unique().to_list() == ["baseline"]


@few
@given(asked())
def test_the_same_question_has_the_same_answer(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    one, other = course_of(stocks, scenario), course_of(stocks, scenario)
    np.testing.assert_array_equal(one.fte, other.fte)
    assert by_area(stocks, scenario, "icb").equals(by_area(stocks, scenario, "icb"))


# Areas add


@some
@given(asked())
def test_an_icb_is_the_sum_of_its_networks_and_boroughs(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    keys = ["period", "staff_group", "scenario"]
    sums = [
        by_area(stocks, scenario, level)
        .group_by(keys)
        .agg(pl.col("fte", "patients", "gap_fte").sum(), open=pl.col("gap_fte").is_null().any())
        .sort(keys)
        for level in ("pcn", "borough", "icb")
    ]
    for other in sums[:-1]:
        assert other.select(keys).equals(sums[-1].select(keys))
        for name in ("fte", "patients"):
            np.testing.assert_allclose(other[name], sums[-1][name], rtol=1e-11, atol=1e-9)
        there = ~sums[-1]["open"].to_numpy()
        gaps = other["gap_fte"].to_numpy()[there], sums[-1]["gap_fte"].to_numpy()[there]
        np.testing.assert_allclose(*gaps, rtol=1e-9, atol=1e-9)


@some
@given(asked())
def test_a_place_is_the_sum_of_its_areas(both: tuple[Stocks, Scenario]):
    """The course of a place runs on areas taken together; `by_area` runs on each by itself."""
    stocks, scenario = both
    course = course_of(stocks, scenario)
    rows = by_area(stocks, scenario, "pcn")
    label = rows["scenario"].unique(maintain_order=True).to_list()[-1]
    counted = ASSUMED.counts[scenario.count]
    inside = stocks.areas.filter(pl.Series(stocks.rows(scenario.place)))["area_code"]
    codes = stocks.areas["area_code"].to_list()
    # A network in two boroughs is only partly inside one of them.
    assume(all(codes.count(c) == inside.to_list().count(c) for c in inside))
    mine = rows.filter(
        pl.col("scenario") == label,
        pl.col("staff_group").is_in(counted),
        pl.col("area_code").is_in(inside.to_list()),
    )
    total = mine.group_by("period", maintain_order=True).agg(pl.col("fte").sum())
    np.testing.assert_allclose(course.fte[:, 0], total["fte"], rtol=1e-11, atol=1e-9)


# Contributions


@few
@given(asked())
def test_contributions_add_up_to_the_difference(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    parts = contributions(question(stocks, scenario))
    end, begin = course_of(stocks, scenario), course_of(stocks, scenario.baseline())
    for column, name in (("part_rate", "rate"), ("part_fte", "fte"), ("part_gap", "gap_fte")):
        whole = float(getattr(end, name)[-1, 0] - getattr(begin, name)[-1, 0])
        if math.isnan(whole):
            assert parts[column].is_nan().all()
        else:
            assert close(parts[column].sum(), whole, 1e-8)


@few
@given(asked())
def test_contributions_are_averages_over_every_order(both: tuple[Stocks, Scenario]):
    """Worked out by making the changes one after the other, in every order there is."""
    stocks, scenario = both
    content = scenario.model_dump()
    moved = [p for p in scenario.moved() if p[0] in ("", scenario.staff)]
    steps = [*moved]
    if any(i.staff == scenario.staff for i in scenario.interventions):
        steps.append(("", "programme"))
    assume(1 <= len(steps) <= 3)

    def rate(made: tuple[tuple[str, str], ...]) -> float:
        mine = {
            lever: value
            for lever, value in scenario.levers.get(scenario.staff, {}).items()
            if (scenario.staff, lever) in made
        }
        some_made = {
            **content,
            "levers": {scenario.staff: mine},
            "list_growth": scenario.list_growth if ("", "list_growth") in made else None,
            "interventions": scenario.interventions if ("", "programme") in made else (),
        }
        return float(course_of(stocks, scenario_of(some_made)).rate[-1, 0])

    orders = list(itertools.permutations(steps))
    expected = dict.fromkeys(steps, 0.0)
    for order in orders:
        for i, step in enumerate(order):
            expected[step] += (rate(order[: i + 1]) - rate(order[:i])) / len(orders)
    found = contributions(question(stocks, scenario))
    for row in found.iter_rows(named=True):
        assert close(row["part_rate"], expected[row["staff"], row["lever"]], 1e-8)
    assert found.height == len(steps)


@few
@given(asked(), st.randoms(use_true_random=False))
def test_contributions_do_not_depend_on_the_order_in_which_levers_are_named(
    both: tuple[Stocks, Scenario], chance
):
    stocks, scenario = both
    turned = {}
    for key in sorted(scenario.levers, reverse=True):
        mine = list(scenario.levers[key].items())
        chance.shuffle(mine)
        turned[key] = dict(mine)
    other = scenario_of(
        {
            **scenario.model_dump(),
            "levers": turned,
            "interventions": tuple(reversed(scenario.interventions)),
        }
    )
    keys = ["staff", "lever"]
    one, two = (contributions(question(stocks, s)).sort(keys) for s in (scenario, other))
    assert one.select(keys).equals(two.select(keys))
    for name in ("part_rate", "part_fte"):
        np.testing.assert_allclose(one[name], two[name], rtol=1e-7, atol=1e-8)


# Goals


@some
@given(asked(), st.data())
def test_a_goal_fed_back_reaches_its_target(both: tuple[Stocks, Scenario], data: st.DataObject):
    stocks, scenario = both
    lever = data.draw(
        st.sampled_from([*(one.id for one in ASSUMED.levers_of(scenario.staff)), "list_growth"])
    )
    rate = float(course_of(stocks, scenario).rate[-1, 0])
    factor = data.draw(st.sampled_from([0.0, 0.9, 0.99, 1.0, 1.01, 1.1, 3.0]))
    target = min(rate * factor, 1000.0)
    found = seek(stocks, scenario, lever, target)
    assert close(found.target, target)
    if found.value is None:
        # Its best value does not reach it.
        best = course_of(stocks, scenario.with_lever(scenario.staff, lever, found.limit))
        assert float(best.rate[-1, 0]) < target
        assert close(float(best.rate[-1, 0]), found.reached)
        return
    back = scenario.with_lever(scenario.staff, lever, found.value)
    reached = float(course_of(stocks, back).rate[-1, 0])
    assert close(reached, found.reached)
    if found.easy:
        assert reached >= target - 1e-6
    else:
        assert reached == pytest.approx(target, abs=1e-6)


@some
@given(asked(), st.data())
def test_more_of_a_helpful_lever_never_makes_the_gap_larger(
    both: tuple[Stocks, Scenario], data: st.DataObject
):
    stocks, scenario = both
    one = data.draw(st.sampled_from([*ASSUMED.levers_of(scenario.staff), ASSUMED.list_growth]))
    name = getattr(one, "id", "list_growth")
    values = sorted(data.draw(within(one.least, one.most)) for _ in range(3))
    if one.better == "lower":
        values.reverse()
    aimed = scenario_of({**scenario.model_dump(), "target": 60.0})
    gaps = [
        course_of(stocks, aimed.with_lever(scenario.staff, name, v)).gap_fte[:, 0] for v in values
    ]
    rates = [
        course_of(stocks, aimed.with_lever(scenario.staff, name, v)).rate[:, 0] for v in values
    ]
    for worse, better in itertools.pairwise(range(3)):
        assert (gaps[better] <= gaps[worse] + 1e-9).all()
        assert (rates[better] >= rates[worse] - 1e-9).all()


@some
@given(asked())
def test_staff_are_never_fewer_than_none(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    course = course_of(stocks, scenario, people=True)
    assert (course.fte >= 0).all()
    assert (course.people >= 0).all()
    assert (by_area(stocks, scenario, "pcn")["fte"] >= 0).all()


@few
@given(asked())
def test_what_is_spent_is_on_the_posts_that_are_more(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    rows = spending(stocks, scenario).filter(
        pl.col("fte_years").is_not_null(), staff_group=scenario.staff
    )
    more = (course_of(stocks, scenario).fte - course_of(stocks, scenario.baseline()).fte)[:, 0]
    years = sum((a + b) / 2 / 4 for a, b in itertools.pairwise(more))
    assert close(rows["fte_years"].sum(), years, 1e-7)


# Sharing posts out


@some
@given(
    st.lists(
        st.tuples(figures(50), st.integers(1_000, 90_000), figures(100), st.none() | figures(60)),
        min_size=1,
        max_size=6,
    ),
    st.floats(0.1, 60),
    st.sampled_from(HOWS),
)
def test_posts_given_out_are_never_negative_nor_more_than_there_are(
    rows: list[tuple[float, int, float, float | None]], posts: float, how: str
):
    places = pl.DataFrame(
        {
            "area_code": [f"U{i:05d}" for i in range(len(rows))],
            "area_name": [f"N{i}" for i in range(len(rows))],
            "fte": [r[0] for r in rows],
            "patients": [float(r[1]) for r in rows],
            "target": [r[2] for r in rows],
        }
    )
    scores = {f"U{i:05d}": r[3] for i, r in enumerate(rows)}
    if how == "by_need" and all(v is None for v in scores.values()):
        with pytest.raises(UnfitScenario, match="No deprivation scores"):
            allot(places, posts, how, scores)
        return
    found = allot(places, posts, how, scores)
    assert (found["posts"] >= -1e-12).all()
    assert found["posts"].sum() <= posts + 1e-9
    np.testing.assert_allclose(found["gap_after"], found["gap_before"] - found["posts"], atol=1e-9)


# Text


names = st.text(st.characters(codec="utf-8"), max_size=80)


@st.composite
def whole_scenarios(draw: st.DrawFn) -> Scenario:
    """A scenario that says anything a scenario can say."""
    codes = draw(
        st.lists(
            st.text(string.ascii_letters + string.digits + " &,:;'-%.", min_size=1, max_size=20),
            min_size=1, max_size=3, unique=True,
        )
    )  # fmt: skip
    assumed = {
        what: draw(
            st.dictionaries(st.sampled_from(list(one.value)), within(one.least, one.most), max_size=3)
        )
        for what, one in ASSUMED.stand_ins.items()
        if draw(st.booleans())
    }  # fmt: skip
    return scenario_of(
        {
            "name": draw(names),
            "place": draw(st.sampled_from(codes)),
            "version": draw(st.none() | st.integers(1, 10**6)),
            "period": draw(st.none() | st.just("2025-09")),
            "by": month(draw(st.integers(1, 40))),
            "count": draw(st.sampled_from(COUNTS)),
            "target": draw(st.none() | within(0, 1000)),
            "targets": draw(st.dictionaries(st.sampled_from(codes), within(0, 1000), max_size=3)),
            "levers": {k: v for k, v in draw(levers(("gp", "nurse", "dpc", "admin"))).items() if v},
            "list_growth": draw(st.none() | within(-5, 10)),
            "today": {k: v for k, v in assumed.items() if v},
            "costs": draw(
                st.dictionaries(st.sampled_from(list(ASSUMED.costs)), within(0, 1e6), max_size=3)
            ),
            "limits": {
                key: draw(st.none() | within(0, 10_000)) for key in ("rooms_for", "supervised")
            },
            "recruits_from": draw(st.sampled_from(["new", "other_pcns", "community_pharmacy"])),
            "interventions": [
                {**i, "name": draw(names) or "x"} for i in draw(interventions(codes))
            ],
        }
    )


@settings(max_examples=60)
@given(whole_scenarios())
def test_a_scenario_file_reads_back_exactly(scenario: Scenario):
    text = to_yaml(scenario)
    assert from_yaml(text) == scenario
    assert from_yaml(text.encode()) == scenario
    assert to_yaml(from_yaml(text)) == text


@settings(max_examples=60)
@given(whole_scenarios())
def test_a_link_reads_back_exactly(scenario: Scenario):
    link = to_link(scenario)
    assume(sum(map(len, link.values())) <= 6000)
    back = from_link(
        link,
        place=scenario.place,
        count=scenario.count,
        period=scenario.period,
        version=scenario.version,
        by="2026-09",
    )
    assert back == scenario


def only_unfit(read) -> None:
    """Whatever it is, it is a scenario or a refusal in words that can be shown."""
    try:
        found: Scenario | None = read()
        refusal = None
    except UnfitScenario as error:
        found, refusal = None, error
    assert isinstance(found, Scenario) or (refusal and refusal.message and refusal.advice)
    str(refusal).encode()


yamls = st.text(st.sampled_from(list("{}[]:,-?&*!|>%@`\"'#~<=+._ \n\tab019xn\\u\ufeff\x85\u2028")))


@given(st.binary(max_size=300) | names.map(str.encode))
@example(b"\xff\xfea\x00")
def test_no_bytes_break_the_loader(data: bytes):
    only_unfit(lambda: from_yaml(data))


@settings(max_examples=200)
@given(st.text(max_size=300) | yamls)
@example("\ud800")
@example('place: "\\uD800"')
@example('"\\uD800": 1')
@example("a: 1" + ":1" * 300 + ".0")
@example("a: 0x_")
@example("{1: 2, [3]: 4}")
@example("? [a]\n: b")
@example("by: 2030-09-30")
@example("? !!null\n: 1")
def test_no_text_breaks_the_loader(text: str):
    only_unfit(lambda: from_yaml(text))


leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10), st.dates(),
    st.sampled_from(["gp", "turnover", "2030-09", "U00001", "gp_excl_trainees"]),
)  # fmt: skip
contents = st.dictionaries(
    st.sampled_from(sorted(Scenario.model_fields)) | st.text(max_size=8) | st.integers(),
    st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["gp", "turnover", "share_55", "name", "place"]) | st.integers(),
                inner,
                max_size=3,
            )
        ),
        max_leaves=8,
    ),
    max_size=6,
)


@settings(max_examples=150)
@given(contents)
def test_no_content_breaks_a_scenario(content: dict[object, object]):
    only_unfit(lambda: scenario_of(content))
    only_unfit(lambda: scenario_of({"place": "QXX", "by": "2030-09", **content}))


@settings(max_examples=150)
@given(
    st.dictionaries(
        st.sampled_from(["by", "name", "target", "set", "aims", "today", "cost", "limits", "from", "do"]),
        st.text(max_size=30)
        | st.sampled_from(["gp.turnover:8", "list_growth:1", "U1:44", "gp:1", "a,b,c", "1e5", "NaN", "-"]),
    )
)  # fmt: skip
def test_no_link_breaks_the_page(link: dict[str, str]):
    only_unfit(
        lambda: from_link(link, place="QXX", count="gp", period="2025-09", version=1, by="2030-09")
    )


@few
@given(asked(), st.sampled_from(["U99999", "Nowhere", "QYY"]))
def test_a_place_that_is_gone_is_explained(both: tuple[Stocks, Scenario], gone: str):
    stocks, scenario = both
    for moved in (
        {"place": gone},
        {
            "interventions": [
                {
                    "name": "Gone", "place": gone, "staff": scenario.staff, "lever": "turnover",
                    "size": 5.0, "start": "2025-10", "end": "2026-09",
                }
            ]
        },
    ):  # fmt: skip
        other = scenario_of({**scenario.model_dump(), **moved})
        for ask in (
            lambda s=other: course_of(stocks, s),
            lambda s=other: by_area(stocks, s, "pcn"),
        ):
            with pytest.raises(WorkforceError, match=gone):
                ask()
