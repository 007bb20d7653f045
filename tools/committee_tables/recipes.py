"""The kinds of tables that committees print, each with the faults that could stand in it."""

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from tools.committee_tables.building import Column, Part, Plan, Plant, Printed, Values, built

_Chance = random.Random
_TREES = (
    "Alder", "Beech", "Cedar", "Elm Park", "Fir Tree", "Hazel", "Juniper", "Larch Lane", "Maple",
    "Oak Hill", "Poplar", "Rowan", "Sycamore", "Willow Brook",
)  # fmt: skip
_TOWNS = (
    "Ashdown",
    "Birchwood",
    "Copse",
    "Denham Vale",
    "Easterby",
    "Fernleigh",
    "Greenholt",
    "Highmoor",
)
_STAFF = ("GPs", "Nurses", "Direct patient care", "Admin")
_ROLES = (
    "Clinical pharmacists", "Care coordinators", "Social prescribing link workers", "Paramedics",
    "Physiotherapists", "Pharmacy technicians", "Physician associates",
)  # fmt: skip
_BANDS = ("Under 30", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59", "60-64", "65 and over")
_MONTHS = ("March", "June", "September", "December")
_POSTS = ("FTE", "WTE")
_HUNDRED = Decimal(100)


def _ratio(over: int, under: int, times: int = 1) -> Callable[[Values, Values], Decimal]:
    """One column of a row over another, times something."""
    return lambda row, _whole: times * row[over] / row[under]


def drawn_fte(chance: _Chance, low: float, high: float) -> Decimal:
    """Posts, or a factor, to four decimals."""
    return Decimal(str(round(chance.uniform(low, high), 4)))


def drawn_number(chance: _Chance, low: int, high: int) -> Decimal:
    """People, patients or pounds."""
    return Decimal(chance.randint(low, high))


def drawn_places(chance: _Chance, least: int = 3) -> list[str]:
    """Names of networks or of boroughs."""
    if chance.random() < 0.6:
        ending = chance.choice((" PCN", "", " Network"))
        names = [f"{tree}{ending}" for tree in _TREES]
    else:
        names = list(_TOWNS)
    return chance.sample(names, chance.randint(least, min(8, len(names))))


def _date(chance: _Chance) -> str:
    return f"{chance.choice(_MONTHS)} {chance.randint(2017, 2025)}"


def _total(chance: _Chance) -> str:
    return chance.choice(("Total", "TOTAL", "Total (all)", "All places", "Grand total"))


def _staff_by_place(chance: _Chance) -> Printed:
    """Posts of staff groups in places, in one or two sections with sub-totals, perhaps of a total at the right."""
    unit, digits = chance.choice(_POSTS), chance.choice((0, 1, 1, 2))
    groups = chance.sample(_STAFF, chance.randint(2, 4))
    columns = [Column(group, digits) for group in groups]
    names = drawn_places(chance, 4)
    parts = [Part(name, tuple(drawn_fte(chance, 2, 60) for _ in groups)) for name in names]
    if chance.random() < 0.6:
        add_up: Callable[[Values, Values], Decimal] = lambda row, _whole: sum(row, Decimal())  # noqa: E731
        columns.append(Column("Total", digits, fault="row_sum", made=add_up))
    plan = Plan("staff by place", f"Staff by place, {_date(chance)} ({unit})", "Place", columns, parts,
                total=_total(chance), total_first=chance.random() < 0.15)  # fmt: skip
    if chance.random() < 0.3:
        half = len(names) // 2
        north = [replace(part, section="North") for part in parts[:half]]
        plan.parts = [*north, *(replace(part, section="South") for part in parts[half:])]
        plan.subtotal, plan.total_first = "{} total", False
    if chance.random() < 0.2 and not plan.subtotal:
        plan.columns = [replace(column, over=unit) for column in columns]
    return built(plan, chance)


def _posts_and_people(chance: _Chance) -> Printed:
    """Posts beside people, for one staff group or two under headings of two rows."""
    digits, unit = chance.choice((1, 2)), chance.choice(_POSTS)
    groups = chance.sample(_STAFF, chance.choice((1, 2)))
    columns: list[Column] = []
    for group in groups:
        over = group if len(groups) > 1 else ""
        columns += [Column(unit, digits, over=over), Column("Headcount", over=over)]
    parts: list[Part] = []
    for name in drawn_places(chance):
        people = [drawn_number(chance, 12, 140) for _ in groups]
        posts = [n * drawn_fte(chance, 0.6, 0.93) for n in people]
        parts.append(Part(name, tuple(v for pair in zip(posts, people, strict=True) for v in pair)))
    title = f"{groups[0] if len(groups) == 1 else 'Staff'} at {_date(chance)}"
    total = chance.choice(("Total", "Total", "Borough total"))
    table = built(Plan("posts and people", title, "Place", columns, parts, total), chance)
    row = chance.randrange(len(parts))
    people = int(table.rows[row][2])
    table.plants += [
        Plant("posts_over_people", row, 1, columns[0].shown(Decimal(people) * Decimal("1.4"))),
        Plant("decimals_in_people", row, 2, f"{people + 1}.5"),
    ]
    return table


def _change(chance: _Chance) -> Printed:
    """Two dates, the change and the change in per cent."""
    digits, unit = chance.choice((0, 1, 1, 2)), chance.choice((*_POSTS, "headcount"))
    people = unit == "headcount"
    year = chance.randint(2018, 2023)
    dates = [f"Sept {year}", f"Sept {year + 1}"]
    columns = [
        *(Column(date, 0 if people else digits) for date in dates),
        Column("Change", 0 if people else digits, sign=True, fault="change", made=lambda row, _: row[1] - row[0]),
        Column("% change", 1, "%" if chance.random() < 0.7 else "", sign=chance.random() < 0.7,
               fault="percent_change", made=lambda row, _: (row[1] - row[0]) / row[0] * 100),
    ]  # fmt: skip
    if left_out := chance.choice((2, 3, 0)):
        del columns[left_out]
    parts: list[Part] = []
    for name in chance.choice((list(_STAFF), list(_ROLES), drawn_places(chance))):
        before = drawn_fte(chance, 40, 900)
        after = before * drawn_fte(chance, 0.91, 1.12)
        both = (before, after)
        parts.append(Part(name, tuple(v.quantize(Decimal(1)) if people else v for v in both)))
    total = chance.choice(("Total", "Total", ""))
    return built(Plan("change", f"Staff ({unit})", "Staff group", columns, parts, total), chance)


def _rates(chance: _Chance) -> Printed:
    """Patients, posts and their ratios, with wider areas under the borough."""
    digits = chance.choice((1, 2))
    per = Column(
        chance.choice(("GP FTE per 100,000 patients", "FTE per 100 000", "GPs (FTE) per 100,000 registered patients")),
        1, fault="rate", made=_ratio(1, 0, 100_000),
    )  # fmt: skip
    each = Column("Patients per GP FTE", 0, fault="patients_per", made=_ratio(0, 1))
    columns = [
        Column("Registered patients"),
        Column("GP FTE", digits),
        *chance.choice(([per], [each], [each, per])),
    ]

    def of(name: str, low: int, high: int) -> Part:
        patients = drawn_number(chance, low, high)
        return Part(name, (patients, patients * drawn_fte(chance, 36, 56) / 100_000))

    parts = [of(name, 21_000, 74_000) for name in drawn_places(chance)]
    beside = [of("London", 9_000_000, 10_900_000), of("England", 61_000_000, 64_000_000)]
    total = chance.choice(("Borough", "Total", "Borough total", ""))
    plan = Plan("rates", f"GPs and patients, {_date(chance)}", "Area", columns, parts, total)
    plan.beside = beside if chance.random() < 0.4 else []
    table = built(plan, chance)
    row = chance.randrange(len(parts))
    patients = parts[row].values[0]
    table.plants += [
        Plant("thousands", row, 1, f"{patients / 1000:.1f}"),
        Plant("point_for_comma", row, 1, f"{patients:,}".replace(",", ".")),
    ]
    return table


def _ages(chance: _Chance) -> Printed:
    """People by age and their share of the total."""
    heading = chance.choice(("% of total", "Share of total", "Percentage"))
    share = Column(
        heading, 1, "%", fault="share", made=lambda row, whole: row[0] / whole[0] * _HUNDRED
    )
    parts = [Part(band, (drawn_number(chance, 9, 180),)) for band in _BANDS]
    columns = [Column("Headcount"), share]
    table = built(
        Plan("ages", "", f"GP age band ({_date(chance)})", columns, parts, "Total"), chance
    )
    table.plants = [p for p in table.plants if p.row < len(parts)]
    return table


def _vacancies(chance: _Chance) -> Printed:
    unit = chance.choice(_POSTS)
    columns = [
        Column(f"Establishment {unit}", 1), Column(f"In post {unit}", 1),
        Column(f"Vacant {unit}", 1, fault="difference", made=lambda row, _: row[0] - row[1]),
        Column(chance.choice(("Vacancy rate", "Vacancy rate %")), 1, "%", fault="vacancy_rate",
               made=lambda row, _: (row[0] - row[1]) / row[0] * 100),
    ]  # fmt: skip
    parts: list[Part] = []
    for role in chance.sample(_ROLES, 4):
        posts = drawn_fte(chance, 25, 160)
        parts.append(Part(role, (posts, posts * drawn_fte(chance, 0.82, 0.97))))
    title = f"Vacancies at {_date(chance)}"
    return built(Plan("vacancies", title, "Role", columns, parts, "Total"), chance)


def _plan_and_actual(chance: _Chance) -> Printed:
    columns = [
        Column("Plan March 2024", 1), Column("Actual December 2023", 1),
        Column("Variance", 1, sign=True, fault="variance", made=lambda row, _: row[1] - row[0]),
        Column("% of plan", chance.choice((0, 1)), "%", fault="share_used", made=_ratio(1, 0, 100)),
    ]  # fmt: skip
    parts: list[Part] = []
    for role in chance.sample(_ROLES, chance.randint(3, 6)):
        planned = drawn_fte(chance, 18, 90)
        parts.append(Part(role, (planned, planned * drawn_fte(chance, 0.62, 1.14))))
    unit = chance.choice(_POSTS)
    return built(Plan("plan and actual", "", f"Role ({unit})", columns, parts, "Total"), chance)


def _money(chance: _Chance) -> Printed:
    pounds = chance.choice(("£", ""))
    more = "" if pounds else " (£)"
    columns = [
        Column(f"Allocation 2023/24{more}", 0, pounds), Column(f"Claimed to 31 December 2023{more}", 0, pounds),
        Column("% claimed", 1, "%", fault="share_used", made=_ratio(1, 0, 100)),
    ]  # fmt: skip
    parts: list[Part] = []
    for name in drawn_places(chance):
        given = drawn_number(chance, 610_000, 1_900_000)
        parts.append(
            Part(name, (given, (given * drawn_fte(chance, 0.5, 0.75)).quantize(Decimal(1))))
        )
    return built(Plan("money", "", "PCN", columns, parts, _total(chance)), chance)


def _sexes(chance: _Chance) -> Printed:
    columns = [
        Column("Female"), Column("Male"),
        Column("Total", fault="row_sum", made=lambda row, _: row[0] + row[1]),
        Column("% female", 1, "%", fault="share", made=lambda row, _: row[0] / (row[0] + row[1]) * 100),
    ]  # fmt: skip
    parts = [
        Part(n, (drawn_number(chance, 25, 140), drawn_number(chance, 15, 110)))
        for n in drawn_places(chance)
    ]
    title = f"GPs by sex, headcount, {_date(chance)}"
    return built(Plan("sexes", title, "Place", columns, parts, "Total"), chance)


def _points(chance: _Chance) -> Printed:
    """Shares at two dates, and the change in percentage points of what is printed."""
    year = chance.randint(2017, 2022)

    def to_tenth(value: Decimal) -> Decimal:
        return value.quantize(Decimal("0.1"), ROUND_HALF_UP)

    what = "% of GPs aged 55 and over"
    columns = [
        Column(f"{what} (Sept {year})", 1, "%"), Column(f"{what} (Sept {year + 2})", 1, "%"),
        Column("Change (percentage points)", 1, sign=True, fault="points",
               made=lambda row, _: to_tenth(row[1]) - to_tenth(row[0])),
    ]  # fmt: skip
    parts: list[Part] = []
    for name in drawn_places(chance):
        share = drawn_fte(chance, 22, 41)
        parts.append(Part(name, (share, share + drawn_fte(chance, -3.5, 3.5))))
    return built(Plan("points", "", "Borough", columns, parts), chance)


def _averages(chance: _Chance) -> Printed:
    """A ratio of each place and of all of them together; what it is made of is not printed."""
    columns = [
        Column("Patients", hidden=True), Column("FTE", hidden=True),
        Column(f"Patients per GP FTE ({_date(chance)})", 0, made=_ratio(0, 1)),
    ]  # fmt: skip
    parts: list[Part] = []
    for name in drawn_places(chance, 4):
        patients = drawn_number(chance, 21_000, 74_000)
        parts.append(Part(name, (patients, patients / drawn_number(chance, 1700, 2600))))
    total = chance.choice(("Borough average (weighted)", "Average (weighted)"))
    table = built(Plan("averages", "", "PCN", columns, parts, total), chance)
    last = len(table.rows) - 1
    table.plants = [Plant("average_outside", last, 1, f"{chance.randint(2900, 3900):,}")]
    return table


def _trend(chance: _Chance) -> Printed:
    """Years beside each other, for places or in blocks of the same places."""
    digits, many = chance.choice((0, 1, 1, 2)), chance.randint(4, 6)
    first = chance.randint(2012, 2019)
    written = chance.choice(("{}", "Sept {}", "{}/{}"))
    years = [written.format(y, f"{(y + 1) % 100:02d}") for y in range(first, first + many)]
    blocks = chance.choice((("",), ("",), ("GPs", "Nurses")))
    parts: list[Part] = []
    places = drawn_places(chance)
    for block in blocks:
        for name in places:
            values = [drawn_fte(chance, 15, 90)]
            while len(values) < many:
                values.append(values[-1] * drawn_fte(chance, 0.965, 1.04))
            parts.append(Part(name, tuple(values), block))
    columns = [Column(year, digits) for year in years]
    unit = chance.choice(_POSTS)
    total = chance.choice(("Total", "")) if len(blocks) == 1 else ""
    table = built(Plan("trend", "", f"{unit} at 30 September", columns, parts, total), chance)
    body = [i for i, row in enumerate(table.rows) if len(row) > 1 and row[0] != total]
    i, j = chance.choice(body), chance.randint(2, many - 1)
    value = parts[body.index(i)].values[j - 1]
    table.plants += [
        Plant("tenfold", i, j, columns[0].shown(value * 10)),
        Plant("leap", i, j, columns[0].shown(value * Decimal("0.6")), noted=not total),
        Plant("year_twice", -1, j, years[j - 2]),
        Plant(
            "year_out_of_order", -1, j, written.format(first - 1, f"{first % 100:02d}"), noted=True
        ),
    ]
    return table


def _of_which(chance: _Chance) -> Printed:
    first = chance.randint(2015, 2023)
    columns = [Column(str(first)), Column(str(first + 1))]
    partners, salaried = drawn_number(chance, 150, 300), drawn_number(chance, 120, 260)
    others = drawn_number(chance, 40, 90)
    every = partners + salaried + others
    older = (every * drawn_fte(chance, 0.2, 0.35)).quantize(Decimal(1))
    said = chance.choice(("of which: {}", "of which {}", "  of whom {}"))
    names = ["All GPs", *(said.format(x) for x in ("partners", "salaried", "aged 55 and over"))]
    rows = zip(names, (every, partners, salaried, older), strict=True)
    parts = [Part(name, (n, n + chance.randint(-6, 6))) for name, n in rows]
    table = built(Plan("of which", "", "GP headcount", columns, parts), chance)
    table.plants = [Plant("of_which", chance.randint(1, 3), 1, f"{every * Decimal('1.3'):,.0f}")]
    return table


def _age_shares(chance: _Chance) -> Printed:
    """Shares of three age bands beside the people they are of."""
    bands = ("Under 40 (%)", "40 to 54 (%)", "55 and over (%)")

    def share(k: int) -> Callable[[Values, Values], Decimal]:
        return lambda row, _: row[k] / sum(row, Decimal()) * 100

    columns = [
        *(Column(f"n{k}", hidden=True) for k in range(3)),
        Column("Headcount", made=lambda row, _: sum(row, Decimal())),
        *(Column(band, 1, fault="shares_of_100", made=share(k)) for k, band in enumerate(bands)),
    ]  # fmt: skip
    parts = [
        Part(name, tuple(drawn_number(chance, 9, 60) for _ in bands)) for name in drawn_places(chance)
    ]  # fmt: skip
    title = f"Age of GPs, {_date(chance)}"
    return built(Plan("age shares", title, "Place", columns, parts), chance)


def _long(chance: _Chance) -> Printed:
    """One figure a row: place, staff group, month."""
    months = [f"Sept {y}" for y in (2022, 2023)]
    table = Printed("long", "", [["Place", "Staff group", "Month", "FTE"]], [])
    column = Column("FTE", 1)
    for name in drawn_places(chance):
        for group in ("GPs", "Nurses"):
            before = drawn_fte(chance, 12, 60)
            for month, value in zip(
                months, (before, before * drawn_fte(chance, 0.95, 1.06)), strict=True
            ):
                table.rows.append([name, group, month, column.shown(value)])
    i = chance.randrange(len(table.rows))
    figure = Decimal(table.rows[i][3])
    table.plants.append(Plant("tenfold", i, 3, column.shown(figure * 10)))
    return table


RECIPES: tuple[Callable[[_Chance], Printed], ...] = (
    _staff_by_place, _posts_and_people, _change, _rates, _ages, _vacancies, _plan_and_actual, _money,
    _sexes, _points, _averages, _trend, _of_which, _age_shares, _long,
)  # fmt: skip
