"""What the command line understands: every command with its options and help texts."""

import argparse
from typing import Any

from wfcore.declared import declared
from wfcore.geography import LOCAL_AUTHORITY, Level
from wfcore.papers import FORMATS

DEFAULT_STORE = "./store"
NAMED_FILES = ("files", "scenario", "kept", "printed", "out", "csv")  # whose names may be any bytes


def parser() -> argparse.ArgumentParser:
    """All commands with their options; `command` says which was given."""
    whole = argparse.ArgumentParser(
        prog="python -m wfcore",
        description="Primary care staff per 100,000 patients, from NHS England's files.",
        epilog="Exit codes: 0 done, 1 blocked by a finding or no such store, 2 unreadable file or wrong use.",
    )
    commands = whole.add_subparsers(dest="command", required=True)
    _files(commands)
    _figures(commands)
    _projections(commands)
    _papers(commands)
    _answers(commands)
    _versions(commands)
    return whole


def _period(text: str) -> str:
    year, _, month = text.partition("-")
    if len(text) != 7 or not (year + month).isdigit() or not 1 <= int(month) <= 12:
        raise argparse.ArgumentTypeError(f"{text!r} is not a month; write it as 2025-09")
    return text


def _map(text: str) -> str:
    return text if text in ("today", "then") else _period(text)


def _month_of_file(text: str) -> tuple[str, str]:
    """`2025-09` for all files, or `FILE=2025-09` for one."""
    file, _, month = text.rpartition("=")
    return file, _period(month)


def _level(text: str) -> str:
    return Level.BOROUGH.value if text == LOCAL_AUTHORITY else text


def _accepted(text: str) -> tuple[str, str]:
    code, found, reason = text.partition("=")
    if not found or not code.strip() or not reason.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not CODE=REASON")
    return code.strip(), reason.strip()


# Options that several commands understand alike.
_SHARED: dict[str, dict[str, Any]] = {
    "--store": {
        "default": DEFAULT_STORE,
        "metavar": "DIR",
        "help": "folder or s3:// address (default ./store)",
    },
    "--metric": {"metavar": "ID[,ID…]", "help": "metric ids, such as gp_rate,nurse_rate"},
    "--patients": {
        "choices": list(declared().patients),
        "help": "whom rates are for (default: registered); others where the store holds them",
    },
    "--level": {
        "required": True,
        "type": _level,
        "choices": [level.value for level in Level],
        "help": f"{LOCAL_AUTHORITY} may be said for borough",
    },
    "--practices": {
        "metavar": "CODE[,CODE…]",
        "help": "a group of these practices, in place of a place; see --named",
    },
    "--named": {
        "default": "Group",
        "metavar": "NAME",
        "help": "what the group of --practices is called",
    },
    "--within": {"metavar": "PLACE", "help": "only areas inside this one"},
    "--map": {
        "type": _map,
        "metavar": "today|then|YYYY-MM",
        "help": "the map that places are those of: today's, that of each month as it was, or of a month",
    },
    "--period": {"type": _period, "help": "month, YYYY-MM (default: the newest)"},
    "--version": {"type": int, "help": "version of the data (default: the newest)"},
    "--csv": {"metavar": "FILE", "help": "write to this file instead of standard output"},
    "--why": {"default": "", "help": "reason; kept in the history"},
}
_COUNT = "such as gp_rate; fully qualified GPs without it, where they are counted, else all GPs"
_PLACE = "code, name, postcode or ward (see `places`), or group:NAME"
_UNDATED = (
    "month of files without a date of their own; FILE=YYYY-MM for one of several, once for each"
)


def _add(parser: argparse.ArgumentParser, *names: str, **changed: Any) -> None:
    """Options that are shared, as they are or with something changed."""
    for name in names:
        options = _SHARED[name] | changed
        if name == "--map":
            options["help"] += f" (default: {options['default'] or 'today'})"
        parser.add_argument(name, **options)


