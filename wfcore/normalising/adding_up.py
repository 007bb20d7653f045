"""Printed totals against the sum of what is printed, in exact decimals."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wfcore.findings import Finding, of_examples

_PLACES = Decimal("0.000001")  # a workbook keeps 20.24 as 20.240000000000002
_NUMBER = re.compile(r"[+-]?(\d{1,9}|\d{1,3}(,\d{3})+)(\.\d{1,18})?|[+-]?\.\d{1,18}", re.ASCII)

_NONE_KEPT = "Only the figures are kept, no total."


@dataclass(frozen=True)
class Total:
    """A printed total, the sum it stands for, how many figures were added; of a row, its number."""

    where: str
    printed: Decimal
    added: Decimal
    figures: int
    row: int = 0

    def example(self) -> str:
        """Where it stands, what is printed and what the figures add up to."""
        return f"{self.where}: {self.printed:f} printed, {self.added:f} added up"


def printed_number(text: str) -> Decimal | None:
    """The number that a cell prints, such as `1,234.5`; None for anything else."""
    return exact_decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def exact_decimal(text: str) -> Decimal:
    """The number that was typed, without the noise of a workbook's binary fractions."""
    number = Decimal(text)
    return number if -number_places(number) <= 6 else number.quantize(_PLACES).normalize()


def number_places(number: Decimal) -> int:
    """The exponent of the last printed place: -2 for 20.24."""
    text = str(number)  # a tenth of the time that its digits as a tuple take
    if "E" not in text:
        return -len(text.partition(".")[2])
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def split_by_tolerance(
    totals: Iterable[Total], tolerance: Callable[[Total], Decimal]
) -> tuple[list[Total], list[Total]]:
    """Totals that are off by more than a tolerance, and those that are off by no more."""
    off = [total for total in totals if total.printed != total.added]
    beyond = [one for one in off if abs(one.printed - one.added) > tolerance(one)]
    return beyond, [one for one in off if one not in beyond]


def split_by_rounding(
    totals: Iterable[Total], figures: Sequence[Decimal]
) -> tuple[list[Total], list[Total]]:
    """Totals that are off by more than rounding can be, and those that are off by no more.

    Half a unit of the last place that any of the figures prints, for each figure added.
    """
    place = min((number_places(figure) for figure in figures), default=0)
    half = Decimal(1).scaleb(place) / 2
    return split_by_tolerance(totals, lambda total: half * max(total.figures, 1))


def disagreements(
    code: str,
    what: str,
    totals: Iterable[Total],
    figures: Sequence[Decimal],
    *,
    kept: str = _NONE_KEPT,
) -> list[Finding]:
    """Findings about totals that are not the sum of their figures.

    Half a unit of the last place for each figure added can be rounding, and is noted; more warns.

    Args:
        code: of the findings, without its end.
        what: the totals, in words.
        totals: printed totals with their sums.
        figures: all printed figures, which say what the last printed place is.
        kept: what is kept of totals within rounding, as a sentence.
    """
    beyond, within = split_by_rounding(totals, figures)
    found: list[Finding] = []
    found += of_examples(
        "warns",
        f"{code}_differ",
        f"{what} differ from the sum of their figures by more than rounding. Correct the figure or "
        f"the total. {_NONE_KEPT}",
        [total.example() for total in beyond],
    )
    found += of_examples(
        "notes",
        f"{code}_rounded",
        f"{what} differ from the sum of their figures, but no more than rounding can. {kept}",
        [total.example() for total in within],
    )
    return found
