"""When something was minuted: the stamp that a link and a paper carry, and the time it stands for."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

STAMP = r"[0-9]{8}T[0-9]{4}"
_SHAPE = "%Y%m%dT%H%M"
_ZONE = ZoneInfo("Europe/London")


def minute_stamp(now: datetime) -> str:
    """The stamp of a moment, in UTC to the minute: `20261126T1405`."""
    return f"{now.astimezone(UTC):{_SHAPE}}"


def parse_stamp(text: str) -> datetime | None:
    """The moment of a stamp, in UK time; None for what is none."""
    try:
        return datetime.strptime(f"{text}+0000", f"{_SHAPE}%z").astimezone(_ZONE)
    except ValueError:
        return None
