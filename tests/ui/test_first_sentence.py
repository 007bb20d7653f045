"""The first thing a reader sees is true: held against the shipped files read with `csv`."""

import re
from decimal import Decimal

import pytest

from tests.ui import shipped
from tests.ui.conftest import OpenApp
from tests.ui.looking import everything, lead, paragraphs, pick, tables, unfold

NOUNS = {
    "gp": "GPs and trainees",
    "nurse": "nurses",
    "dpc": "direct patient care staff",
    "admin": "admin staff",
}


def test_of_the_first_page(drawn: OpenApp):
    at = drawn()
    assert lead(at) == (
        "Havering has 48.8 GPs and trainees per 100,000 patients, fewer than North East London. "
        "That is 1.0 more than a year ago."
    )
    assert "North East London has 49.4 GPs and trainees per 100,000 patients." in paragraphs(at)


def expected(place: str, group: str) -> str:
    now, then = (shipped.practices(f"{y}-09", group, borough=place) for y in (2025, 2024))
    around = shipped.practices("2025-09", group)
    change = now.rate - then.rate
    posts = abs(change) * now.patients / 100_000
    clear = abs(change) >= 0.01 * then.rate and posts >= 0.5
    word = "more" if change > 0 else "fewer"
    by_pencil = abs(Decimal(f"{now.rate:.1f}") - Decimal(f"{then.rate:.1f}"))
    moved = f"{by_pencil} {word} than a year ago" if clear else "about the same as a year ago"
    second = {"gp": f"That is {moved}.", "nurse": held(now, group)}.get(
        group, "Nobody has set an aim here that says what is enough."
    )
    return (
        f"{place} has {now.rate:.1f} {NOUNS[group]} per 100,000 patients, {beside(now, around)}. "
        f"{second}"
    )


def beside(now: shipped.Sum, around: shipped.Sum) -> str:
    """A difference counts from 1% and from half a full-time post."""
    apart = now.rate - around.rate
    posts = abs(apart) * now.patients / 100_000
    if abs(apart) < 0.01 * around.rate or posts < 0.5:
        return "about as many as North East London"
    return f"{'more' if apart > 0 else 'fewer'} than North East London"


def held(now: shipped.Sum, group: str) -> str:
    """Only for nurses has somebody set an aim that these files can be held against."""
    if group != "nurse":
        return ""
    aim = "NHS North East London's aim of 15"
    if now.rate >= 14.95:
        return f"It reaches {aim}."
    short = 15 * now.patients / 100_000 - now.fte
    return f"It is {short:.{0 if short >= 9.95 else 1}f} full-time posts short of {aim}."


def test_of_every_borough(open_app: OpenApp):
    at = open_app()
    for place in shipped.BOROUGHS:
        assert lead(pick(at, "place", place)) == expected(place, "gp")
        counted = shipped.practices("2025-09", borough=place)
        reported = f"{counted.reported} of {counted.practices} practices reported"
        if counted.reported == counted.practices:
            reported = f"All {counted.practices} practices reported"
        assert reported in paragraphs(at)


@pytest.mark.parametrize("group", ["nurse", "dpc", "admin"])
def test_of_every_staff_group_of_the_practices(open_app: OpenApp, group: str):
    at = open_app(staff=group)
    assert lead(at) == expected("Havering", group)
    assert lead(pick(at, "place", "Newham")) == expected("Newham", group)


def test_of_gps_without_locums(open_app: OpenApp):
    here = shipped.practices("2025-09", definition="excl_locums", borough="Redbridge")
    at = open_app(count="gp_excl_locums", place="Redbridge")
    assert f" has {here.rate:.1f} GPs without locums per 100,000 patients, fewer than " in lead(at)


def test_shown_as_posts_and_as_patients_for_each_post(open_app: OpenApp):
    here = shipped.practices("2025-09", borough="Havering")
    at = open_app(**{"as": "fte"})
    assert f"Havering has {here.fte:.1f} full-time posts of GPs" in lead(at)
    pick(at, "as", "patients_per")
    assert (
        f"Havering has {here.patients / here.fte:,.0f} patients for each full-time post of GPs, "
        "more than North East London."
    ) in lead(at)


def test_the_target_that_the_file_cannot_answer(drawn: OpenApp):
    text = paragraphs(drawn())
    assert (
        "The local aim of 44 fully qualified GPs per 100,000 patients by 2025, set by NHS North East London, "
        "cannot be assessed from this file. It does not count fully qualified GPs separately. "
        "The nearest figure it has is 48.8 GPs and trainees per 100,000 patients, "
        "which is not the same count."
    ) in text
    assert "a local aspiration, not a requirement" in text


def test_a_target_is_never_held_against_another_count(open_app: OpenApp):
    at = open_app(count="gp_excl_trainees")
    assert lead(at) == (
        "Havering may have about 36.5 (32.8 to 40.1) qualified GPs for every 100,000 patients, as the file does not "
        "count trainees apart. This is an estimate."
    )
    assert "It is not the same count." in paragraphs(at)
    text = everything(at)
    assert not re.search(r"reached the local aim|below the local aim|close to the local aim", text)
    (short,) = re.findall(
        r"[^.\n]*[.\d]* \([^)]*\) it would be [^\n]* short of the local aim", text
    )
    assert "as the file does not count trainees apart" in short


