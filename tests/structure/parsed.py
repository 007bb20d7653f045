"""The code as trees, each file parsed once for all tests of a worker."""

import ast
from functools import cache


@cache
def parsed(source: str) -> ast.Module:
    """The tree of a module; only to be read."""
    return ast.parse(source)
