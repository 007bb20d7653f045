"""What bringing an earlier version back changes, a line for each source and month."""

from collections.abc import Sequence

from wfcore.declared import declared
from wfcore.store import EditionChange
from wfcore.tables import STANDING
from wfcore.wording.figures import month

_WHAT = {"returns": "comes back", "goes": "goes", "as it was": "is as it was then"}


def restored(changes: Sequence[EditionChange]) -> list[str]:
    """What comes back, goes, or is as it was; that nothing differs, where nothing does."""
    if not changes:
        return ["It holds the same as the newest version: no figure changes."]
    return [_line(change) for change in changes]


def _line(change: EditionChange) -> str:
    sources = declared().sources
    title = sources[change.source].title if change.source in sources else change.source
    when = "" if change.period == STANDING else f", {month(change.period)}"
    files = f" ({', '.join(change.files)})" if change.files else ""
    return f"{title}{when}: {_WHAT[change.what]}{files}."
