"""A paper as a file to keep, and as short words for the address bar."""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import unquote

from wfcore import safe_yaml
from wfcore.answers import Question
from wfcore.declared import declared
from wfcore.errors import UnfitPaper
from wfcore.papers.saved import MOST_PARTS, Paper, PaperPart, validate_content
from wfcore.store import VersionName

MAX_PAPER_BYTES = 256 * 1024
MOST_LINK = 6_000
PAPER_LINK_KEYS = ("paper", "title", *(f"say{n}" for n in range(1, MOST_PARTS + 1)))
_ADVICE = "Use a file that this page made, or start from an empty paper."
_PLAIN, _NETWORKS = "gp_rate", "pcn_staff_rate"
_NESTED = {"x": "scenario", "o": "options"}
_SHORT = {
    "m": "metric",
    "s": "since",
    "i": "inside",
    "l": "level",
    "p": "place",
    "d": "period",
    "v": "version",
    "t": "minuted",
    "g": "map",
    "n": "note",
}
_AROUND = ("level", "place", "period")
_BEFORE_MAPS = "then"  # what a paper meant that was kept before it could say so
_LONG = {name: code for code, name in _SHORT.items()}
_MARKS = {mark: f"%{ord(mark):02X}" for mark in "%~."}


def paper_to_yaml(paper: Paper) -> str:
    """A paper as a file that `from_yaml` reads back exactly."""
    content: dict[str, Any] = {"title": paper.title}
    if paper.data:
        content["data"] = dict(paper.data)
    content["parts"] = [
        {
            **part.asked.model_dump(mode="json", exclude_defaults=True),
            **({} if part.asked.printed else {"map": part.asked.map}),
            **({"commentary": part.commentary} if part.commentary else {}),
            **({"said": part.said} if part.said else {}),
        }
        for part in paper.parts
    ]
    return safe_yaml.dump_yaml(content)


def paper_from_yaml(data: bytes | str) -> Paper:
    """The paper of a file.

    Raises:
        UnfitPaper: too large, not plain YAML, or something in it does not fit.
    """
    content = safe_yaml.load_yaml(data, _refused, most_bytes=MAX_PAPER_BYTES)
    odd = content.keys() - {"title", "data", "parts"}
    if odd:
        raise _refused(f"there is no {sorted(map(str, odd))[0]!r} in a paper")
    rows, stamps = content.get("parts", []), content.get("data", {})
    if not isinstance(rows, list) or not isinstance(stamps, dict):
        raise _refused("its parts are not a list")
    parts = [_part(n, row) for n, row in enumerate(cast("list[object]", rows), 1)]
    known = tuple(cast("dict[object, object]", stamps).items())
    return validate_content(
        Paper, {"title": content.get("title", ""), "parts": tuple(parts), "data": known}
    )


def _part(number: int, row: object) -> PaperPart:
    if not isinstance(row, dict):
        raise _refused(f"part {number} is not a list of names and values")
    content = dict(cast("dict[str, Any]", row))
    if "printed" not in content:
        content.setdefault("map", _BEFORE_MAPS)
    beside = {name: content.pop(name) for name in ("commentary", "said") if name in content}
    return validate_content(PaperPart, {"asked": validate_content(Question, content), **beside})


def _refused(why: str) -> UnfitPaper:
    return UnfitPaper(f"This paper cannot be read: {why}.", _ADVICE)


def paper_to_link(paper: Paper, around: Mapping[str, str]) -> dict[str, str]:
    """A paper as short names and values; commentary stands in `say1`, `say2`, … while there is room.

    Args:
        paper: what is asked.
        around: `version, level, place, period` of the address; parts name only what is different, and
            a version with its identity.

    Raises:
        UnfitPaper: a printed table is in it, which no address can hold.
    """
    if any(part.asked.printed is not None for part in paper.parts):
        raise UnfitPaper("A printed table does not fit into a link.", "Save the paper as a file.")
    known = dict(paper.data)
    link = {"paper": ".".join(_code(part.asked, around, known) for part in paper.parts)}
    if paper.title:
        link["title"] = paper.title
    for at, part in enumerate(paper.parts, 1):
        if part.commentary and _length(link) + len(part.commentary) <= MOST_LINK:
            link[f"say{at}"] = part.commentary
    return link


