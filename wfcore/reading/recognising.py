"""A header → the declared source it belongs to."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from wfcore.declared import Declared, Source
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


@dataclass(frozen=True)
class Recognised:
    """A source and how the file's headers map to our names."""

    source: Source
    columns: dict[str, str]  # our name → header as it stands in the table
    unknown: tuple[str, ...]  # headers that nothing explains


def plain_header(header: str) -> str:
    """A header without case, byte-order mark, line breaks or doubled spaces."""
    return " ".join(header.replace("\ufeff", "").replace("\u200b", "").split()).upper()


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
        if source.role_columns and sum(map(is_role_column, roles)) < _ROLES_OF_A_PLAN:
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


def refuse(headers: Sequence[str], name: str, definitions: Declared) -> UnreadableFile:
    """Say which other file it is, or what it looks most like and which columns are missing."""
    for other in definitions.other_files.values():
        if all(heading in headers for heading in other.headings):
            return UnreadableFile(
                f"{name}: this is the file “{other.title}”, which is not taken here.",
                other.instead,
                code="other_file",
            )

    def share(source: Source) -> float:
        hits = sum(
            1.0 if any(p in headers for p in printed) else 0.5 * bool(_near(printed, headers))
            for printed in source.required.values()
        )
        extra = sum(1 for p in source.headers if p in headers)
        needed = len(source.required) + 2 * (source.staff_columns or source.role_columns)
        wide = source.staff_columns and any(_is_staff_file_column(h) for h in headers)
        return hits / needed + extra / 100 + 0.5 * wide

    sources = [s for s in definitions.sources.values() if s.required]
    likeliest = max(sources, key=share)
    have = _columns(headers, likeliest)
    missing: list[str] = []
    for our_name, printed in likeliest.required.items():
        if our_name not in have:
            near = _near(printed, headers)
            missing.append(f"{printed[0]} (nearest here: {near[0]})" if near else printed[0])
    if likeliest.staff_columns and not any(STAFF_COLUMN.match(h) for h in headers):
        missing.append("staff columns such as TOTAL_GP_FTE")
    if likeliest.role_columns and sum(map(is_role_column, headers)) < _ROLES_OF_A_PLAN:
        missing.append("headings of roles such as Clinical Pharmacists")
    listed = ", ".join(h[:40] for h in headers[:6])
    return UnreadableFile(
        f"{name}: the headings match no file that we know. It looks most like "
        f"“{likeliest.title}”, but these columns are missing: {', '.join(missing)}. "
        f"Headings found: {listed}{'…' if len(headers) > 6 else ''}.",
        "Check that it is the file as published, with its heading row. "
        f"Where it is published: {likeliest.page}.",
        code="unknown_headings",
    )


def is_role_column(header: str) -> bool:
    """Whether a heading has a word of the scheme's roles."""
    return bool(ROLE_COLUMN.search(header))


def _columns(headers: Sequence[str], source: Source) -> dict[str, str]:
    """Of two names for one column the one that the definitions list first is taken."""
    there = set(headers)
    columns: dict[str, str] = {}
    for header, our_name in _names(source.id, tuple(source.headers.items())).items():
        if header in there:
            columns.setdefault(our_name, header)
    return columns


@cache
def _names(_source_id: str, pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {plain_header(printed): our_name for printed, our_name in pairs}


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
