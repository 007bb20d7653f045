"""Write the England part of `sample_data/` from the published files and the extracts made of them.

`python -m tools.make_england_sample [folder]`; the folder is `../shared/data` unless another is named.
`sample_data/README.md` says what each file is.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from tools.make_sample_data import (
    DEPRIVATION_HEADER,
    LISTS_BY_AGE,
    LISTS_HEADER,
    MAPS,
    PUBLISHED,
    Row,
    deprivation,
    list_row,
    pcn_quarter,
    rows_in,
    write,
)
from tools.make_sample_data import places as nel_places
from wfcore.declared import declared
from wfcore.declared.gazetteer import authority_codes, authority_of_today, gazetteer
from wfcore.geography import authority_by_postcode

MONTHS = {"2024-12": "December 2024", "2025-12": "December 2025", "2026-05": "May 2026"}
ENGLAND = "General Practice – {} Practice Level - Detailed (England, GPs only, derived).csv"
NORTH_EAST_LONDON = "General Practice – {} Practice Level - Detailed (NEL, derived).csv"
GPS = ("TOTAL_GP_FTE", "TOTAL_GP_EXTG_FTE", "TOTAL_GP_EXL_FTE", "TOTAL_GP_EXTGL_FTE")
OTHERS = ("TOTAL_NURSES_FTE", "TOTAL_DPC_FTE", "TOTAL_ADMIN_FTE")
LISTS_OF_ANOTHER_MONTH = ("2026-05",)  # the extract has the lists of July beside the staff of May
PCN_QUARTERS = (
    "Primary Care Networks - November 2025 Individual Level (restored from parquet).csv",
    "PCNWFIndividualCSV.062026.zip",
)
PLACES_OF = {
    "2026-01": Path("geography", "gp-reg-pat-prac-map_2026-01.csv"),
    "2026-07": Path("registered_patients", MAPS["2026-07"]),
}
WEIGHTED = {
    "registered": "NUMBER OF REGISTERED PATIENTS (LAST KNOWN FIGURE)",
    "weighted": "NUMBER OF WEIGHTED PATIENTS (LAST KNOWN FIGURE)",
}
PRACTICES_HEADER = ("period", "source", "practice_code", "TOTAL_PATIENTS", *GPS, *OTHERS)
PLACES_HEADER = {  # ours → that of the practice map
    "practice_code": "PRACTICE_CODE",
    "practice_name": "PRACTICE_NAME",
    "pcn_code": "PCN_CODE",
    "pcn_name": "PCN_NAME",
    "sub_icb_code": "SUB_ICB_LOCATION_CODE",
    "sub_icb_name": "SUB_ICB_LOCATION_NAME",
    "icb_code": "ICB_CODE",
    "icb_name": "ICB_NAME",
    "region_code": "COMM_REGION_CODE",
}
AREA_NAMES = ("pcn_name", "sub_icb_name", "icb_name")
EXTRACT_PLACES = {  # ours → that of the extract
    "practice_code": "PRAC_CODE",
    "practice_name": "PRAC_NAME",
    **{name: name.upper() for name in PLACES_HEADER if not name.startswith("practice_")},
}
AUTHORITIES_HEADER = ("source", "practice_code", "postcode", "borough_code")
PCN_HEADER = ("period", "source", "area_code", "staff_group", "role", "fte", "headcount")


def extract_rows(published: Path) -> Iterator[tuple[str, Row]]:
    """The rows of the extracts, the oldest month first, each with its period."""
    for period, month in MONTHS.items():
        for row in rows_in(published / "gp_workforce" / ENGLAND.format(month)):
            yield period, row


def practices(published: Path) -> Iterator[Row]:
    """A row for every practice and month: GPs everywhere, other staff in North East London."""
    others = {
        (period, row["PRAC_CODE"]): {name: row[name] for name in OTHERS}
        for period, month in MONTHS.items()
        for row in rows_in(published / "gp_workforce" / NORTH_EAST_LONDON.format(month))
    }
    for period, row in extract_rows(published):
        listed = "" if period in LISTS_OF_ANOTHER_MONTH else row["TOTAL_PATIENTS"]
        yield {
            "period": period,
            "source": "gpw_extract",
            "practice_code": row["PRAC_CODE"],
            "TOTAL_PATIENTS": listed,
            **{name: row.get(name, "") for name in GPS},
            **others.get((period, row["PRAC_CODE"]), dict.fromkeys(OTHERS, "")),
        }


def pcn_staff(published: Path) -> Iterator[Row]:
    """Staff of every PCN of England by group and by role."""
    for name in PCN_QUARTERS:
        england = list(rows_in(published / "pcn_workforce" / name))
        yield from pcn_quarter(england, declared().staff, None)


def lists(published: Path) -> Iterator[Row]:
    """Registered patients of every practice of England."""
    for period, name in LISTS_BY_AGE.items():
        for row in rows_in(published / "registered_patients" / name):
            if row["SEX"] == row["AGE_GROUP_5"] == "ALL" and row["ORG_TYPE"] == "GP":
                yield list_row(
                    period, "registered_patients", row["ORG_CODE"], row["NUMBER_OF_PATIENTS"]
                )


def weighted(published: Path) -> Iterator[Row]:
    """Registered and weighted patients of a year, of every practice that had patients."""
    for row in rows_in(published / "weighted_lists" / "22-23.csv"):
        if float(row[WEIGHTED["registered"]] or 0):
            yield {
                "period": "2023-03",
                "source": "nhs_payments",
                "practice_code": row["PRACTICE CODE"],
                **{name: row[printed] for name, printed in WEIGHTED.items()},
            }


def map_rows(published: Path) -> Iterator[tuple[str, Row]]:
    """The rows of the practice maps, the older map first, each with its period."""
    for period, path in PLACES_OF.items():
        for row in rows_in(published / path):
            yield period, row


def places(published: Path) -> Iterator[Row]:
    """The practice maps as printed; which ICB a sub-ICB belongs to is decided when they are read.

    A practice of the extract that is in none of them stands where the extract has it.
    """
    mapped: set[str] = set()
    for period, row in map_rows(published):
        mapped.add(row["PRACTICE_CODE"])
        printed = {ours: row[theirs] for ours, theirs in PLACES_HEADER.items()}
        yield {"period": period, "source": "practice_map", **printed}
    for period, row in extract_rows(published):
        if row["PRAC_CODE"] not in mapped and row["SUB_ICB_CODE"] not in ("", "NA"):
            printed = {ours: row[theirs] for ours, theirs in EXTRACT_PLACES.items()}
            yield {"period": period, "source": "gpw_extract", **printed}


def named_once(rows: Iterator[Row]) -> Iterator[Row]:
    """The same rows, an area's name only where its code stands first in a period: names are half the file."""
    said = dict[tuple[str, ...], str]()
    for row in sorted(rows, key=lambda row: (row["period"], row["source"], row["practice_code"])):
        kept = dict(row)
        for name in AREA_NAMES:
            code = row[name.replace("_name", "_code")]
            where = row["period"], row["source"], code
            if said.get(where) == row[name]:
                kept[name] = ""
            said.setdefault(where, row[name])
        yield kept


