"""What an area needs from public files, and the boards there are."""

from typing import Literal

from wfcore.declared.models import Model


class PublicFile(Model):
    """A public file: where it is published, which table it makes, and what that gives."""

    title: str
    publication: str
    form: str
    address: str
    kind: str
    covers: Literal["practice", "pcn", "none"]
    needed: bool
    gives: str


class Board(Model):
    """An integrated care board and the codes of its sub-ICB locations."""

    name: str
    parts: list[str]


class Setup(Model):
    """What setting an area up asks for."""

    files: dict[str, PublicFile]
    boards: dict[str, Board]
