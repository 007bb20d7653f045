"""The command line: `python -m wfcore`."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from wfcore import papers, wording
from wfcore.arguments import parser
from wfcore.arrs import answers
from wfcore.checking import QualityReport, check
from wfcore.comparing import change
from wfcore.declared import declared
from wfcore.doctoring import Table, diagnose, tables_of
from wfcore.errors import (
    NotPublishable,
    StoreError,
    UnfitPaper,
    UnfitScenario,
    UnknownName,
    UnreadableFile,
    WorkforceError,
)
from wfcore.findings import finding
from wfcore.geography import Level
from wfcore.measuring import Figures
from wfcore.normalising import Draft, normalise
from wfcore.notebook import choice_of
from wfcore.papers import FORMATS
from wfcore.projecting import (
    Scenario,
    Stocks,
    by_area,
    changed,
    from_yaml,
    history_of,
    icb_of,
    needed,
    paces,
    question,
    scenario_of,
    seek,
    stocks,
    verdict,
)
from wfcore.quality import scores
from wfcore.reading import read_upload
from wfcore.seeding import seeded
from wfcore.snapshots import (
    Publication,
    Store,
    accepted_all,
    compare_with_published,
    refuse_unready,
    with_pcn_codes,
)
from wfcore.targeting import gaps, targeted_metrics

OK, BLOCKED, WRONG = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 done (or publishable), 1 blocked by a finding, 2 unreadable file or wrong use.
    """
    options = parser().parse_args(arguments)
    try:
        return _COMMANDS[options.command](options)
    except (NotPublishable, StoreError) as error:
        print(f"Blocked: {error} ({error.code})", file=sys.stderr)
        return BLOCKED
    except WorkforceError as error:
        print(f"Cannot do that: {error} ({error.code})", file=sys.stderr)
        return WRONG


def _intake(files: Sequence[str], period: str | None) -> tuple[list[Draft], QualityReport]:
    """Read, normalise and check files together.

    Raises:
        UnreadableFile: naming every file that cannot be read.
    """
    drafts: list[Draft] = []
    refused: list[str] = []
    codes: set[str] = set()
    for name in files:
        path = Path(name)
        try:
            data = path.read_bytes()
            for table in read_upload(path.name, data, declared()):
                drafts += normalise(table, period)
        except OSError as error:
            refused.append(f"{name}: {error.strerror or 'cannot be opened'}.")
            codes.add("no_such_file")
        except UnreadableFile as error:
            refused.append(str(error))
            codes.add(error.code)
    if refused:
        # Files that are refused for several reasons have no one code.
        raise UnreadableFile("\n".join(refused), code=codes.pop() if len(codes) == 1 else "")
    drafts, report = check(drafts)
    return drafts, _against_given_period(drafts, report, period)


def _against_given_period(
    drafts: Sequence[Draft], report: QualityReport, period: str | None
) -> QualityReport:
    """A month given for files that all carry another one is a mistake."""
    staff = [d for d in drafts if "staff_total" in d.tables]
    if period is None or not staff or any(d.period == period for d in staff):
        return report
    clash = finding(
        "blocks",
        "period_differs_from_file",
        f"You said {period}, the file itself says {', '.join(sorted({d.period for d in staff}))}.",
        examples=[d.file_name for d in staff],
    )
    first, *rest = report.files
    return QualityReport(
        files=(first.model_copy(update={"findings": (clash, *first.findings)}), *rest)
    )


def _check(options: argparse.Namespace) -> int:
    try:
        _, report = _intake(options.files, options.period)
    except UnreadableFile as error:
        if options.json:
            unreadable = finding("blocks", error.code, str(error))
            nothing: dict[str, object] = {"source": None, "period": None, "rows": 0}
            named = {"file": ", ".join(options.files), **nothing}
            print(_as_json([{**named, "findings": [unreadable.model_dump()]}]))
        raise
    if options.json:
        keep = {"file", "source", "period", "rows", "findings"}
        print(_as_json([file.model_dump(mode="json", include=keep) for file in report.files]))
    else:
        print(_as_text(report))
    return OK if report.publishable else BLOCKED


def _as_json(files: list[dict[str, object]]) -> str:
    return json.dumps({"files": files}, ensure_ascii=False, indent=2)


def _as_text(report: QualityReport) -> str:
    lines: list[str] = []
    for file in report.files:
        lines.append(
            f"{file.file}: {file.title or file.source}, {file.period or 'no date'}, {file.rows:,} rows"
        )
        lines += [f"  {label}: {figure}" for label, figure in file.totals.items()]
        for found in file.findings:
            lines.append(f"  [{found.severity}] {found.message} ({found.code}, {found.count})")
            lines += [f"      {example}" for example in found.examples]
            lines += [f"      {found.advice}"] if found.advice else []
    lines.append(
        "Publishable." if report.publishable and not report.of("warns")
        else "Publishable once the warnings are accepted." if report.publishable
        else "Blocked."
    )  # fmt: skip
    return "\n".join(lines)


