"""One printed cell: the figure in it, and what else stands there."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property

from wfcore.declared import declared
from wfcore.normalising.adding_up import number_places, printed_number

ARROWS = {
    **dict.fromkeys("↑⬆▲△↗", 1),
    **dict.fromkeys("↓⬇▼▽↘", -1),
    **dict.fromkeys("→↔➡▬", 0),
}
_DRESSED = re.compile(
    r"(?P<before>[*†‡^]|\(\d\)|\[\w{1,2}\]|[¹²³⁴⁵⁶⁷⁸⁹])?\s?"
    r"(?P<about>c\.?|~|≈)?\s?(?P<sign>[-+−–])?\s?(?P<money>£)?\s?(?P<number>[\d,]*\.?\d+)\s?"
    r"(?P<unit>%|per cent|k|m|bn|fte|wte|pp|ppts?|pts|points|p)?\s?"
    r"(?P<mark>[*†‡^#]{1,3}|\[\w{1,2}\]|[¹²³⁴⁵⁶⁷⁸⁹]{1,2}|\(\d\)|[re](?![a-z]))?\s?"
    rf"(?P<arrow>[{''.join(ARROWS)}])?",
    re.ASCII | re.IGNORECASE,
)
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d,])", re.ASCII)
_HELD_BACK = re.compile(
    r"[<≤]\s?\d{1,3}|\[?(low|c|x|z|u)\]?|\*{1,3}|suppressed|withheld|#", re.IGNORECASE
)
_LONGEST = 60  # characters; what is longer is no figure, and is not searched for one
_NEGATIVE = re.compile(r"\(.+\)%?|£\(.+\)")
_COUNT_AND_SHARE = re.compile(r"([\d,]+)\s*\(\s*(\d{1,3}(?:\.\d+)?)\s*%\s*\)", re.ASCII)


@dataclass(frozen=True)
class PrintedCell:
    """A cell as printed.

    `value` is None where no figure stands. `arrow` is 1 up, -1 down, 0 level, None without one.
    `mark` is what follows a figure, such as `*`. `share` is y of a cell `x (y%)`.
    """

    text: str
    value: Decimal | None = None
    percent: bool = False
    money: bool = False
    mark: str = ""
    arrow: int | None = None
    share: Decimal | None = None

    @cached_property
    def places(self) -> int:
        """The exponent of the last printed place: -2 for 20.24, 0 without a figure."""
        return 0 if self.value is None else number_places(self.value)

    @property
    def blank(self) -> bool:
        """Nothing stands there."""
        return not self.text

    @property
    def silent(self) -> bool:
        """A blank or a mark stands where a figure would."""
        return self.value is None and (self.text.upper() in _marks() or self.held_back)

    @property
    def held_back(self) -> bool:
        """There is a figure, and it is not printed: `<5`, `c`, `*`."""
        return self.value is None and bool(_HELD_BACK.fullmatch(self.text))

    @property
    def words(self) -> bool:
        """Something is written that is neither a figure nor a mark."""
        return self.value is None and self.arrow is None and not self.silent


def parse_cell(printed: str) -> PrintedCell:
    """The cell that a text is; nothing is guessed: what is no figure stays text."""
    text = " ".join(printed.split())
    if len(text) > _LONGEST:
        return PrintedCell(text)
    if text in ARROWS:
        return PrintedCell(text, arrow=ARROWS[text])
    value = printed_number(text)
    if value is not None:
        return PrintedCell(text, value)
    if found := _COUNT_AND_SHARE.fullmatch(text):
        value = printed_number(found[1])
        return (
            PrintedCell(text, value, share=Decimal(found[2]))
            if value is not None
            else PrintedCell(text)
        )
    negative = bool(_NEGATIVE.fullmatch(text))
    bare = text.replace("(", "").replace(")", "") if negative else text
    found = _DRESSED.fullmatch(_SPACED.sub(lambda m: m[0].replace(" ", ""), bare))
    value = printed_number(found["number"]) if found else None
    if found is None or value is None:
        return PrintedCell(text)
    return PrintedCell(
        text,
        -value if negative or (found["sign"] or "+") != "+" else value,
        percent=(found["unit"] or "").lower() in ("%", "per cent"),
        money=found["money"] is not None,
        mark=found["mark"] or found["before"] or "",
        arrow=ARROWS.get(found["arrow"] or ""),
    )


def half_unit(value: Decimal) -> Decimal:
    """Half of the last printed place: 0.005 for 20.24."""
    return Decimal(1).scaleb(number_places(value)) / 2


@cache
def _marks() -> frozenset[str]:
    """What stands in cells instead of a figure."""
    rules = declared().rules
    return frozenset(
        mark.upper()
        for mark in (
            *(token for tokens in rules.tokens.values() for token in tokens),
            *rules.local_tables.no_staff_marks,
            *rules.local_tables.stray_marks,
        )
    )
