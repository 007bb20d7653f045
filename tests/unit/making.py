"""Tiny files for tests, and the road they take: bytes → drafts → report → published version."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl

from wfcore.checking import QualityReport, check_drafts
from wfcore.declared import declared
from wfcore.findings import Finding
from wfcore.measuring import VersionMeasures
from wfcore.normalising import Draft, normalise
from wfcore.normalising.cells import practice_cells
from wfcore.reading import TextTable, read_upload
from wfcore.store import Store, accept_all_warnings, assert_publishable, unpublished
from wfcore.tables import conform

TODAY = datetime(2025, 12, 15, tzinfo=UTC)

IDENTITY = [
    "PRAC_CODE", "PRAC_NAME", "PCN_CODE", "PCN_NAME", "SUB_ICB_CODE", "SUB_ICB_NAME", "ICB_CODE",
    "ICB_NAME", "REGION_CODE", "REGION_NAME",
]  # fmt: skip
PATIENTS = [
    "TOTAL_PATIENTS",
    "TOTAL_MALE",
    "TOTAL_FEMALE",
    *(
        f"{sex}_PATIENTS_{band}"
        for sex in ("MALE", "FEMALE")
        for band in ("0TO4", "5TO14", "15TO44", "45TO64", "65TO74", "75TO84", "85PLUS")
    ),
    "TOTAL_UNKNOWN_GENDER",
]
FLAGS = ["GP_SOURCE", "NURSE_SOURCE", "DPC_SOURCE", "ADMIN_SOURCE"]
RETIRED = (
    "HI_THERA",
    "TRAINEE_HI_THERA",
    "PSYCH_WELLB_PRAC",
    "TRAINEE_PSYCH_WELLB_PRAC",
)
PCN_HEADER = [
    "DATA_SOURCE", "CENSUS_YEAR", "CENSUS_MONTH", "PCN_CODE", "PCN_NAME", "SUB_ICB_CODE",
    "SUB_ICB_NAME", "ICB_CODE", "ICB_NAME", "COMM_REGION_CODE", "COMM_REGION_NAME", "STAFF_GROUP",
    "STAFF_ROLE", "DETAILED_STAFF_ROLE", "FTE", "UNIQUE_IDENTIFIER",
]  # fmt: skip


def staff_header() -> list[str]:
    """The staff headings of the file of mid-2025.

    FTE by age stands only in the totals, FTE by qualification nowhere, retired roles are gone.
    """
    headings: list[str] = []
    for cell in practice_cells():
        if cell.role.upper().removeprefix("DPC_") in RETIRED:
            continue
        by_age = cell.breakdown == "age" and cell.definition == "all"
        if by_age or cell.breakdown in ("total", "sex", "role", "role_sex"):
            headings.append(cell.fte)
        headings.append(cell.headcount)
    return headings


def detailed_header() -> list[str]:
    return [*IDENTITY, *PATIENTS, *FLAGS, *staff_header()]


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def csv_of(rows: Sequence[Mapping[str, object]], header: Sequence[str] | None = None) -> bytes:
    """Rows as dictionaries → CSV; a cell that a row does not name is 0."""
    names = header or list(dict.fromkeys(name for row in rows for name in row))
    return csv_text(names, ([row.get(n, 0) for n in names] for row in rows)).encode()


def table_of(data: bytes | str, name: str = "file.csv") -> TextTable:
    (table,) = read_upload(name, data.encode() if isinstance(data, str) else data, declared())
    return table


def drafts_of(data: bytes | str, name: str = "file.csv", period: str | None = None) -> list[Draft]:
    return [
        draft
        for table in read_upload(name, data.encode() if isinstance(data, str) else data, declared())
        for draft in normalise(table, period)
    ]


def draft_of(data: bytes | str, name: str = "file.csv", period: str | None = None) -> Draft:
    (draft,) = drafts_of(data, name, period)
    return draft


def codes_of(draft_or_report: Draft | QualityReport) -> dict[str, str]:
    """Finding code → severity."""
    if isinstance(draft_or_report, Draft):
        return {f.code: f.severity for f in draft_or_report.findings}
    return {f.code: f.severity for file in draft_or_report.files for f in file.findings}


def found_in(text: str) -> dict[str, Finding]:
    """Findings of the checked file by code, each named once."""
    _, report = check_drafts([draft_of(text)])
    found = [f for file in report.files for f in file.findings]
    assert len({f.code for f in found}) == len(found)
    return {f.code: f for f in found}


def checked(*files: bytes | str, period: str | None = None) -> tuple[list[Draft], QualityReport]:
    """Files as one upload, checked as on 15 December 2025."""
    drafts = [d for i, f in enumerate(files) for d in drafts_of(f, f"file {i}.csv", period)]
    return check_drafts(drafts, today=TODAY)


def publish(folder: Path, *files: bytes | str, period: str | None = None, by: str = "Ann") -> Store:
    """Publish files as one version; warnings are accepted, a blocking finding is an error."""
    drafts, report = checked(*files, period=period)
    store = Store.create(folder)
    store.publish(drafts, report, by=by, accepted=accept_all_warnings(report, "a test"))
    return store


def figures(*files: bytes | str, period: str | None = None) -> VersionMeasures:
    """Of files that nobody has published; a blocking finding is an error."""
    drafts, report = checked(*files, period=period)
    assert_publishable(drafts, report, "Ann", accept_all_warnings(report, "a test"))
    return VersionMeasures(unpublished(drafts, number=1))


def with_local(measures: VersionMeasures, **tables: pl.DataFrame) -> VersionMeasures:
    """The same figures with tables that an analyst brought, by their kind."""
    held = {(f"{kind}.2025-09", kind): conform(rows, kind) for kind, rows in tables.items()}
    return VersionMeasures(measures.version.with_tables(held))


def one(rows: pl.DataFrame) -> dict[str, object]:
    """The only row."""
    assert rows.height == 1, rows
    return rows.row(0, named=True)


# The project's own layouts, which hold every case in few cells.


def staff_csv(
    cells: Iterable[tuple[str, str, object]],
    *,
    period: str = "2025-09",
    group: str = "gp",
    definition: str = "all",
) -> str:
    """Practice totals: period or not, practice, FTE."""
    return csv_text(
        ["PERIOD", "SOURCE", "LEVEL", "AREA_CODE", "STAFF_GROUP", "ROLE", "DEFINITION", "FTE"],
        (
            (when or period, "gpw_detailed", "practice", code, group, "all", definition, fte)
            for when, code, fte in cells
        ),
    )


def lists_csv(cells: Iterable[tuple[str, int]], *, period: str = "2025-09") -> str:
    return csv_text(
        ["PERIOD", "SOURCE", "PRACTICE_CODE", "REGISTERED"],
        ((period, "registered_patients", code, patients) for code, patients in cells),
    )


def places_csv(
    cells: Iterable[tuple[str, str, str]],
    *,
    period: str = "2025-09",
    sub_icb: str = "99X",
    icb: str = "QXX",
    region: str = "Y99",
) -> str:
    """Practice, its PCN and its borough; all in one sub-ICB that the reference does not know."""
    header = [
        "PERIOD", "SOURCE", "PRACTICE_CODE", "PRACTICE_NAME", "PCN_CODE", "PCN_NAME",
        "BOROUGH_CODE", "BOROUGH_NAME", "SUB_ICB_CODE", "SUB_ICB_NAME", "ICB_CODE", "ICB_NAME",
        "REGION_CODE", "REGION_NAME",
    ]  # fmt: skip
    return csv_text(
        header,
        (
            (
                period, "practice_map", code, f"SURGERY {code}", pcn, f"NETWORK {pcn}",
                borough, borough, sub_icb, "NHS SOMEWHERE", icb, "NHS SOMEWHERE ICB", region, "SOUTHERN",
            )
            for code, pcn, borough in cells
        ),
    )  # fmt: skip


def scores_csv(cells: Iterable[tuple[str, object, object]]) -> str:
    """Practice, year of the Index and deprivation score."""
    return csv_text(["PRACTICE_CODE", "IMD_YEAR", "IMD_SCORE"], cells)


PLAN_HEADER = ["PCN", "Clinical Pharmacists", "Podiatrists", "Care Co-ordinators", "Total"]
RECOMMENDATIONS_HEADER = [
    "reference", "asked", "place", "recommendation", "metric", "number_then", "owner", "due", "status",
    "answer",
]  # fmt: skip
CLAIMS_HEADER = [
    "pcn_code", "month", "role", "wte", "claimed_gbp", "approved_gbp", "allocation_gbp", "status",
]  # fmt: skip


def plan_csv(rows: Iterable[Sequence[object]], header: Sequence[str] = PLAN_HEADER) -> str:
    """A plan as printed: a PCN, its roles, its total."""
    return csv_text(header, rows)


def claims_csv(rows: Iterable[Mapping[str, object]]) -> str:
    """Claims; what a row does not say is as in most rows."""
    usual: dict[str, object] = {
        "pcn_code": "U00001", "month": "2025-09", "role": "Clinical Pharmacists", "wte": 2,
        "claimed_gbp": 10000, "approved_gbp": "", "allocation_gbp": 500000, "status": "submitted",
    }  # fmt: skip
    return csv_text(CLAIMS_HEADER, ([(usual | row)[c] for c in CLAIMS_HEADER] for row in rows))


def allocations_csv(rows: Iterable[Sequence[object]]) -> str:
    """PCN, year, pounds in all, pounds devolved, note."""
    return csv_text(["pcn_code", "year", "total_gbp", "devolved_gbp", "note"], rows)


TARGETS_HEADER = (
    "metric", "level", "place", "place_name", "value", "unit", "by", "better", "set_by", "source", "reason",
)  # fmt: skip


def targets_csv(rows: Iterable[Mapping[str, object]]) -> str:
    """What places aim at; what a row does not say is as in most rows."""
    usual: dict[str, object] = dict.fromkeys(TARGETS_HEADER, "") | {
        "metric": "gp_excl_trainees_rate", "place": "QXX", "value": 44, "unit": "FTE per 100,000 patients",
        "by": "2027-03", "set_by": "the board", "source": "its minutes",
    }  # fmt: skip
    return csv_text(TARGETS_HEADER, ([(usual | row)[c] for c in TARGETS_HEADER] for row in rows))


def recommendations_csv(rows: Iterable[Mapping[str, object]]) -> str:
    """What a committee asked; what a row does not say is as in most rows."""
    usual: dict[str, object] = dict.fromkeys(RECOMMENDATIONS_HEADER, "") | {
        "asked": "2025-03-04", "place": "U00001", "recommendation": "Say why.",
    }  # fmt: skip
    return csv_text(
        RECOMMENDATIONS_HEADER,
        ([(usual | row)[c] for c in RECOMMENDATIONS_HEADER] for row in rows),
    )


def pcn_csv(rows: Iterable[Mapping[str, object]]) -> bytes:
    """Rows of the PCN individual-level file; what a row does not say is as in most rows."""
    usual: dict[str, object] = {
        "DATA_SOURCE": "NWRS Staff", "CENSUS_YEAR": 2025, "CENSUS_MONTH": 9, "PCN_CODE": "U00001",
        "PCN_NAME": "FIRST PCN", "SUB_ICB_CODE": "99X", "SUB_ICB_NAME": "NHS SOMEWHERE",
        "ICB_CODE": "QXX", "ICB_NAME": "NHS SOMEWHERE ICB", "COMM_REGION_CODE": "Y99",
        "COMM_REGION_NAME": "SOUTHERN", "STAFF_GROUP": "Other Direct Patient Care staff",
        "STAFF_ROLE": "Pharmacist", "DETAILED_STAFF_ROLE": "Pharmacist", "FTE": 1,
        "UNIQUE_IDENTIFIER": "P1",
    }  # fmt: skip
    return csv_of([usual | row for row in rows], PCN_HEADER)


# Containers.


def zip_of(members: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def xlsx_of(
    sheets: Mapping[str, Sequence[Sequence[str]]], *, corner: str = "", merged: Sequence[str] = ()
) -> bytes:
    """A workbook by hand, its cells inline; `corner` puts one more cell far away on every sheet."""
    one = "".join(f'<mergeCell ref="{cells}"/>' for cells in merged)
    names = list(sheets)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    book = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    members = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{kind}.worksheet+xml"/>'
            for i in range(1, len(names) + 1)
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{book}" xmlns:r="{office}"><sheets>'
        + "".join(
            f'<sheet name="{escape(n)}" sheetId="{i}" r:id="r{i}"/>'
            for i, n in enumerate(names, start=1)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="r{i}" Type="{office}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i in range(1, len(names) + 1)
        )
        + "</Relationships>",
    }
    for i, rows in enumerate(sheets.values(), start=1):
        cells = [
            [(f"{chr(65 + x)}{y}", text) for x, text in enumerate(row) if text or not merged]
            for y, row in enumerate(rows, start=1)
        ]
        if corner:
            cells.append([(corner, "x")])
        members[f"xl/worksheets/sheet{i}.xml"] = (
            f'<worksheet xmlns="{book}"><sheetData>'
            + "".join(
                "<row>"
                + "".join(
                    f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
                    for at, text in row
                )
                + "</row>"
                for row in cells
            )
            + "</sheetData>"
            + (f"<mergeCells>{one}</mergeCells>" if one else "")
            + "</worksheet>"
        )
    return zip_of({n: f'<?xml version="1.0" encoding="UTF-8"?>{x}' for n, x in members.items()})