def _doctor(options: argparse.Namespace) -> int:
    tables: list[Table] = []
    refused: list[str] = []
    for name in options.files:
        try:
            path = Path(name)
            data = sys.stdin.buffer.read() if name == "-" else path.read_bytes()
            tables += tables_of("pasted" if name == "-" else path.name, data)
        except OSError as error:
            refused.append(f"{name}: {error.strerror or 'cannot be opened'}.")
        except UnreadableFile as error:
            refused.append(str(error))
    made = diagnose(tables)
    if options.json:
        found = [one.model_dump(mode="json") for one in made]
        content = {"tables": found, "unreadable": refused}
        print(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(wording.diagnoses.as_text(one) for one in made))
    if refused:
        raise UnreadableFile("\n".join(refused))
    return OK if all(one.clean for one in made) else BLOCKED


def _publish(options: argparse.Namespace) -> int:
    drafts, report = _intake(options.files, options.period)
    store = Store.open(options.store) if Store.exists(options.store) else None
    head = store.head() if store else 0
    drafts = with_pcn_codes(drafts, store)
    if store:
        report = compare_with_published(drafts, report, store)
    reason = options.why.strip() or "accepted on the command line"
    accepted = accepted_all(report, reason) if options.accept_warnings else {}
    accepted |= dict(options.accept)
    try:
        refuse_unready(drafts, report, options.by, accepted)
    except NotPublishable:
        print(_as_text(report), file=sys.stderr)
        raise
    store = store or Store.create(options.store)
    keep = store.propose if options.propose else store.publish
    kept = keep(
        drafts, report, by=options.by, why=options.why, accepted=accepted, expected_head=head
    )
    if options.propose:
        print(f"Waits for approval: {kept}")
    else:
        print(f"Published version {kept}")
    return OK


def _approve(options: argparse.Namespace) -> int:
    store = Store.open(options.store)
    if options.proposal:
        print(f"Published version {store.approve(options.proposal, by=options.by)}")
        return OK
    columns = ("id", "at", "by", "why", "editions", "files", "accepted_warnings")
    rows = [(p.id, *_about(p.publication)) for p in store.waiting()]
    schema: dict[str, Any] = dict.fromkeys(columns, pl.String)
    return _write(pl.DataFrame(rows, schema=schema, orient="row"), options)


def _tidy(options: argparse.Namespace) -> int:
    gone = Store.open(options.store).tidy()
    for file in gone:
        print(file.path)
    print(f"{len(gone)} files taken away, {sum(file.bytes for file in gone):,} bytes")
    return OK


def _figures(options: argparse.Namespace) -> Figures:
    return Figures(seeded(options.store).read(options.version))


def _ids(options: argparse.Namespace) -> list[str]:
    return [part.strip() for part in (options.metric or "").split(",") if part.strip()]


def _measures(options: argparse.Namespace) -> int:
    rows = _figures(options).measure(
        _ids(options), options.level, period=options.period, within=options.within
    )
    return _write(rows, options)


def _targets(options: argparse.Namespace) -> int:
    rows = gaps(
        _figures(options),
        _ids(options) or targeted_metrics(),
        options.level,
        period=options.period,
        within=options.within,
    )
    return _write(rows.drop("progress", "target_id"), options)


def _change(options: argparse.Namespace) -> int:
    rows = change(
        _figures(options),
        _ids(options),
        options.level,
        options.start,
        options.end,
        within=options.within,
    )
    return _write(rows, options)


def _quality(options: argparse.Namespace) -> int:
    rows = scores(_figures(options), options.level, within=options.within, period=options.period)
    return _write(rows, options)


def _arrs(options: argparse.Namespace) -> int:
    rows = answers(_figures(options), options.level, within=options.within, period=options.period)
    return _write(rows, options)


def _project(options: argparse.Namespace) -> int:
    try:
        scenario = from_yaml(Path(options.scenario).read_bytes())
    except OSError as error:
        raise UnfitScenario(
            f"{options.scenario}: {error.strerror or 'cannot be opened'}.", "Name a scenario file."
        ) from error
    if options.version is None:
        options.version = scenario.version
    figures = _figures(options)
    period = scenario.period or figures.newest("practice")
    _, code, _, icb = icb_of(figures, period, scenario.place)
    today = stocks(figures, period, icb, scenario.today)
    _say_stand_ins(today, scenario, every_group=True)
    return _write(by_area(today, changed(scenario, place=code), options.level), options)


def _goal(options: argparse.Namespace) -> int:
    figures = _figures(options)
    metric = declared().metric(options.metric)
    if metric.stem not in declared().assumptions.counts or metric.kind not in (
        "rate",
        "patients_per",
    ):
        listed = ", ".join(f"{count}_rate" for count in declared().assumptions.counts)
        raise UnknownName(f"No projection is made of {metric.id}.", f"Use one of: {listed}.")
    rate = options.target if metric.kind == "rate" else 100_000 / max(options.target, 1e-9)
    period = options.period or figures.newest("practice")
    level, code, name, icb = icb_of(figures, period, options.place)
    today = stocks(figures, period, icb)
    scenario = scenario_of(
        {"place": code, "count": metric.stem, "by": options.by, "target": rate, "period": period}
    )
    _say_stand_ins(today, scenario)
    found = seek(today, scenario, options.lever)
    asked = question(today, scenario)
    takes = needed(asked.course(asked.rates()))
    print(wording.sought(found, scenario, name), file=sys.stderr)
    history = history_of(today, scenario)
    seen = paces(figures, history, level, icb, period)
    judged = verdict(seen, code, takes.net_a_quarter, f"{history}_rate")
    print(wording.takes(takes, scenario), wording.pace_needed(judged, scenario), file=sys.stderr)
    row = {
        "period": period, "by": found.when, "area_code": code, "area_name": name, "metric": metric.id,
        "target": rate, "lever": found.lever, "value": found.value, "rate": found.reached,
        "limit": found.limit, "net_joiners_a_quarter_fte": takes.net_a_quarter,
    }  # fmt: skip
    return _write(pl.DataFrame([row]), options)


