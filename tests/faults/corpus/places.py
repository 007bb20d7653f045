# ruff: noqa: E501 - one case on a line reads best
"""E and F. Keys, places, times and versions: 93 to 118, as far as one file or the same figures before show them."""

from tests.faults.corpus.cases import Case
from tests.faults.files import HEADER, as_csv, practices

ROWS = practices()
GOOD = as_csv(ROWS)
BEFORE = (("General Practice - September 2025.csv", GOOD),)
MAP = "EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PCN_CODE,PCN_NAME,SUB_ICB_LOCATION_CODE,ICB_CODE,COMM_REGION_CODE\n"
LEGACY = {"TOTAL_GP_EXTG_FTE": "TOTAL_GP_EXR_FTE", "TOTAL_GP_EXTG_HC": "TOTAL_GP_EXR_HC"}


def placed(practice: str, pcn: str) -> str:
    return f"01Nov2025,{practice},A,{pcn},NETWORK {pcn},Z9Z9Z,QZ9,Y99\n"


def with_row(row: int, **changes: str) -> bytes:
    return as_csv([{**r, **changes} if i == row else r for i, r in enumerate(ROWS)])


def legacy() -> bytes:
    header = [LEGACY.get(h, h) for h in HEADER]
    return as_csv([{LEGACY.get(k, k): v for k, v in r.items()} for r in ROWS], header)


def mostly_here() -> bytes:
    rows = practices(40)
    rows[7] |= {"ICB_CODE": "QXX", "ICB_NAME": "ELSEWHERE"}
    return as_csv(rows)


CASES = [
    Case(93, "a row twice", "warns", "repeated_rows", "F99002", lambda: as_csv([*ROWS, ROWS[2]])),
    Case(94, "a code twice with other figures", "blocks", "same_code_different_values", "F99002", lambda: as_csv([*ROWS, {**ROWS[2], "TOTAL_GP_FTE": "9.9"}])),
    Case(95, "a practice in two PCNs", "blocks", "practice_in_one_pcn", "F99002: U99000, U99001", lambda: as_csv([*ROWS, {**ROWS[2], "PCN_CODE": "U99001", "PCN_NAME": "NETWORK 1 PCN"}])),
    Case(95, "a practice in two PCNs of a map", "blocks", "practice_in_one_pcn", "F99001: U99001, U99002", lambda: (MAP + placed("F99001", "U99001") + placed("F99001", "U99002")).encode(), period=None),
    *(
        Case(96, f"no practice code {code!r}", "blocks", "codes_have_the_right_shape", "Not practice codes", lambda c=code: with_row(3, PRAC_CODE=c))
        for code in ("99003", "FF9003", "F9900", "F990033", "?", "")
    ),
    Case(96, "a code that begins with Y", "accepted", "", "", lambda: with_row(3, PRAC_CODE="Y01234")),
    *(
        Case(97, f"PCN {code!r}", "notes", "practices_without_pcn", "not in a PCN", lambda c=code: with_row(3, PCN_CODE=c, PCN_NAME="UNALLOCATED"))
        for code in ("U", "", "Unallocated")
    ),
    Case(99, "a PCN with two names", "warns", "two_names_for_a_code", "U99001: NETWORK 1 PCN, NEW NAME PCN", lambda: with_row(3, PCN_NAME="NEW NAME PCN")),
    Case(99, "a PCN spelt in two ways", "notes", "one_name_for_a_code", "U99001: NETWORK 1 PCN, NETWORK 1. PCN", lambda: with_row(3, PCN_NAME="NETWORK 1. PCN")),
    Case(105, "rows from outside", "notes", "rows_from_outside", "QXX: 1 practices", mostly_here),
    Case(106, "no date anywhere", "blocks", "period_unknown", "Say which month", lambda: GOOD, period=None),
    Case(106, "a date in the name alone", "warns", "period_not_confirmed", "Confirm it", lambda: GOOD, "Practice Level September 2025.csv", None),
    Case(107, "the name says March", "warns", "period_differs_from_name", "says 2025-03, you said 2025-06", lambda: GOOD, "Practice Level March 2025.csv", "2025-06", differs="E until it is confirmed: accepting it by name is the confirmation"),
    Case(108, "a month to come", "blocks", "future_period", "has not ended", lambda: GOOD, period="2026-03"),
    Case(109, "before the series", "blocks", "before_series", "before 2015-09", lambda: GOOD, period="2014-09"),
    Case(110, "first issue of an old quarter", "warns", "older_layout", "issued again in July 2022", legacy, period="2019-09"),
    Case(111, "no end of a quarter", "notes", "not_a_quarter_end", "2025-10 is not the end of a quarter", lambda: GOOD, period="2025-10"),
    Case(111, "no month", "blocks", "not_a_month", "is not a month", lambda: GOOD, period="2025-13"),
    Case(112, "the same bytes again", "blocks", "already_published", "already published on", lambda: GOOD, after=BEFORE),
    Case(113, "the same quarter with other figures", "warns", "revision", "This file replaces them", lambda: with_row(1, TOTAL_GP_FTE="4.7"), after=BEFORE),
    Case(115, "a fifth of the practices gone", "warns", "rows_changed", "4 practices against 5", lambda: as_csv(ROWS[:4]), period="2025-12", after=BEFORE),
    Case(115, "two fifths of the practices gone", "blocks", "rows_changed", "(-40%)", lambda: as_csv(ROWS[:3]), period="2025-12", after=BEFORE),
    Case(115, "many practices more", "warns", "rows_changed", "(+20%)", lambda: as_csv(practices(6)), period="2025-12", after=BEFORE),
]  # fmt: skip
