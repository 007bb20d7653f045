"""Words of tables about learners, supervisors and promised posts."""

import re
from functools import cached_property

from wfcore.declared.assumptions import StaffKey
from wfcore.declared.models import Model


class LearnerGroup(Model):
    """A group of people who are trained, who teaches them, and the staff group they join."""

    name: str
    one: str
    teachers: str
    staff: StaffKey | None = None
    spelled: list[str]


class Programme(Model):
    """What posts are promised under; `words` say what it is."""

    name: str
    words: str
    spelled: list[str]


class PipelineWords(Model):
    """Spellings of learners and programmes, and words in place of figures; see `definitions/pipeline.yaml`."""

    learners: dict[str, LearnerGroup]
    programmes: dict[str, Programme]
    not_known: list[str]
    in_words: list[str]
    qualifying: list[str]
    aims: dict[str, list[str]]

    @cached_property
    def _learners(self) -> dict[str, str]:
        return {word: key for key, group in self.learners.items() for word in group.spelled}

    @cached_property
    def _programmes(self) -> dict[str, str]:
        return {word: key for key, one in self.programmes.items() for word in one.spelled}

    def learners_called(self, printed: str) -> str | None:
        """The group of learners that a printed spelling means; None for what nobody has named."""
        return self._learners.get(_plain(printed))

    def programme_called(self, printed: str) -> str | None:
        """The programme that a printed spelling means; None for what nobody has named."""
        return self._programmes.get(_plain(printed))

    def aim_called(self, words: str) -> str | None:
        """What an aim in these words counts: `conversion`, or a programme; None for what is counted elsewhere."""
        return next(
            (key for key, known in self.aims.items() if any(w in words.casefold() for w in known)),
            None,
        )


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.casefold()).split())
