"""Figures no practice has, and areas that contradict themselves."""

from tests.unit.making import checked, codes_of, csv_of, places_csv

ROW = {
    "PRAC_CODE": "A00001", "PRAC_NAME": "A", "TOTAL_PATIENTS": 6000, "TOTAL_GP_FTE": 4, "TOTAL_GP_HC": 5,
}  # fmt: skip


def said(*rows: dict[str, object]) -> dict[str, str]:
    return codes_of(checked(csv_of(rows), period="2025-09")[1])


def many(count: int, **changes: object) -> list[dict[str, object]]:
    return [ROW | changes | {"PRAC_CODE": f"A{i:05d}"} for i in range(count)]


def test_hours_by_the_middle_practice():
    assert said(*many(20, TOTAL_GP_FTE=10, TOTAL_GP_HC=9)) == {}
    assert said(*many(20, TOTAL_GP_FTE=20.1, TOTAL_GP_HC=18))["fte_is_not_hours"] == "blocks"
    assert "fte_is_not_hours" not in said(*many(20, TOTAL_GP_FTE=20, TOTAL_GP_HC=18))
    # Of a few practices the middle one may well be large.
    assert said(*many(19, TOTAL_GP_FTE=30, TOTAL_GP_HC=29, TOTAL_PATIENTS=60000)) == {}


def test_large_lists_explain_many_gps():
    as_hours = {"TOTAL_GP_FTE": 187.5, "TOTAL_GP_HC": 160}
    assert said(*many(20, **as_hours, TOTAL_PATIENTS=9000))["fte_is_not_hours"] == "blocks"
    assert "fte_is_not_hours" not in said(*many(20, **as_hours, TOTAL_PATIENTS=110000))


def test_hours_by_the_person():
    assert said(ROW | {"TOTAL_GP_FTE": 16}) == {
        "fte_is_not_hours": "blocks", "very_long_hours": "warns",
    }  # fmt: skip


def test_swapped_columns_need_both_signs():
    assert (
        said(ROW | {"TOTAL_GP_FTE": 4, "TOTAL_GP_HC": 3.5})["columns_are_not_swapped"] == "blocks"
    )
    assert "columns_are_not_swapped" not in said(ROW | {"TOTAL_GP_FTE": 4.2, "TOTAL_GP_HC": 4.5})


def test_patients_for_each_gp():
    assert said(ROW | {"TOTAL_PATIENTS": 1200}) == {}
    assert said(ROW | {"TOTAL_PATIENTS": 1199}) == {"patients_per_gp": "notes"}
    assert said(ROW | {"TOTAL_PATIENTS": 60001}) == {"patients_per_gp": "notes"}


def test_two_neighbours_with_one_list_size():
    """As D82020 and D82024 in December 2025; strangers with one list size are many in England."""

    def named(*practices: tuple[str, int]) -> dict[str, str]:
        others = [(f"F820{i:02d}", 6000 + i) for i in range(20)]
        rows = (ROW | {"PRAC_CODE": c, "TOTAL_PATIENTS": n} for c, n in (*practices, *others))
        return said(*rows)

    assert named(("D82020", 13127), ("D82024", 13127)) == {"lists_are_not_twins": "notes"}
    assert named(("D82020", 13127), ("D82026", 13127)) == {}
    assert named(("D82020", 13127), ("E82021", 13127)) == {}
    assert named(("D82020", 13127), ("D82021", 13128)) == {}


def test_a_practice_in_two_pcns_and_a_pcn_with_two_names():
    two = places_csv([("A00001", "U00001", "E"), ("A00001", "U00002", "E")])
    assert codes_of(checked(two)[1])["practice_in_one_pcn"] == "blocks"
    named = places_csv([("A00001", "U00001", "E"), ("A00002", "U00001", "E")])
    assert codes_of(checked(named)[1]) == {}
    renamed = named[::-1].replace("NETWORK U00001"[::-1], "OTHER"[::-1], 1)[::-1]
    assert codes_of(checked(renamed)[1]) == {"two_names_for_a_code": "warns"}
    spelt = named[::-1].replace("NETWORK U00001"[::-1], "NETWORK U00001."[::-1], 1)[::-1]
    assert codes_of(checked(spelt)[1]) == {"one_name_for_a_code": "notes"}


def test_codes_hurt_by_excel():
    for code in ("1E+05", "3-MAR", "2025-03-01", "MAR-25", "12345"):
        hurt = places_csv([("A00001", "U00001", "E")], icb=code)
        assert codes_of(checked(hurt)[1])["codes_survived_excel"] == "blocks"
    for code in ("QMF", "QXX", "S1Y5D"):
        assert codes_of(checked(places_csv([("A00001", "U00001", "E")], icb=code))[1]) == {}


def test_a_few_rows_from_outside_are_counted():
    rows = [ROW | {"PRAC_CODE": f"A{i:05d}", "ICB_CODE": "QXX"} for i in range(10)]
    assert "rows_from_outside" not in said(*rows)
    assert (
        said(*rows, ROW | {"PRAC_CODE": "A99999", "ICB_CODE": "QYY"})["rows_from_outside"]
        == "notes"
    )
    half = [row | {"ICB_CODE": "QYY"} if i % 2 else row for i, row in enumerate(rows)]
    assert "rows_from_outside" not in said(*half)
