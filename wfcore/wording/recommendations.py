"""What a committee asked, and what came of it → plain sentences."""

from wfcore.wording.figures import counted, month


def date_in_words(date: str) -> str:
    """`2025-09-30` as 30 September 2025; `2025-09` as September 2025."""
    period, _, last = date[:7], date[7:8], date[8:]
    return f"{int(last)} {month(period)}" if last else month(period)


def asked_before(place: str, total: int, closed: int, overdue: int | None) -> str:
    """How many things were asked of a place, and how many wait for an answer.

    Args:
        place: its name.
        total: how many were asked.
        closed: how many of them are closed.
        overdue: how many are not closed and were due; None where it is not known what month it is.
    """
    if total == 0:
        return f"No recommendations are kept for {place}."
    still = total - closed
    if total == 1:
        state = "it is closed" if closed else "it is open and overdue" if overdue else "it is open"
        return f"One thing was asked of {place}: {state}."
    said = f"{counted(total).capitalize()} things were asked of {place}: "
    if not still:
        return f"{said}all are closed."
    if not closed:
        return f"{said}{_late(still, overdue, 'all are open')}."
    return f"{said}{_are(closed)} closed and {_late(still, overdue, f'{_are(still)} open')}."


def _late(still: int, overdue: int | None, said: str) -> str:
    if not overdue:
        return said
    return (
        f"{said} and overdue" if overdue == still else f"{said}, {counted(overdue)} of them overdue"
    )


def _are(count: int) -> str:
    return f"{counted(count)} {'is' if count == 1 else 'are'}"


def how_to_keep_some() -> str:
    """What to do where there are none."""
    return "An analyst can bring them: there is a template on the page for a new quarter."


def due_phrase(date: str | None, *, closed: bool, today: str | None) -> str:
    """When an answer is due, and whether that has passed."""
    if date is None:
        return "no date"
    late = today is not None and date[:7] < today and not closed
    return f"{date_in_words(date)}{', overdue' if late else ''}"
