"""How an aim is read, and what may be aimed at."""

from wfcore.declared.models import Model


class AimRules(Model):
    """Words about aims, the units they may be printed in, and the range of each kind of metric."""

    words: str
    per_patients: list[int]
    posts: list[str]
    silent: list[str]
    percent: list[str]
    ranges: dict[str, tuple[float, float]]
