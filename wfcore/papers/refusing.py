"""Whatever a library raises while it writes a file becomes a refusal in words."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from wfcore.errors import UnfitPaper, WorkforceError

Given = ParamSpec("Given")
Made = TypeVar("Made")


def refusing(label: str) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """Mark what writes a format, called `label`: it raises UnfitPaper where its library fails."""

    def mark(make: Callable[Given, Made]) -> Callable[Given, Made]:
        @wraps(make)
        def made(*args: Given.args, **more: Given.kwargs) -> Made:
            try:
                return make(*args, **more)
            except (WorkforceError, KeyboardInterrupt, SystemExit):
                raise
            except BaseException as error:  # a library in Rust that panics raises no Exception
                said = " ".join(str(error).split())[:160]
                raise UnfitPaper(
                    f"This could not be made as {label}: {said}.", "Take another format."
                ) from error

        return made

    return mark
