"""The crosswalk of roles and what a post is reimbursed at most."""

from datetime import date

import pytest

from wfcore.arrs.roles import top_roles
from wfcore.declared import declared


@pytest.mark.parametrize(
    ("printed", "role"),
    [
        ("Care Co-ordinators", "care_coordinator"),
        ("care coordinator", "care_coordinator"),
        ("Health & Wellbeing Coaches", "health_and_wellbeing_coach"),
        ("Dieticians", "dietitian"),
        ("Community Paramedic", "paramedic"),
        ("Mental Health Practitioners (Adult - Band 8A) WTE", "mental_health_practitioner_adult"),
        ("Advanced Practitioner (Podiatrist)", "advanced_practitioner_podiatrist"),
        ("Therapist- Occupational Therapist", "occupational_therapist"),
    ],
)
def test_spellings(printed: str, role: str):
    assert declared().arrs_role_of(printed) == role


def test_what_is_no_role_is_said_and_why():
    known = declared()
    printed = ("Managers", "Therapists", "Wizards", "Paramedics")
    assert [known.arrs_role_of(text) for text in printed] == [None, None, None, "paramedic"]
    managers, therapists, *others = map(known.arrs_aside_of, printed)
    assert managers is not None
    assert therapists is not None
    assert others == [None, None]
    aside = [known.arrs.set_aside[key] for key in (managers, therapists)]
    assert [entry.arrs for entry in aside] == ["no", "unclear"]
    assert all(entry.why for entry in aside)


def test_every_detailed_role_is_in_one_place():
    arrs, staff = declared().arrs, declared().staff
    detailed = [role for roles in staff.pcn_roles.values() for role in roles]
    assert sorted([*arrs.of_staff_role, *arrs.aside_of]) == sorted(detailed)


def test_one_column_becomes_several():
    arrs = declared().arrs
    assert len(arrs.parts("advanced_practitioner")) == 7  # six in Leeds, and nurses since 2023/24
    assert {arrs.top(part) for part in arrs.parts("advanced_practitioner")} == {
        "advanced_practitioner"
    }
    assert "advanced_practitioner_nurse" not in top_roles()


def test_a_maximum_holds_from_its_day():
    arrs = declared().arrs
    assert arrs.maximum("care_coordinator", date(2021, 3, 31)) is None
    for day, gbp in (
        (date(2021, 4, 1), 29_726),
        (date(2023, 6, 30), 31_746),
        (date(2023, 7, 1), 33_396),
    ):
        found = arrs.maximum("care_coordinator", day)
        assert found is not None
        assert (found.gbp, found.last_known) == (gbp, False)
    later = arrs.maximum("care_coordinator", date(2025, 11, 1))
    assert later is not None
    assert (later.gbp, later.last_known) == (33_396, True)


def test_london_parents_unknown_and_own_rates():
    arrs, day = declared().arrs, date(2025, 1, 1)
    inner = arrs.maximum("advanced_practitioner_nurse", day, "inner")
    assert inner is not None
    assert (inner.gbp, inner.weighted) == (82_616, True)
    plain = arrs.maximum("social_prescribing_link_worker", day, "outer")
    assert plain is not None
    assert (plain.gbp, plain.weighted) == (40_159, False)
    assert arrs.maximum("paramedic", day) is None
    own = arrs.maximum("paramedic", day, own={"paramedic": 50_000})
    assert own is not None
    assert (own.gbp, own.source) == (50_000, "entered")


@pytest.mark.parametrize("example", declared().arrs.examples.values(), ids=lambda e: e.title)
def test_worked_examples(example):
    per = declared().arrs.years[example.year].per_weighted_gbp
    assert example.weighted * per == pytest.approx(example.expect_gbp)
