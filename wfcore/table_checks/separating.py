"""Pasted text → rows of cells: separators, markdown, bullets, or columns set with spaces."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wfcore.errors import UnreadableFile
from wfcore.normalising.printed_dates import dates_in
from wfcore.table_checks.printed import parse_cell
from wfcore.table_checks.units import kind_of

NumberedLine = tuple[int, tuple[str, ...]]
_SEPARATORS = "\t,;|"
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)", re.ASCII)
_GAP = re.compile(r"\s{2,}")
_RULE = re.compile(r"(?=.*[-=]{3})[\s|+:=-]+")  # | --- | :--: |, +-----+-----+
_MARKDOWN_RULE = re.compile(r"\s*\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)*\|?\s*")
_DRESS = re.compile(r"\*\*|__(?=\S)|(?<=\S)__|<br\s*/?>|`")
_BULLET = re.compile(r"^\s*(?:[•·▪◦‣●○■►*–—-]|\d{1,2}[.)])\s+(?=\S)")
_PAIR = re.compile(
    r"(?P<name>\S.{0,118}?)\s*(?:[–—:=]|\s-|\.{3,}|…)\s*(?P<figure>[-+−(]?[£c~]?\s?\.?\d[^:=–—]{0,30})"
)
_COUNTED = re.compile(
    r"\s(?=((no|number|nos)\b\.? ?(of\b.*)?|count|headcount|fte|wte|total|%|staff numbers|posts)\W*$)",
    re.IGNORECASE,
)


def rows_of_text(text: str, name: str) -> list[NumberedLine]:
    """The rows of a text, each with the number of its line; cells as they stand, indents kept.

    Args:
        text: decoded text, of any line ends.
        name: what to call it in messages.

    Raises:
        UnreadableFile: a quote that never closes, or a cell of no end.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if any(_MARKDOWN_RULE.fullmatch(line) and "|" in line for line in lines[:200]):
        return _numbered(map(_markdown, lines))
    plain = [line for line in lines if line.strip()]
    if pairs := _pairs(lines):
        return _numbered(pairs)
    separator = _separator(plain, "\n".join(lines))
    if separator is None:
        return _numbered(_spaced(lines))
    reader = csv.reader(io.StringIO("\n".join(lines), newline=""), delimiter=separator)
    try:
        return [
            (at, tuple(row)) for at, row in enumerate(reader, start=1)
            if not _RULE.fullmatch(separator.join(row))
        ]  # fmt: skip
    except csv.Error as error:
        raise UnreadableFile(
            f"{name}: line {reader.line_num} cannot be read ({error}).", "Look for a missing quote."
        ) from error


def _numbered(rows: Sequence[tuple[str, ...]] | Iterator[tuple[str, ...]]) -> list[NumberedLine]:
    return list(enumerate(rows, start=1))


def _markdown(line: str) -> tuple[str, ...]:
    """The cells between bars; rules are blank; other lines are one cell."""
    if _MARKDOWN_RULE.fullmatch(line):
        return ()
    text = _DRESS.sub(" ", line).strip()
    if "|" not in text:
        return (text.strip("# *_"),)
    text = text.replace(r"\|", "¦").removeprefix("|").removesuffix("|")
    return tuple(cell.strip().replace("¦", "|") for cell in text.split("|"))


