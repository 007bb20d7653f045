"""The command line: `python -m wfcore`."""

import sys
from collections.abc import Sequence

from wfcore.arguments import parser
from wfcore.commands import BLOCKED, COMMANDS, WRONG
from wfcore.errors import NotPublishable, StoreError, WorkforceError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 done (or publishable), 1 blocked by a finding or no such store, 2 unreadable file or wrong use.
    """
    options = parser().parse_args(arguments)
    try:
        return COMMANDS[options.command](options)
    except (NotPublishable, StoreError) as error:
        print(f"Blocked: {error} ({error.code})", file=sys.stderr)
        return BLOCKED
    except WorkforceError as error:
        print(f"Cannot do that: {error} ({error.code})", file=sys.stderr)
        return WRONG


if __name__ == "__main__":
    sys.exit(main())
