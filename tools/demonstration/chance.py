"""Chance that falls the same way every time."""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

SEED = 20231231

Option = TypeVar("Option")


class Dice:
    """A stream of chance with its own name, so that a change to one leaves the others alone."""

    def __init__(self, *name: str):
        self._random = random.Random("/".join((str(SEED), *name)))  # noqa: S311

    def chance(self, thousandths: int) -> bool:
        """True in so many cases of a thousand."""
        return self._random.random() * 1000 < thousandths

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends possible."""
        return low + int(self._random.random() * (high - low + 1))

    def one(self, options: Sequence[Option]) -> Option:
        """One of them, all alike."""
        return options[self.whole(0, len(options) - 1)]

    def weighted(self, options: Mapping[Option, int]) -> Option:
        """One of them, each as likely as its weight."""
        return self.one([option for option, weight in options.items() for _ in range(weight)])
