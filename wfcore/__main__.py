"""The command line: `python -m wfcore`."""

import argparse
import sys
from collections.abc import Sequence

from wfcore.arguments import NAMED_FILES, parser
from wfcore.commands import BLOCKED, COMMANDS, WRONG
from wfcore.commands.terminal import guarded_output
from wfcore.errors import NotPublishable, StoreError, WorkforceError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 done (or publishable), 1 blocked by a finding or no such store, 2 unreadable file or wrong use.
    """
    with guarded_output():
        return _run(parser().parse_args(arguments))


def _run(options: argparse.Namespace) -> int:
    try:
        _refuse_other_bytes(options)
        return COMMANDS[options.command](options)
    except (NotPublishable, StoreError) as error:
        print(f"Blocked: {error} ({error.code})", file=sys.stderr)
        return BLOCKED
    except WorkforceError as error:
        print(f"Cannot do that: {error} ({error.code})", file=sys.stderr)
        return WRONG


def _refuse_other_bytes(options: argparse.Namespace) -> None:
    """A file may be called anything; what is kept or looked up is text."""
    for name, value in vars(options).items():
        if name not in NAMED_FILES and isinstance(value, str) and not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError as error:
                raise WorkforceError(
                    f"{value!r} is not UTF-8 text.", "Write it in UTF-8.", code="unknown_name"
                ) from error


if __name__ == "__main__":
    sys.exit(main())
