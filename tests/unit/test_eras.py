# ruff: noqa: E501 - one case on a line reads best
"""Files of earlier eras, and files that are not for this product: each read, or named for what it is."""

import io
import zipfile

import polars as pl
import pytest

from tests.unit.making import checked, codes_of, csv_text, draft_of, table_of, xlsx_of, zip_of
from wfcore.errors import UnreadableFile
from wfcore.normalising import Draft

MAP_2022 = (
    "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,PCN_CODE,PCN_NAME,"
    "ONS_CCG_CODE,CCG_CODE,CCG_NAME,ONS_STP_CODE,STP_CODE,STP_NAME,ONS_COMM_REGION_CODE,"
    "COMM_REGION_CODE,COMM_REGION_NAME\n"
    "GP_PRAC_PAT_LIST,01Jan2022,A00001,THE SURGERY,RM1 1AA,U00001,EAST PCN,E38000255,A3A8R,"
    "NHS North East London CCG,E54000029,QMF,East London Health and Care Partnership,E40000003,Y56,London\n"
)
PAYMENTS = {  # as headed in each year
    "17-18": ("Number of Registered Patients (Last Known Figure)", "Number of Weighted Patients (Last Known Figure)"),
    "18-19": ("Average Number of Registered Patients", "Average Number of Weighted Patients"),
    "19-20": ("Average number of registered patients1", "Average number of weighted patients1"),
    "20-21": ("Number of Registered Patients (Last Known Figure)", "Number of Weighted Patients (Last Known Figure)"),
}  # fmt: skip
EPCN = [
    "Partner\nOrganisation\nCode", "Partner\nName", "Practice\nParent\nCCG Code",
    "Practice\nParent\nCCG Name", "PCN Code", "PCN Name", "PCN Parent\nCCG Code",
    "PCN Parent\nCCG Name", "Practice to PCN\nRelationship\nStart Date",
    "Practice to PCN\nRelationship\nEnd Date", "Practice CCG and PCN\nCCG Match ",
]  # fmt: skip


def membership(*rows: tuple[str, str, str, str], period: str | None, name: str) -> Draft:
    """A workbook of relationships: practice, PCN, start, end."""
    cells = [
        [practice, "A SURGERY", "A3A8R", "NHS NEL CCG", pcn, "A PCN", "A3A8R", "NHS NEL CCG", start, end, "true"]
        for practice, pcn, start, end in rows
    ]  # fmt: skip
    return draft_of(xlsx_of({"PCN Core Partner Details": [EPCN, *cells]}), name, period)


def test_a_map_of_ccgs_and_stps():
    draft = draft_of(MAP_2022)
    assert (draft.source, draft.period) == ("practice_map", "2022-01")
    codes = ["practice_code", "pcn_code", "sub_icb_code", "icb_code", "region_code"]
    assert draft.tables["places"].select(codes).rows() == [
        ("A00001", "U00001", "A3A8R", "QMF", "Y56")
    ]
    assert codes_of(draft) == {}


@pytest.mark.parametrize("mark", ["01-Jun-21", "01Jun2021", "01/06/21"])
def test_lists_of_two_digit_years(mark: str):
    draft = draft_of(
        "PUBLICATION,EXTRACT_DATE,TYPE,CCG_CODE,ONS_CCG_CODE,CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS\n"
        f"GP_PRAC_PAT_LIST,{mark},GP,00L,E38000130,A84002,NE65 7UW,ALL,ALL,5995\n"
    )
    assert draft.period == "2021-06"
    assert draft.tables["lists"].select("practice_code", "registered").rows() == [("A84002", 5995)]


def test_a_date_that_cannot_be_read_is_shown_and_a_month_stands_in():
    text = "EXTRACT_DATE,TYPE,CODE,NUMBER_OF_PATIENTS\nmidsummer,GP,A84002,5995\n"
    (found,) = draft_of(text).findings
    assert (found.code, found.severity) == ("no_date", "blocks")
    assert found.examples == ("row 2, EXTRACT_DATE: midsummer",)
    given = draft_of(text, period="2021-06")
    assert (given.period, given.dated_by) == ("2021-06", "given")
    assert codes_of(given) == {"date_given": "warns"}


@pytest.mark.parametrize("year", PAYMENTS)
def test_payments_are_averages_of_a_year(year: str):
    header = ["Practice Code", "CCG Code", *PAYMENTS[year], "Global Sum"]
    draft = draft_of(
        csv_text(header, [["E83003", "07M", "9023.5", "8292.59", "730443.21"]]),
        f"payments-{year}.csv",
    )
    assert (draft.source, draft.period) == ("nhs_payments", f"20{year[3:]}-03")
    assert draft.tables["lists"].select("registered", "weighted").rows() == [(9023.5, 8292.59)]
    (said,) = (f for f in draft.findings if f.code == "averages_of_a_year")
    assert (said.severity, "not the list of one month" in said.message) == ("notes", True)


