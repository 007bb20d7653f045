"""What was worked out of a version once is kept: a version never changes."""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import polars as pl

from wfcore.measuring.sums import Sums
from wfcore.measuring.unit_arrays import UnitArrays

_ANSWERS_KEPT = 4096
_BYTES_KEPT = 256 * 2**20  # of all answers together; a round through England's pages takes 100 MB

_UNKNOWN = object()  # None is an answer

Parameters = ParamSpec("Parameters")
CachedResult = TypeVar("CachedResult")
Cache = TypeVar("Cache", bound="VersionCache")


class VersionCache:
    """Answers under what was asked; when they are too many or too large, the older half goes."""

    def __init__(self) -> None:
        self._answers: dict[tuple[object, ...], Any] = {}
        self._bytes_kept = 0

    def cached(self, asked: tuple[object, ...], answer: Callable[[], CachedResult]) -> CachedResult:
        """An answer worked out once; see `cached_per_version`."""
        found = self._answers.get(asked, _UNKNOWN)
        if found is not _UNKNOWN:
            return found
        found = answer()
        self._bytes_kept += _size_of(found)
        if len(self._answers) >= _ANSWERS_KEPT or self._bytes_kept > _BYTES_KEPT:
            self._forget_older_half()  # another thread may be reading: it holds its own answer
            self._bytes_kept += _size_of(found)
        self._answers[asked] = found
        return found

    def _forget_older_half(self) -> None:
        older = list(self._answers)
        for asked in older[: (len(older) + 1) // 2]:
            self._answers.pop(asked, None)
        self._bytes_kept = sum(_size_of(answer) for answer in list(self._answers.values()))

    def clear_cache(self) -> None:
        """Let go of answers, not of gathered units; the benchmark measures working them out."""
        self._answers.clear()
        self._bytes_kept = 0


def cached_per_version(
    work: Callable[Concatenate[Cache, Parameters], CachedResult],
) -> Callable[Concatenate[Cache, Parameters], CachedResult]:
    """A function of a version's figures that works out each answer once.

    Its first argument is the figures, which keep the answer under all the others. These must be
    hashable; a list counts as the tuple of what is in it.
    """
    name = f"{work.__module__}.{work.__qualname__}"
    _, *parameters = signature(work).parameters.values()
    names = [parameter.name for parameter in parameters]
    defaults: dict[str, Any] = {parameter.name: parameter.default for parameter in parameters}

    @wraps(work)
    def kept(figures: Cache, *args: Parameters.args, **more: Parameters.kwargs) -> CachedResult:
        given = args
        if more or len(args) < len(names):
            given = (defaults | dict(zip(names, args, strict=False)) | more).values()
        key = [tuple(cast("list[object]", v)) if isinstance(v, list) else v for v in given]
        return figures.cached((name, *key), lambda: work(figures, *args, **more))

    return kept


def _size_of(answer: object) -> int:
    """Bytes, about; what is no table is small."""
    if isinstance(answer, UnitArrays):
        return answer.bytes_held  # figures, and what each unit adds
    if isinstance(answer, Sums):
        return int(answer.areas.group.nbytes)
    if isinstance(answer, pl.DataFrame):  # counted by hand: weighing every text takes longer
        return answer.height * sum(16 if dtype == pl.String else 8 for dtype in answer.dtypes)
    return 0
