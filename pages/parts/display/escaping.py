"""Text from files is data, in Markdown too."""

import re

_MARKED = re.compile(
    r"[\\`*_{}\[\]<>#|~$&@]|:(?=\S)|(?<=www)\.|^\s*(?:[-+]|\d+[.)])(?=\s|$)", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?:(?=/)|www(?=\.)|(?<=\w)@(?=\w)", re.IGNORECASE)
_JOINER = "\u2060"


def plain(text: object) -> str:
    """Text from a file, safe inside Markdown.

    Addresses are made into links after escapes are resolved, so an invisible joiner breaks them.
    """
    return _MARKED.sub(_escaped, _ADDRESS.sub(rf"\g<0>{_JOINER}", str(text)))


def _escaped(found: re.Match[str]) -> str:
    mark = found[0]
    return f"{mark[:-1]}\\{mark[-1]}"