def _pairs(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Lines such as `• Pharmacists – 6,331` as name and figure; empty unless most are such."""
    filled = [line for line in lines if line.strip()]
    if any("\t" in line.strip() or "|" in line for line in filled[:200]):
        return []
    found = [_pair(line) for line in lines]
    if sum(len(cells) == 2 for cells in found) < max(2, 0.5 * len(filled)):
        return []
    first = next(i for i, cells in enumerate(found) if len(cells) == 2)
    heading = max((i for i in range(first) if lines[i].strip()), default=None)
    if heading is not None and (parts := _COUNTED.split(lines[heading].strip().rstrip(":"), 1))[1:]:
        found[heading] = (parts[0], parts[-1] if len(parts) == 2 else parts[1])
    return found


def _pair(line: str) -> tuple[str, ...]:
    text = _BULLET.sub("", line, count=1).strip()
    found = _PAIR.fullmatch(text)
    alone = found and parse_cell(found["name"].split()[-1]).value is None  # no figures before it
    if found and alone and parse_cell(found["figure"]).value is not None:
        return (found["name"], found["figure"])
    return (text,) if text else ()


def _separator(lines: Sequence[str], text: str) -> str | None:
    """Tab, comma, semicolon or bar; None for text that is set with spaces."""
    if any("\t" in line.strip() for line in lines):
        return "\t"
    # `Dudley 1,984 3,659` has commas, but none that separates.
    loose = [_THOUSANDS.sub("", line) for line in lines]
    parted = {s: sum(s in line for line in loose) * 2 >= len(lines) for s in _SEPARATORS}
    spaced = sum(bool(re.search(r"\d\s+[\d\-–(£]", line)) for line in lines) * 2 >= len(lines)
    best: tuple[float, str] | None = None
    for separator in _SEPARATORS[1:]:
        if not parted[separator] or (spaced and not all(separator in line for line in loose)):
            continue
        try:
            widths = Counter(
                len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
                if any(row)
            )  # fmt: skip
        except csv.Error:
            continue
        if not widths:
            continue
        width, times = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
        share = times / widths.total()
        if width > 1 and share >= 0.5 and (best is None or share > best[0]):
            best = (share, separator)
    return best[1] if best else None


def _spaced(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Lines as a PDF gives them: wide gaps part cells, or figures follow a name."""
    filled = [line for line in lines if line.strip()]
    if filled and sum(bool(_GAP.search(line.strip())) for line in filled) * 2 > len(filled):
        return _by_place(lines)
    lines = [line.strip() for line in lines]
    tails = {line: _tail(line.split()) for line in lines if line}
    width = Counter(t for t in tails.values() if t).most_common(1)
    if not width:
        return [(line,) if line else () for line in lines]
    usual = width[0][0]
    first = next(
        i for i, line in enumerate(lines)
        if (tail := tails.get(line)) and (tail == usual or not dates_in(line))
    )  # fmt: skip
    heading = max(
        (i for i in range(first) if lines[i]), default=None
    )  # what stands above is a title
    return [
        _headed(line, usual) if i == heading
        else _named(line.split(), tails.get(line, 0), usual) if i >= first
        else ((line,) if line else ())
        for i, line in enumerate(lines)
    ]  # fmt: skip


def _headed(line: str, width: int) -> tuple[str, ...]:
    """Headings set with single spaces: one word each, or parted by their units or their dates."""
    words = line.split()
    if len(words) in (width, width + 1):
        return tuple(words) if len(words) > width else ("", *words)
    units = [n for n, word in enumerate(words) if kind_of(word) in ("fte", "headcount", "share")]
    if width > 1 and len(units) == width and units[-1] == len(words) - 1:
        starts = [1, *(n + 1 for n in units[:-1])]
        parts = (words[a : b + 1] for a, b in zip(starts, units, strict=True))
        return (words[0], *map(" ".join, parts))
    dates = [date.printed for date in dates_in(line)]
    places = sorted(line.find(date) for date in dates)
    if len(dates) == width and line.endswith(tuple(dates)):
        parts = [line[a:b] for a, b in zip(places, [*places[1:], None], strict=True)]
        return (line[: places[0]].strip(), *(part.strip() for part in parts))
    counted = next((n for n, word in enumerate(words) if n and kind_of(word)), None)
    if width == 1 and counted:
        return (" ".join(words[:counted]), " ".join(words[counted:]))
    return ("", line) if width == 1 else (line,)


@dataclass(frozen=True)
class _Piece:
    """What stands between two gaps, and from where to where."""

    text: str
    start: int
    end: int


def _by_place(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Cells by the columns of characters in which they stand, so that a blank one stays blank."""
    pieces = [
        [_Piece(m[0], m.start(), m.end()) for m in re.finditer(r"\S+(?:\s\S+)*", line.expandtabs())]
        for line in lines
    ]
    widths = Counter(len(row) for row in pieces if len(row) > 1)
    width = max(widths, key=lambda w: (widths[w], w))
    whole = [row for row in pieces if len(row) == width]
    spans = [
        (min(row[j].start for row in whole), max(row[j].end for row in whole)) for j in range(width)
    ]
    return [_placed(row, spans) for row in pieces]


def _placed(row: Sequence[_Piece], spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    width = len(spans)
    if len(row) < 2 or len(row) >= width:
        indent = " " * (row[0].start - spans[0][0]) if row else ""
        return tuple(indent * (not n) + piece.text for n, piece in enumerate(row))
    corner = row[0].start < spans[0][1]
    over = row[1:] if corner else row
    words = not any(parse_cell(piece.text).value is not None for piece in row)
    if words and (width - 1) % len(over) == 0:
        each = (width - 1) // len(over)  # headings that each stand over equally many columns
        cells = [row[0].text if corner else "", *[""] * (width - 1)]
        for n, piece in enumerate(over):
            cells[1 + n * each] = piece.text
        return tuple(cells)
    cells, at = [""] * width, 0
    for n, piece in enumerate(row):
        last = width - (len(row) - n)
        at = min(range(at, last + 1), key=lambda j: _apart(piece, spans[j]))
        cells[at] = piece.text
        at += 1
    return (" " * (row[0].start - spans[0][0]) + cells[0], *cells[1:]) if cells[0] else tuple(cells)


def _apart(piece: _Piece, span: tuple[int, int]) -> int:
    """How far a piece is from a column; less than nothing where they overlap."""
    return max(piece.start, span[0]) - min(piece.end, span[1])


def _tail(words: Sequence[str]) -> int:
    """How many figures and marks end a line."""
    count = 0
    for word in reversed(words):
        cell = parse_cell(word)
        if cell.words:
            break
        count += 1
    return count


def _named(words: Sequence[str], tail: int, width: int) -> tuple[str, ...]:
    if not words:
        return ()
    if 0 < tail <= width:
        return (" ".join(words[:-tail]), *words[-tail:])
    if tail > width:  # the name itself ends in a figure
        return (" ".join(words[:-width]), *words[-width:])
    return (" ".join(words),)