def _files(commands: Any) -> None:
    check = commands.add_parser(
        "check", help="check files and print what was found; publishes nothing"
    )
    publish = commands.add_parser(
        "publish", help="check files and publish all of them as one version, or none"
    )
    for one in (check, publish):
        one.add_argument("files", nargs="+", metavar="FILE", help="CSV, XLSX or ZIP as published")
        _add(
            one, "--period", help=_UNDATED, type=_month_of_file, action="append", default=[],
            metavar="[FILE=]YYYY-MM",
        )  # fmt: skip
    check.add_argument("--json", action="store_true", help="print findings as JSON")
    _add(publish, "--store")
    publish.add_argument("--new", action="store_true", help="make the store if there is none yet")
    publish.add_argument("--by", required=True, help="who publishes; kept in the history")
    _add(publish, "--why")
    setup = commands.add_parser(
        "setup", help="set up an area: which public files it has and lacks; publish them together"
    )
    setup.add_argument("files", nargs="*", metavar="FILE", help="CSV, XLSX or ZIP as published")
    setup.add_argument(
        "--icb",
        metavar="CODE_OR_NAME",
        help="the integrated care board; without it, all are listed",
    )
    _add(
        setup, "--period", help=_UNDATED, type=_month_of_file, action="append", default=[],
        metavar="[FILE=]YYYY-MM",
    )  # fmt: skip
    _add(setup, "--store")
    setup.add_argument("--new", action="store_true", help="make the store if there is none yet")
    setup.add_argument("--by", default="", help="who publishes; kept in the history")
    _add(setup, "--why")
    for one in (publish, setup):
        _accepting(one)

    doctor = commands.add_parser(
        "doctor", help="check printed tables of papers: sums, shares, arrows, labels, units, dates"
    )
    doctor.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="CSV, XLSX, PDF, or text as copied from one; - is pasted",
    )
    doctor.add_argument("--json", action="store_true", help="print findings as JSON")
    doctor.add_argument(
        "--use", action="store_true", help="go on: gaps, change, what it takes, as printed"
    )
    doctor.add_argument("--place", metavar="PLACE", help="what the table is about, as it is called")
    doctor.add_argument(
        "--patients", action="append", default=[], type=_for_one, metavar="[NAME=]NUMBER",
        help="patients of a place of the table; once for each",
    )  # fmt: skip
    doctor.add_argument("--source", default="", help="where the table stands")
    _reading(doctor)
    _add(doctor, "--store", "--version")


def _for_one(text: str) -> tuple[str, str]:
    """`47000` for the whole table, or `North=47000` for one place or staff of it."""
    name, _, value = text.rpartition("=")
    if not value.strip()[:1].isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not NUMBER or NAME=NUMBER")
    return name.strip(), value.strip()


def _reading(one: argparse.ArgumentParser) -> None:
    """What a reader may say of a printed table."""
    one.add_argument("--staff", help="whom a printed table counts, where it does not say")
    one.add_argument("--month", help="when its figures are of, where it does not say")
    aim = "an aim to hold it against, per 100,000 patients or with its unit"
    one.add_argument(
        "--aim", action="append", default=[], type=_for_one, metavar="[STAFF=]NUMBER", help=aim
    )
    what = "what a column, heading or name means; once for each"
    one.add_argument(
        "--answer", action="append", default=[], type=_accepted, metavar="COLUMN=WHAT", help=what
    )


def _accepting(one: argparse.ArgumentParser) -> None:
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


def _figures(commands: Any) -> None:
    one = commands.add_parser(
        "places", help="look a place up by name, code, postcode, ward or constituency"
    )
    one.add_argument("query", nargs="+", metavar="QUERY", help="such as a town, LS6 or 15F")
    _add(one, "--store", "--version", "--csv")
    _add(one, "--map", default="then")

    one = commands.add_parser("measures", help="print measures as CSV")
    _add(one, "--store")
    _add(one, "--metric", required=True)
    _add(one, "--patients", "--level", "--within", "--period", "--version", "--csv")
    _add(one, "--practices", "--named")
    _add(one, "--map", default="then")

    one = commands.add_parser(
        "targets", help="measures of places with a target, with the gap to it"
    )
    _add(one, "--store", "--metric", "--level", "--within", "--period", "--version", "--csv")
    _add(one, "--practices", "--named")
    one.add_argument(
        "--list", action="store_true", help="the aims themselves: who set which, by when"
    )
    one.add_argument("--history", action="store_true", help="who changed which aim, when and why")
    _add(one, "--map", default="then")

    one = commands.add_parser(
        "change", help="change between two months, split over its four causes"
    )
    _add(one, "--store")
    _add(one, "--metric", required=True)
    _add(one, "--patients", "--level", "--within", "--version", "--csv")
    _add(one, "--practices", "--named")
    _add(one, "--map", default="today")
    one.add_argument(
        "--from", dest="start", required=True, type=_period, help="earlier month, YYYY-MM"
    )
    one.add_argument("--to", dest="end", required=True, type=_period, help="later month, YYYY-MM")

    for name, levels, said in (
        ("quality", ["practice", "pcn"], "how good each return is: its score and its parts"),
        (
            "arrs",
            ["pcn", "borough", "sub_icb", "icb", "region"],
            "additional roles: plan, in post, claimed and what is used of the allocation",
        ),
    ):
        one = commands.add_parser(name, help=said)
        _add(one, "--store")
        _add(one, "--level", required=False, default=levels[0], choices=levels)
        _add(one, "--within", "--period", "--version", "--csv")
        _add(one, "--map", default="then")


