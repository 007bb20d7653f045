"""In the meeting: one control, hold, stamp, and the stamp opened again next to newer figures."""

import re
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from tests.commands import publish
from tests.ui.conftest import OpenApp
from tests.ui.looking import everything, lead, paragraphs, tables
from wfcore.store import Store

HAVERING = {"level": "borough", "place": "E09000016"}


def link(at: AppTest) -> dict[str, str]:
    return dict(at.query_params.items())


def open_menu(at: AppTest) -> AppTest:
    at.session_state["fold:more"] = True
    return at.run()


def button(at: AppTest, label: str):
    (found,) = [one for one in at.button if one.label == label]
    return found


def test_there_is_one_control_and_it_moves_the_sentence(open_app: OpenApp):
    at = open_app("meeting", **HAVERING)
    (slider,) = at.slider
    assert slider.label.startswith("Over-55s who retire")
    before = lead(at)
    assert "If nothing changes, " in before
    slider.set_value(100.0).run()
    assert lead(at) != before
    assert "these changes would leave " in lead(at)
    assert link(at)["set"] == "gp.retirement:100"
    assert not button(open_menu(at), "Undo").disabled


@pytest.mark.parametrize("control", ["turnover", "conversion", "recruits", "list_growth"])
def test_any_lever_can_be_the_one_control(open_app: OpenApp, control: str):
    at = open_app("meeting", control=control, **HAVERING)
    (slider,) = at.slider
    said = lead(at)
    slider.set_value(slider.max).run()
    assert lead(at) != said
    assert link(at)["control"] == control


def test_a_control_nobody_knows_falls_back(open_app: OpenApp):
    at = open_app("meeting", control="wizards", **HAVERING)
    assert at.slider[0].label.startswith("Over-55s who retire")


def test_what_another_page_changed_is_kept(open_app: OpenApp):
    at = open_app("meeting", control="turnover", set="gp.recruits:6", **HAVERING)
    at.slider[0].set_value(8.0).run()
    assert link(at)["set"] == "gp.recruits:6,gp.turnover:8"


def test_frozen_nothing_moves_until_somebody_goes_on(open_app: OpenApp):
    at = open_app("meeting", set="gp.retirement:80", **HAVERING)
    said = lead(at)
    button(open_menu(at), "Freeze").click().run()
    assert list(at.slider) == []
    assert button(at, "Reset").disabled
    assert button(at, "Undo").disabled
    assert "Over-55s who retire: 50% → 80%" in paragraphs(at)
    assert link(at)["frozen"] == "1"
    button(at, "Go on from here").click().run()
    assert len(at.slider) == 1
    assert "frozen" not in link(at)
    assert lead(at) == said


def test_as_minuted_carries_time_and_version_and_opens_cold(open_app: OpenApp):
    at = open_app("meeting", set="gp.retirement:80", **HAVERING)
    button(at, "As minuted").click().run()
    stamped = link(at)
    then = datetime.strptime(stamped["minuted"] + "+0000", "%Y%m%dT%H%M%z")
    assert abs((datetime.now(tz=UTC) - then).total_seconds()) < 180
    cold = open_app("meeting", stamped)
    assert lead(cold) == lead(at)
    assert re.search(
        r"As minuted on \d+ \w+ \d{4} at \d\d:\d\d, on version 1 of the data", paragraphs(cold)
    )
    assert "No newer figures are published yet." in paragraphs(cold)
    assert list(cold.slider) == []
    button(cold, "Go on from here").click().run()
    assert "minuted" not in link(cold)
    assert "As minuted on" not in paragraphs(cold)


@pytest.mark.parametrize("stamp", ["20261399T9999", "yesterday", "", "20261126T1022<b>"])
def test_a_stamp_edited_by_hand_is_no_stamp(open_app: OpenApp, stamp: str):
    at = open_app("meeting", minuted=stamp, **HAVERING)
    assert "As minuted" not in paragraphs(at)
    assert len(at.slider) == 1


def test_summer_time(open_app: OpenApp):
    at = open_app("meeting", minuted="20260715T0922", **HAVERING)
    assert "As minuted on 15 July 2026 at 10:22" in paragraphs(at)


def publish_a_year_later(store: Path) -> None:
    """The figures of September 2025 once more as those of 2026, with every GP working a tenth more."""
    held = Store.open(store).read()
    september = pl.col("period") == "2025-09"
    gps = held.table("staff_total").filter(
        september, pl.col("staff_group") == "gp", pl.col("definition") == "all"
    )
    lists = held.table("lists").filter(september).select("practice_code", "registered")
    rows = gps.join(lists, left_on="area_code", right_on="practice_code")
    real = rows.filter(pl.col("source") == "gpw_detailed")
    lines = [
        f"{code},Practice,{patients},{'NA' if fte is None else round(1.1 * fte, 9)}"
        for code, patients, fte in real.select("area_code", "registered", "fte").iter_rows()
    ]
    file = store.parent / "September 2026.csv"
    file.write_text("\n".join(["PRAC_CODE,PRAC_NAME,TOTAL_PATIENTS,TOTAL_GP_FTE", *lines, ""]))
    answer = publish(store, file, period="2026-09")
    assert answer.code == 0, answer.err


def test_next_quarter_the_minutes_stand_beside_the_newest_figures(
    open_app: OpenApp, own_store: Path
):
    at = open_app("meeting", set="gp.retirement:80", **HAVERING)
    button(at, "As minuted").click().run()
    said, stamped = lead(at), link(at)
    publish_a_year_later(own_store)
    later = open_app("meeting", stamped)
    assert lead(later) == said
    text = everything(later)
    assert "As minuted, and with the newest figures" in text
    assert "The same changes, from the figures for September 2026, come to" in paragraphs(later)
    (table,) = [rows for rows in tables(later) if any("minuted" in name for name in rows[0])]
    then, now = (float(text.replace(",", "")) for text in list(table[0].values())[1:3])
    assert now == pytest.approx(1.1 * then, rel=0.002)
    assert "September 2026" in paragraphs(later)
