"""The three counts of additional roles as papers print them: uploaded, published, on the page, in the paper."""

import io
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from tests.commands import publish, run
from tests.conftest import NO_DATA
from tests.ui.conftest import OpenApp
from tests.ui.looking import everything, paragraphs, unescaped, unfold
from tests.ui.test_new_quarter import press, upload
from tests.ui.test_paper import parts, to_paper
from tests.ui.test_paper import press as press_button
from tests.unit.making import csv_text, lists_csv, pcn_csv, places_csv, staff_csv
from wfcore import papers
from wfcore.arrs import report
from wfcore.measuring import VersionMeasures
from wfcore.store import Store

# Claims of each month, as Havering's paper of December 2022 prints them.
CLAIMED = {
    "U29424": (11.43, 12.43, 12.43, 12.43, 12.43), "U50107": (12.48, 12.48, 12.48, 12.48, 13.48),
    "U55939": (19.81, 20.81, 20.81, 19.67, 19.62), "U00367": (14.60, 15.92, 15.92, 16.94, 18.99),
}  # fmt: skip
SPENT = (223, 234, 242, 240, 246)
MONTHS = [f"2022-0{month}" for month in range(4, 9)]
CLAIMS_HEAD = ["PCN_CODE", "MONTH", "ROLE", "WTE", "CLAIMED_GBP"]
_NETWORKS = [f"U0000{n}" for n in range(1, 5)]
_PEOPLE = (102.0, 88.5, 93.5, 80.0)  # 364 in the staff returns
_FOR = (150.6, 131.2, 140.3, 121.0)  # 543.1 claimed


def claims_of(rows: Mapping[str, tuple[float, ...]], months: list[str]) -> bytes:
    lines = [
        (network, month, "All roles", wte, "")
        for network, listed in rows.items()
        for month, wte in zip(months, listed, strict=True)
    ]
    return csv_text(CLAIMS_HEAD, lines).encode()


def uploaded(open_app: OpenApp, data: bytes, name: str) -> None:
    """A file brought and published through the page *New quarter*."""
    press(upload(open_app("new-quarter"), data, name))


def page_of(open_app: OpenApp, level: str, place: str, period: str, *folds: str, **link: str) -> AppTest:  # fmt: skip
    """The page of a place and month with some folds open."""
    at = open_app("additional-roles", {"level": level, "place": place, "period": period} | link)
    for kind in folds:
        at.session_state[f"fold:{kind}"] = True
    at.run()
    assert [e.value for e in at.exception] == []
    return at


def _read(at: AppTest) -> str:
    """The paper with its parts unfolded."""
    folds = [f"fold:part-{i}-{title}" for i, title in enumerate(parts(at))]
    return unescaped(everything(unfold(at, *folds)))


def report_text(store: Path, place: str, period: str) -> str:
    """The report of one side that the page offers."""
    figures = VersionMeasures(Store.open(store).read())
    made = papers.arrs_paper(report(figures, place, period=period), made="1 December 2026")
    return " ".join(PdfReader(io.BytesIO(made)).pages[0].extract_text().split())


def command(store: Path, kind: str, place: str, period: str, **chosen: str) -> str:
    options = [text for key, value in chosen.items() for text in ("--choose", f"{key}={value}")]
    said = run("answer", kind, "--store", store, "--place", place, "--period", period, *options)
    assert (said.code, said.err) == (0, "")
    return said.out


