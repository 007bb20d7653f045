"""Write `wfcore/definitions/gazetteer.csv`: authorities, wards and constituencies of England by name.

`python -m tools.make_gazetteer [folder]`; the folder is `../shared/data` unless another is named. From
Explore local statistics (ONS) and the place-based allocation tool (NHS England), Open Government Licence v3.0.
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.make_sample_data import PUBLISHED, rows_in

OUT = Path(__file__).parent.parent / "wfcore" / "definitions" / "gazetteer.csv"
# Authorities that were joined into others, or took another code, in April 2023 and since.
FOLLOWED_BY = {
    "E06000063": ("E07000026", "E07000028", "E07000029"),
    "E06000064": ("E07000027", "E07000030", "E07000031"),
    "E06000065": tuple(f"E07000{n}" for n in range(163, 170)),
    "E06000066": ("E07000187", "E07000188", "E07000189", "E07000246"),
    "E08000038": ("E08000016",),
    "E08000039": ("E08000019",),
}
# Constituencies that bear the name of an authority in which they do not lie, and where they do.
ELSEWHERE = {
    "Bury St Edmunds and Stowmarket": ["West Suffolk", "Mid Suffolk"],
    "Liverpool West Derby": ["Liverpool"],
    "North East Somerset and Hanham": ["Bath and North East Somerset"],
    "Plymouth Sutton and Devonport": ["Plymouth"],
    "Rother Valley": ["Rotherham"],
    "Sutton Coldfield": ["Birmingham"],
}


def authorities(published: Path) -> Iterator[tuple[str, str, str]]:
    """Code, name and, of one that is gone, the code of the one that followed it."""
    followed = {old: new for new, gone in FOLLOWED_BY.items() for old in gone}
    here = rows_in(published / "context" / "ons_els" / "cluster-allocation.csv")
    then = rows_in(published / "geography" / "icb_place_tool_practices_2022.csv")
    names = {row["AREACD"]: row["AREANM"] for row in here if row["AREACD"].startswith("E")}
    names = {row["LAD21"]: row["LTLA21"] for row in then} | names
    for code, name in sorted(names.items()):
        yield code, name, followed.get(code, "")


def parts(published: Path, named: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Wards and constituencies of today with the authority they lie in.

    A constituency has no authority in the file. It lies, at least in part, in the one whose name it bears.
    """
    for row in rows_in(published / "context" / "ons_els" / "wards_and_constituencies.csv"):
        code, name = row["CODE"], row["NAME"]
        if row["END"] or not code.startswith(("E05", "E14")):
            continue
        yield code, name, row["PARENT_CODE"] or " ".join(_bearing(name, named))


def _bearing(constituency: str, named: dict[str, str]) -> list[str]:
    if constituency in ELSEWHERE:
        return sorted(named[name] for name in ELSEWHERE[constituency])
    found = {
        name.partition(",")[0]: code
        for name, code in named.items()
        if re.search(rf"\b{re.escape(name.partition(',')[0])}\b", constituency)
    }
    return sorted(
        code
        for name, code in found.items()
        if not any(name in other and name != other for other in found)
    )


def main() -> None:
    """Write the file."""
    published = Path(sys.argv[1]) if len(sys.argv) > 1 else PUBLISHED
    known = list(authorities(published))
    named = {name: code for code, name, followed in known if not followed}
    with OUT.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("code", "name", "within"))
        out.writerows(sorted([*known, *parts(published, named)]))


if __name__ == "__main__":
    main()
