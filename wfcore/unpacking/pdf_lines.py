"""Words with their places on a page → lines, and lines that stand in columns → rows of cells.

Nothing here knows of PDF: a word is a text and a box, in points from the top left corner.
"""

import itertools
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

Cells = tuple[str, ...]
_COLUMN_GAP = 0.7  # of the height of type: what parts two cells; a space between words is a quarter
_LOOSE_SPACE = 0.45  # between two headings set close to each other
_TIGHT = 1.4  # heights from line to line: one text that was wrapped
_CROSSING = 0.06  # of the lines may run across the gap between two columns
_FAR = 3.5  # times the usual distance of rows: another table
_APART = 1.3  # times it: another table, if headings follow
_NOTES = 6  # lines below a table
_TITLES = 3  # lines above its headings
_PROSE = 9  # words in a line of running text
_FIGURE = re.compile(
    r"[-+−–(£~<>.c≈]*\d[\d,.]*\s?(%|k|m|bn)?\)?\s?[*†‡^#¹²³]{0,3}\s?[↑↓→↔▲▼]?", re.I
)
_PARTED = re.compile(r"[^\W\d]-$")
_MARKS = frozenset(
    ["-", "–", "—", "−", "•", "*", ".", "..", ":", "c", "n/a", "N/A", "↑", "↓", "→", "↔", "▲", "▼"]
)


@dataclass(frozen=True)
class Word:
    """A word and its box, or several words that stand together."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half-way from left to right."""
        return (self.left + self.right) / 2

    @property
    def is_figure(self) -> bool:
        """Whether it is a figure, or a mark in the place of one."""
        return self.text in _MARKS or bool(_FIGURE.fullmatch(self.text))


@dataclass(frozen=True)
class PageLine:
    """Words beside each other, from left to right."""

    words: tuple[Word, ...]

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        """Of its type."""
        return statistics.median(word.bottom - word.top for word in self.words) or 1.0

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(word.text for word in self.words)

    @property
    def parts(self) -> tuple[Word, ...]:
        """Words that stand together, parted where the gap is wider than a space."""
        return _together(self.words, _COLUMN_GAP * self.height)

    @property
    def is_row(self) -> bool:
        """Whether figures stand in it beside something else."""
        parts = self.parts
        return len(parts) > 1 and any(part.is_figure for part in parts[1:])

    @property
    def is_prose(self) -> bool:
        """Whether it is a line of running text."""
        return len(self.parts) == 1 and len(self.words) >= _PROSE


@dataclass(frozen=True)
class Grid:
    """A table as it was found: lines above it, its rows, lines below it, and from where to where.

    `first` is how many rows at the top are lines above it; `last` where the lines below begin.
    """

    rows: tuple[Cells, ...]
    top: float
    bottom: float
    first: int = 0
    last: int = 0

    @property
    def body(self) -> tuple[Cells, ...]:
        """Its rows without the lines above and below."""
        return self.rows[self.first : self.last]


def _together(words: Sequence[Word], gap: float) -> tuple[Word, ...]:
    groups: list[list[Word]] = []
    for word in words:
        if groups and word.left - groups[-1][-1].right <= gap:
            groups[-1].append(word)
        else:
            groups.append([word])
    return tuple(_joined(group) for group in groups)


def _joined(words: Sequence[Word]) -> Word:
    return Word(
        " ".join(word.text for word in words),
        words[0].left,
        max(word.right for word in words),
        min(word.top for word in words),
        max(word.bottom for word in words),
    )


def lines_of(words: Iterable[Word]) -> list[PageLine]:
    """Lines from top to bottom; words are beside each other when they overlap by more than half."""
    rows: list[list[Word]] = []
    middles: list[float] = []
    for word in sorted(words, key=lambda w: (w.top + w.bottom) / 2):
        middle = (word.top + word.bottom) / 2
        if rows and middle - middles[-1] < (word.bottom - word.top) / 2:
            rows[-1].append(word)
        else:
            rows.append([word])
            middles.append(middle)
    return [PageLine(tuple(sorted(row, key=lambda w: w.left))) for row in rows]


def text_in(words: Iterable[Word]) -> str:
    """What words of one cell say, line by line."""
    return reduce(then, (line.text for line in lines_of(words)), "")


def then(said: str, more: str) -> str:
    """A text that goes on in the next line; what was parted at its hyphen is one word again."""
    return (
        f"{said}{more}" if _PARTED.search(said) and more[:1].islower() else f"{said} {more}".strip()
    )


