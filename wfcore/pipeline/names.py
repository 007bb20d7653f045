"""What groups of learners are called."""

from wfcore.declared import declared


def group_name(group: str, printed: str | None) -> str:
    """By its known name, else as printed."""
    known = declared().pipeline.learners.get(group)
    return known.name if known else printed or group
