# ruff: noqa: E501 - one case on a line reads best
"""E and F. What only the period before can show: 98, 100 to 104, 114, 116 to 118.

Forty practices in two networks of one ICB are published, then a file comes in which one thing differs.
"""

from collections.abc import Mapping

from tests.faults.corpus.cases import Case, File
from tests.faults.files import as_csv, practices
from tests.unit.making import claims_csv, places_csv

Row = dict[str, str]
COUNT = 40
JUNE, SEPTEMBER, DECEMBER = "2025-06", "2025-09", "2025-12"
ELSEWHERE = {"ICB_CODE": "QXX", "ICB_NAME": "NHS ELSEWHERE INTEGRATED CARE BOARD"}


def then() -> list[Row]:
    return practices(COUNT)


def now(changes: Mapping[int, Mapping[str, str]] | None = None, *, stale: int = 0) -> list[Row]:
    """The rows of the next quarter: a tenth of a post moved at each practice that is not stale."""
    rows = [
        row
        if i < stale
        else row | {"TOTAL_NURSES_FTE": "1.7", "TOTAL_PATIENTS": str(6005 + 100 * i)}
        for i, row in enumerate(practices(COUNT))
    ]
    for i, change in (changes or {}).items():
        rows[i] |= change
    return rows


def without(row: int, *, grows: int, by: int) -> list[Row]:
    """A practice is gone, and another's list is longer."""
    rows = now({grows: {"TOTAL_PATIENTS": str(6000 + 100 * grows + by)}})
    return [*rows[:row], *rows[row + 1 :]]


def scaled(column: str, times: float, of: range = range(COUNT)) -> list[Row]:
    return now(
        {i: {column: f"{float(then()[i][column]) * times:.2f}".removesuffix(".00")} for i in of}
    )


def lists(times: float, of: range = range(COUNT)) -> list[Row]:
    return now({i: {"TOTAL_PATIENTS": str(round((6000 + 100 * i) * times))} for i in of})


def claims(pcn: str) -> bytes:
    return claims_csv([{"pcn_code": pcn}]).encode()


BEFORE: tuple[File, ...] = (("General Practice - 40 practices.csv", as_csv(then())),)
MAP: tuple[File, ...] = (
    ("Practice map.csv", places_csv([("F99000", "U99000", "East"), ("F99001", "U99001", "East")]).encode()),
)  # fmt: skip
TWO_ICBS: tuple[File, ...] = (
    ("General Practice - two ICBs.csv", as_csv([r | (ELSEWHERE if i >= 20 else {}) for i, r in enumerate(then())])),
)  # fmt: skip
NEW = practices(COUNT + 1)[-1]
NETWORK = {"PCN_CODE": "U99009", "PCN_NAME": "NETWORK 1 PCN"}
ODD, EVEN = range(1, COUNT, 2), range(0, COUNT, 2)


def against(
    number: int,
    label: str,
    outcome,
    code: str,
    words: str,
    rows: list[Row],
    after: tuple[File, ...] = BEFORE,
    was: str = SEPTEMBER,
    period: str = DECEMBER,
    **more: str,
) -> Case:
    return Case(number, label, outcome, code, words, lambda: as_csv(rows), period=period, after=after, was=was, **more)  # fmt: skip


CASES = [
    Case(98, "a claim of a PCN that no map knows", "warns", "unknown_pcn", "U12345", lambda: claims("U12345"), "claims.csv", None, MAP),
    Case(98, "a claim of a PCN that the map knows", "accepted", "", "", lambda: claims("U99001"), "claims.csv", None, MAP, never=("unknown_pcn",)),
    against(98, "a practice in a PCN that nobody knows", "warns", "pcn_changed", "F99003: U99001 → U12345", now({3: {"PCN_CODE": "U12345", "PCN_NAME": "UNHEARD OF PCN"}})),
    against(100, "a PCN of the same name under another code", "warns", "pcn_recoded", "Network 1 PCN: U99001 → U99009", now(dict.fromkeys(ODD, NETWORK))),
    against(101, "a practice in another PCN", "warns", "pcn_changed", "F99003: U99001 → U99000", now({3: {"PCN_CODE": "U99000", "PCN_NAME": "NETWORK 0 PCN"}})),
    against(101, "five practices in another PCN", "warns", "pcn_changed", "F99009: U99001 → U99000", now({i: {"PCN_CODE": "U99000", "PCN_NAME": "NETWORK 0 PCN"} for i in range(1, 11, 2)})),
    against(102, "a practice gone, its neighbour grown", "warns", "practice_merged", "F99003 (6,300 patients) → F99005 (grew by 6,300)", without(3, grows=5, by=6300)),
    against(102, "a practice gone, nobody grown", "notes", "rows_gone", "F99003 Surgery 3", without(3, grows=5, by=5), differs="closed: nothing says with whom it would have merged"),
    against(103, "a practice more", "notes", "rows_new", "F99040 Surgery 40", [*now(), NEW | {"TOTAL_PATIENTS": "900"}]),
    against(104, "practices in another sub-ICB location", "warns", "sub_icb_changed", "F99002: Z9Z9Z → 42D", now({2: {"SUB_ICB_CODE": "42D"}})),
    against(104, "fourteen at once", "warns", "sub_icb_changed", "the series of both locations break here", now({i: {"SUB_ICB_CODE": "42D"} for i in range(14)})),
    against(114, "the same figures under another quarter", "blocks", "looks_like_another_period", "This looks like 2025-09: 100.0%", then()),
    against(114, "two figures in a hundred changed", "blocks", "looks_like_another_period", "This looks like 2025-09: 98", [r | ({"TOTAL_GP_FTE": "9.9"} if i < 4 else {}) for i, r in enumerate(then())]),
    against(114, "an older month under a later one", "blocks", "looks_like_another_period", "This looks like 2025-12", then(), was=DECEMBER, period=SEPTEMBER),
    against(116, "patients up by 3%", "warns", "patients_changed", "(+3.0%)", lists(1.03)),
    against(116, "patients down by 3%", "warns", "patients_changed", "(-3.0%)", lists(0.97)),
    against(116, "GPs up by 6%", "warns", "gp_fte_changed", "(+6.0%)", scaled("TOTAL_GP_FTE", 1.06)),
    against(116, "one ICB of two up by 11%", "warns", "icb_changed", "QXX Elsewhere", [r | (ELSEWHERE if i >= 20 else {}) for i, r in enumerate(lists(1.11, range(20, COUNT)))], TWO_ICBS),
    against(117, "half the practices as last time", "notes", "same_as_last_time", "20 of 40 practices (50%)", now(stale=20)),
    against(118, "an August between", "notes", "trainees_moved_in_august", "An August lies between 2025-06 and 2025-09", now(), was=JUNE, period=SEPTEMBER),
]  # fmt: skip
