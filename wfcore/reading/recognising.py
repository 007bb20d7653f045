"""A header → the declared source it belongs to."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from wfcore.declared import Declared, OtherFile, Source
from wfcore.errors import UnreadableFile

STAFF_COLUMN = re.compile(
    r"^(?:(?:TOTAL|MALE|FEMALE)_)?(?:GP|NURSES?|N|DPC|TRAINEE_DPC|DIRECT_PATIENT_CARE|ADMIN)(?:_[A-Z0-9_]+?)?"
    r"_(?:HC|FTE)(?:_(?:UNDER\d+|\d+TO\d+|70PLUS|UNKNOWN_AGE|COQ_[A-Z_]+))?$"
)
PATIENT_COLUMN = re.compile(
    r"^(?:TOTAL_(?:PATIENTS|MALE|FEMALE|UNKNOWN_GENDER)|(?:MALE|FEMALE)_PATIENTS_\w+)$"
)
# Words of the scheme's roles: enough to tell a plan from another table of PCNs, whatever its spellings.
ROLE_COLUMN = re.compile(
    r"PHARMAC|PARAMEDIC|PHYSIO|PRESCRIB|CO-?ORDINATOR|COACH|DIET|PODIATR|OCCUPATIONAL|PHYSICIAN|ASSOCIATE"
    r"|ADVANCED|PRACTITIONER|NURS|ASSISTANT|TRANSFORMATION|SUPPORT WORKER|LINK WORKER|\bGPS?\b"
)
_ROLES_OF_A_PLAN = 3
FLAG_COLUMN = re.compile(r"^(?:GP|NURSE|DPC|ADMIN)_SOURCE$")
_WIDE = re.compile(r"(?:TOTAL|MALE|FEMALE)[ _.-]|(?:GP|NURSE|DPC|ADMIN)[ _.-]SOURCE$")
_BETWEEN = re.compile(r"[ _.-]+")
_FOOTNOTE = re.compile(r"(?<=[A-Z)])\d{1,2}$")
_PRACTICE_CODE = re.compile(r"[A-Z]\d{5}$")


@dataclass(frozen=True)
class Recognised:
    """A source and how the file's headers map to our names."""

    source: Source
    columns: dict[str, str]  # our name → header as it stands in the table
    unknown: tuple[str, ...]  # headers that nothing explains


@lru_cache(4096)
def plain_header(header: str) -> str:
    """A header without case, byte-order mark, line breaks or doubled spaces.

    Columns of a wide staff file are written with underscores, whatever stands for them here.
    """
    plain = " ".join(header.replace("\ufeff", "").replace("\u200b", "").split()).upper()
    if _WIDE.match(plain) and _is_staff_file_column(joined := _BETWEEN.sub("_", plain)):
        return joined
    return plain


def headings_by_shape(cells: Sequence[str], definitions: Declared) -> list[str]:
    """The headings of a file that is published without, told by its first row; none where it is another.

    Args:
        cells: of the first row, as plain headings.
        definitions: the declared sources.
    """
    joined = "|".join(["", *map(_spaced, cells), ""])
    for source in definitions.sources.values():
        pattern = source.first_row_pattern
        if pattern and len(cells) == len(source.positions) and pattern.match(joined):
            return source.positions
    return []


def recognise(headers: Sequence[str], definitions: Declared) -> Recognised | None:
    """The source whose required columns are all here and which explains most of the header."""
    best: tuple[int, int, Recognised] | None = None
    wide = [h for h in headers if _is_staff_file_column(h)]
    staff = sum(1 for h in wide if STAFF_COLUMN.match(h))
    for source in definitions.sources.values():
        if not source.required or (source.staff_columns and not staff):
            continue
        columns = _columns(headers, source)
        if not all(name in columns for name in source.required):
            continue
        # Of a plan every other heading is a role, so that none can be passed over in silence.
        others = [h for h in headers if h and h not in columns.values()]
        roles = others if source.role_columns else []
        if source.role_columns and not _is_plan(roles, columns, definitions):
            continue
        explained = {*columns.values(), *(wide if source.staff_columns else roles)}
        found = Recognised(
            source=source,
            columns=columns,
            unknown=tuple(h for h in headers if h and h not in explained),
        )
        rank = (len(explained), len(source.required), found)
        if best is None or rank[:2] > best[:2]:
            best = rank
    return best[2] if best else None


def _is_plan(roles: Sequence[str], columns: dict[str, str], definitions: Declared) -> bool:
    """Whether headings beside those of a plan are its roles, or all roles together."""
    if all(map(definitions.arrs.means_all_roles, roles)):
        named = [*roles, columns["total"]]
        return "period" in columns or any(map(definitions.arrs.means_all_roles, named))
    return sum(map(is_role_column, roles)) >= _ROLES_OF_A_PLAN


