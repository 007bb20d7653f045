"""More kinds of tables: arrows, shares of few people, groups beside each other, months, and digits of footnotes."""

import random
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from tools.committee_tables.building import Column, Part, Plan, Plant, Printed, Values, built
from tools.committee_tables.recipes import drawn_fte, drawn_number, drawn_places

_Chance = random.Random
_ARROWS = {1: "↑", -1: "↓", 0: "→"}
_WORDS = {1: "Up", -1: "Down", 0: "No change"}
_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _arrows(chance: _Chance) -> Printed:
    """Two dates, and an arrow or a word for the way between them."""
    shown, digits = chance.choice((_ARROWS, _WORDS)), chance.choice((1, 2))
    year = chance.randint(2018, 2024)
    what = chance.choice(("GP FTE", "Nurse WTE", "GPs per 100,000 patients"))
    beside = chance.choice(("Trend", "Change", "Direction of travel"))
    table = Printed(
        "arrows", what, [["Place", f"Jun-{year % 100}", f"Sep-{year % 100}", beside]], []
    )
    column = Column("", digits)
    for i, name in enumerate(drawn_places(chance, 4)):
        before = drawn_fte(chance, 25, 60)
        way = chance.choice((1, -1, 0)) if i else 1
        after = before * (1 + way * drawn_fte(chance, 0.03, 0.09))
        table.rows.append([name, column.shown(before), column.shown(after), shown[way]])
        if way:
            table.plants.append(Plant("arrow", i, 3, shown[-way]))
            table.plants.append(Plant("arrow_level", i, 3, shown[0]))
    return table


def _shares_of_few(chance: _Chance) -> Printed:
    """People, and the share of them who are older: counts that nobody prints."""
    older = chance.choice(("% aged 55 and over", "% aged over 60", "% female"))
    columns = [
        Column("Headcount"), Column("older", hidden=True),
        Column(older, 1, "%", made=lambda row, _: row[1] / row[0] * 100),
    ]  # fmt: skip
    parts: list[Part] = []
    for name in drawn_places(chance, 4):
        people = drawn_number(chance, 18, 140)
        parts.append(Part(name, (people, drawn_number(chance, 4, int(people) - 6))))
    group = chance.choice(("GPs", "Nurses", "Direct patient care staff"))
    table = built(Plan("shares of few", f"{group}, March 2024", "Place", columns, parts), chance)
    table.plants = [
        Plant("impossible_share", i, 2, f"{share:.1f}%")
        for i, part in enumerate(parts)
        if (share := _impossible(part.values)) is not None
    ]
    return table


def _impossible(values: Values) -> Decimal | None:
    """A share to a tenth near the true one that no whole number of the people is."""
    people, older = values
    true = older / people * 100
    for tenths in range(2, 40):
        share = (true + Decimal(tenths) / 10).quantize(Decimal("0.1"))
        low = ((share - Decimal("0.05")) * people / 100).to_integral_value(ROUND_CEILING)
        high = ((share + Decimal("0.05")) * people / 100).to_integral_value(ROUND_FLOOR)
        if low > high and share < 100:
            return share
    return None


def _groups(chance: _Chance) -> Printed:
    """Rates of several staff groups beside each other."""
    sizes = {
        "GPs": (36, 56),
        "Nurses": (17, 29),
        "Direct patient care": (8, 15),
        "Admin": (90, 120),
    }
    groups = list(sizes)[: chance.choice((3, 4))]
    columns = [Column(f"{group} per 100,000 patients", 1) for group in groups]
    names = drawn_places(chance, 5)
    parts = [Part(name, tuple(drawn_fte(chance, *sizes[g]) for g in groups)) for name in names]
    table = built(Plan("groups", "FTE at 30 June 2023", "PCN", columns, parts), chance)
    j = chance.randint(2, len(groups))
    copied = tuple((i, j, table.rows[i][1]) for i in range(1, len(names)))
    table.plants = [
        Plant("heading_twice", -1, j, columns[0].heading),
        Plant("same_column", 0, j, table.rows[0][1], also=copied),
    ]
    return table


def _months(chance: _Chance) -> Printed:
    """Claims month by month, with their average."""
    first, many = chance.randint(0, 11), chance.randint(4, 7)
    year = chance.randint(20, 24)
    when = [f"{_SHORT[(first + k) % 12]}-{year + (first + k) // 12}" for k in range(many)]
    columns = [Column(month, 2) for month in when]
    average = Column("Average WTE", 2, made=lambda row, _: sum(row, Decimal()) / len(row))
    parts: list[Part] = []
    for name in drawn_places(chance):
        values = [drawn_fte(chance, 9, 24)]
        while len(values) < many:
            values.append(values[-1] + chance.choice((0, 0, 1)) * drawn_fte(chance, 0.2, 1.2))
        parts.append(Part(name, tuple(v.quantize(Decimal("0.01")) for v in values)))
    more = [average] if chance.random() < 0.5 else []
    title = "Additional roles, WTE claimed"
    table = built(Plan("months", title, "PCN", [*columns, *more], parts), chance)
    early = f"{_SHORT[(first - 2) % 12]}-{year - (first < 2)}"
    table.plants = [Plant("month_out_of_order", -1, chance.randint(2, many - 1), early)]
    if more:
        row = chance.randrange(len(parts))
        wrong = max(parts[row].values) + 3
        table.plants.append(Plant("average_of_row", row, many + 1, f"{wrong:.2f}"))
    return table


def _footnotes(chance: _Chance) -> Printed:
    """People of several years in whole numbers; a digit of a footnote may run into one of them."""
    first, many = chance.randint(2010, 2018), chance.randint(4, 6)
    columns = [Column(str(first + k)) for k in range(many)]
    parts: list[Part] = []
    for group in ("GPs", "Nurses", "Admin staff"):
        values = [drawn_number(chance, 900, 7000)]
        while len(values) < many:
            values.append((values[-1] * drawn_fte(chance, 0.97, 1.04)).quantize(Decimal(1)))
        parts.append(Part(group, tuple(values)))
    total = chance.choice(("Total", ""))
    table = built(Plan("footnotes", "Headcount", "Staff group", columns, parts, total), chance)
    i, j = chance.randrange(len(parts)), chance.randint(1, many)
    mark, text = chance.randint(1, 4), table.rows[i][j]
    table.plants = [
        Plant("footnote_in_figure", i, j, f"{text}{mark}", noted=True),
        Plant("footnote_in_year", -1, j, f"{columns[j - 1].heading}{mark}", noted=True),
    ]
    return table


MORE_RECIPES: tuple[Callable[[_Chance], Printed], ...] = (
    _arrows, _shares_of_few, _groups, _months, _footnotes,
)  # fmt: skip
