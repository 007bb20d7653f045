"""`python -m tools.fuzz`: damaged files by the hundred thousand, through the readers and the checks.

    make fuzz                                   200,000 CSV, 50,000 XLSX, 20,000 ZIP, 100,000 scenarios
    python -m tools.fuzz --csv 1000 --xlsx 500 --zip 0 --scenario 0 --seed 7

Each input is a good one with a few mutations: bytes flipped, cut, repeated, swapped; cells, rows and
XML put where they do not belong. Workers have the limits of the child that opens uploads, and read in
its place; one workbook or ZIP in a hundred goes through a true child as well, which must say the same.
An input passes when it becomes a table or a refusal with a code within the time; anything else is a
failure and is kept in the folder that `--keep` names. A worker that dies is a failure of CSV, ZIP and
scenarios, which the server reads itself; of XLSX it is counted apart, because there the child dies
alone. The kinds take turns, so that a run that is cut short has seen all of them; a line after each
turn says how far each is, and the reports stand at the end.
"""

import argparse
import csv
import io
import json
import os
import random
import resource
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

ROOT = Path(__file__).resolve().parent.parent
CHECKED = 4  # one table in so many is also normalised and checked
BATCH = 2000  # inputs of a worker: it takes a second to start
TRUE_CHILD = 100  # one workbook or ZIP in so many is read by a true child too
HANG = 5.0  # seconds of processor time for one input
DEATHS = 50  # of workers; more need no further proof
MEMORY = 1536 * 2**20

PLAIN = (
    b"PRAC_CODE,PRAC_NAME,PCN_CODE,PCN_NAME,ICB_CODE,TOTAL_PATIENTS,TOTAL_GP_FTE,TOTAL_GP_HC,GP_SOURCE\n"
    b'F99000,"SURGERY, ONE",U99000,NORTH PCN,QZ9,6000,4.5,6,Fully provided\n'
    b'F99001,TWO,U99001,SOUTH PCN,QZ9,"6,100",NA,NA,Fully estimated - no data provided\n'
    b"F99002,THREE,U,UNALLOCATED,QZ9,6200,0,0,Includes FTE Estimates\n"
)
CSV = (
    PLAIN,
    PLAIN,
    PLAIN.replace(b"TWO", b"CAF\xc3\xa9 \xe2\x80\x93 TWO"),
    PLAIN.replace(b",", b";"),
)
SCENARIO = (
    b"place: QZ9\nby: 2030-09\ncount: gp_excl_trainees\ntarget: 60\nlevers: {gp: {turnover: 8}}\n"
    b"interventions:\n- {name: A, place: U99000, staff: gp, lever: turnover, size: 5, start: 2026-01, end: 2026-12}\n"
)  # fmt: skip
CELLS = (
    b"=1+1", b"1e999", b"NaN", b"-1", b"#REF!", b'"', b",", b";", b"\x00", b"\r", b"\n", b"\xff",
    b"\xe2\x80", b"9" * 40, b"1,5", b"Total", b"\xe2\x80\xae", b"<html>", b" " * 300,
)  # fmt: skip
XML = (
    b'r="XFD1048576"', b't="e"', b't="s"', b"<f>1/0</f>", b"</row>", b"<row>", b"<!DOCTYPE x>",
    b"&#0;", b"<c>", b"<v>1e999</v>", b"-1", b"99999999999",
)  # fmt: skip
YAML = (
    b"&a ", b"*a", b"!!python/object/apply:os.system ", b"- ", b"{", b"[", b".inf", b"<<: ", b"\t",
    b"'", b"1:1:1", b"9" * 50,
)  # fmt: skip


def mutated(data: bytes, pieces: tuple[bytes, ...], chance: random.Random) -> bytes:
    """A good input with one to six things done to it."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(made) + 1)
        to = min(len(made), at + chance.choice((1, 2, 8, 64, 512)))
        match chance.randrange(7):
            case 0:
                if at < len(made):
                    made[at] ^= 1 << chance.randrange(8)
            case 1:
                del made[at:to]
            case 2:
                made[at:at] = made[at:to] * chance.choice((1, 2, 20))
            case 3:
                made[at:at] = chance.choice(pieces)
            case 4:
                made[at:to] = chance.choice(pieces)
            case 5:
                made[at:at] = chance.randbytes(chance.randint(1, 16))
            case _:
                if chance.random() < 0.2:
                    del made[at:]
    return bytes(made)


def of_members(data: bytes, pieces: tuple[bytes, ...], chance: random.Random) -> bytes:
    """A ZIP in which the content of one member is mutated; one in three also as a whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        names = old.namelist()
        chosen = chance.choice(names)
        for name in names:
            text = old.read(name)
            new.writestr(name, mutated(text, pieces, chance) if name == chosen else text)
    made = out.getvalue()
    return (
        mutated(made, (b"PK\x03\x04", b"\xff\xff\xff\xff"), chance)
        if chance.random() < 0.33
        else made
    )


