"""Checked files that wait in the store: for later, or for a second person to approve."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wfcore.errors import NotPublishable, StoreError, UnknownName
from wfcore.normalising.values import line
from wfcore.store.address import Address
from wfcore.store.publications import Publication, publication

PROPOSALS_FOLDER = "_proposals"  # Delta passes over what begins with an underscore


@dataclass(frozen=True)
class StagedFile:
    """A file that lies in the store already and that no version names yet."""

    path: str
    edition: str
    kind: str
    bytes: int
    rows: int


@dataclass(frozen=True)
class Proposal:
    """A version to be: `said` is what its commit will say, `base` the version it was checked against.

    `base_is`: the identity of that version; empty in proposals of earlier releases.
    """

    id: str
    base: int
    parts: tuple[StagedFile, ...]
    said: dict[str, str]
    base_is: str = ""

    @property
    def publication(self) -> Publication:
        """What is proposed, by whom and when, as the history will show it; its version is 0."""
        return publication(self.said)


def write_proposal(address: Address, proposal: Proposal) -> None:
    """Put a proposal into the store, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    content = {
        "base": proposal.base,
        "base_is": proposal.base_is,
        "parts": [vars(part) for part in proposal.parts],
        "said": proposal.said,
    }
    address.write(_path(proposal.id), json.dumps(content, ensure_ascii=False).encode())
    address.fsync_path(PROPOSALS_FOLDER)


def waiting_proposals(address: Address) -> list[Proposal]:
    """Every proposal in the store, oldest first; one that cannot be read is left out."""
    found: list[Proposal] = []
    for file in address.list_files(PROPOSALS_FOLDER):
        name = file.path.rpartition("/")[2]
        if name.endswith(".json"):
            try:
                found.append(read_proposal(address, name.removesuffix(".json")))
            except StoreError:
                continue
    return sorted(found, key=lambda proposal: proposal.said["at"])


def read_proposal(address: Address, name: str) -> Proposal:
    """The proposal with this id.

    Raises:
        UnknownName: there is none.
        StoreError: it is damaged.
    """
    if not name.isalnum():
        raise _unknown(name)
    try:
        content: dict[str, Any] = json.loads(address.read(_path(name)))
        parts = tuple(StagedFile(**part) for part in content["parts"])
        return Proposal(name, content["base"], parts, content["said"], content.get("base_is", ""))
    except FileNotFoundError as error:
        raise _unknown(name) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"What waits as {name} cannot be read.", "Withdraw it and check the files again."
        ) from error


def delete_proposal(address: Address, name: str) -> None:
    """Take a proposal away; its parts stay until the store is tidied."""
    address.delete(_path(name))


def refuse_the_same_person(first: str, second: str) -> None:
    """Two people, not one twice: capitals and spaces do not make another name.

    Raises:
        NotPublishable: it is the same name.
    """
    if line(first).casefold() == line(second).casefold():
        raise NotPublishable(
            f"{line(first, 80)} checked these files, so somebody else must approve them.",
            "Ask a second person to open this page and approve.",
        )


def staged_paths(proposals: Sequence[Proposal]) -> set[str]:
    """The files that wait with them."""
    return {part.path for proposal in proposals for part in proposal.parts}


def _path(name: str) -> str:
    return f"{PROPOSALS_FOLDER}/{name}.json"


def _unknown(name: str) -> UnknownName:
    return UnknownName(
        f"Nothing waits here as {name[:40]}.", "It was published or withdrawn; see the history."
    )
