"""Cells of text → numbers and reasons, names and codes, periods."""

import calendar
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import declared
from wfcore.months import FinancialYear, Month
from wfcore.tables import LABEL, REASONS

ABSENT = "\x00"  # stands for every cell of a column that the file does not have
_UNKNOWN = 255
_LONGEST = 200  # characters of a name
_NUMBER = r"^[+-]?[0-9]{1,9}(\.[0-9]{1,12})?$"
_THOUSANDS = r"^[+-]?[1-9][0-9]{0,2}(,[0-9]{3}){1,2}(\.[0-9]{1,12})?$"  # 0,533 has a decimal comma
_WRITTEN_OUT = r"^[+-]?[0-9]{1,9}(\.[0-9]*)?$"
TOO_LARGE = 1e9
LARGE = 1000  # smaller numbers lose nothing when they are written with an exponent
_MONTHS = (
    {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
    | {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name}
    | {"sept": 9}
)


@cache
def _codes() -> dict[str, int]:
    """Token → 1 + position of its reason."""
    codes = {
        token.upper(): REASONS.index(reason) + 1
        for reason, tokens in declared().rules.tokens.items()
        for token in tokens
    }
    return codes | {ABSENT: REASONS.index("not_in_file") + 1}


def numbers(
    column: pl.Series,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8], npt.NDArray[np.intp]]:
    """Read numbers.

    Args:
        column: strings as printed.

    Returns:
        Values (NaN where missing), reason codes (0 where there is a value, else 1 + position in
        `REASONS`), and positions of cells that are neither a number nor a known mark.
    """
    values = column.cast(pl.Float64, strict=False).to_numpy(writable=True)
    values[suspect_positions(values, column)] = np.nan
    reasons = np.zeros(len(values), dtype=np.uint8)
    not_plain = np.flatnonzero(~np.isfinite(values))
    if len(not_plain) == 0:
        return values, reasons, not_plain
    values[not_plain], reasons[not_plain], odd = read_marks(column.gather(not_plain))
    return values, reasons, not_plain[odd]


def suspect_positions(values: npt.NDArray[np.float64], printed: pl.Series) -> npt.NDArray[np.intp]:
    """Positions of large numbers that are not written out, or have more digits than any figure.

    `1.23E+05` is what Excel leaves of 123,456: the rest of the digits is lost.
    """
    with np.errstate(invalid="ignore"):
        large = np.abs(values) >= LARGE
        if not large.any():
            return np.flatnonzero(large)
        # Whole numbers, which most large ones are, are quickly told from the rest.
        whole = printed.cast(pl.Int64, strict=False).is_not_null().to_numpy()
        large &= ~whole | (np.abs(values) >= TOO_LARGE)
    where = np.flatnonzero(large)
    plain = printed.gather(where).str.contains(_WRITTEN_OUT)
    return where[~plain.fill_null(value=False).to_numpy()]


def read_marks(
    cells: pl.Series,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8], npt.NDArray[np.intp]]:
    """Read cells that are not plain numbers: marks such as `NA`, numbers such as `1,234`.

    Args:
        cells: strings as printed; null is a blank.

    Returns:
        As `numbers`. Each distinct text is read once: a file has few marks, and many of each.
    """
    if cells.is_empty():
        return np.empty(0), np.empty(0, dtype=np.uint8), np.empty(0, dtype=np.intp)
    cells = cells.fill_null("")
    distinct = cells.unique()
    token = distinct.str.strip_chars().str.to_uppercase()
    reasons = token.replace_strict(_codes(), default=_UNKNOWN, return_dtype=pl.UInt8).to_numpy(
        writable=True
    )
    values = np.full(len(distinct), np.nan)
    unknown = np.flatnonzero(reasons == _UNKNOWN)
    rest = token.gather(unknown)
    plain = pl.select(
        pl.when(rest.str.contains(_NUMBER) | rest.str.contains(_THOUSANDS)).then(
            rest.str.replace_all(",", "", literal=True)
        )
    ).to_series()
    values[unknown] = plain.cast(pl.Float64, strict=False).to_numpy()
    good = np.isfinite(values)
    odd = (reasons == _UNKNOWN) & ~good
    reasons[good] = 0
    reasons[odd] = REASONS.index("not_valid") + 1
    places = pl.Series(np.arange(len(distinct), dtype=np.uint32))
    where = cells.replace_strict(distinct, places, return_dtype=pl.UInt32).to_numpy()
    return values[where], reasons[where], np.flatnonzero(odd[where])