def _projections(commands: Any) -> None:
    one = commands.add_parser(
        "project", help="run a scenario file: staff, rate and gap by quarter, beside the baseline"
    )
    one.add_argument("scenario", metavar="SCENARIO.yaml", help="as “What would it take?” writes it")
    _add(one, "--store")
    _add(one, "--level", required=False, default="pcn", choices=["pcn", "borough", "icb"])
    _add(one, "--version", help="version of the data (default: the scenario's, else the newest)")
    _add(one, "--csv")
    _add(one, "--map", default=None)

    one = commands.add_parser(
        "goal", help="what one lever must be for a place to reach a target; prints it in words"
    )
    _add(one, "--store")
    _add(one, "--metric", required=True, metavar="ID", help="such as gp_excl_trainees_rate")
    one.add_argument("--place", required=True, metavar="PLACE", help=_PLACE)
    one.add_argument("--target", required=True, type=float, help="FTE per 100,000 patients")
    one.add_argument("--by", required=True, type=_period, help="month, YYYY-MM")
    one.add_argument("--lever", required=True, metavar="NAME", help="such as recruits or turnover")
    _add(one, "--period", help="month to start from (default: the newest)")
    _add(one, "--version", "--csv")
    _add(one, "--map", default=None)


def _papers(commands: Any) -> None:
    one = commands.add_parser(
        "paper", help="the paper of a place, or one that was kept, to print, read or take apart"
    )
    _add(one, "--store")
    whose = one.add_mutually_exclusive_group(required=True)
    whose.add_argument("--place", metavar="PLACE", help=f"the usual paper of this place: {_PLACE}")
    whose.add_argument("--practices", **_SHARED["--practices"])
    whose.add_argument("--from", dest="kept", metavar="PAPER.yaml", help="as the page keeps it")
    whose.add_argument(
        "--printed",
        metavar="TABLE",
        help="a table as a paper printed it, in any form that the doctor reads",
    )
    _add(one, "--named")
    one.add_argument("--about", default="", help="what a printed table is about")
    one.add_argument("--source", default="", help="where a printed table stands")
    _reading(one)
    _add(one, "--metric", metavar="ID", help=_COUNT)
    _add(one, "--patients", "--period", "--version")
    _add(one, "--map", default=None)
    one.add_argument("--link", default="", help="address that shows the same")
    one.add_argument("--format", choices=list(FORMATS), help="default: the ending of --out")
    one.add_argument("--out", required=True, metavar="FILE")


def _named_choice(text: str) -> tuple[str, str]:
    name, is_there, value = text.partition("=")
    if not is_there:
        raise argparse.ArgumentTypeError(f"{text!r}: write a name and a value, such as use=90")
    return name.strip(), value.strip()


def _answers(commands: Any) -> None:
    one = commands.add_parser(
        "answer", help="the answer to one question about a place, in words or as JSON"
    )
    kinds = [kind.id for kind in declared().answers.values() if not kind.printed]
    one.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    _asked(one)
    one.add_argument("--since", type=_period, help="earlier month to compare with, YYYY-MM")
    one.add_argument(
        "--inside",
        choices=[*(level.value for level in Level), "beside"],
        help="the level of the places that are listed, or those beside this one",
    )
    one.add_argument("--scenario", metavar="FILE", help="for “takes”: as the page keeps it")
    one.add_argument(
        "--choose", metavar="NAME=VALUE", type=_named_choice, action="append", default=[],
        help="for additional roles: what a reader chooses on the page, such as use=90",
    )  # fmt: skip
    for page, said in (("people", "who is leaving, who is coming"),):
        one = commands.add_parser(page, help=f"every answer of a page about a place: {said}")
        one.set_defaults(page=page)
        _asked(one)


def _asked(one: argparse.ArgumentParser) -> None:
    """What is looked at, and how it is printed."""
    whose = one.add_mutually_exclusive_group(required=True)
    whose.add_argument("--place", metavar="PLACE", help=_PLACE)
    whose.add_argument("--practices", **_SHARED["--practices"])
    _add(one, "--named")
    _add(one, "--metric", metavar="ID", help=_COUNT)
    _add(one, "--patients", "--period", "--version", "--store")
    _add(one, "--map", default=None)
    one.add_argument("--json", action="store_true", help="as docs/reference/answer.schema.json")


def _versions(commands: Any) -> None:
    one = commands.add_parser(
        "approve", help="publish what was proposed; without an id, list what waits"
    )
    one.add_argument("proposal", nargs="?", metavar="ID", help="as `publish --propose` printed it")
    _add(one, "--store")
    one.add_argument("--by", default="", help="who approves; kept in the history")
    _add(one, "--csv")

    one = commands.add_parser("tidy", help="take away files that no version names")
    _add(one, "--store")

    one = commands.add_parser(
        "verify", help="look at every record, version and file of a store or of a copy"
    )
    _add(one, "--store")
    one.add_argument("--json", action="store_true", help="print what was found as JSON")

    one = commands.add_parser(
        "backup", help="copy a store whole, or what is new in it to an earlier copy"
    )
    one.add_argument("target", metavar="TARGET", help="folder or s3:// address of the copy")
    _add(one, "--store")

    one = commands.add_parser("history", help="print the versions: who, when, why, which files")
    _add(one, "--store", "--csv")

    one = commands.add_parser("restore", help="bring an earlier version back as a new one")
    one.add_argument("version", type=int, metavar="VERSION")
    _add(one, "--store")
    one.add_argument("--by", required=True, help="who restores; kept in the history")
    _add(one, "--why")

    one = commands.add_parser("seed", help="make a store from the sample data, if there is none")
    _add(one, "--store")