def count_left_out(paper: Paper, link: Mapping[str, str]) -> int:
    """How many commentaries did not fit into a link."""
    return sum(bool(p.commentary) and f"say{n}" not in link for n, p in enumerate(paper.parts, 1))


def _length(link: Mapping[str, str]) -> int:
    return sum(len(value) for value in link.values())


def _metric(kind: str) -> str:
    return _NETWORKS if declared().answers[kind].collection == "pcn" else _PLAIN


def _code(asked: Question, around: Mapping[str, str], known: Mapping[int, str]) -> str:
    """`better~s2024-03`: the kind, and what is not as the address says."""
    usual = {"metric": _metric(asked.kind), "since": None, "inside": None, "minuted": None}
    usual |= {key: around.get(key) for key in _AROUND} | {"map": around.get("map", "today")}
    found = {_LONG[k]: getattr(asked, k) for k, v in usual.items() if getattr(asked, k) != v}
    here = VersionName.read(around.get("version", ""))
    if asked.version and (here is None or asked.version != here.number):
        named = VersionName.read(f"{asked.version}-{known.get(asked.version)}")
        found["v"] = str(named or asked.version)
    for mark, name in _NESTED.items():
        inner: Mapping[str, str] = getattr(asked, name) or {}
        found |= {f"{mark}{key}_": value for key, value in inner.items()}
    return "~".join([asked.kind, *(f"{key}{_quoted(value)}" for key, value in found.items())])


def _quoted(value: str) -> str:
    return "".join(_MARKS.get(mark, mark) for mark in value)


def coded(kind: str, found: Mapping[str, str]) -> str:
    """A question in a word: `spread~ipractice`; `decoded` reads it."""
    return "~".join([kind, *(f"{_LONG[name]}{_quoted(value)}" for name, value in found.items())])


def decoded(code: str) -> tuple[str, dict[str, str]]:
    """Kind and what else a word of `coded` says.

    Raises:
        UnfitPaper: it says something that nobody knows.
    """
    kind, *pairs = code.split("~")
    if odd := [pair for pair in pairs if pair[:1] not in _SHORT]:
        raise _unread(odd[0])
    return kind, {_SHORT[pair[0]]: unquote(pair[1:]) for pair in pairs}


def paper_from_link(link: Mapping[str, str]) -> Paper:
    """The paper of an address, `version, level, place, period` included.

    Raises:
        UnfitPaper: something in it cannot be read.
    """
    # A title and commentary that were typed into the address count too.
    if _length(link) > 2 * MOST_LINK:
        raise UnfitPaper("The paper in this link is too long.", "Open it from its file instead.")
    codes = [code for code in link.get("paper", "").split(".") if code]
    parts: list[PaperPart] = []
    names: list[VersionName] = []
    for at, code in enumerate(codes, 1):
        asked, name = _asked(code, link)
        parts.append(
            validate_content(PaperPart, {"asked": asked, "commentary": link.get(f"say{at}", "")})
        )
        names += [name] if name.identity else []
    paper = validate_content(Paper, {"title": link.get("title", ""), "parts": tuple(parts)})
    return paper.with_names(names)


def _asked(code: str, around: Mapping[str, str]) -> tuple[Question, VersionName]:
    """What a part asks, and the version it names."""
    kind, *pairs = code.split("~")
    if kind not in declared().answers or declared().answers[kind].printed:
        raise _unread(kind)
    content: dict[str, Any] = {key: around.get(key, "") for key in (*_AROUND, "version")}
    content |= {"kind": kind, "metric": _metric(kind), "map": around.get("map", "today")}
    for pair in pairs:
        key, value = pair[:1], unquote(pair[1:])
        if key in _NESTED:
            name, mark, value = value.partition("_")
            if not mark:
                raise _unread(pair)
            content.setdefault(_NESTED[key], {})[name] = value
        elif key in _SHORT and key != "n":
            content[_SHORT[key]] = value
        else:
            raise _unread(pair)
    version = VersionName.read(content["version"])
    if version is None or version.number < 1:
        raise _unread(f"version={content['version']}")
    return validate_content(Question, {**content, "version": version.number}), version


def _unread(what: str) -> UnfitPaper:
    return UnfitPaper(
        f"The link says {what[:40]!r}, which is no part of a paper.",
        "Ask for the link again, or open the paper from its file.",
    )
