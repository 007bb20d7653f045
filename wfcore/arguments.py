"""What the command line understands: every command with its options and help texts."""

import argparse
from typing import Any

from wfcore.declared import declared
from wfcore.errors import UnknownName
from wfcore.geography import Level
from wfcore.months import Month
from wfcore.papers import FORMATS

DEFAULT_STORE = "./store"


def parser() -> argparse.ArgumentParser:
    """All commands with their options; `command` says which was given."""
    whole = argparse.ArgumentParser(
        prog="python -m wfcore",
        description="Primary care staff per 100,000 patients, from NHS England's files.",
        epilog="Exit codes: 0 done, 1 blocked by a finding, 2 unreadable file or wrong use.",
    )
    commands = whole.add_subparsers(dest="command", required=True)

    one = commands.add_parser(
        "check", help="check files and print what was found; publishes nothing"
    )
    one.add_argument("files", nargs="+", metavar="FILE", help="CSV, XLSX or ZIP as published")
    one.add_argument(
        "--period", type=_period, help="month of files without a date of their own, YYYY-MM"
    )
    one.add_argument("--json", action="store_true", help="print findings as JSON")

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

    one = commands.add_parser("measures", help="print measures as CSV")
    _question(one, metric_required=True)

    one = commands.add_parser(
        "targets", help="measures of places with a target, with the gap to it"
    )
    _question(one, metric_required=False)

    one = commands.add_parser(
        "change", help="change between two months, split over its four causes"
    )
    _question(one, metric_required=True, period=False)
    one.add_argument(
        "--from", dest="start", required=True, type=_period, help="earlier month, YYYY-MM"
    )
    one.add_argument("--to", dest="end", required=True, type=_period, help="later month, YYYY-MM")

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

    _projections(commands)
    _papers(commands)
    _answers(commands)
    _tables(commands)
    _versions(commands)
    return whole


def _versions(commands: Any) -> None:
    one = commands.add_parser(
        "approve", help="publish what was proposed; without an id, list what waits"
    )
    one.add_argument("proposal", nargs="?", metavar="ID", help="as `publish --propose` printed it")
    _store_option(one)
    one.add_argument("--by", default="", help="who approves; kept in the history")
    _csv_option(one)

    one = commands.add_parser("tidy", help="take away files that no version names")
    _store_option(one)

    one = commands.add_parser("history", help="print the versions: who, when, why, which files")
    _store_option(one)
    _csv_option(one)

    one = commands.add_parser("restore", help="bring an earlier version back as a new one")
    one.add_argument("version", type=int, metavar="VERSION")
    _store_option(one)
    one.add_argument("--by", required=True, help="who restores; kept in the history")
    one.add_argument("--why", default="", help="reason; kept in the history")

    one = commands.add_parser("seed", help="make a store from the sample data, if there is none")
    _store_option(one)


def _returns(commands: Any) -> None:
    one = commands.add_parser("quality", help="how good each return is: its score and its parts")
    _store_option(one)
    one.add_argument("--level", default="practice", choices=["practice", "pcn"])
    one.add_argument("--within", metavar="CODE_OR_NAME", help="only areas inside this one")
    one.add_argument("--period", type=_period, help="month, YYYY-MM (default: the newest)")
    one.add_argument("--version", type=int, help="version of the data (default: the newest)")
    _csv_option(one)


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


def _answers(commands: Any) -> None:
    one = commands.add_parser(
        "answer", help="the answer to one question about a place, in words or as JSON"
    )
    kinds = [kind for kind in declared().answers if kind != "printed"]
    one.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    one.add_argument("--place", required=True, metavar="CODE_OR_NAME")
    one.add_argument("--metric", default="gp_rate", metavar="ID", help="such as gp_rate")
    one.add_argument("--period", type=_period, help="month, YYYY-MM (default: the newest)")
    one.add_argument("--since", type=_period, help="earlier month to compare with, YYYY-MM")
    one.add_argument(
        "--inside",
        choices=[*(level.value for level in Level), "beside"],
        help="the level of the places that are listed, or those beside this one",
    )
    one.add_argument(
        "--scenario", metavar="FILE", help="for “takes”: a scenario as the page keeps it"
    )
    one.add_argument("--version", type=int, help="version of the data (default: the newest)")
    one.add_argument("--json", action="store_true", help="as docs/reference/answer.schema.json")
    _store_option(one)


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
    try:
        return Month(text)
    except UnknownName as refusal:
        raise argparse.ArgumentTypeError(str(refusal)) from None


def _accepted(text: str) -> tuple[str, str]:
    code, found, reason = text.partition("=")
    if not found or not code.strip() or not reason.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not CODE=REASON")
    return code.strip(), reason.strip()
