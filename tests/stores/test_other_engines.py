"""DuckDB and a Spark engine read every column of a store, with the rows and sums that we read."""

import math
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.stores.conftest import KEPT, Sums, Unpack
from tests.stores.make import sums
from tests.unit.making import lists_csv, publish
from wfcore.seeding import seed_store
from wfcore.store import Store
from wfcore.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
HOW_TO = ROOT / "docs" / "how-to" / "read-the-store-elsewhere.md"
NAMES = ["samples", *KEPT]
# In a process of its own: its threads do not outlive a fork, and it warns of pandas 3.
SPARK = """
import sys
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
spark = SparkSession.builder.remote(f"sc://127.0.0.1:{server.listening_address[1]}").getOrCreate()
import pyarrow.feather
for folder in sys.argv[1:]:
    everything = spark.read.format("delta").load(folder).select("*").toArrow()
    pyarrow.feather.write_feather(everything, f"{folder}.arrow", compression="uncompressed")
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory, unpack: Unpack) -> dict[str, Path]:
    """The sample store, and each kept one once this release has published to it."""
    samples = tmp_path_factory.mktemp("elsewhere") / "store"
    seed_store(samples)
    folders = {"samples": samples}
    for name in KEPT:
        folders[name], _ = unpack(name)
        publish(folders[name], lists_csv([("A00009", 700)], period="2025-10"))
    return folders


@pytest.fixture(scope="module")
def by_spark(folders: dict[str, Path], tmp_path_factory: pytest.TempPathFactory):
    """What Spark's API hands over of each store; all of them in one process, to start it once."""
    run = run_script(tmp_path_factory.mktemp("spark"), SPARK, *folders.values())
    assert run.returncode == 0, run.stderr[-2000:]
    return {name: pl.read_ipc(f"{folder}.arrow") for name, folder in folders.items()}


def run_script(folder: Path, code: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    script = folder / "script.py"  # pyspark looks for Java when it is run with -c
    script.write_text(code)
    return subprocess.run(
        [sys.executable, "-W", "ignore", script, *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def duck() -> duckdb.DuckDBPyConnection:
    (extension,) = Path(sys.prefix).rglob("duckdb_extension_delta/**/delta.duckdb_extension")
    database = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    database.execute(f"LOAD '{extension}'")
    return database


def sums_of(everything: pl.DataFrame) -> Sums:
    """Of a whole table, kind by kind: its rows, and the sum of each column of numbers that has any."""
    numbers = everything.select(pl.selectors.numeric()).columns
    return {
        str(kind): {"rows": rows.height}
        | {name: sum(rows[name].drop_nulls()) for name in numbers if rows[name].count()}
        for (kind,), rows in everything.group_by("kind")
    }


def assert_same(theirs: Sums, ours: Sums) -> None:
    assert theirs.keys() == ours.keys()
    for kind, columns in ours.items():
        assert theirs[kind] == pytest.approx(columns, rel=1e-12), kind


def test_the_sums_are_of_something(folders: dict[str, Path]):
    ours = sums(Store.open(folders["samples"]))
    assert ours["staff_total"]["rows"] > 5000
    assert math.isfinite(ours["staff_total"]["fte"])
    assert ours["deprivation"]["index_year"] > 2015


@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_what_its_class_says(name: str, folders: dict[str, Path]):
    """Types, what may be empty, and keys; within an edition, as the dictionary promises."""
    version = Store.open(folders[name]).read()
    for edition, kind in version.parts.select("edition", "kind").iter_rows():
        _, failures = TABLES[kind].filter(version.table(kind, [edition]))
        assert failures.counts() == {}, (edition, kind)


@pytest.mark.parametrize("name", NAMES)
def test_duckdb_reads_everything(name: str, folders: dict[str, Path]):
    everything = duck().sql(f"SELECT * FROM delta_scan('{folders[name]}')").to_arrow_table()
    assert_same(sums_of(pl.DataFrame(everything)), sums(Store.open(folders[name])))


@pytest.mark.parametrize("name", NAMES)
def test_a_spark_engine_reads_everything(
    name: str, folders: dict[str, Path], by_spark: dict[str, pl.DataFrame]
):
    assert_same(sums_of(by_spark[name]), sums(Store.open(folders[name])))


def test_polars_reads_everything(folders: dict[str, Path]):
    everything = pl.scan_delta(folders["samples"]).collect()
    assert_same(sums_of(everything), sums(Store.open(folders["samples"])))


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", HOW_TO.read_text(), re.S))
def test_the_code_of_the_how_to_runs(code: str, folders: dict[str, Path], tmp_path: Path):
    staff = Store.open(folders["samples"]).read().table("staff_total")
    gps = staff.filter(level="practice", staff_group="gp", definition="all")
    newest = gps.filter(pl.col("period") == gps["period"].max())["fte"].sum()
    run = run_script(tmp_path, f"STORE = {str(folders['samples'])!r}\n{code}")
    assert run.returncode == 0, run.stderr[-2000:]
    printed = [float(number) for number in re.findall(r"\d+\.\d+", run.stdout)]
    assert pytest.approx(newest, rel=1e-6) in printed
