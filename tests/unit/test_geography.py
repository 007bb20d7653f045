"""Names as a person writes them, and which areas each practice belongs to."""

import polars as pl
import pytest

from wfcore.declared import declared
from wfcore.geography import AREA_LEVELS, Level, display_name, first_of_each, place_practices

AREAS = [f"{level}_{part}" for level in AREA_LEVELS for part in ("code", "name")]
PARENTS = pl.DataFrame(
    {
        "sub_icb_code": ["99X"],
        "icb_code": ["QXX"],
        "icb_name": ["Somewhere"],
        "region_code": ["Y99"],
        "region_name": ["East"],
    }
)
NO_BOROUGHS = pl.DataFrame(
    schema=dict.fromkeys(("practice_code", "borough_code", "borough_name"), pl.String)
)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("NHS NORTH EAST LONDON ICB - A3A8R", "North East London (A3A8R)"),
        ("NHS North East London Integrated Care Board", "North East London"),
        ("NHS NORTH EAST LONDON INTEGRATED CARE BOARD", "North East London"),
        ("NHS Sussex ICB", "Sussex"),
        ("NHS WEST YORKSHIRE ICB – 15F", "Leeds (15F)"),
        ("NHS Humber and North Yorkshire Integrated Care Board - 03f", "Hull (03F)"),
        ("NHS SOMEWHERE ICB - 99X", "Somewhere (99X)"),
        ("SOMEWHERE SURGERY (15F)", "Somewhere Surgery (15F)"),
        ("HAVERING NORTH PCN", "Havering North PCN"),
        ("BARKING & DAGENHAM EAST ONE PCN", "Barking & Dagenham East One PCN"),
        ("THE TOWER NETWORK", "The Tower Network"),
        ("BATH AND NORTH EAST SOMERSET", "Bath and North East Somerset"),
        ("E4 PCN", "E4 PCN"),
        ("DR M FATEH'S PRACTICE", "Dr M Fateh's Practice"),
        ("ST. JOHN'S", "St. John's"),
        ("O'BRIEN-SMITH SURGERY", "O'brien-Smith Surgery"),
        ("WELLS ON SEA", "Wells on Sea"),
        ("Beam Park Medical Centre", "Beam Park Medical Centre"),
        ("  TWO   SPACES ", "Two Spaces"),
        ("City and Hackney", "City and Hackney"),
        ("", ""),
        (None, ""),
    ],
)
def test_display_name(printed: str | None, shown: str):
    assert display_name(printed) == shown


@pytest.mark.parametrize("printed", ["NHS SOMEWHERE ICB - 99X", "HAVERING NORTH PCN", "THE GP HQ"])
def test_a_shown_name_is_shown_as_it_is(printed: str):
    assert display_name(display_name(printed)) == display_name(printed)


def test_levels():
    assert Level.BOROUGH.above == (Level.SUB_ICB, Level.ICB, Level.REGION, Level.ENGLAND)
    assert Level.ENGLAND.above == ()
    assert [(level.label, level.plural) for level in (Level.PCN, Level.ENGLAND)] == [
        ("primary care network", "primary care networks"),
        ("England", "England"),
    ]
    assert len({level.label for level in Level}) == len(Level)


def edition(*rows: dict[str, object]) -> pl.DataFrame:
    columns = ["practice_code", "practice_name", "postcode", *AREAS]
    return pl.DataFrame(
        [dict.fromkeys(columns) | {"invented": False} | row for row in rows],
        schema=dict.fromkeys(columns, pl.String) | {"invented": pl.Boolean},
    )


def practices(*codes: str) -> pl.DataFrame:
    rows = [(code, f"name {code}") for code in codes]
    return pl.DataFrame(
        rows, schema={"practice_code": pl.String, "practice_name": pl.String}, orient="row"
    )