def aligned_tables(lines: Sequence[PageLine]) -> list[Grid]:
    """Tables that no rules draw: figures that stand under each other."""
    found: list[Grid] = []
    begins = 0
    for rows in _runs(lines):
        columns = _columns([lines[i] for i in rows])
        if len(rows) < 2 or len(columns) < 2:
            continue
        grid, begins = _aligned(lines, rows, columns, begins)
        found.append(grid)
    return found


def _runs(lines: Sequence[PageLine]) -> list[list[int]]:
    """Positions of lines that are rows of one table."""
    runs: list[list[int]] = []
    for i in (i for i, line in enumerate(lines) if line.is_row):
        if runs and _goes_on(lines, runs[-1], i):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _goes_on(lines: Sequence[PageLine], run: Sequence[int], at: int) -> bool:
    """Whether a row belongs to the table of the rows before it."""
    between = lines[run[-1] + 1 : at]
    if len(between) > 3 or any(line.is_prose for line in between):
        return False
    steps = [lines[b].top - lines[a].top for a, b in itertools.pairwise(run)]
    usual = min(steps) if steps else 3 * lines[at].height
    pairs = list(itertools.pairwise(lines[run[-1] : at + 1]))
    apart = any(b.top - a.top > _APART * usual for a, b in pairs)
    if apart and any(len(line.parts) > 1 for line in between):  # headings after a space
        return False
    return max(b.top - a.bottom for a, b in pairs) <= _FAR * usual


def _columns(rows: Sequence[PageLine]) -> list[tuple[float, float]]:
    """From where to where each column goes, though a few lines run across the gaps."""
    parts = [part for row in rows for part in row.parts]
    edges = sorted([(p.left, 1) for p in parts] + [(p.right, -1) for p in parts])
    most = int(_CROSSING * len(rows))
    columns: list[tuple[float, float]] = []
    depth, start = 0, 0.0
    for place, step in edges:
        before, depth = depth, depth + step
        if before <= most < depth:
            start = place
        elif depth <= most < before and place > start:
            columns.append((start, place))
    return columns


def _aligned(
    lines: Sequence[PageLine], rows: Sequence[int], columns: list[tuple[float, float]], begins: int
) -> tuple[Grid, int]:
    """The table of some rows, with its headings and the lines around it; and where it ends."""
    head, above = _above(lines, rows[0], columns, begins)
    below = _below(lines, rows[-1])
    cells = [
        *((line.text,) for line in lines[above:head]),
        *heading_rows(lines[head : rows[0]], columns),
        *body_rows(lines[rows[0] : rows[-1] + 1], columns),
    ]
    notes = lines[rows[-1] + 1 : below]
    grid = Grid(
        (*cells, *((line.text,) for line in notes)),
        lines[above].top, lines[below - 1].bottom, head - above, len(cells),
    )  # fmt: skip
    return grid, below


def _above(
    lines: Sequence[PageLine], first: int, columns: list[tuple[float, float]], begins: int
) -> tuple[int, int]:
    """Where the headings over a row begin, and where the lines above them begin."""
    head = first
    while head > begins and _is_heading(lines[head - 1], lines[head], columns):
        head -= 1
    above = head
    while above > begins and head - above < _TITLES:
        if lines[above].top - lines[above - 1].bottom > 3 * lines[above].height:
            break
        above -= 1
    return head, above


def _is_heading(line: PageLine, next_line: PageLine, columns: list[tuple[float, float]]) -> bool:
    """Whether a line stands over columns: several parts of it, or one that is wrapped or not at the left."""
    if line.is_prose or next_line.top - line.bottom > 2.5 * line.height:
        return False
    first, *others = line.parts
    inside = [c for c in columns if _overlaps(first, c)]
    wrapped = next_line.top - line.top <= _TIGHT * line.height and len(inside) < 2
    return bool(others) or wrapped or (columns[0] not in inside and first.left > columns[0][1])


def _below(lines: Sequence[PageLine], last: int) -> int:
    """Where the notes under a last row end; what is followed by a row is the next table's."""
    end = last + 1
    while end < len(lines) and end - last <= _NOTES:
        line = lines[end]
        if line.top - lines[end - 1].bottom > 2 * line.height:
            return end
        if line.is_row or len(line.parts) > 1:  # another table, whose title may stand above it
            gaps = [b.top - a.bottom for a, b in itertools.pairwise(lines[last : end + 1])]
            return last + 1 + gaps.index(max(gaps))
        end += 1
    return end


def _overlaps(part: Word, column: tuple[float, float]) -> bool:
    return part.left < column[1] and column[0] < part.right


