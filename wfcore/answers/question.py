"""A question: enough to ask it again of the same version, or of another one."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from wfcore.answers.choices import Choice
from wfcore.answers.minute_stamps import STAMP, parse_stamp
from wfcore.arrs import with_networks
from wfcore.declared import declared
from wfcore.errors import UnknownName
from wfcore.geography import LONGEST_CODE, Level
from wfcore.measuring import VersionMeasures, as_level, cached_per_version, with_group
from wfcore.wording import kind_of_place, month

_MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
_MONTH_OR_NONE = r"^(20[0-9]{2}-(0[1-9]|1[0-2]))?$"
_MAP = r"^(today|then|20[0-9]{2}-(0[1-9]|1[0-2]))$"


class Question(BaseModel):
    """One question: its kind, and what it is asked of.

    `metric` is that of the page; `since` an earlier month to compare with; `inside` the level of the
    places that are listed; `map` the map that every month is put on (`today`, `then`: each as it was,
    or a month); `scenario` what `projecting.scenario_to_link` makes, and `minuted` the stamp
    of the meeting that saw it; `options` what else the reader chose, by the names in answers.yaml. A
    printed table stands in `printed` as CSV, with where it was printed in `source` and what its reader
    answered in `read_as` (see `printed.read_printed`); its version says which places and aims are known,
    and it alone can do without one, and without a month.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: str
    level: str = Field(max_length=20)
    place: str = Field(min_length=1, max_length=LONGEST_CODE)
    period: str = Field(pattern=_MONTH_OR_NONE)
    version: int | None = Field(default=None, ge=1)
    metric: str = Field(default="gp_rate", max_length=60)
    since: str | None = Field(default=None, pattern=_MONTH)
    inside: str | None = Field(default=None, max_length=20)
    map: str = Field(default="today", pattern=_MAP)
    scenario: Mapping[str, str] | None = None
    options: Mapping[str, str] | None = None
    minuted: str | None = Field(default=None, pattern=f"^{STAMP}$")
    printed: str | None = Field(default=None, max_length=20_000)
    source: str = Field(default="", max_length=300)
    read_as: Mapping[str, str] | None = Field(default=None, max_length=200)

    @field_validator("kind")
    @classmethod
    def _is_declared(cls, kind: str) -> str:
        if kind not in declared().answers:
            raise ValueError(
                f"there is no question {kind!r}; use one of {', '.join(declared().answers)}"
            )
        return kind

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if self.printed is None and self.version is None:
            raise ValueError("it must name a version of the data, or hold a printed table")
        if self.printed is None and not self.period:
            raise ValueError("it must name a month")
        if (self.printed is None) == declared().answers[self.kind].printed:
            raise ValueError("a printed table, and nothing else, holds one")
        if self.minuted and (self.kind != "takes" or parse_stamp(self.minuted) is None):
            raise ValueError("only a scenario is minuted, at a day and time that there are")
        if odd := set(self.options or ()) - set(declared().answers[self.kind].options):
            raise ValueError(f"{', '.join(sorted(odd))} cannot be chosen for this question")
        return self

    @property
    def title(self) -> str:
        """The question in plain words."""
        return declared().answers[self.kind].title

    def choice(self, figures: VersionMeasures, today: str | None = None) -> Choice:
        """What is looked at; `today`: the month it is now, `YYYY-MM`.

        Raises:
            UnknownName: the metric, level, place or month is not in this version.
        """
        figures = figures.on_map(self.map)
        metric = declared().metric(self.metric)
        level = as_level(self.level)
        if level is Level.GROUP:
            figures = with_group(figures, self.place)
        wanted = declared().answers[self.kind].collection
        collection = "pcn" if wanted == "pcn" else metric.collection
        figures = with_networks(figures) if wanted == "pcn" else figures
        place = _code_of(figures, self, collection)
        periods = tuple(figures.periods_of(collection, level, place))
        _refuse_unknown(figures, self, periods)
        named_in = (self.period,) if wanted == "pcn" else periods
        name = _names(figures, collection, named_in, level).get(place, place)
        return Choice(figures, level, place, name, metric, self.period, periods, today)

    def but(self, **more: Any) -> "Question":
        """The same question with something else in it, checked again."""
        return Question.model_validate({**self.model_dump(), **more})


def question_of(choice: Choice, kind: str, **more: Any) -> Question:
    """A question of what is looked at."""
    looked_at = {
        "level": choice.level.value,
        "place": choice.code,
        "period": choice.period,
        "version": choice.version,
        "metric": choice.metric.id,
        "map": choice.figures.map,
    }
    return Question.model_validate({"kind": kind, **looked_at, **more})


@cached_per_version
def _names(
    figures: VersionMeasures, collection: str, periods: tuple[str, ...], level: Level
) -> dict[str, str]:
    """The name of each place of a level, as in the newest of some months that has it."""
    rows = figures.areas_of_any(collection, periods[::-1], level)
    return dict(zip(rows["area_code"], rows["area_name"], strict=True))


def _code_of(figures: VersionMeasures, question: Question, collection: str) -> str:
    """The code of its place; a paper kept when a borough had no code has the name instead."""
    level = as_level(question.level)
    if figures.periods_of(collection, level, question.place):
        return question.place
    try:
        known_as, code, _ = figures.find(question.place, collection, question.period)
    except UnknownName:
        return question.place
    return code if known_as is level else question.place


def _refuse_unknown(figures: VersionMeasures, question: Question, periods: tuple[str, ...]) -> None:
    if not periods:
        raise UnknownName(
            f"The place {question.place} ({kind_of_place(question.level, question.place)}) is not in version "
            f"{figures.version.number} of the data.",
            "Places merge and close: choose the place that follows it.",
        )
    if question.period not in periods:
        raise UnknownName(
            f"Version {figures.version.number} of the data has no {month(question.period)} for {question.place}.",
            f"The newest month there is {month(periods[-1])}.",
        )