def reason_series(name: str, codes: npt.NDArray[np.uint8]) -> pl.Series:
    """Reason codes as the `*_missing` column; null where there is a value."""
    lookup = pl.Series(name, [None, *REASONS], dtype=LABEL)
    if len(codes) == 0 or codes.min() == codes.max():
        return lookup.new_from_index(int(codes[0]) if len(codes) else 0, len(codes))
    return lookup.gather(pl.Series(codes).cast(pl.UInt32))


def value_series(name: str, values: npt.NDArray[np.float64]) -> pl.Series:
    """Values with NaN as null."""
    return pl.Series(name, values, nan_to_null=True)


def code(column: str) -> pl.Expr:
    """An organisation code: trimmed of every kind of space, upper case, null when blank."""
    cleaned = (
        pl.col(column)
        .str.replace_all(r"[\s\p{Cc}\p{Cf}]", "")
        .str.strip_chars_start("=+-@")
        .str.to_uppercase()
    )
    return pl.when(cleaned != "").then(cleaned)


def name(column: str) -> pl.Expr:
    """A name fit to keep: one line, no control characters, at most 200 characters.

    It cannot start a formula in a spreadsheet.
    """
    cleaned = (
        pl.col(column)
        .str.normalize("NFC")
        # Runs of what is no letter become one space; a single space stays, so that most names pass untouched.
        .str.replace_all(r"[\s\p{Cc}\p{Cf}]{2,}|[\s\p{Cc}\p{Cf}&&[^ ]]", " ")
        .str.strip_chars()
        .str.strip_chars_start("=+-@ ")
        .str.slice(0, _LONGEST)
    )
    return pl.when(cleaned != "").then(cleaned)


def optional_name(column: str | None) -> pl.Expr:
    """`name` of a column that a file need not have; null without it."""
    return name(column) if column else pl.lit(None, dtype=pl.String)


# What `code` and `name` leave as it is, seen in a tenth of the time that cleaning takes.
_CLEAN: dict[Callable[[str], pl.Expr], str] = {
    code: r"^[0-9A-Z]+$",
    name: r"^[0-9A-Za-z(][!-~]*( [!-~]+)*$",
}


def clean_column(column: pl.Series, clean: Callable[[str], pl.Expr]) -> pl.Series:
    """A column through `code` or `name`, each distinct text once: names of areas repeat."""
    distinct = column.unique()
    short = (distinct.str.len_bytes() <= _LONGEST).all()
    if short and distinct.str.contains(_CLEAN[clean]).all():
        return column
    clean_ones = distinct.to_frame().select(clean(column.name)).to_series()
    if clean_ones.equals(distinct):
        return column
    return column.replace_strict(distinct, clean_ones)


def clean_columns(
    frame: pl.DataFrame, columns: Mapping[str, Callable[[str], pl.Expr]]
) -> pl.DataFrame:
    """Columns of a small frame through `code` or `name`; all at once when they are clean already."""
    clean = frame.select(
        ((pl.col(column).str.len_bytes() <= _LONGEST) & pl.col(column).str.contains(_CLEAN[how]))
        .all()
        .alias(column)
        for column, how in columns.items()
    ).row(0, named=True)
    return frame.select(
        frame[column] if clean[column] else clean_column(frame[column], how)
        for column, how in columns.items()
    )


def line(text: str, most: int = 200) -> str:
    """One text as `name` keeps it: for file names, headings, and what a publisher writes."""
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in text)
    return " ".join(shown.split()).lstrip("=+-@ ")[:most]