def heading_rows(lines: Sequence[PageLine], columns: list[tuple[float, float]]) -> list[Cells]:
    """Rows of headings: what is wrapped in a column is one heading, what stands over several its own row."""
    groups: list[list[PageLine]] = []
    for line in lines:
        before = groups[-1][-1] if groups else None
        tight = before is not None and line.top - before.top <= _TIGHT * line.height
        if before and tight and not _spans(before, columns) and not _spans(line, columns):
            groups[-1].append(line)
        else:
            groups.append([line])
    widest = _widened(groups[-1], columns) if groups else columns
    upper = [_upper_row(group, widest) for group in groups[:-1]]
    return [*upper, *(_heading_row(group, widest) for group in groups[-1:])]


def _spans(line: PageLine, columns: list[tuple[float, float]]) -> bool:
    """Whether a heading stands over several columns."""
    return any(sum(_overlaps(p, c) for c in columns) > 1 for p in _headings(line))


def _widened(
    lowest: Sequence[PageLine], columns: list[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Columns with the headings next to them: a heading is often wider than its figures."""
    parts = _headings(lowest[-1])
    if len(lowest) > 1 or len(parts) != len(columns):
        return columns
    return [
        (min(left, part.left), max(right, part.right))
        for (left, right), part in zip(columns, parts, strict=True)
    ]


def _headings(line: PageLine) -> tuple[Word, ...]:
    return _together(line.words, _LOOSE_SPACE * line.height)


def _upper_row(lines: Sequence[PageLine], columns: list[tuple[float, float]]) -> Cells:
    """Headings over headings, each at the first of the columns that it stands over."""
    cells = [""] * len(columns)
    for line in lines:
        for part in _headings(line):
            j = _first_under(part, columns)
            cells[j] = then(cells[j], part.text)
    return tuple(cells)


def _first_under(part: Word, columns: list[tuple[float, float]]) -> int:
    """The first of the columns over which a heading is centred, or set at their left or right."""
    off = [
        (
            min(
                abs(part.middle - (a[0] + b[1]) / 2), abs(part.left - a[0]), abs(part.right - b[1])
            ),
            i,
        )
        for i, a in enumerate(columns)
        for b in columns[i:]
        if part.left < b[1] and a[0] < part.right
    ]
    return min(off)[1] if off else _nearest(part, columns)


def _heading_row(lines: Sequence[PageLine], columns: list[tuple[float, float]]) -> Cells:
    cells = [""] * len(columns)
    for line in lines:
        parts = _headings(line)
        in_order = len(parts) in (len(columns), len(columns) - 1)
        for at, part in enumerate(parts):
            under = [j for j, column in enumerate(columns) if _overlaps(part, column)]
            if not under and in_order:
                under = [at + len(columns) - len(parts)]
            j = under[0] if under else _nearest(part, columns)
            cells[j] = then(cells[j], part.text)
    return tuple(cells)


def _nearest(part: Word, columns: list[tuple[float, float]]) -> int:
    off = [max(left - part.right, part.left - right) for left, right in columns]
    return off.index(min(off))


def body_rows(lines: Sequence[PageLine], columns: list[tuple[float, float]]) -> list[Cells]:
    """Rows of figures; a name that goes on in the next line, or began in the one before, is one name."""
    borders = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    rows: list[tuple[PageLine, list[str]]] = [(line, _cells_of(line, borders)) for line in lines]
    steps = [b.top - a.top for (a, _), (b, _) in itertools.pairwise(rows)]
    tight = _TIGHT * statistics.median(line.height for line in lines)
    usual = statistics.median(steps) if steps else 0.0
    made: list[list[str]] = []
    held: list[str] = []  # names that a figure below completes
    for i, (line, cells) in enumerate(rows):
        alone = not any(cells[1:])
        near_above = i > 0 and steps[i - 1] < min(tight, 0.8 * usual)
        near_below = i < len(steps) and steps[i] < min(tight, 0.8 * usual)
        if alone and near_above and not held:
            made[-1][0] = then(made[-1][0], cells[0])
        elif alone and near_below:
            held.append(cells[0])
        else:
            cells[0] = reduce(then, (*held, cells[0]), "")
            held = []
            made.append([line.text] if alone else cells)
    return [tuple(cells) for cells in made]


def _cells_of(line: PageLine, borders: Sequence[float]) -> list[str]:
    """A line cut at the borders of columns; one text across several stands in the first."""
    cells: list[list[str]] = [[] for _ in range(len(borders) + 1)]
    parts = [
        word
        for part in line.parts
        for word in ((part,) if len(line.parts) == 1 else _within(line, part))
    ]
    for word in parts:
        place = word.left if len(line.parts) == 1 else word.middle
        cells[sum(place > border for border in borders)].append(word.text)
    return [" ".join(words) for words in cells]


def _within(line: PageLine, part: Word) -> list[Word]:
    return [w for w in line.words if part.left <= w.left and w.right <= part.right]
