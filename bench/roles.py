# pyright: basic
"""Seconds of additional roles: from the published files to role tables, and the page."""

import io
import itertools
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import polars as pl
from streamlit.testing.v1 import AppTest

from wfcore import arrs
from wfcore.arrs import name_of
from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.measuring import VersionMeasures
from wfcore.normalising import Draft, normalise
from wfcore.reading import read_upload
from wfcore.seeding import seed_store
from wfcore.store import Store, accept_all_warnings

ROOT = Path(__file__).resolve().parent.parent
Line = Callable[[str, float, float, float | None], None]
InTurns = Callable[[Callable[[], object], Callable[[], object], int], tuple[float, float]]


def measure(there: Path, line: Line, in_turns: InTurns) -> None:
    """Print every line about additional roles."""
    folder = (
        Path(os.environ.get("WFN_REAL_DATA", ROOT.parent / "shared" / "data")) / "pcn_workforce"
    )
    files = {f.name: f.read_bytes() for f in sorted(folder.glob("*.csv"))}
    if files:
        _files(files, there, line, in_turns)
    else:
        print("PCN files to role tables: the published files are not here (WFN_REAL_DATA).")
    _page(there, line, in_turns)


def _files(files: dict[str, bytes], there: Path, line: Line, in_turns: InTurns) -> None:
    numbers = itertools.count()

    def ours() -> None:
        drafts: list[Draft] = []
        for name, data in files.items():
            for table in read_upload(name, data, declared()):
                drafts += normalise(table, None)
        checked, report = check_drafts(drafts)
        store = Store.create(there / f"roles-{next(numbers)}")
        store.publish(checked, report, by="bench", accepted=accept_all_warnings(report, "measured"))

    def least() -> None:
        for data in files.values():
            pl.read_csv(io.BytesIO(data), infer_schema=False, encoding="utf8-lossy")

    line(f"{len(files)} PCN files to published roles, against text", *in_turns(ours, least, 4), 2.5)


def _page(there: Path, line: Line, in_turns: InTurns) -> None:
    os.environ["WORKFORCE_STORE"] = str(there / "samples")
    os.environ["BENCH_ROLES"] = str(there / "roles.pickle")
    seen = arrs.overview(VersionMeasures(seed_store(there / "samples").read()), "2026-06", "QMF")
    cells = seen.grid.select(
        "pcn_name", "role", area_name="pcn_name", value="fte",
        role_name=pl.Series([name_of(r) for r in seen.grid["role"]]),
    )  # fmt: skip
    names = cells.filter(pl.col("value") > 0)["role_name"].unique(maintain_order=True).to_list()
    cells = cells.filter(pl.col("role_name").is_in(names))
    drawn = {
        "rows": cells.select("area_name", "role_name", "value"),
        "table": seen.ranking.to_arrow(),
    }
    (there / "roles.pickle").write_bytes(pickle.dumps(drawn))
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    page.run()
    page.query_params["level"], page.query_params["place"] = "icb", "QMF"
    page.switch_page("pages/committee/additional_roles.py").run()
    bare = AppTest.from_file(str(ROOT / "bench" / "bare_roles.py"), default_timeout=60).run()
    months = itertools.cycle(range(1, 9))
    places = itertools.cycle(range(4))

    def choose(at: AppTest, key: str, index: int) -> None:
        at.selectbox(key=key).select_index(index).run()
        if at.exception or at.error:
            raise SystemExit("The page of additional roles failed.")

    line(
        "additional roles of an ICB, against a bare page",
        *in_turns(
            lambda: choose(page, "period", next(months)),
            lambda: choose(bare, "place", next(places)),
            12,
        ),
        2,
    )