def pairs_of(draft: Draft) -> list[tuple[str, str]]:
    return draft.tables["places"].select("practice_code", "pcn_code").rows()


def test_membership_is_that_of_the_month():
    rows = (
        ("A00001", "U00001", "20191001", "20220531"),  # moved on 1 June 2022
        ("A00001", "U00002", "20220601", ""),
        ("A00002", "U00001", "20191001", "20220630"),  # left on the last day of the month
        ("A00003", "U00002", "20220701", ""),  # there when the month is over
        ("A00005", "U00002", "20220702", ""),  # not there yet
        ("A00006", "U00001", "20191001", "20220712"),  # still there
        ("A00004", "U00002", "20191001", ""),
    )
    now = membership(*rows, period=None, name="ePCN 2024-10.xlsx")
    then = membership(*rows, period="2022-06", name="ePCN 2024-10.xlsx")
    staying = [("A00001", "U00002"), ("A00003", "U00002"), ("A00004", "U00002")]
    assert sorted(pairs_of(now)) == [*staying, ("A00005", "U00002")]
    assert sorted(pairs_of(then)) == [*staying, ("A00006", "U00001")]
    assert now.tables["places"]["sub_icb_code"].unique().to_list() == ["A3A8R"]
    assert codes_of(then) == {"membership_of_a_day": "notes"}


def test_a_month_after_the_workbook_is_asked_about():
    later = membership(
        ("A00001", "U00001", "20191001", ""), period="2025-01", name="ePCN 2024-10.xlsx"
    )
    assert codes_of(later) == {"period_differs_from_name": "warns"}


def test_a_relationship_whose_date_cannot_be_read_is_named():
    draft = membership(("A00001", "U00001", "long ago", ""), period="2022-06", name="x.xlsx")
    assert codes_of(draft) == {"unreadable_relationship": "warns"}
    assert draft.tables["places"].height == 1


REFUSED = {
    "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,NUMBER_OF_PATIENTS\nG,01JAN2021,A81001,S,E01011959,ALL,7": "small area (LSOA)",
    "EXTRACT_DATE,CCG_CODE,ONS_CCG_CODE,ORG_CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS\n01Jan2022,16C,E38000247,A81001,TS18,FEMALE,ALL,2011": "of one sex",
    "PracticeCode,GPPracticeName,PracticeListSize,HB,HSCP,GPCluster\n10002,Muirhead,8151,S08000030,S37000007,Dundee": "Scotland",
    "Code,Name,LHB,LHB name,Number of patients,GP headcount\nW91001,Cardiff Surgery,7A4,Cardiff,9000,6": "Wales",
    "PracNo,PracticeName,Postcode,LCG,Registered_Patients\n1,FALLS,BT12,Belfast,8123": "Northern Ireland",
    "Practice code,Practice name,List size,Achievement score (635 max)\nA84006,Alnwick,18846,586.63": "(QOF)",
    "PRACTICE_CODE,INDICATOR_CODE,MEASURE,VALUE\nA84006,AF006,NUMERATOR,5": "(QOF)",
    "Location ID,Location ODS Code,Domain,Latest Rating\n1-1,A81001,Overall,Good": "(CQC)",
    "ad_practicecode,ad_practicename,distributed,overallexp.pcteval\nA81001,S,100,0.7": "GP Patient Survey",
    "SUB_ICB_LOCATION_CODE,APPOINTMENT_MONTH,APPT_STATUS,COUNT_OF_APPOINTMENTS\nA3A8R,2023-06-01,DNA,261": "Appointments",
    "SUB_ICB_LOCATION_CODE,Appointment_Month,Included Practices,Open Practices\n00L,01AUG2020,40,40": "coverage",
    '"A81001","THE SURGERY","Y63","QHM","HEALTH CENTRE","","","","","TS18 1HU","19740401","","A"': "epraccur",
    '"R0A","A NHS TRUST","Y62","QOP","A HOUSE","OXFORD ROAD","","MANCHESTER","","M13 9WL","20171001"': "etr",
    '"A81001","THE SURGERY","16C","A CCG","U89141","STOCKTON PCN","16C","A CCG","20191001","","true"': "ePCN without its headings",
}  # fmt: skip


@pytest.mark.parametrize(("text", "name"), REFUSED.items(), ids=REFUSED.values())
def test_what_is_not_for_this_product_is_named(text: str, name: str):
    with pytest.raises(UnreadableFile) as error:
        table_of(f"{text}\n")
    assert error.value.code == "other_file"
    assert name in error.value.message
    assert error.value.advice
    assert "looks most like" not in error.value.message


