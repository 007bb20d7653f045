"""Refusals a person can act on. They are shown without a traceback."""

from typing import ClassVar


class WorkforceError(Exception):
    """Something a user can put right.

    Args:
        message: what was found, and where.
        advice: what to do next.
        code: the same word in page, command line, log and `docs/reference/findings.md`; that of the class
            when not given.
    """

    usual_code: ClassVar[str] = "refused"

    def __init__(self, message: str, advice: str = "", *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.code = code or self.usual_code

    def __str__(self) -> str:
        """Message and advice in one line."""
        return f"{self.message} {self.advice}".strip()


class UnreadableFile(WorkforceError):
    """The bytes are not a table that we know."""

    usual_code = "unreadable"


class NotPublishable(WorkforceError):
    """A finding blocks publication, or a warning was not accepted."""

    usual_code = "not_publishable"


class NotAllowed(WorkforceError):
    """The role of the person at the keyboard does not include this."""

    usual_code = "not_allowed"


class UnknownName(WorkforceError):
    """An id, place, period or version that does not exist."""

    usual_code = "unknown_name"


class StoreError(WorkforceError):
    """The store cannot be opened, or somebody else published first."""

    usual_code = "store_error"


class DefinitionError(WorkforceError):
    """The YAML in `definitions/` contradicts itself."""

    usual_code = "definition_error"


class UnfitScenario(WorkforceError):
    """A scenario that cannot be worked out as it stands."""

    usual_code = "unfit_scenario"


class UnfitPaper(WorkforceError):
    """A paper, or a text for one, that cannot be used as it stands."""

    usual_code = "unfit_paper"