def good_zip() -> bytes:
    """A small ZIP as published."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as archive:
        archive.writestr("Practice Level September 2025.csv", PLAIN)
        archive.writestr("definitions.xlsx", b"PK")
    return out.getvalue()


def good_book() -> bytes:
    """A small workbook as Excel writes it."""
    import xlsxwriter  # noqa: PLC0415 - by one kind only  # pyright: ignore[reportMissingTypeStubs]

    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("Data")
    for y, row in enumerate(csv.reader(PLAIN.decode().splitlines())):
        for x, cell in enumerate(row):
            page.write(y, x, cell)
    page.write_formula(2, 6, "=3+1.5", None, 4.5)
    book.add_worksheet("Notes").write(0, 0, "About")
    book.close()
    return out.getvalue()


def of_uploads() -> tuple[Callable[[bytes], str], Callable[[bytes], str]]:
    """What is done with an upload, and with one that a child opens; each gives the code it ended with."""
    from wfcore.checking import check_drafts  # noqa: PLC0415 - imported in workers only
    from wfcore.declared import declared  # noqa: PLC0415
    from wfcore.errors import WorkforceError  # noqa: PLC0415
    from wfcore.normalising import normalise  # noqa: PLC0415
    from wfcore.reading import TextTable, containers, read_upload  # noqa: PLC0415
    from wfcore.unpacking import UnpackedPart  # noqa: PLC0415
    from wfcore.unpacking.child import work  # noqa: PLC0415

    true_child = containers.in_child

    def here(
        job: str, name: str, data: bytes, sizes: dict[str, int], **more: object
    ) -> list[UnpackedPart]:
        return work(job, name, data, sizes, more)

    # The worker is the child: it has the limits, and starting one for each input would take days.
    containers.in_child = here

    def read(data: bytes) -> list[TextTable] | str:
        try:
            return read_upload("fuzz.csv", data, declared())
        except WorkforceError as error:
            return error.code

    def whole(data: bytes) -> str:
        tables = read(data)
        if isinstance(tables, str) or crc32(data) % CHECKED:
            return tables if isinstance(tables, str) else "read"
        try:
            drafts = [d for table in tables for d in normalise(table, "2025-09")]
            _, report = check_drafts(drafts)
        except WorkforceError as error:
            return error.code
        return "blocked" if report.of("blocks") else "warned" if report.of("warns") else "passed"

    def packed(data: bytes) -> str:
        if crc32(data) % TRUE_CHILD == 0:
            containers.in_child = true_child
            try:
                told = read(data)
            finally:
                containers.in_child = here
            one, other = (
                x if isinstance(x, str) else [table.frame.shape for table in x]
                for x in (told, read(data))
            )
            if one != other:
                raise AssertionError(f"the child says {one}, the worker {other}")
        return whole(data)

    return whole, packed


def of_scenario(data: bytes) -> str:
    """What is done with a scenario; gives the code it ended with."""
    from wfcore.errors import WorkforceError  # noqa: PLC0415 - imported in workers only
    from wfcore.projecting import scenario_from_yaml  # noqa: PLC0415

    try:
        scenario_from_yaml(data)
    except WorkforceError as error:
        return error.code
    return "passed"


def readers() -> dict[str, tuple[Callable[[random.Random], bytes], Callable[[bytes], str]]]:
    """Kind → how an input is made, and what is done with it."""
    book, archive = good_book(), good_zip()
    whole, packed = of_uploads()
    return {
        "csv": (lambda chance: mutated(chance.choice(CSV), CELLS, chance), whole),
        "xlsx": (lambda chance: of_members(book, XML, chance), packed),
        "zip": (lambda chance: of_members(archive, CELLS, chance), packed),
        "scenario": (lambda chance: mutated(SCENARIO, YAML, chance), of_scenario),
    }


def _chance(kind: str, seed: int, number: int) -> random.Random:
    return random.Random(f"{kind} {seed} {number}")  # noqa: S311 - the same each time, on purpose


def _processor() -> float:
    """Seconds of processor time, ours and of children that have ended: a busy machine is no hang."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def worker(kind: str, first: int, count: int, seed: int) -> None:
    """Work through some inputs; say before each which it is, so that the parent knows on which we died."""
    make, read = readers()[kind]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for number in range(first, first + count):
        data = make(_chance(kind, seed, number))
        print(json.dumps({"at": number}), flush=True)
        started = _processor()
        try:
            line: dict[str, object] = {"ended": read(data)}
        except BaseException as error:  # noqa: BLE001 - a panic of polars is no Exception
            line = {"failed": number, "why": f"{type(error).__name__}: {error}"[:300]}
        print(json.dumps({**line, "took": _processor() - started}), flush=True)


