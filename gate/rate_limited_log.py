"""Something said now and then: a flood of refusals must not become a flood of lines."""

import time


class RateLimitedLog:
    """Lets a thing through once in so many seconds for each key."""

    def __init__(self, seconds: float, keys: int = 1000) -> None:
        self.seconds = seconds
        self.keys = keys
        self._last: dict[str, float] = {}

    def is_due(self, key: str) -> bool:
        """Whether it is time again."""
        at = time.monotonic()
        if at - self._last.get(key, -self.seconds) < self.seconds:
            return False
        if len(self._last) >= self.keys:
            self._last.clear()
        self._last[key] = at
        return True