def period_of(year: str, month: str) -> str | None:
    """`YYYY-MM` from a printed year and month, in figures or words; a year of two digits is of this century."""
    try:
        number = _MONTHS.get(month.strip().lower()) or _whole(month)
        whole = _whole(year)
    except ValueError:
        return None
    whole += 2000 if re.fullmatch(r"\d\d(\.0+)?", year.strip(), re.ASCII) else 0
    return f"{whole:04d}-{number:02d}" if 1 <= number <= 12 and 1990 <= whole <= 2100 else None


def _whole(text: str) -> int:
    """A whole number; `9.0`, as Excel writes it, is one."""
    return int(re.sub(r"\.0+$", "", text.strip()).replace("_", " "))


_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_DATES = tuple(
    re.compile(shape, re.ASCII)
    for shape in (
        rf"{_DAY}(?:st|nd|rd|th)?[ -]?(?P<month>[A-Za-z]{{3,9}})[ -]?{_YEAR}(?: [0-9:]+)?",
        r"(?P<year>\d{4})[-/](?P<month>\d{2})[-/](?P<day>\d{2})(?:[ T].*)?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<year>\d{4})-(?P<month>\d{2})",
        rf"(?P<month>[A-Za-z]{{3,9}})[ -]{_YEAR}",
        rf"{_DAY}[/.](?P<month>\d{{1,2}})[/.]{_YEAR}(?: [0-9:]+)?",
        rf"{_DAY}-(?P<month>\d{{2}})-(?P<year>\d{{4}})(?: [0-9:]+)?",
    )
)


def date_of(text: str) -> str | None:
    """`YYYY-MM-DD` of a printed date; `YYYY-MM` of a month.

    Read are `01Nov2025`, `01-Apr-17`, `2025-11-01`, `20251101`, `01/11/2025`, `2025-11`, `Nov-25`. A
    year of two digits is of this century: no collection is older.
    """
    found = next(filter(None, (shape.fullmatch(text.strip()) for shape in _DATES)), None)
    if found is None:
        return None
    printed = found.groupdict()
    period = period_of(f"20{printed['year']}"[-4:], printed["month"])
    day = int(printed.get("day") or 1)
    if period is None or not 1 <= day <= Month(period).last_day.day:
        return None
    return f"{period}-{day:02d}" if printed.get("day") else period


def period_of_date(text: str) -> Month | None:
    """The month of a printed date."""
    date = date_of(text)
    return Month.of(date) if date else None


def other_date(text: str) -> str | None:
    """The first of a month that a date such as `11/01/2025` is in the order of the United States; else None.

    Lists and maps are drawn on the first of a month, so 11 January is more likely the first of November.
    """
    found = re.fullmatch(r"(\d{1,2})[/.-]0?1[/.-](\d{4}|\d\d)( .*)?", text.strip(), re.ASCII)
    if found is None or not 1 < int(found[1]) <= 12:
        return None
    return period_of(found[2], found[1])


def period_in_name(file_name: str) -> str | None:
    """`YYYY-MM` as read from a file name: `September 2025`, `.092025.`, `2025-09`, `202509`, `21-22`."""
    words = "|".join(sorted(_MONTHS, key=len, reverse=True))
    if found := re.search(rf"(?i)(?<![a-z])({words})[\s_\-.]*(20\d\d)", file_name):
        return period_of(found[2], found[1])
    if found := re.search(r"(?<!\d)(0[1-9]|1[0-2])(20\d\d)(?!\d)", file_name):
        return period_of(found[2], found[1])
    if found := re.search(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])(?!\d)", file_name):
        return period_of(found[1], found[2])
    # A financial year stands for its last month; `2009-10` has been read as a month above.
    if found := re.search(r"(?<!\d)(?:20)?(\d\d)[-_](?:20)?(\d\d)(?!\d)", file_name):
        year = financial_year(f"{found[1]}-{found[2]}")
        return year.months[-1] if year else None
    return None


def financial_year(text: str) -> FinancialYear | None:
    """`2025/26` from `2025/26`, `2025-26`, `25/26` or `2025/2026`."""
    found = re.fullmatch(r"(20)?(\d\d)\s?[/\-–]\s?(20)?(\d\d)", text.strip(), re.ASCII)
    if found is None or int(found[4]) != (int(found[2]) + 1) % 100:
        return None
    return FinancialYear(f"20{found[2]}/{found[4]}")
