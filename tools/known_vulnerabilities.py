"""Known vulnerabilities of the pinned libraries: python -m tools.known_vulnerabilities DATABASE.

DATABASE is the dump of OSV for PyPI (https://osv.dev, `PyPI/all.zip`), which holds the advisories of PyPA
and GitHub. It is not in the repository, as it is out of date the next day; nothing is fetched here.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).parent.parent
PINS = ("requirements.txt", "requirements-dev.txt")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def pinned(*names: str) -> dict[str, str]:
    """The pinned version of each library, under its canonical name."""
    texts = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)
    return {canonicalize_name(name): version for name, version in _PIN.findall(texts)}


def known(database: Path, pins: Mapping[str, str]) -> Iterator[str]:
    """A line for each advisory that holds for a pinned version.

    Args:
        database: a ZIP of OSV records.
        pins: canonical name → version.
    """
    with zipfile.ZipFile(database) as file:
        for name in sorted(file.namelist()):
            record: dict[str, Any] = json.loads(file.read(name))
            for affected in () if record.get("withdrawn") else record.get("affected", ()):
                library = canonicalize_name(str(affected.get("package", {}).get("name", "")))
                if library in pins and is_affected(affected, pins[library]):
                    said = record.get("summary") or str(record.get("details", ""))[:100]
                    yield f"{library} {pins[library]}: {record['id']} {said}".rstrip()


def is_affected(affected: Mapping[str, Any], version: str) -> bool:
    """Whether an OSV record names this version, or a range that holds it."""
    if version in affected.get("versions", ()):
        return True
    return any(
        _in_range(one.get("events", ()), Version(version))
        for one in affected.get("ranges", ())
        if one.get("type") == "ECOSYSTEM"
    )


def _in_range(events: Any, version: Version) -> bool:
    """Whether a version lies behind an `introduced` and before what ends it."""
    inside = False
    for event in events:
        ((kind, at),) = event.items()
        try:
            here = Version("0" if at == "0" else at)
        except InvalidVersion:
            continue
        if kind == "introduced" and version >= here:
            inside = True
        elif (kind == "fixed" and version >= here) or (kind == "last_affected" and version > here):
            inside = False
    return inside


def main() -> int:
    """0 nothing is known, 1 something is, 2 there is no database."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        print(
            "Known vulnerabilities were NOT looked for: no database. Fetch PyPI/all.zip of osv.dev and name it "
            "(OSV=all.zip make nightly), or run `make audit` where the network reaches PyPI.",
            file=sys.stderr,
        )
        return 2
    pins = pinned(*PINS)
    found = list(known(Path(sys.argv[1]), pins))
    print("\n".join([*found, f"{len(pins)} libraries, {len(found)} known vulnerabilities."]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
