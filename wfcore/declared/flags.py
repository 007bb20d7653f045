"""What must be known of a measure before it is quoted."""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache


class Flag(StrEnum):
    """A caution that a measure carries, in the order in which it lists them; words in `metrics.yaml`."""

    NOT_IN_FILE = "not_in_file"
    NOT_REPORTED = "not_reported"
    NOT_COVERED = "not_covered"
    PACKAGED_LIST = "packaged_list"
    NO_LIST = "no_list"
    NO_WEIGHTED = "no_weighted"
    TINY_LIST = "tiny_list"
    LIST_OTHER_MONTH = "list_other_month"
    LOW_COVERAGE = "low_coverage"
    SMALL_NUMBER = "small_number"
    COUNTS_JOBS = "counts_jobs"
    MAY_BE_UNDER_REPORTED = "may_be_under_reported"
    PLACES_OTHER_MONTH = "places_other_month"
    INVENTED = "invented"


@lru_cache(maxsize=2048)
def flags_of(text: str | None) -> frozenset[Flag]:
    """The flags that a column of a table joins with `;`."""
    return frozenset(Flag(name) for name in (text or "").split(";") if name)


def in_order(flags: Iterable[Flag]) -> list[Flag]:
    """Flags as a measure lists them."""
    known = frozenset(flags)
    return [flag for flag in Flag if flag in known]