@pytest.mark.parametrize(
    "text",
    ["Name,Jun-22,Sep-22\nCrest,44.03,44.07", "a,b\n1,2", "question,response,pct\nQ1,Easy,57"],
)  # fmt: skip
def test_no_guess_where_nothing_is_near(text: str):
    with pytest.raises(UnreadableFile, match="come near none") as error:
        table_of(f"{text}\n")
    assert error.value.code == "unknown_headings"


def test_rows_without_headings_are_called_so():
    with pytest.raises(UnreadableFile, match="no row of headings") as error:
        table_of("A81001,4.5,6,1\nA81002,3.2,5,1\n")
    assert error.value.code == "no_headings"


def test_other_indicators_are_named():
    header = "Indicator Name,Area Type,Area Code,Time period,Value\n"
    (found,) = draft_of(f"{header}Dementia: QOF prevalence,GPs,A81001,2009/10,0.4\n").findings
    assert (found.code, found.examples) == (
        "no_practice_scores",
        ("GPs: Dementia: QOF prevalence",),
    )


def test_a_point_that_separates_thousands():
    row = "PRAC_CODE,TOTAL_PATIENTS,TOTAL_GP_FTE\nA00001,{},4.125\nA00002,5400,2\n"
    report = checked(row.format("6.100"), period="2025-09")[1]
    assert codes_of(report)["dotted_thousands"] == "blocks"
    assert "dotted_thousands" not in codes_of(checked(row.format("6100"), period="2025-09")[1])


def test_a_workbook_of_many_parts_opens_and_a_zip_of_as_many_does_not():
    book = xlsx_of({"S": [["PRACTICE_CODE", "BOROUGH"], ["A00001", "Havering"]]})
    with_parts = _with_more(book, 220)
    assert draft_of(with_parts, "boroughs.xlsx", None).tables["boroughs"].height == 1
    with pytest.raises(UnreadableFile, match="files inside"):
        table_of(zip_of({f"{i}.csv": b"a,b\n1,2\n" for i in range(220)}))


def _with_more(book: bytes, parts: int) -> bytes:

    out = io.BytesIO(book)
    with zipfile.ZipFile(out, "a") as archive:
        for i in range(parts):
            archive.writestr(f"xl/drawings/drawing{i}.xml", "<x/>")
    return out.getvalue()


def test_an_error_of_the_spreadsheet_is_no_borough():
    report = checked("PRACTICE_CODE,BOROUGH\nA00001,Havering\nA00002,#REF!\n")[1]
    assert codes_of(report)["error_text"] == "blocks"


def test_high_level_roles_have_their_printed_names_and_give_fully_qualified_gps():
    rows = [
        ("GP", "Total", 7.0), ("GP", "Partner/Provider", 4.0), ("GP", "GP in Training Grade ST3", 2.0),
        ("GP", "GP Locum covering Sickness/Maternity/Paternity", 1.0),
        ("Direct Patient Care", "Total", 1.5), ("Direct Patient Care", "Therapist- Counsellor", 0.5),
        ("Direct Patient Care", "Therapist- Occupational Therapist", 0.5),
        ("Direct Patient Care", "Therapist- Other", 0.5),
    ]  # fmt: skip
    header = ["PRAC_CODE", "PRAC_NAME", "STAFF_GROUP", "DETAILED_STAFF_ROLE", "MEASURE", "VALUE"]
    draft = draft_of(
        csv_text(header, [("A81001", "S", g, r, "FTE", v) for g, r, v in rows]), period="2024-08"
    )
    assert codes_of(draft) == {}
    gps = draft.tables["staff_total"].filter(pl.col("staff_group").cast(pl.String) == "gp")
    assert dict(gps.select(pl.col("definition").cast(pl.String), "fte").iter_rows()) == {
        "all": 7.0, "excl_trainees": 5.0, "excl_locums": 6.0, "excl_trainees_locums": 4.0,
    }  # fmt: skip


def test_high_level_total_against_its_roles():
    header = ["PRAC_CODE", "PRAC_NAME", "STAFF_GROUP", "DETAILED_STAFF_ROLE", "MEASURE", "VALUE"]
    cells = [
        (f"A8100{i}", "P", "GP", role, "FTE", value)
        for i in range(1, 7)
        for role, value in (("Total", 0 if i == 1 else 3), ("Partner/Provider", 2), ("Robot", 1))
    ]
    (found,) = (
        f for file in checked(csv_text(header, cells), period="2025-08")[1].files for f in file.findings
        if f.code == "roles_add_up"
    )  # fmt: skip
    assert found.examples[:2] == (
        "all practices, gp: total 15.0, roles 18.0",
        "A81001 gp: total 0.00, roles 3.00",
    )