@dataclass
class Tally:
    """What came of the inputs of one kind so far."""

    kind: str
    count: int
    seed: int
    at: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    ended: Counter[str] = field(default_factory=Counter[str])
    failures: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    died: list[int] = field(default_factory=list[int])

    @property
    def bad(self) -> int:
        """Failures; of workbooks a worker's death is none."""
        return len(self.failures) + (self.kind != "xlsx") * len(self.died)

    def turn(self) -> bool:
        """One batch; whether there is more to do."""
        batch = min(BATCH, self.count - self.at)
        given = [self.kind, str(self.at), str(batch), str(self.seed)]
        command = [sys.executable, "-m", "tools.fuzz", "--worker", *given]
        started = time.perf_counter()
        try:
            said = subprocess.run(
                command, cwd=ROOT, capture_output=True, text=True, timeout=HANG * batch, check=False
            ).stdout
        except subprocess.TimeoutExpired as late:
            said = (late.stdout or b"").decode(errors="replace")
        self.seconds += time.perf_counter() - started
        tried = self.at
        for line in (json.loads(line) for line in said.splitlines() if line.endswith("}")):
            if "at" in line:
                tried = line["at"]
                continue
            self.at = tried + 1
            self.slowest = max(self.slowest, line["took"])
            if line["took"] > HANG and "failed" not in line:
                line |= {"failed": tried, "why": f"took {line['took']:.1f} s"}
            if "failed" in line:
                self.failures.append(line)
                print(f"{self.kind} {line['failed']}: {line['why']}", file=sys.stderr, flush=True)
            else:
                self.ended[line["ended"]] += 1
        if self.at <= tried or not said:
            self.died.append(tried)
            self.at = tried + 1
        return self.at < self.count and len(self.died) <= DEATHS

    def keep(self, folder: Path) -> None:
        """Write down the inputs that failed."""
        numbers = [*(int(str(f["failed"])) for f in self.failures), *self.died]
        if not numbers:
            return
        folder.mkdir(exist_ok=True)
        make = readers()[self.kind][0]
        for number in numbers:
            data = make(_chance(self.kind, self.seed, number))
            (folder / f"{self.kind}-{self.seed}-{number}").write_bytes(data)

    def report(self) -> dict[str, object]:
        """For the closing note."""
        return {
            "kind": self.kind, "inputs": self.at, "seconds": round(self.seconds),
            "failures": self.failures, "workers that died": self.died,
            "slowest": round(self.slowest, 2), "ended with": dict(self.ended.most_common()),
        }  # fmt: skip


def turns(tallies: list[Tally]) -> Iterator[None]:
    """Batches, always of the kind that is furthest behind."""
    open_ = list(tallies)
    while open_:
        now = min(open_, key=lambda tally: tally.at / tally.count)
        if not now.turn():
            open_.remove(now)
        yield


def main() -> int:
    """Fuzz, print a report, and fail when an input did."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for kind, usual in (("csv", 200_000), ("xlsx", 50_000), ("zip", 20_000), ("scenario", 100_000)):
        parser.add_argument(f"--{kind}", type=int, default=usual)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for inputs that failed")
    parser.add_argument("--worker", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        kind, first, count, seed = options.worker
        worker(kind, int(first), int(count), int(seed))
        return 0
    tallies = [
        Tally(kind, getattr(options, kind), options.seed)
        for kind in ("csv", "xlsx", "zip", "scenario")
        if getattr(options, kind)
    ]
    for _ in turns(tallies):
        far = ", ".join(f"{t.kind} {t.at:,} of {t.count:,} ({t.bad} bad)" for t in tallies)
        print(f"{time.strftime('%H:%M:%S')} {far}", file=sys.stderr, flush=True)
    for tally in tallies:
        if options.keep:
            tally.keep(options.keep)
        print(json.dumps(tally.report(), ensure_ascii=False, indent=1), flush=True)
    bad = sum(tally.bad for tally in tallies)
    print(f"{bad} failure(s).")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
