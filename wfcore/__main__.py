"""The command line: `python -m wfcore`."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from wfcore import papers, wording
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
DEFAULT_STORE = "./store"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 done (or publishable), 1 blocked by a finding, 2 unreadable file or wrong use.
    """
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (NotPublishable, StoreError) as error:
        print(f"Blocked: {error} ({error.code})", file=sys.stderr)
        return BLOCKED
    except WorkforceError as error:
        print(f"Cannot do that: {error} ({error.code})", file=sys.stderr)
        return WRONG


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m wfcore",
        description="Primary care staff per 100,000 patients, from NHS England's files.",
        epilog="Exit codes: 0 done, 1 blocked by a finding, 2 unreadable file or wrong use.",
    )
    commands = parser.add_subparsers(dest="command", required=True)

    one = commands.add_parser(
        "check", help="check files and print what was found; publishes nothing"
    )
    one.add_argument("files", nargs="+", metavar="FILE", help="CSV, XLSX or ZIP as published")
    one.add_argument(
        "--period", type=_period, help="month of files without a date of their own, YYYY-MM"
    )
    one.add_argument("--json", action="store_true", help="print findings as JSON")
    one.set_defaults(run=_check)

    one = commands.add_parser(
        "publish", help="check files and publish all of them as one version, or none"
    )
    one.add_argument("files", nargs="+", metavar="FILE", help="CSV, XLSX or ZIP as published")
    _store_option(one)
    one.add_argument("--by", required=True, help="who publishes; kept in the history")
    one.add_argument("--why", default="", help="reason; kept in the history")
    one.add_argument(
        "--period", type=_period, help="month of files without a date of their own, YYYY-MM"
    )
    one.add_argument(
        "--accept",
        action="append",
        default=[],
        type=_accepted,
        metavar="CODE=REASON",
        help="accept a warning by its code and say why; once for each",
    )
    one.add_argument(
        "--accept-warnings",
        action="store_true",
        help="accept every warning; the reason kept is that of --why",
    )
    one.add_argument(
        "--propose",
        action="store_true",
        help="keep it in the store for a second person to approve, or for later",
    )
    one.set_defaults(run=_publish)

    one = commands.add_parser("measures", help="print measures as CSV")
    _question(one, metric_required=True)
    one.set_defaults(run=_measures)

    one = commands.add_parser(
        "targets", help="measures of places with a target, with the gap to it"
    )
    _question(one, metric_required=False)
    one.set_defaults(run=_targets)

    one = commands.add_parser(
        "change", help="change between two months, split over its four causes"
    )
    _question(one, metric_required=True, period=False)
    one.add_argument(
        "--from", dest="start", required=True, type=_period, help="earlier month, YYYY-MM"
    )
    one.add_argument("--to", dest="end", required=True, type=_period, help="later month, YYYY-MM")
    one.set_defaults(run=_change)

    _returns(commands)
    one = commands.add_parser(
        "arrs", help="additional roles: plan, in post, claimed and what is used of the allocation"
    )
    _store_option(one)
    one.add_argument("--level", default="pcn", choices=["pcn", "borough", "icb"])
    one.add_argument("--within", metavar="CODE_OR_NAME", help="only areas inside this one")
    one.add_argument("--period", type=_period, help="month, YYYY-MM (default: the newest)")
    one.add_argument("--version", type=int, help="version of the data (default: the newest)")
    _csv_option(one)
    one.set_defaults(run=_arrs)

    _projections(commands)
    _papers(commands)
    _tables(commands)
    _versions(commands)
    return parser


def _versions(commands: Any) -> None:
    one = commands.add_parser(
        "approve", help="publish what was proposed; without an id, list what waits"
    )
    one.add_argument("proposal", nargs="?", metavar="ID", help="as `publish --propose` printed it")
    _store_option(one)
    one.add_argument("--by", default="", help="who approves; kept in the history")
    _csv_option(one)
    one.set_defaults(run=_approve)

    one = commands.add_parser("tidy", help="take away files that no version names")
    _store_option(one)
    one.set_defaults(run=_tidy)

    one = commands.add_parser("history", help="print the versions: who, when, why, which files")
    _store_option(one)
    _csv_option(one)
    one.set_defaults(run=_history)

    one = commands.add_parser("restore", help="bring an earlier version back as a new one")
    one.add_argument("version", type=int, metavar="VERSION")
    _store_option(one)
    one.add_argument("--by", required=True, help="who restores; kept in the history")
    one.add_argument("--why", default="", help="reason; kept in the history")
    one.set_defaults(run=_restore)

    one = commands.add_parser("seed", help="make a store from the sample data, if there is none")
    _store_option(one)
    one.set_defaults(run=_seed)


