"""What can be read in one breath: how many words a verdict may have, and what is cut from it."""

import re
from collections.abc import Sequence

from wfcore.declared import declared

# Ends of sentences, and not the points in “Dr. Shah” and “St. Ives”.
_ENDS = re.compile(r"(?<=[.?!])(?<!\b[A-Z][a-z]\.)(?<!\b[A-Z]\.)(?<!\bMrs\.) (?=[A-Z“0-9£])")


def fits(said: str) -> bool:
    """Whether a verdict is short enough."""
    return len(said.split()) <= declared().rules.reading.verdict_words


def in_one_breath(first: str, seconds: Sequence[str]) -> str:
    """A verdict of two sentences; of the ways to say the second the first that there is room for, else the last."""
    said = [f"{first} {second}".strip() for second in seconds] or [first]
    return next(filter(fits, said), said[-1])


def cut_verdict(verdict: str) -> tuple[str, str]:
    """As many whole sentences as can be read in one breath, at least one; and the others."""
    sentences = _ENDS.split(verdict)
    kept = len(sentences)
    while kept > 1 and not fits(" ".join(sentences[:kept])):
        kept -= 1
    return " ".join(sentences[:kept]), " ".join(sentences[kept:])