def lookup(*rows: tuple[str, str, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=NO_BOROUGHS.schema, orient="row")


def placed(*columns: str, **given: object) -> dict[str, tuple[object, ...]]:
    frame = place_practices(
        given.get("practices", practices()),
        given.get("editions", []),
        given.get("boroughs", NO_BOROUGHS),
        given.get("parents", PARENTS),
    )
    return {r[0]: r[1:] for r in frame.select("practice_code", *columns).iter_rows()}


def test_the_first_edition_that_has_a_practice_is_believed():
    first = edition({"practice_code": "A00001", "pcn_code": "U00001", "sub_icb_code": "11A"})
    second = edition(
        {"practice_code": "A00001", "pcn_code": "U00002", "sub_icb_code": "99X"},
        {"practice_code": "A00002", "pcn_code": "U00002", "sub_icb_code": "99X"},
    )
    found = placed(
        "pcn_code", "sub_icb_code", "rank",
        practices=practices("A00001", "A00002", "A00003"), editions=[first, second],
    )  # fmt: skip
    assert found == {
        "A00001": ("U00001", "11A", 0),
        "A00002": ("U00002", "99X", 1),
        "A00003": (None, None, None),
    }


def test_practices_only_the_editions_know_are_kept():
    one = edition({"practice_code": "A00009", "practice_name": "Nine", "pcn_code": "U00001"})
    found = placed("practice_name", "pcn_code", practices=practices("A00001"), editions=[one])
    assert found == {"A00001": ("name A00001", None), "A00009": ("Nine", "U00001")}


def test_without_any_edition_the_lookup_still_places():
    found = placed(
        "borough_name", "pcn_code", "invented",
        practices=practices("A00001", "A00002"), boroughs=lookup(("A00001", "E1", "East")),
    )  # fmt: skip
    assert found == {"A00001": ("East", None, False), "A00002": (None, None, False)}


def test_the_lookup_wins_over_the_borough_of_an_edition():
    one = edition(
        {"practice_code": "A00001", "borough_code": "W1", "borough_name": "West"},
        {"practice_code": "A00002", "borough_code": "W1", "borough_name": "West"},
    )
    found = placed(
        "borough_code", "borough_name", editions=[one], boroughs=lookup(("A00001", "E1", "East"))
    )
    assert found == {"A00001": ("E1", "East"), "A00002": ("W1", "West")}


def test_a_practice_known_only_by_its_borough_takes_the_sub_icb_of_its_neighbours():
    one = edition(
        {
            "practice_code": "A00001",
            "sub_icb_code": "99X",
            "sub_icb_name": "S",
            "borough_code": "E",
        },
        {"practice_code": "A00002", "sub_icb_code": "99X", "borough_code": "E"},
        {"practice_code": "A00003", "sub_icb_code": "88X", "borough_code": "W"},
        {"practice_code": "A00004", "sub_icb_code": "99X", "borough_code": "W"},
    )
    found = placed(
        "sub_icb_code", "sub_icb_name", "icb_code",
        practices=practices("A00005", "A00006", "A00007"), editions=[one],
        boroughs=lookup(*((f"A0000{i}", b, b) for i, b in enumerate("EEWWEW", start=1))),
    )  # fmt: skip
    assert found["A00005"] == ("99X", "S", "QXX")
    assert found["A00006"] == (None, None, None)  # its neighbours do not agree
    assert found["A00007"] == (None, None, None)  # it has no borough


def test_areas_above_come_from_the_reference_where_the_edition_has_none():
    one = edition(
        {"practice_code": "A00001", "sub_icb_code": "99X"},
        {"practice_code": "A00002", "sub_icb_code": "99X", "icb_code": "QYY", "icb_name": "Own"},
        {"practice_code": "A00003", "sub_icb_code": "??"},
    )
    found = placed("icb_code", "icb_name", "region_code", "region_name", editions=[one])
    assert found == {
        "A00001": ("QXX", "Somewhere", "Y99", "East"),
        "A00002": ("QYY", "Own", "Y99", "East"),
        "A00003": (None, None, None, None),
    }


def test_each_practice_has_one_row_even_if_the_lookup_has_two():
    frame = place_practices(
        practices("A00001"),
        [edition({"practice_code": "A00001"})],
        lookup(("A00001", "E", "East"), ("A00001", "W", "West")),
        PARENTS,
    )
    assert frame.select("practice_code", "borough_name").rows() == [("A00001", "East")]


def test_reference_parents_are_whole():
    parents = declared().geography.parents()
    assert parents["sub_icb_code"].is_unique().all()
    assert parents.null_count().sum_horizontal().item() == 0
    row = parents.filter(pl.col("sub_icb_code") == "A3A8R").row(0)
    assert row == ("A3A8R", "QMF", "North East London", "Y56", "London")


def test_expected_patients_add_up_at_every_level():
    geography = declared().geography
    assert geography.expected_patients(Level.SUB_ICB, "A3A8R") == 2_489_879
    assert geography.expected_patients(Level.ICB, "QMF") == 2_489_879
    assert geography.expected_patients(Level.ENGLAND, "E92000001") == 63_947_100
    for level, codes in ((Level.ICB, geography.icbs), (Level.REGION, geography.regions)):
        held = [geography.expected_patients(level, code) for code in codes]
        assert sum(n or 0 for n in held) == 63_947_100
    assert geography.expected_patients(Level.PCN, "U00001") is None
    assert geography.expected_patients(Level.ICB, "Q??") is None


def test_the_practices_asked_for_come_first_in_their_order():
    first = edition(*({"practice_code": code} for code in ("A00001", "A00002", "A00003")))
    asked = practices("A00003", "A00009", "A00001")
    found = place_practices(asked, [first], NO_BOROUGHS, PARENTS)
    assert found["practice_code"].to_list() == ["A00003", "A00009", "A00001", "A00002"]
    same = practices("A00001", "A00002", "A00003")
    found = place_practices(same, [first], NO_BOROUGHS, PARENTS)
    assert found["practice_name"].to_list() == same["practice_name"].to_list()


def test_the_first_row_of_each_code_is_kept_in_the_order_of_the_table():
    table = pl.DataFrame({"code": ["B", "A", "B", None, "C"], "row": [1, 2, 3, 4, 5]})
    assert first_of_each("code", table)["row"].to_list() == [1, 2, 4, 5]
    assert first_of_each("code", table.head(2)).equals(table.head(2))


def test_every_location_of_the_reference_list_has_a_name_of_its_own():
    shown = {
        code: display_name(f"NHS SOMEWHERE ICB - {code}") for code in declared().geography.sub_icbs
    }
    assert all(name.endswith(f" ({code})") for code, name in shown.items())
    assert not [name for name in shown.values() if name.startswith("Somewhere")]
    assert len({name.partition(" (")[0] for name in shown.values()}) == len(shown)