@pytest.fixture
def norfolk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four networks with 364 posts in the returns of September 2025, and the aim of their area."""
    people = zip(_NETWORKS, _PEOPLE, strict=True)
    files = {
        "map.csv": places_csv([(f"F9900{i}", n, "B1") for i, n in enumerate(_NETWORKS)]),
        "practices.csv": staff_csv([("", f"F9900{i}", 10) for i in range(4)]),
        "lists.csv": lists_csv([(f"F9900{i}", 40_000) for i in range(4)]),
        "staff.csv": pcn_csv(
            {"PCN_CODE": n, "PCN_NAME": f"NETWORK {n}", "UNIQUE_IDENTIFIER": f"{n} {i}", "FTE": fte / 100}
            for n, fte in people
            for i in range(100)
        ),
        "aim.csv": "Primary Care Network (PCN),All roles,Total,Plan for\nNHS Somewhere ICB,379,379,2025-09\n",
    }  # fmt: skip
    paths: list[Path] = []
    for name, data in files.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data.encode() if isinstance(data, str) else data)
    store = tmp_path / "store"
    done = publish(store, *paths)
    assert done.code == 0, done.err
    monkeypatch.setenv("WORKFORCE_STORE", str(store))
    return store


def test_claims_beside_an_aim_and_the_returns(open_app: OpenApp, norfolk: Path):
    """543.1 ÷ 379 = 143.3%; 364 ÷ 543.1 = 67.0%; 543.1 - 364 = 179.1."""
    claims = claims_of({n: (wte,) for n, wte in zip(_NETWORKS, _FOR, strict=True)}, ["2025-09"])
    uploaded(open_app, claims, "claims.csv")
    counts = "Planned 379.0, in post 364.0, claimed 543.1 full-time posts."
    share = "Claimed is 143.3% of the plan: a question, not a success."
    apart = "The staff return has 67.0% of what is claimed, a difference of 179.1."
    at = page_of(open_app, "icb", "QXX", "2025-09")
    for said in (
        paragraphs(at),
        command(norfolk, "roles", "QXX", "2025-09"),
        report_text(norfolk, "QXX", "2025-09"),
        _read(to_paper(press_button(at, "Pin to the paper"))),
    ):
        assert counts in said
        assert share in said
        assert apart in said


def test_claims_that_only_a_paper_gives(open_app: OpenApp, norfolk: Path):
    """The same three numbers where nobody publishes them: typed on the page, given to the command."""
    first = "543.1 claimed are 143.3% of the 379.0 planned: a question, not a success."
    second = "364.0 in post are 67.0% of the 543.1 claimed: 179.1 apart."
    given = {"posts": "379", "there": "364", "claimed": "543.1"}
    at = page_of(open_app, "icb", "QXX", "2025-09", "growth")
    for name, number in given.items():
        at.number_input(key=f"growth-{name}").set_value(float(number))
    at.run()
    assert at.query_params["growth"] == "posts:379,there:364,claimed:543.1"
    for said in (
        paragraphs(at), command(norfolk, "role_growth", "QXX", "2025-09", **given), _pinned(at, 1),
    ):  # fmt: skip
        assert first in said
        assert second in said
    both = command(norfolk, "role_growth", "QXX", "2025-09", staff="2000", **given)
    assert "379 planned posts are 19.0% of 2,000 staff." in both
    assert first in both


def test_claims_and_spend_of_havering(open_app: OpenApp, own_store: Path):
    """Means of five months: Crest 61.15 ÷ 5, North 100.72 ÷ 5, South 82.37 ÷ 5; spend 1,185 ÷ 5."""
    uploaded(open_app, claims_of(CLAIMED, MONTHS), "claims.csv")
    lines = [("Havering", month, spent, "thousands") for month, spent in zip(MONTHS, SPENT, strict=True)]  # fmt: skip
    spend = csv_text(["PLACE", "MONTH", "SPEND", "UNIT"], lines)
    uploaded(open_app, spend.encode(), "spend.csv")
    means = {"U29424": "12.23", "U50107": "12.68", "U55939": "20.14", "U00367": "16.47"}
    assert sum(map(sum, CLAIMED.values())) / 5 == pytest.approx(61.528)
    for level, place, mean in (
        *(("pcn", network, mean) for network, mean in means.items()), ("borough", "Havering", "61.53"),
    ):  # fmt: skip
        said = f"Over 5 months of 2022/23 with claims, {mean} full-time posts were claimed"
        assert said in command(own_store, "role_claims", place, "2022-08")
        code = "E09000016" if level == "borough" else place
        assert said in paragraphs(page_of(open_app, level, code, "2022-08", "role_claims"))
    at = page_of(open_app, "borough", "E09000016", "2022-08", "role_claims", "role_spend")
    spent = (
        "Havering spent £237,000 on additional roles a month on average, April 2022 to August 2022."
    )
    assert spent in paragraphs(at)
    assert "printed in thousands: 237 on average" in paragraphs(at)
    assert spent in command(own_store, "role_spend", "Havering", "2022-08")
    written = report_text(own_store, "Havering", "2022-08")
    assert "Havering claimed 64.5 full-time posts of additional roles in August 2022" in written
    for wte in (58.3, 61.6, 61.5, 64.5):  # each month, added up over the four networks
        assert f"{wte}" in written
    pinned = _pinned(at, 2)
    assert "61.53 full-time posts were claimed" in pinned
    assert spent in pinned


def _pinned(at: AppTest, last: int) -> str:
    """The paper with the last answers that are open on the page."""
    for _ in range(last):
        at = press_button(at, "Pin to the paper", -1)
    return _read(to_paper(at))


@pytest.fixture
def leeds(
    real_data: Path, england: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[OpenApp], Path]:
    """The first store with both plans of Leeds, brought through the page."""
    folder = real_data.parent / "cases" / "intake"
    if not folder.is_dir():
        pytest.skip(NO_DATA)

    def brought(open_app: OpenApp) -> Path:
        store = Path(shutil.copytree(england, tmp_path / "store"))
        monkeypatch.setenv("WORKFORCE_STORE", str(store))
        for name, month in (("leeds_fig6.csv", "2022-03"), ("leeds_fig7.csv", "2024-03")):
            at = upload(open_app("new-quarter"), (folder / name).read_bytes(), name)
            at.text_input(key="upload-period").set_value(month).run()
            if any(box.key == "upload-confirmed" for box in at.checkbox):
                at.checkbox(key="upload-confirmed").check().run()
            press(at)
        return store

    return brought


@pytest.mark.nightly("unit/test_role_plans.py and test_claims_that_only_a_paper_gives, above")
def test_plans_of_leeds(open_app: OpenApp, leeds: Callable[[OpenApp], Path]):
    """Figures 6 and 7: 530.17 - 289.52 = 240.65; 240.65 ÷ 289.52 = 83.1%; 225 ÷ 289.52 = 77.7%."""
    store = leeds(open_app)
    grew = (
        "planned 530.17 full-time posts for March 2024, 240.65 more (83.1%) than the 289.52 for March 2022",
        "Care co-ordinator grew most: 46.36 to 88.04, 41.68 more.",
        "Advanced practitioner, one column then and 6 columns now, went from 4.00 to 10.50.",
        "14 cells fall in networks whose total rises.",
    )
    claim = (
        "530 planned posts are 25.7% of 2,064 staff. But 225 are in post already: the 305 new ones are 14.8%.",
        "225 in post are 77.7% of the 289.52 planned for March 2022.",
    )
    at = page_of(open_app, "sub_icb", "15F", "2024-03", "role_plans", "role_plan_falls")
    printed = command(store, "role_plans", "15F", "2024-03")
    for said in grew:
        assert said in paragraphs(at)
        assert said in printed
    fell = command(store, "role_plan_falls", "15F", "2024-03")
    assert (
        "From March 2022 to March 2024, 14 planned roles fall in networks whose plan rises" in fell
    )
    pinned = _pinned(at, 2)
    assert all(said in pinned for said in grew)
    given = {"staff": "2064", "posts": "530", "there": "225"}
    held = ",".join(f"{name}:{number}" for name, number in given.items())
    at = page_of(open_app, "sub_icb", "15F", "2022-03", "growth", growth=held)
    printed = command(store, "role_growth", "15F", "2022-03", **given)
    pinned = _pinned(at, 1)
    for said in claim:
        assert said in paragraphs(at) or said in printed
        assert said in pinned
