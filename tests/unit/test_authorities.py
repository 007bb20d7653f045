"""Local authorities of practices: by a file, by a directory of postcodes, by their neighbours; and their names."""

import polars as pl
import pytest

from tests.commands import measures, publish
from tests.unit.making import codes_of, csv_text, draft_of, staff_csv
from wfcore.declared import declared
from wfcore.declared.gazetteer import authority_of_today, gazetteer
from wfcore.geography import Level, authority_by_postcode
from wfcore.store import Store
from wfcore.wording import kind_of_place, kinds_of_places

LEEDS, BRADFORD = ("E08000035", "Leeds"), ("E08000032", "Bradford")
LEAST = {"same postcode sector": 2, "same postcode district": 3}


def known(*rows: tuple[str, tuple[str, str]]) -> pl.DataFrame:
    return pl.DataFrame(
        [(postcode, *authority, "QWO") for postcode, authority in rows],
        schema=["postcode", "borough_code", "borough_name", "icb_code"],
        orient="row",
    )


def placed(postcode: str, there: pl.DataFrame, icb: str = "QWO") -> list[tuple[str, str]]:
    lacking = pl.DataFrame({"practice_code": ["A1"], "postcode": [postcode], "icb_code": [icb]})
    found = authority_by_postcode(lacking, there, LEAST)
    return list(found.select("borough_name", "method").iter_rows())


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ([("ls61aa", LEEDS)], [("Leeds", "same postcode")]),
        ([("LS6 1AB", LEEDS)], []),  # one neighbour in the sector is too few
        ([("LS6 1AB", LEEDS), ("LS6 1AC", LEEDS)], [("Leeds", "same postcode sector")]),
        ([("LS6 1AB", LEEDS), ("LS6 1AC", BRADFORD)], []),
        ([("LS6 2AB", LEEDS), ("LS6 3AC", LEEDS), ("LS6 4AC", LEEDS)], [("Leeds", "same postcode district")]),
        ([("LS6 1AA", LEEDS), ("LS6 1AA", BRADFORD)], []),
    ],
)  # fmt: skip
def test_by_the_neighbours(
    there: list[tuple[str, tuple[str, str]]], expected: list[tuple[str, str]]
):
    assert placed("LS6 1AA", known(*there)) == expected


def test_an_address_in_the_area_of_another_board_places_nobody():
    """The head office of a company that runs a practice elsewhere."""
    assert placed("LS6 1AA", known(("LS6 1AA", LEEDS)), icb="QT1") == []


def test_authorities_that_are_gone():
    """The reorganisation of April 2023: Harrogate became a part of North Yorkshire."""
    head = ["Practice_Code", "Practice_Postcode", "LAD21", "LTLA21", "Final WP"]
    rows = [
        ("A00001", "hg1 1aa", "E07000165", "Harrogate", 1),
        ("A00002", "", "E08000035", "Leeds", 1),
    ]
    draft = draft_of(csv_text(head, rows))
    assert draft.tables["boroughs"].select(
        "practice_code", "borough_code", "borough_name", "postcode"
    ).rows() == [
        ("A00001", "E06000065", "North Yorkshire", "HG1 1AA"),
        ("A00002", "E08000035", "Leeds", None),
    ]
    assert codes_of(draft) == {"authority_followed": "notes", "need_of_all_services": "notes"}


@pytest.mark.parametrize(
    "header",
    [
        ["pcds", "oslaua", "osward", "pcon", "lsoa11"],
        ["PCD8", "lad23cd", "wd23cd", "pcon24cd", "lsoa21cd"],
        ["pcd", "laua", "ward", "pcon", "lsoa21"],
    ],
)
def test_a_directory_of_postcodes(header: list[str]):
    rows = [
        ("LS6 1AA", "E08000035", "E05011397", "E14001319", "E01033010"),
        ("HG1 1AA", "E07000165", "", "", ""),
        ("CF10 1AA", "W06000015", "", "", ""),
        ("nowhere", "E08000035", "", "", ""),
    ]
    draft = draft_of(csv_text(header, rows))
    assert draft.tables["postcodes"].rows() == [
        ("LS6 1AA", "E08000035", "E05011397", "E14001319", "E01033010"),
        ("HG1 1AA", "E06000065", None, None, None),
    ]
    assert codes_of(draft) == {"no_postcode": "warns", "postcodes_elsewhere": "notes"}


MAP = [
    "EXTRACT_DATE", "PRACTICE_CODE", "PRACTICE_POSTCODE", "PCN_CODE", "SUB_ICB_LOCATION_CODE",
    "ICB_CODE", "COMM_REGION_CODE",
]  # fmt: skip