def _returns(commands: Any) -> None:
    one = commands.add_parser("quality", help="how good each return is: its score and its parts")
    _store_option(one)
    one.add_argument("--level", default="practice", choices=["practice", "pcn"])
    one.add_argument("--within", metavar="CODE_OR_NAME", help="only areas inside this one")
    one.add_argument("--period", type=_period, help="month, YYYY-MM (default: the newest)")
    one.add_argument("--version", type=int, help="version of the data (default: the newest)")
    _csv_option(one)
    one.set_defaults(run=_quality)


def _projections(commands: Any) -> None:
    one = commands.add_parser(
        "project", help="run a scenario file: staff, rate and gap by quarter, beside the baseline"
    )
    one.add_argument("scenario", metavar="SCENARIO.yaml", help="as “What would it take?” writes it")
    _store_option(one)
    one.add_argument("--level", default="pcn", choices=["pcn", "borough", "icb"])
    one.add_argument(
        "--version", type=int, help="version of the data (default: the scenario's, else the newest)"
    )
    _csv_option(one)
    one.set_defaults(run=_project)

    one = commands.add_parser(
        "goal", help="what one lever must be for a place to reach a target; prints it in words"
    )
    _store_option(one)
    one.add_argument("--metric", required=True, metavar="ID", help="such as gp_excl_trainees_rate")
    one.add_argument("--place", required=True, metavar="CODE_OR_NAME")
    one.add_argument("--target", required=True, type=float, help="FTE per 100,000 patients")
    one.add_argument("--by", required=True, type=_period, help="month, YYYY-MM")
    one.add_argument("--lever", required=True, metavar="NAME", help="such as recruits or turnover")
    one.add_argument("--period", type=_period, help="month to start from (default: the newest)")
    one.add_argument("--version", type=int, help="version of the data (default: the newest)")
    _csv_option(one)
    one.set_defaults(run=_goal)


def _tables(commands: Any) -> None:
    one = commands.add_parser(
        "doctor", help="check printed tables of papers: sums, shares, arrows, labels, units, dates"
    )
    one.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="CSV, XLSX or text as copied from a PDF; - is pasted",
    )
    one.add_argument("--json", action="store_true", help="print findings as JSON")
    one.set_defaults(run=_doctor)


def _papers(commands: Any) -> None:
    one = commands.add_parser(
        "paper", help="the paper of a place, or one that was kept, to print, read or take apart"
    )
    _store_option(one)
    whose = one.add_mutually_exclusive_group(required=True)
    whose.add_argument("--place", metavar="CODE_OR_NAME", help="the usual paper of this place")
    whose.add_argument("--from", dest="kept", metavar="PAPER.yaml", help="as the page keeps it")
    whose.add_argument(
        "--printed",
        metavar="TABLE.csv",
        help="place, staff and two months, as a paper printed them",
    )
    one.add_argument("--about", default="Printed table", help="what a printed table is about")
    one.add_argument("--source", default="", help="where a printed table stands")
    one.add_argument("--metric", default="gp_rate", metavar="ID", help="such as gp_rate")
    one.add_argument("--period", type=_period, help="month, YYYY-MM (default: the newest)")
    one.add_argument("--version", type=int, help="version of the data (default: the newest)")
    one.add_argument("--link", default="", help="address that shows the same")
    one.add_argument("--format", choices=list(FORMATS), help="default: the ending of --out")
    one.add_argument("--out", required=True, metavar="FILE")
    one.set_defaults(run=_paper)


def _store_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--store",
        default=DEFAULT_STORE,
        metavar="DIR",
        help="folder or s3:// address (default ./store)",
    )


def _csv_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--csv", metavar="FILE", help="write to this file instead of standard output"
    )


def _question(
    parser: argparse.ArgumentParser, *, metric_required: bool, period: bool = True
) -> None:
    _store_option(parser)
    parser.add_argument(
        "--metric",
        required=metric_required,
        metavar="ID[,ID…]",
        help="metric ids, such as gp_rate,nurse_rate",
    )
    parser.add_argument("--level", required=True, choices=[level.value for level in Level])
    parser.add_argument("--within", metavar="CODE_OR_NAME", help="only areas inside this one")
    if period:
        parser.add_argument("--period", type=_period, help="month, YYYY-MM (default: the newest)")
    parser.add_argument("--version", type=int, help="version of the data (default: the newest)")
    _csv_option(parser)


def _period(text: str) -> str:
    year, _, month = text.partition("-")
    if len(text) != 7 or not (year + month).isdigit() or not 1 <= int(month) <= 12:
        raise argparse.ArgumentTypeError(f"{text!r} is not a month; write it as 2025-09")
    return text


def _accepted(text: str) -> tuple[str, str]:
    code, found, reason = text.partition("=")
    if not found or not code.strip() or not reason.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not CODE=REASON")
    return code.strip(), reason.strip()


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


if __name__ == "__main__":
    sys.exit(main())
