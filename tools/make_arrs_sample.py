"""Invent plans, claims and allocations of additional roles for the Demonstration place.

`python -m tools.make_arrs_sample [folder]`. The same bytes come out every time: one fixed seed and
whole numbers. It begins with the invented staff of `demonstration_pcn_staff.csv`, so that plan, in
post and claimed can be compared; `sample_data/README.md` tells how they differ and why.
"""

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from tools.sample_files import SAMPLE, into_folder, write_csv

SEED = 20260331
YEAR = "2025/26"
MONTHS = ("2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09")
PLANS = {"2025-03": "2024-09", "2026-03": "2025-03"}  # the month planned for: what was known then
PCNS = {
    "U99901": "Brook PCN (invented)",
    "U99902": "Meadow PCN (invented)",
    "U99903": "Harbour PCN (invented)",
    "U99904": "Hillside PCN (invented)",
}
# Role of the PCN file: the heading of a plan and of a claim, and invented pounds a year for one post.
ROLES = {
    "pcn_pharmacist": ("Clinical Pharmacists", 60_000),
    "pcn_pharmacy_technician": ("Pharmacy Technicians", 39_000),
    "pcn_social_prescribing_link_worker": ("Social Prescribing Link Workers", 36_000),
    "pcn_health_and_wellbeing_coach": ("Health & Wellbeing Coaches", 36_000),
    "pcn_care_coordinator": ("Care Co-ordinators", 31_200),
    "pcn_physician_associate": ("Physician Associates", 54_000),
    "pcn_physiotherapist": ("First Contact Physiotherapists", 60_000),
    "pcn_paramedic": ("Paramedics", 57_000),
    "pcn_nursing_associate": ("Nursing Associates", 33_000),
    "pcn_podiatrist": ("Podiatrists", 54_000),
    "pcn_general_practice_assistant": ("General Practice Assistants", 30_000),
    "pcn_digital_and_transformation_lead": ("Digital and Transformation Leads", 66_000),
    "pcn_salaried_by_pcn": ("Salaried GPs", 90_000),
}
# Pounds in all, and what of it was devolved by September.
ALLOCATIONS = {
    "U99901": (1_392_000, 1_044_000),
    "U99902": (1_482_000, 963_300),
    "U99903": (1_647_000, 1_235_250),
    "U99904": (1_618_500, 809_250),
}
LATE = "U99902"  # claims a month late
OTHER_EMPLOYER = ("U99903", "pcn_social_prescribing_link_worker", 200)  # claimed, in no return
ABOVE_PLAN = ("U99903", "pcn_pharmacist", 350)  # hundredths claimed beyond who is in post
AFTER_LEAVING = ("U99904", "pcn_pharmacist")  # claimed as in June although people left

Staff = dict[tuple[str, str, str], int]  # quarter, PCN, role → hundredths of FTE
Rows = Iterable[Sequence[object]]


def staff(folder: Path) -> Staff:
    """The invented staff, in hundredths of FTE."""
    found: Staff = defaultdict(int)
    with (folder / "demonstration_pcn_staff.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["role"] in ROLES:
                found[row["period"], row["area_code"], row["role"]] += round(
                    float(row["fte"]) * 100
                )
    return found


def plan_rows(posts: Staff) -> list[list[str]]:
    """Each plan as a matrix with its totals: who was there, and somewhat more of most roles."""
    draw = random.Random(SEED)  # noqa: S311 - reproducible, nothing secret
    rows: list[list[str]] = []
    for planned, known in PLANS.items():
        # A quarter of a post more for each step; now and then a role nobody has yet.
        body = [
            [
                posts[known, code, role] // 25 * 25 + 25 * draw.choice((0, 0, 1, 2, 4))
                for role in ROLES
            ]
            for code in PCNS
        ]
        for (code, name), cells in zip(PCNS.items(), body, strict=True):
            shown = [_posts(cell) if cell else "-" for cell in cells]
            rows.append([name, code, *shown, _posts(sum(cells)), planned, "demonstration_plan"])
        totals = [sum(column) for column in zip(*body, strict=True)]
        shown = [_posts(cell) if cell else "-" for cell in totals]
        rows.append(["Total", "", *shown, _posts(sum(totals)), planned, "demonstration_plan"])
    return rows


def claim_rows(posts: Staff) -> list[list[str]]:
    """What each PCN claims for a month: the staff of its quarter, and four ways to differ from it."""
    rows: list[list[str]] = []
    for month in MONTHS:
        for code in PCNS:
            for role, (printed, yearly) in ROLES.items():
                hundredths = _claimed(posts, month, code, role)
                if not hundredths:
                    continue
                pence = hundredths * yearly // 12  # of one hundredth post are pounds a month
                approved = month < MONTHS[-1]
                rows.append(
                    [
                        code, month, printed, _posts(hundredths), _pounds(pence),
                        _pounds(pence) if approved else "", str(ALLOCATIONS[code][0]),
                        "approved" if approved else "submitted", "demonstration_claims",
                    ]
                )  # fmt: skip
    return rows


def _claimed(posts: Staff, month: str, code: str, role: str) -> int:
    at = MONTHS.index(month) - (code == LATE)
    quarter = "2025-03" if at < 2 else "2025-06" if at < 5 else "2025-09"
    if (code, role) == AFTER_LEAVING and quarter == "2025-09":
        quarter = "2025-06"
    extra = sum(
        more for pcn, what, more in (OTHER_EMPLOYER, ABOVE_PLAN) if (pcn, what) == (code, role)
    )
    return posts[quarter, code, role] + extra


def allocation_rows() -> list[list[str]]:
    """One row for each PCN of the year."""
    return [
        [code, YEAR, str(total), str(devolved), "invented", "demonstration_allocations"]
        for code, (total, devolved) in ALLOCATIONS.items()
    ]


def _posts(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02d}"


def write_all(folder: Path, staff_from: Path = SAMPLE) -> None:
    """Write the three files."""
    posts = staff(staff_from)
    headings = [printed for printed, _ in ROLES.values()]
    write_csv(
        folder / "demonstration_plan.csv",
        ["Primary Care Network (PCN)", "PCN code", *headings, "Total", "Plan for", "SOURCE"],
        plan_rows(posts),
    )
    write_csv(
        folder / "demonstration_claims.csv",
        ["pcn_code", "month", "role", "wte", "claimed_gbp", "approved_gbp", "allocation_gbp",
         "status", "source"],
        claim_rows(posts),
    )  # fmt: skip
    write_csv(
        folder / "demonstration_allocations.csv",
        ["pcn_code", "year", "total_gbp", "devolved_gbp", "note", "source"],
        allocation_rows(),
    )


if __name__ == "__main__":
    into_folder(write_all)