def test_directories_come_area_by_area(tmp_path):
    """The second adds to the first; a practice that only a directory knows counts in its authority."""
    codes = {"A00001": "LS6 1AA", "A00002": "BD1 1AA"}
    rows = [("01Sep2025", code, at, "U00001", "15F", "QWO", "Y63") for code, at in codes.items()]
    (tmp_path / "map.csv").write_text(csv_text(MAP, rows))
    (tmp_path / "staff.csv").write_text(staff_csv([("", code, 5) for code in codes]))
    for area, postcode, authority in (("LS", "LS6 1AA", LEEDS), ("BD", "BD1 1AA", BRADFORD)):
        text = csv_text(["pcds", "oslaua"], [(postcode, authority[0])])
        (tmp_path / f"{area}.csv").write_text(text)
    store = tmp_path / "store"
    files = [tmp_path / f"{name}.csv" for name in ("map", "staff", "LS")]
    publish(store, *files, "--new", "--accept-warnings", "--why", "first")
    publish(store, tmp_path / "BD.csv", "--accept-warnings", "--why", "second")
    found = measures(store, "gp_fte", "local_authority", "2025-09")
    assert {row["area_name"] for row in found.values()} == {"Leeds", "Bradford"}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("E06000065", "unitary authority"),
        ("E07000008", "district"),
        ("E08000035", "metropolitan district"),
        ("E09000016", "borough"),
        ("E09000001", "city"),
        ("E10000020", "county"),
        ("Havering", "borough"),
        ("City and Hackney", "borough"),
        ("Somewhere", "local authority"),
    ],
)
def test_an_authority_is_called_as_its_area_calls_it(code: str, kind: str):
    assert kind_of_place(Level.BOROUGH, code) == kind


def test_several_authorities_have_one_word_where_their_areas_have():
    assert kinds_of_places(Level.BOROUGH, ["E09000016", "City and Hackney"]) == "boroughs"
    assert kinds_of_places(Level.BOROUGH, ["E09000016", "E07000008"]) == "local authorities"
    assert kinds_of_places(Level.PCN, []) == "primary care networks"


def test_the_word_of_old_links_and_the_new_one():
    assert Level("local_authority") is Level("borough") is Level.BOROUGH


def test_every_authority_is_of_a_kind_and_every_ward_in_one_of_today():
    areas = gazetteer().values()
    for area in areas:
        if area.is_authority:
            assert declared().geography.authority_kind(area.code), area
        elif area.code.startswith("E05"):
            (parent,) = area.within
            assert authority_of_today(parent).code == parent, area
    assert sum(area.is_authority and not area.within for area in areas) >= 296


def test_a_map_says_who_is_placed_by_postcode_and_who_is_not(tmp_path):
    """Three are looked up; the fourth has the postcode of the first, the fifth nobody's."""
    at = ["LS6 1AA", "LS6 1AB", "LS6 1AC", "LS6 1AA", "HX1 1AA"]
    codes = [f"A0000{n}" for n in range(1, 6)]
    lookup = csv_text(
        ["PRACTICE_CODE", "LAD_NAME", "LAD_CODE"], [(c, *LEEDS[::-1]) for c in codes[:3]]
    )
    rows = [
        ("01Sep2025", c, p, "U00001", "15F", "QWO", "Y63") for c, p in zip(codes, at, strict=True)
    ]
    for name, text in (
        ("look", lookup), ("map", csv_text(MAP, rows)), ("staff", staff_csv([("", c, 5) for c in codes])),
    ):  # fmt: skip
        (tmp_path / f"{name}.csv").write_text(text)
    store = tmp_path / "store"
    publish(store, tmp_path / "look.csv", tmp_path / "staff.csv", "--new", "--accept-warnings")
    publish(store, tmp_path / "map.csv", "--accept-warnings")
    found = {f["code"]: f["examples"] for f in findings_of(store)}
    assert found["placed_by_postcode"] == ["A00004: Leeds (same postcode)"]
    assert found["without_borough"] == ["1 of no sub-ICB location: A00005"]
    rows = measures(store, "gp_fte", "borough", "2025-09").values()
    assert [(row["area_name"], float(row["value"])) for row in rows] == [("Leeds", 20.0)]


def test_a_map_with_a_blank_code_is_refused_in_words(tmp_path):
    lookup = csv_text(
        ["PRACTICE_CODE", "LAD_NAME", "LAD_CODE"],
        [("A00001", *LEEDS[::-1]), ("A00002", *LEEDS[::-1])],
    )
    rows = [
        ("01Sep2025", c, "HX1 1AA", "U00001", "15F", "QWO", "Y63") for c in ("A00001", "A00002", "")
    ]
    for name, text in (
        ("look", lookup),
        ("map", csv_text(MAP, rows)),
        ("staff", staff_csv([("", "A00001", 5)])),
    ):
        (tmp_path / f"{name}.csv").write_text(text)
    store = tmp_path / "store"
    publish(store, tmp_path / "look.csv", tmp_path / "staff.csv", "--new", "--accept-warnings")
    refused = publish(store, tmp_path / "map.csv", "--accept-warnings")
    assert refused.code == 1
    assert "codes_have_the_right_shape" in refused.err
    assert "Traceback" not in refused.err


def findings_of(store):
    report = Store.open(store).history()[0].report
    return [found.model_dump(mode="json") for _, found in report.of("notes")]