def refuse(rows: Sequence[Sequence[str]], name: str, definitions: Declared) -> UnreadableFile:
    """Say which other file it is, or what it looks most like and which columns are missing.

    Args:
        rows: the first rows, as plain headings.
        name: of the file.
        definitions: the declared sources and other files.
    """
    filled = [[cell for cell in row if cell] for row in rows]
    headers = next((row for row in filled if len(row) > 1), next(filter(None, filled), list[str]()))
    sources = [s for s in definitions.sources.values() if s.required]
    likeliest = max(sources, key=lambda source: _likeness(source, headers))
    near = _likeness(likeliest, headers) >= definitions.rules.least_likeness
    other = _other_file(rows, definitions)
    if other and not (near and other.weak):
        return UnreadableFile(
            f"{name}: this is the file “{other.title}”, which is not taken here.",
            other.instead,
            code="other_file",
        )
    listed = ", ".join(h[:40] for h in headers[:6]) + ("…" if len(headers) > 6 else "")
    if any(map(_PRACTICE_CODE.match, headers)):
        return UnreadableFile(
            f"{name}: there is no row of headings. The first row has: {listed}.",
            "Put the headings of the published file above it, or download it again.",
            code="no_headings",
        )
    if not near:
        return UnreadableFile(
            f"{name}: the headings match no file that we know, and come near none. Headings found "
            f"in the first rows: {listed or 'none'}.",
            "The page Methods names the files that are taken, and where they are published.",
            code="unknown_headings",
        )
    missing = ", ".join(_missing(likeliest, headers))
    return UnreadableFile(
        f"{name}: the headings match no file that we know. It looks most like "
        f"“{likeliest.title}”, but these columns are missing: {missing}. Headings found: {listed}.",
        "Check that it is the file as published, with its heading row. "
        f"Where it is published: {likeliest.page}.",
        code="unknown_headings",
    )


def _other_file(rows: Sequence[Sequence[str]], definitions: Declared) -> OtherFile | None:
    """The known file that is not taken: by its headings, or by the shape of a first row without."""
    joined = ["|".join(["", *map(_spaced, row), ""]) for row in rows if sum(map(bool, row)) > 1]
    for other in definitions.other_files.values():
        if any(map(other.pattern.match, joined[:1] if other.first_row else joined)):
            return other
    return None


def _likeness(source: Source, headers: Sequence[str]) -> float:
    """The share of a source's needed columns that a header has; a heading that is nearly one is half."""
    have = _columns(headers, source)
    hits = sum(
        1.0 if our_name in have else 0.5 * bool(_near(printed, headers))
        for our_name, printed in source.required.items()
    )
    needed = len(source.required) + 2 * (source.staff_columns or source.role_columns)
    if source.staff_columns:
        staff = any(map(STAFF_COLUMN.match, headers))
        hits += 2 if staff else any(map(_is_staff_file_column, headers))
    if source.role_columns:
        roles = len(set(filter(is_role_column, headers)))
        hits += 2 * min(1.0, roles / _ROLES_OF_A_PLAN)
    extra = sum(our_name in have for our_name in source.optional)
    return hits / needed + extra / 100


def _missing(source: Source, headers: Sequence[str]) -> list[str]:
    """What a header lacks of a source, each with the heading that comes nearest."""
    have = _columns(headers, source)
    missing: list[str] = []
    for our_name, printed in source.required.items():
        if our_name not in have:
            near = _near(printed, headers)
            missing.append(f"{printed[0]} (nearest here: {near[0]})" if near else printed[0])
    if source.staff_columns and not any(map(STAFF_COLUMN.match, headers)):
        missing.append("staff columns such as TOTAL_GP_FTE")
    if source.role_columns and sum(map(is_role_column, headers)) < _ROLES_OF_A_PLAN:
        missing.append("headings of roles such as Clinical Pharmacists")
    return missing


def is_role_column(header: str) -> bool:
    """Whether a heading has a word of the scheme's roles."""
    return bool(ROLE_COLUMN.search(header))


def _columns(headers: Sequence[str], source: Source) -> dict[str, str]:
    """Of two names for one column the one that the definitions list first is taken."""
    there = _by_spelling(tuple(headers))
    columns: dict[str, str] = {}
    for printed, our_name in _names(source.id, tuple(source.headers.items())).items():
        if printed in there:
            columns.setdefault(our_name, there[printed])
    return columns


@lru_cache(maxsize=64)  # the first rows of a file, asked of every source
def _by_spelling(headers: tuple[str, ...]) -> dict[str, str]:
    """Spelling → heading; `REGISTERED PATIENTS1` also without its footnote, unless that stands too."""
    there: dict[str, str] = {}
    for header in headers:
        there.setdefault(_spaced(header), header)
    for header in headers:
        there.setdefault(_FOOTNOTE.sub("", _spaced(header)), header)
    return there


@cache
def _names(_source_id: str, pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {_spaced(plain_header(printed)): our_name for printed, our_name in pairs}


def _spaced(header: str) -> str:
    """A heading with spaces for underscores, dots and hyphens: publishers and tools change one for the other."""
    return " ".join(_BETWEEN.sub(" ", header).split())


def _near(printed: Sequence[str], headers: Sequence[str]) -> list[str]:
    return [
        found
        for name in printed
        for found in difflib.get_close_matches(name, headers, n=1, cutoff=0.75)
    ]


def _is_staff_file_column(header: str) -> bool:
    return bool(
        STAFF_COLUMN.match(header) or PATIENT_COLUMN.match(header) or FLAG_COLUMN.match(header)
    )
