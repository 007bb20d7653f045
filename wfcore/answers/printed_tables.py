"""The tables of a paper as it was printed: the same figures, headings that hold, arrows only for changes."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, make_follow_up
from wfcore.answers.changes import QUARTER, joint_moves_among
from wfcore.answers.question import Question
from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.geography import display_name
from wfcore.months import Month

MOST_ROWS = 200
_STAFF = {"gp (excluding tg)": "gp_excl_trainees", "gp": "gp", "nurse": "nurse", "hca": "hca"}
_MONTH = re.compile(r"([a-z]{3})[a-z]*[ _-]?(?:20)?([0-9]{2})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ARROWS = "↑↓▲▼"
_ADVICE = "Use four columns: place, staff, and one for each of two months, such as jun_22."


@dataclass(frozen=True)
class RateRow:
    """One row as printed. `again`: the heading stood over other figures of the place before."""

    place: str
    heading: str
    then: float
    now: float
    arrow: str
    again: bool

    @property
    def verdict(self) -> str:
        """`up`, `down` or `no clear change`, by the share of the declared rule."""
        if abs(self.now - self.then) < declared().rules.no_clear_change.relative * self.then:
            return "no clear change"
        return "up" if self.now > self.then else "down"

    @property
    def staff(self) -> str:
        """Who is counted, as far as the print says."""
        if self.again:
            stem = _STAFF.get(self.heading.lower(), "")
            who = "GPs" if stem.startswith("gp") else _name(self.heading)
            return f"Not {who} (heading printed twice)"
        name = _name(self.heading)
        return name[0].upper() + name[1:]


@dataclass(frozen=True)
class RateTable:
    """A printed table of rates per 100,000 patients in two months."""

    start: str
    end: str
    lines: tuple[RateRow, ...]


def _name(heading: str) -> str:
    stem = _STAFF.get(heading.strip().lower())
    return declared().metric(f"{stem}_rate").short if stem else heading


def parse_rate_table(text: str) -> RateTable:
    """A table of place, staff, two months and perhaps an arrow, as CSV.

    Raises:
        UnreadableFile: another shape, or a figure that is none.
    """
    head, *rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) or [[]]
    months = [(at, found) for at, name in enumerate(head) if (found := _month(name))]
    if len(head) < 4 or len(months) != 2 or {at for at, _ in months} & {0, 1}:
        raise UnreadableFile("This is not a printed table of two months.", _ADVICE)
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(f"The table has {len(rows)} rows; at most {MOST_ROWS} are read.")
    (first, start), (second, end) = sorted(months, key=lambda one: one[1])
    seen: set[tuple[str, str]] = set()
    lines: list[RateRow] = []
    for number_, row in enumerate(rows, 2):
        if not any(row):
            continue
        try:
            place, heading = row[0].strip(), row[1].strip()
            then, now = float(row[first]), float(row[second])
        except (ValueError, IndexError) as error:
            raise UnreadableFile(
                f"Row {number_} of the table has no two figures.", _ADVICE
            ) from error
        if not (place and heading and 0 < then < 1e6 and 0 <= now < 1e6):
            raise UnreadableFile(f"Row {number_} of the table has no two figures.", _ADVICE)
        arrow = next((cell.strip() for cell in row if cell.strip() in _ARROWS and cell.strip()), "")
        lines.append(
            RateRow(display_name(place), heading, then, now, arrow, (place, heading) in seen)
        )
        seen.add((place, heading))
    if not lines:
        raise UnreadableFile("The table has no rows.", _ADVICE)
    return RateTable(start, end, tuple(lines))


def _month(heading: str) -> str | None:
    found = _MONTH.fullmatch(heading.strip())
    if found is None or found[1].lower() not in _MONTHS:
        return None
    return f"20{found[2]}-{_MONTHS.index(found[1].lower()) + 1:02d}"


def answer_printed(question: Question) -> Answer:
    """The cell of a printed table.

    Raises:
        UnreadableFile: it is not such a table.
    """
    table = parse_rate_table(question.printed or "")
    blocks = {line.staff: [x for x in table.lines if x.staff == line.staff] for line in table.lines}
    when = f"from {wording.month(table.start)} to {wording.month(table.end)}"
    rule = declared().rules.no_clear_change.relative
    return Answer(
        question,
        question.place,
        f"As printed, per 100,000 patients, {when}. {' '.join(map(_of_block, blocks.values()))}",
        detail=_repeated(table),
        picture=_picture(table, next(iter(blocks.values()))),
        table=_table(table, [line for block in blocks.values() for line in block]),
        cautions=(
            (
                f"No clear change means a move of less than {rule:.0%}. The print gives no numbers of patients, so "
                "how many posts a move is cannot be said."
            ),
        ),
        files=(),
        follow_ups=_asks(table),
        printed_source=question.source,
    )


def _of_block(lines: Sequence[RateRow]) -> str:
    found = [line.verdict for line in lines]
    counted = {verdict: found.count(verdict) for verdict in found}
    return f"{lines[0].staff}: {wording.verdicts(counted)}"


def _repeated(table: RateTable) -> tuple[str, ...]:
    headings = dict.fromkeys(line.heading for line in table.lines if line.again)
    return tuple(
        f"The heading “{heading}” stands over two blocks of figures. The second block is shown apart, because it "
        "cannot be the same staff."
        for heading in headings
    )


def _picture(table: RateTable, lines: Sequence[RateRow]) -> charts.Chart | None:
    stem = _STAFF.get(lines[0].heading.strip().lower())
    if stem is None:
        return None
    rows = pl.DataFrame(
        {
            "area_name": [line.place for line in lines],
            "value_from": [line.then for line in lines],
            "value": [line.now for line in lines],
            "change": [line.now - line.then for line in lines],
        }
    )
    return charts.change_chart(rows, declared().metric(f"{stem}_rate"), table.start, table.end)


def _table(table: RateTable, lines: Sequence[RateRow]) -> AnswerTable:
    return AnswerTable(
        f"printed-{table.start}-to-{table.end}",
        "Staff per 100,000 patients, as printed",
        pl.DataFrame(
            {
                "place": [line.place for line in lines],
                "staff": [line.staff for line in lines],
                "then": [line.then for line in lines],
                "now": [line.now for line in lines],
                "change": [round(line.now - line.then, 4) for line in lines],
                "verdict": [line.verdict for line in lines],
            }
        ),
        {
            "staff": "Staff",
            "place": "Place",
            "then": (wording.month(table.start), 2),
            "now": (wording.month(table.end), 2),
            "change": ("Change", 2),
            "verdict": "In words",
        },
    )


def _asks(table: RateTable) -> tuple[FollowUp, ...]:
    asks: list[FollowUp] = []
    places = list(dict.fromkeys(line.place for line in table.lines))
    if Month(table.start).distance(table.end) <= QUARTER:
        for place in places:
            moves = [
                (line.staff if line.again else _name(line.heading), line.then, line.now)
                for line in table.lines
                if line.place == place
            ]
            asks += joint_moves_among(place, moves, table.start, table.end)
    for again in [line for line in table.lines if line.again][:1]:
        first = next(
            line
            for line in table.lines
            if (line.place, line.heading) == (again.place, again.heading)
        )
        shown = [wording.number(line.now, 2) for line in (first, again)]
        asks.append(
            make_follow_up(
                "heading_twice",
                heading=again.heading,
                first=shown[0],
                second=shown[1],
                place=again.place,
            )
        )
    still = [x for x in table.lines if x.arrow and x.verdict == "no clear change"]
    for line in still[:1]:
        asks.append(
            make_follow_up(
                "arrow_without_change",
                what=_name(line.heading),
                place=line.place,
                start_value=wording.number(line.then, 2),
                end_value=wording.number(line.now, 2),
            )
        )
    return tuple(asks)
