"""Files that readers keep and bring back: names and values in YAML, and nothing else that YAML can do."""

from collections.abc import Callable, Mapping
from typing import Any, cast

import yaml

from wfcore.errors import WorkforceError

_DEEPEST = 6

Refusal = Callable[[str], WorkforceError]  # why → what to raise


class _Odd(Exception):
    """Something that YAML can do and we do not want."""


class _Loader(yaml.SafeLoader):
    """Plain names and values only: no aliases, no tags, no key twice, not deep."""

    _depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = cast("Any", self).peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Odd("it uses YAML aliases")
        if getattr(event, "tag", None) is not None:
            raise _Odd("it uses YAML tags")
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Odd(f"it is nested deeper than {_DEEPEST} levels")
        node = cast("Any", super()).compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - as PyYAML has it
        keys: list[object] = []
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":
                raise _Odd("it uses YAML merge keys")
            key = cast("Any", self).construct_object(key_node, deep=True)
            if key in keys:
                raise _Odd(f"{key!r} stands in it twice")
            keys.append(key)
        return super().construct_mapping(node, deep=deep)


def dump_yaml(content: Mapping[str, Any]) -> str:
    """Names and values as a file that `read` gives back exactly."""
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
    if any(mark in text for mark in "\x85\u2028\u2029"):  # YAML would fold these line ends
        return yaml.safe_dump(content, sort_keys=False, allow_unicode=False)
    return text


def load_yaml(data: bytes | str, refused: Refusal, *, most_bytes: int) -> dict[str, Any]:
    """The names and values of a file.

    Args:
        data: the file, UTF-8.
        refused: makes the error to raise from the reason.
        most_bytes: longer files are refused unread.

    Raises:
        WorkforceError: what `refused` made: too large, or not plain YAML.
    """
    raw = data.encode(errors="surrogatepass") if isinstance(data, str) else data
    if len(raw) > most_bytes:
        raise refused(f"it has {len(raw):,} bytes, and at most {most_bytes:,} are read")
    try:
        content: object = yaml.load(raw.decode("utf-8-sig"), Loader=_Loader)  # noqa: S506 - a SafeLoader, narrowed
    except _Odd as error:
        raise refused(str(error)) from error
    except UnicodeDecodeError as error:
        raise refused("it is not UTF-8 text") from error
    except (yaml.YAMLError, ValueError, ArithmeticError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise refused(f"it is not YAML{where}") from error
    if not isinstance(content, dict):
        raise refused("it is not a list of names and values")
    return cast("dict[str, Any]", content)
