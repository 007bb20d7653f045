"""Scenarios as text: a YAML file to keep, and a short line for the address bar."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote, unquote

from wfcore import safe_yaml
from wfcore.errors import UnfitScenario
from wfcore.projecting.scenarios import LIST_GROWTH, LeverStart, Scenario, scenario_of

SCENARIO_LINK_KEYS = (
    "by", "name", "target", "now", "set", "aims", "today", "cost", "limits", "from", "do", "printed",
)  # fmt: skip
MAX_SCENARIO_BYTES = 64 * 1024
_MOST_LINK = 6000
_MEASURED = "measured"
_ADVICE = "Use a file that this page made, or start from the baseline."


def scenario_to_yaml(scenario: Scenario, notes: Sequence[str] = ()) -> str:
    """A scenario as a file that `from_yaml` reads back exactly; `notes` stand above it, for whoever opens it."""
    above = "".join(f"# {' '.join(note.split())}\n" for note in notes)
    return above + safe_yaml.dump_yaml(scenario.model_dump(mode="json", exclude_defaults=True))


def scenario_from_yaml(data: bytes | str) -> Scenario:
    """The scenario of a file.

    Raises:
        UnfitScenario: too large, not plain YAML, or something in it does not fit.
    """
    return scenario_of(safe_yaml.load_yaml(data, _refused, most_bytes=MAX_SCENARIO_BYTES))


def _refused(why: str) -> UnfitScenario:
    return UnfitScenario(f"This scenario file cannot be read: {why}.", _ADVICE)


def scenario_to_link(scenario: Scenario) -> dict[str, str]:
    """A scenario as short names and values for an address; place, count, version and period apart.

    `now` is `measured` where levers start from what is counted for the place, which its figures say again.

    `by` and `target` as they are; `set` holds levers (`gp.turnover:8`), `aims` targets of networks
    (`U12345:44`), `today` stand-ins, `cost` prices, `limits`, `from` where recruits come from; `do`
    interventions.
    """
    lists = {} if scenario.list_growth is None else {LIST_GROWTH: scenario.list_growth}
    pairs: dict[str, Mapping[str, float]] = {
        "set": _flat(scenario.levers) | lists,
        "aims": {quote(code, safe=" "): aim for code, aim in scenario.targets.items()},
        "today": _flat(scenario.today),
        "cost": scenario.costs,
        "limits": scenario.limits.model_dump(exclude_none=True),
    }
    link = {
        "by": scenario.by,
        **({"name": scenario.name} if scenario.name else {}),
        "target": "none" if scenario.target is None else _number(scenario.target),
        **({"now": _MEASURED} if scenario.starts else {}),
        **{
            key: ",".join(f"{name}:{_number(value)}" for name, value in values.items())
            for key, values in pairs.items()
            if values
        },
    }
    if (printed := scenario.printed) is not None:
        size = "" if printed.patients is None else _number(printed.patients)
        link["printed"] = ":".join(
            [_number(printed.rate), printed.month, size, quote(printed.source, safe=" ")]
        )
    if scenario.recruits_from != "new":
        link["from"] = scenario.recruits_from
    if scenario.interventions:
        link["do"] = ";".join(
            ",".join(
                [
                    quote(i.place, safe=" "), i.staff, i.lever, _number(i.size), i.start, i.end,
                    "" if i.cost_gbp is None else _number(i.cost_gbp), "mou" if i.mou else "",
                    "" if i.recruits_from == "new" else i.recruits_from, i.role or "", quote(i.name, safe=" "),
                ]
            )
            for i in scenario.interventions
        )  # fmt: skip
    return link


def scenario_from_link(
    link: dict[str, str],
    *,
    place: str,
    count: str,
    period: str | None,
    version: int | None,
    by: str,
    starts: Mapping[str, Mapping[str, LeverStart]] | None = None,
) -> Scenario:
    """The scenario of an address; what the address leaves out is as it is now.

    `starts` are where levers start in the place: taken where the address says so, or says nothing of a scenario.
    An address from before there were any gives what it gave.

    Raises:
        UnfitScenario: a value is not a number, out of range, or not of this scenario.
    """
    if sum(len(v) for v in link.values()) > _MOST_LINK:
        raise UnfitScenario(
            "The scenario in this link is too long.", "Open it from its file instead."
        )
    content: dict[str, Any] = {
        "place": place, "count": count, "period": period, "version": version, "by": link.get("by", by),
    }  # fmt: skip
    if link.get("now", _MEASURED) != _MEASURED:
        raise _unread("now", link["now"][:40])
    if "now" in link or not set(link) & set(SCENARIO_LINK_KEYS):
        content["starts"] = {
            staff: {lever: start.model_dump() for lever, start in levers.items()}
            for staff, levers in (starts or {}).items()
        }
    if "name" in link:
        content["name"] = link["name"]
    if link.get("target", "none") != "none":
        content["target"] = _value(link["target"], "target")
    if "printed" in link:
        content["printed"] = _printed(link["printed"])
    if "from" in link:
        content["recruits_from"] = link["from"]
    moved = _pairs(link, "set")
    if LIST_GROWTH in moved:
        content[LIST_GROWTH] = moved.pop(LIST_GROWTH)
    content |= {
        "levers": _nested("set", moved),
        "today": _nested("today", _pairs(link, "today")),
        "targets": {unquote(code): aim for code, aim in _pairs(link, "aims").items()},
        "costs": _pairs(link, "cost"),
        "limits": _pairs(link, "limits"),
        "interventions": [_intervention(text) for text in link.get("do", "").split(";") if text],
    }
    return scenario_of(content)


def _printed(text: str) -> dict[str, Any]:
    parts = text.split(":")
    if len(parts) != 4:
        raise _unread("printed", text[:40])
    rate, month, patients, source = parts
    return {
        "rate": _value(rate, "printed"), "month": month, "source": unquote(source),
        "patients": _value(patients, "printed") if patients else None,
    }  # fmt: skip


def _flat(values: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    return {f"{outer}.{name}": v for outer, inner in values.items() for name, v in inner.items()}


def _nested(key: str, pairs: Mapping[str, float]) -> dict[str, dict[str, float]]:
    nested: dict[str, dict[str, float]] = {}
    for name, value in pairs.items():
        outer, dot, inner = name.partition(".")
        if key == "set" and not dot:
            raise _unread(key, name)
        nested.setdefault(outer, {})[inner] = value
    return nested


def _intervention(text: str) -> dict[str, Any]:
    parts = text.split(",")
    if len(parts) != 11:
        raise _unread("do", text[:40])
    place, staff, lever, size, start, end, cost, mou, source, role, name = parts
    if mou not in ("", "mou"):
        raise _unread("do", mou[:40])
    return {
        "name": unquote(name), "place": unquote(place), "staff": staff, "lever": lever,
        "size": _value(size, "do"), "start": start, "end": end,
        "cost_gbp": _value(cost, "do") if cost else None, "mou": mou == "mou",
        "recruits_from": source or "new", "role": role or None,
    }  # fmt: skip


def _pairs(link: dict[str, str], key: str) -> dict[str, float]:
    pairs: dict[str, float] = {}
    for part in filter(None, link.get(key, "").split(",")):
        name, colon, value = part.partition(":")
        if not colon or name in pairs:
            raise _unread(key, part[:40])
        pairs[name] = _value(value, key)
    return pairs


def _value(text: str, key: str) -> float:
    if not re.fullmatch(r"-?[0-9]{1,10}(\.[0-9]{1,400})?", text):
        raise _unread(key, text[:40])
    return float(text)


def _number(value: float) -> str:
    """The shortest text that reads back as the same number, without an exponent."""
    if float(value).is_integer():
        return str(int(value))
    return f"{Decimal(repr(float(value))):f}"


def _unread(key: str, text: str) -> UnfitScenario:
    return UnfitScenario(
        f"The link says {key}={text}, which cannot be read.",
        "Nothing was changed. Ask for the link again, or start from the baseline.",
    )
