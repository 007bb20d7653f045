"""Refusals a person can act on. They are shown without a traceback."""


class WorkforceError(Exception):
    """Something a user can put right.

    Args:
        message: what was found, and where.
        advice: what to do next.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class UnreadableFile(WorkforceError):
    """The bytes are not a table that we know."""


class NotPublishable(WorkforceError):
    """A finding blocks publication, or a warning was not accepted."""


class NotAllowed(WorkforceError):
    """The role of the person at the keyboard does not include this."""


class UnknownName(WorkforceError):
    """An id, place, period or version that does not exist."""


class StoreError(WorkforceError):
    """The store cannot be opened, or somebody else published first."""


class DefinitionError(WorkforceError):
    """The YAML in `definitions/` contradicts itself."""


class UnfitScenario(WorkforceError):
    """A scenario that cannot be worked out as it stands."""


class UnfitPaper(WorkforceError):
    """A paper, or a text for one, that cannot be used as it stands."""
