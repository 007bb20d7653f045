"""Pounds of claims and allocations that cannot be what they say, each a kind of slip; expected by hand."""

import pytest

from tests.unit.making import allocations_csv, checked, claims_csv

USUAL = {
    "wte": 2,
    "claimed_gbp": 10000,
    "approved_gbp": 10000,
    "status": "approved",
}  # £60,000 a year each


@pytest.mark.parametrize(
    ("slip", "code", "said"),
    [
        ({}, "", ""),
        ({"wte": 20, "approved_gbp": ""}, "pounds_do_not_fit_posts", "row 2: £10,000.00 in 2025-09 for 20 FTE"),
        ({"wte": 0}, "pounds_do_not_fit_posts", "for 0 FTE"),
        ({"wte": 0.002}, "pounds_do_not_fit_posts", "for 0.002 FTE"),
        ({"claimed_gbp": 100000, "approved_gbp": ""}, "pounds_do_not_fit_posts", "£100,000.00"),
        ({"claimed_gbp": 10, "approved_gbp": 10}, "pounds_do_not_fit_posts", "£10.00"),
        ({"approved_gbp": 10}, "approved_far_below_claimed", "£10.00 of £10,000.00"),
        ({"approved_gbp": 0, "status": "paid"}, "approved_far_below_claimed", "£0.00 of £10,000.00"),
        ({"approved_gbp": 0, "status": "rejected"}, "", ""),
        ({"approved_gbp": "", "status": "submitted"}, "", ""),
        ({"allocation_gbp": 1392}, "implausible_allocation", "row 2, allocation_gbp: £1,392.00"),
        ({"allocation_gbp": 0}, "implausible_allocation", "row 2, allocation_gbp: £0.00"),
        ({"allocation_gbp": 139_200_000}, "implausible_allocation", "£139,200,000.00"),
        ({"allocation_gbp": "1.392.000"}, "dotted_thousands", "ALLOCATION_GBP: 1.392.000"),
        ({"approved_gbp": "9.500", "status": "queried"}, "dotted_thousands", "APPROVED_GBP: 9.500"),
    ],
)  # fmt: skip
def test_slips_in_claims(slip: dict[str, object], code: str, said: str):
    found = findings(claims_csv([USUAL | slip]))
    assert {c for c in found if c in MONEY} == ({code} if code else set())
    assert said in " ".join(found.get(code, ()))


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        (("U00001", "2025/26", 1_392_000, 1_044_000, ""), "", ""),
        (("U00001", "2025/26", 1_392_000, 0, ""), "", ""),
        (("U00001", "2025/26", 1_392, "", ""), "implausible_allocation", "row 2, total_gbp: £1,392.00"),
        (("U00001", "2025/26", 13_920_000, "", ""), "implausible_allocation", "£13,920,000.00"),
        (("U00001", "2025/26", 1_392_000, 1_044, ""), "devolved_is_little", "£1,044.00 of £1,392,000.00"),
        (("U00001", "2025/26", 1_392_000, "1.044.000", ""), "dotted_thousands", "row 2, DEVOLVED_GBP: 1.044.000"),
    ],
)  # fmt: skip
def test_slips_in_allocations(row: tuple[object, ...], code: str, said: str):
    found = findings(allocations_csv([row]))
    assert {c for c in found if c in MONEY} == ({code} if code else set())
    assert said in " ".join(found.get(code, ()))


def test_what_is_not_claimed_in_pounds_is_not_nothing():
    """Claims of all roles together, without pounds: nothing is unknown about the role, and no £0 is claimed."""
    report = checked(claims_csv([{"role": "All roles", "claimed_gbp": ""}]).encode())[1]
    (file,) = report.files
    assert file.totals["claimed"] == "not in the file"
    assert "unknown_role" not in {f.code for f in file.findings}


MONEY = {
    "pounds_do_not_fit_posts", "approved_far_below_claimed", "implausible_allocation", "devolved_is_little",
    "dotted_thousands",
}  # fmt: skip


def findings(text: str) -> dict[str, tuple[str, ...]]:
    report = checked(text.encode())[1]
    return {f.code: tuple(f.examples) for file in report.files for f in file.findings}