def authorities(published: Path) -> Iterator[Row]:
    """The local authority of today of every practice that the maps name, with its postcode.

    North East London keeps the boroughs of `nel_places.csv`. Elsewhere it is the authority of the
    practice in 2022, or the one that followed it; a practice that opened since has the authority of its
    postcode, sector or district, as far as they tell. Who cannot be placed has no row, nor has a practice
    of another ICB whose address is in one of those boroughs.
    """
    tool = list(rows_in(published / "geography" / "icb_place_tool_practices_2022.csv"))
    of_code = {row["PRACTICE_CODE"]: authority_of_today(row["LAD21"]) for row in tool}
    borough = {row["practice_code"]: row["borough_name"] for row in nel_places(published)}
    boroughs = {*borough.values(), "Hackney", "City of London"}
    postcode = {row["PRACTICE_CODE"]: row["PRACTICE_POSTCODE"] for row in tool}
    postcode |= {row["PRACTICE_CODE"]: row["PRACTICE_POSTCODE"] for _, row in map_rows(published)}
    named = {row["practice_code"]: row["practice_name"] for row in places(published)}
    board = {row["PRACTICE_CODE"]: row["ICS22"] for row in tool}
    board |= {row["PRACTICE_CODE"]: row["ICB_CODE"] for _, row in map_rows(published)}
    lacking = [(p, postcode.get(p, ""), board.get(p)) for p in named if p not in of_code]
    by_postcode = _by_postcode(tool, lacking, board)
    for practice in {**borough, **named}:
        known = of_code.get(practice)
        if practice in borough:
            found = authority_codes().get(borough[practice].casefold(), borough[practice])
        elif practice in by_postcode:
            found, how = by_postcode[practice]
            print(f"  {practice} {named[practice]}: {gazetteer()[found].name}, {how}")
        elif known is None:
            print(f"  {practice} {named[practice]}: in no local authority")
            continue
        elif known.name in boroughs:
            print(f"  {practice} {named[practice]}: {known.name}, of another ICB, left out")
            continue
        else:
            found = known.code
        yield {
            "source": "lad_2022",
            "practice_code": practice,
            "postcode": postcode.get(practice, ""),
            "borough_code": found,
        }


def _by_postcode(
    tool: list[Row], lacking: list[tuple[str, str, str | None]], board: dict[str, str]
) -> dict[str, tuple[str, str]]:
    """Practice → code of its authority and how its postcode tells it."""
    found = authority_by_postcode(
        pl.DataFrame(lacking, ["practice_code", "postcode", "icb_code"], orient="row"),
        pl.DataFrame(
            [
                (row["PRACTICE_POSTCODE"], area.code, area.name, board[row["PRACTICE_CODE"]])
                for row in tool
                if (area := authority_of_today(row["LAD21"]))
            ],
            ["postcode", "borough_code", "borough_name", "icb_code"],
            orient="row",
        ),
        declared().geography.postcode_neighbours,
    )
    return {practice: (code, how) for practice, code, _, how in found.iter_rows()}


def main() -> None:
    """Write the seven files."""
    published = Path(sys.argv[1]) if len(sys.argv) > 1 else PUBLISHED
    write("england_practices.csv", PRACTICES_HEADER, practices(published))
    write("england_pcn_staff.csv", PCN_HEADER, pcn_staff(published))
    write("england_lists.csv", LISTS_HEADER, lists(published))
    write("england_weighted.csv", (*LISTS_HEADER, "weighted"), weighted(published))
    write("england_places.csv", ("period", "source", *PLACES_HEADER), named_once(places(published)))
    write("england_local_authorities.csv", AUTHORITIES_HEADER, authorities(published))
    named = {row["PRACTICE_CODE"] for _, row in map_rows(published)}
    write("england_deprivation.csv", DEPRIVATION_HEADER, deprivation(published, named))


if __name__ == "__main__":
    main()