def test_the_nurse_target(open_app: OpenApp):
    here = shipped.practices("2025-09", "nurse", borough="Havering")
    at = open_app(staff="nurse")
    assert f" has {here.rate:.1f} nurses per 100,000 patients" in lead(at)
    assert lead(at).endswith("It reaches NHS North East London's aim of 15.")
    assert "The local aim of 15 set by NHS North East London is reached." in paragraphs(at)
    assert "This aim is a local aspiration, not a requirement." in paragraphs(at)


def test_networks_that_did_not_report(open_app: OpenApp):
    at = open_app(staff="pcn_staff", place="Barking and Dagenham", period="2025-11")
    assert lead(at).startswith(
        "Barking and Dagenham has 10.6 network staff per 100,000 patients (4 of 6 networks reported), fewer than "
        "North East London."
    )
    assert "4 of 6 networks reported" in paragraphs(at)
    assert "Read it with care." in paragraphs(at)


def test_the_age_of_the_figures(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pages.parts.selection.this_month", lambda: "2026-02")
    assert "for the end of September 2025, 5 months ago." in paragraphs(open_app())


def test_the_change_splits_exactly(drawn: OpenApp):
    at = drawn("change")
    now, then = (shipped.practices(f"{y}-09", borough="Havering").rate for y in (2025, 2024))
    assert lead(at).startswith(
        "In Havering, GPs per 100,000 patients rose by "
        f"{Decimal(f'{now:.1f}') - Decimal(f'{then:.1f}')} since September 2024."
    )
    assert f"From {then:.1f} to {now:.1f}" in paragraphs(at)
    causes, *_ = tables(unfold(at, "fold:table-causes"))
    *parts, total = (float(row["FTE per 100,000"].replace("−", "-")) for row in causes)
    assert abs(sum(parts) - total) < 1e-9
    assert total == pytest.approx(float(f"{now:.1f}") - float(f"{then:.1f}"))


def some_of_us(whole: float) -> str:
    """Who is below, by more than a hair; whoever takes most posts from the whole is named first."""
    letters = ("no", "one", "two", "three", "four", "five", "six", "seven")
    sums = {b: shipped.practices("2025-09", borough=b) for b in shipped.BOROUGHS}
    short = {b: (whole - one.rate) * one.patients for b, one in sums.items()}
    below = [
        b for b, one in sums.items() if whole - one.rate >= 0.01 * whole and short[b] >= 50_000
    ]
    first, second, *_ = sorted(below, key=lambda b: -short[b])
    return (
        f"It is some of us. {letters[len(below)].capitalize()} of seven boroughs have fewer GPs and trainees for "
        "their patients than North East London. "
        f"{first} and {second} pull it down most."
    )


def test_the_spread_of_the_boroughs(open_app: OpenApp):
    rates = {b: shipped.practices("2025-09", borough=b).rate for b in shipped.BOROUGHS}
    low, high = min(rates, key=rates.__getitem__), max(rates, key=rates.__getitem__)
    at = open_app("compare", level="icb", place="QMF")
    whole = shipped.practices("2025-09")
    assert (
        f"GPs per 100,000 patients range from {rates[low]:.1f} in {low} to {rates[high]:.1f} "
        f"in {high}; North East London together has {whole.rate:.1f}."
    ) in paragraphs(at)
    assert lead(at) == some_of_us(whole.rate)
    shown, *_ = tables(unfold(at, "fold:table-spread"))
    found = {row["Place"]: row["FTE per 100,000"] for row in shown}
    assert found == {place: f"{rate:.1f}" for place, rate in rates.items()}


# One practice had one patient in September 2024, 6 GPs, and has closed since.


@pytest.mark.parametrize("page", ["overview", "practice", "change", "compare"])
@pytest.mark.parametrize("shown", ["rate", "patients_per"])
def test_a_practice_of_one_patient_has_no_rate(drawn: OpenApp, page: str, shown: str):
    link = {"level": "practice", "place": "F82053", "period": "2024-09", "as": shown}
    at = drawn(page, link)
    assert at.selectbox(key="period").value == "2024-09"
    if page in ("overview", "practice"):
        assert lead(at).startswith("Upminster Medical Centre has too few patients for a rate")
    text = everything(at)
    assert "Upminster Medical Centre" in text
    assert not re.search(r"60[02],?000(?!,)|60[0-9]{4}\.0", text)


def test_a_practice_of_one_patient_stands_among_the_others_without_a_figure(open_app: OpenApp):
    at = open_app("practice", period="2024-09", place="F82670")
    listed = tables(unfold(at, "fold:table-near"))[-1]
    among = {next(iter(row.values())): row for row in listed}
    figures = {name: row["FTE per 100,000"] for name, row in among.items()}
    assert figures.pop("Upminster Medical Centre") == "–"
    assert "too small" in among["Upminster Medical Centre"]["Notes"]
    assert max(float(figure) for figure in figures.values() if figure != "–") < 1000
