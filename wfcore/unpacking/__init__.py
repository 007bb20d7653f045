"""Bytes of an upload → its parts, in a child process that may die alone.

Nothing here imports polars or pydantic before it must: the child has to start quickly.
"""

from wfcore.unpacking.parent import in_child
from wfcore.unpacking.parts import Notice, UnpackedPart

__all__ = ["Notice", "UnpackedPart", "in_child"]
