"""Bytes of text → UTF-8, saying what they came in and what was done to them before they came."""

import re

import numpy as np

from wfcore.errors import UnreadableFile
from wfcore.findings import Finding, finding

_BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"
# UTF-8 that was once read as Windows-1252 and written again: “â€™”, “Ã©”, “Â ”.
_MOJIBAKE = re.compile("â€.|Ã[\u0080-\u00bf\u0152-\u0178\u2013-\u2122]|Â[\u00a0-\u00bf]")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")


def decode_text(name: str, data: bytes) -> tuple[bytes, list[Finding]]:
    """The text as UTF-8 without a byte-order mark, and what was noticed.

    Args:
        name: what to call it in messages.
        data: the bytes.

    Raises:
        UnreadableFile: not text, or in no encoding or in two at once.
    """
    found: list[Finding] = []
    if data.startswith(_BYTE_ORDER):
        try:
            data = data.decode("utf-16").encode()
        except (UnicodeDecodeError, UnicodeEncodeError) as error:
            raise UnreadableFile(
                f"{name}: damaged UTF-16 text.", "Save it as UTF-8.", code="encoding_damaged"
            ) from error
        found.append(_read_as("UTF-16"))
    if b"\x00" in data:
        raise UnreadableFile(
            f"{name}: this is not text (it holds zero bytes).",
            "Save it as CSV UTF-8 and upload it again.",
            code="not_text",
        )
    data = data.removeprefix(_MARK)
    if data.isascii():
        return data, found
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        _refuse_mixed(name, data)
        try:
            data = _from_windows(data)
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                f"{name}: the characters are neither UTF-8 nor Windows-1252.",
                "Save it as CSV UTF-8 and upload it again.",
                code="encoding_unknown",
            ) from error
        return data, [*found, _read_as("Windows-1252")]
    return data, [*found, *_mojibake(text)]


def _from_windows(data: bytes) -> bytes:
    """Windows-1252 as UTF-8. A file has few kinds of such characters, so each is replaced once."""
    codes = np.frombuffer(data, dtype=np.uint8)
    # The bytes of one character's UTF-8 are themselves above 127: all are swapped at once when they clash.
    kinds = [bytes([code]) for code in np.unique(codes[codes > 127])]
    if len(kinds) > 1:
        return data.decode("cp1252").encode()
    for kind in kinds:
        data = data.replace(kind, kind.decode("cp1252").encode())
    return data


def _read_as(encoding: str) -> Finding:
    return finding("notes", "encoding", f"Read as {encoding}.")


def _refuse_mixed(name: str, data: bytes) -> None:
    """Lines in UTF-8 beside lines that are not: two files were pasted together."""
    high = np.frombuffer(data, dtype=np.uint8) > 127
    if not (high[1:] & high[:-1]).any():
        return  # no character of several bytes anywhere
    good: list[int] = []
    bad: list[int] = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            good.append(number)
        except UnicodeDecodeError:
            # In one line, too, a whole UTF-8 character beside a stray byte is a mixture.
            bad.append(number)
            if _HIGH.search(_MULTIBYTE.sub(b"", line)) and _MULTIBYTE.search(line):
                good.append(number)
    if good and bad:
        raise UnreadableFile(
            f"{name}: the characters are in two encodings: UTF-8 in line {_listed(good)}, "
            f"Windows-1252 in line {_listed(bad)}.",
            "Save each of the files that were put together as CSV UTF-8, and put them together again.",
            code="mixed_encodings",
        )


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:5])) + ("…" if len(numbers) > 5 else "")


def _mojibake(text: str) -> list[Finding]:
    if "â€" not in text and "Ã" not in text and "Â" not in text:
        return []
    examples = [
        f"line {number}: {' '.join(line[max(0, hit.start() - 20) : hit.end() + 20].split())}"
        for number, line in enumerate(text.split("\n"), start=1)
        if (hit := _MOJIBAKE.search(line))
    ]
    if not examples:
        return []
    return [
        finding(
            "warns",
            "mojibake",
            "Characters that were garbled before the file came here, such as â€™ for an apostrophe.",
            count=len(examples),
            examples=examples,
            advice="Ask for the file as published, or accept that these names stay garbled.",
        )
    ]