def _say_stand_ins(today: Stocks, scenario: Scenario, *, every_group: bool = False) -> None:
    for said in wording.stand_ins(today.stood_in, scenario, every_group=every_group):
        print(said, file=sys.stderr)


def _history(options: argparse.Namespace) -> int:
    columns = (
        "version",
        "action",
        "approved_by",
        "at",
        "by",
        "why",
        "editions",
        "files",
        "accepted_warnings",
    )
    rows = [
        (p.version, p.action, p.approved_by, *_about(p))
        for p in Store.open(options.store).history()
    ]
    schema = dict.fromkeys(columns, pl.String) | {"version": pl.Int64}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    return _write(
        table.select("version", "at", "by", "action", "why", *columns[6:], "approved_by"), options
    )


def _about(entry: Publication) -> tuple[str, ...]:
    """When, who, why, which editions, files and accepted warnings with their reasons."""
    return (
        entry.at.isoformat(timespec="seconds"),
        entry.by,
        entry.why,
        "; ".join(entry.editions),
        "; ".join(f"{f['file']} {f['sha256'][:12]}" for f in entry.files),
        "; ".join(
            f"{code}: {reason}" if reason else code for code, reason in entry.accepted.items()
        ),
    )


def _restore(options: argparse.Namespace) -> int:
    version = Store.open(options.store).restore(options.version, by=options.by, why=options.why)
    print(f"Published version {version}, which is version {options.version} again")
    return OK


def _seed(options: argparse.Namespace) -> int:
    print(f"Version {seeded(options.store).head()} at {options.store}")
    return OK


def _paper(options: argparse.Namespace) -> int:
    kind = options.format or Path(options.out).suffix.removeprefix(".").lower()
    if kind not in FORMATS:
        raise UnfitPaper(f"{options.out}: no paper is made as that.", f"Use {', '.join(FORMATS)}.")
    versions: dict[int, Figures] = {}

    def figures_of(number: int) -> Figures:
        if number not in versions:
            versions[number] = Figures(seeded(options.store).read(number))
        return versions[number]

    today = datetime.now(tz=UTC)
    document = papers.document(
        _paper_asked(options),
        figures_of,
        made=f"{today.day} {wording.month(f'{today:%Y-%m}')}",
        today=f"{today:%Y-%m}",
        link=options.link,
    )
    lost = [section for section in document.sections if section.lost]
    for section in lost:
        print(f"{section.title}: {section.lost}", file=sys.stderr)
    try:
        Path(options.out).write_bytes(FORMATS[kind].make(document))
    except OSError as error:
        raise UnfitPaper(f"{options.out}: {error.strerror}.", "Name another file.") from error
    return BLOCKED if lost else OK


def _paper_asked(options: argparse.Namespace) -> papers.Paper:
    if options.place:
        choice = choice_of(_figures(options), options.place, options.metric, options.period)
        return papers.default_paper(choice)
    path = Path(options.kept or options.printed)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnfitPaper(f"{path}: {error.strerror}.", "Name a file that is there.") from error
    if options.kept:
        return papers.from_yaml(data)
    source = options.source or path.name
    return papers.printed_paper(data.decode("utf-8-sig", "replace"), source, options.about)


def _write(rows: pl.DataFrame, options: argparse.Namespace) -> int:
    if rows.is_empty() and "level" in options:
        level = Level(options.level)
        print(f"These data do not cover {_any_of(level)}: nothing to list.", file=sys.stderr)
    if options.csv:
        try:
            rows.write_csv(options.csv)
        except OSError as error:
            raise WorkforceError(
                f"{options.csv}: {error.strerror or 'cannot be written'}.",
                "Name another file.",
                code="not_written",
            ) from error
    else:
        sys.stdout.write(rows.write_csv())
    return OK


def _any_of(level: Level) -> str:
    return "England" if level is Level.ENGLAND else f"any {level.label}"


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": _check,
    "publish": _publish,
    "measures": _measures,
    "targets": _targets,
    "change": _change,
    "arrs": _arrs,
    "approve": _approve,
    "tidy": _tidy,
    "history": _history,
    "restore": _restore,
    "seed": _seed,
    "quality": _quality,
    "project": _project,
    "goal": _goal,
    "doctor": _doctor,
    "paper": _paper,
}


if __name__ == "__main__":
    sys.exit(main())
