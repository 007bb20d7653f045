"""A printed table → gap, change and what it takes. The same for page, paper and command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from wfcore import wording
from wfcore.answers.answer import Answer
from wfcore.answers.printed_parts import (
    asks_of,
    change_picture,
    printed_table,
    ranked_picture,
    said_short,
    staff_title,
    unit_of,
)
from wfcore.answers.question import Question
from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.measuring import VersionMeasures
from wfcore.printed import (
    WHOLE,
    PrintedReading,
    PrintedStanding,
    noun_of,
    older_staff,
    printed_spread,
    questions_of,
    read_printed,
    standings_of,
)
from wfcore.table_checks import PrintedTable, tables_of
from wfcore.wording import printed as words

MOST_ROWS = 200
_TAKEN = 6  # things that were left open are said; more would be a list


@dataclass(frozen=True)
class PrintedCase:
    """A printed table with the answers given to its questions, and how its figures stand."""

    reading: PrintedReading
    standings: tuple[PrintedStanding, ...]

    @cached_property
    def sets(self) -> dict[str, list[PrintedStanding]]:
        """Staff and kind of figure → how each place stands, as the table has them."""
        found: dict[str, list[PrintedStanding]] = {}
        for s in self.standings:
            found.setdefault(f"{s.set_of}/{s.now.measure}", []).append(s)
        return found

    def focus(self, wanted: str = "") -> list[PrintedStanding]:
        """The figures that lead: those asked for; with an aim; a rate; or the first."""
        sets = list(self.sets.values())

        def first(fits: "list[list[PrintedStanding]]") -> list[PrintedStanding]:
            return fits[0] if fits else []

        named = [s for s in sets if wanted and wanted in (s[0].set_of, s[0].staff.name)]
        return (
            first(named)
            or first([s for s in sets if any(one.aim for one in s)])
            or first([s for s in sets if s[0].rate and not s[0].now.again])
            or first([s for s in sets if not s[0].staff.age])
            or first(sets)
        )

    @property
    def about(self) -> str:
        """What the table is about: as it was said, or the words that all of its places begin with."""
        names = said_short(self.standings)
        name, short = next(iter(names.items()), ("", ""))
        head = name.partition(short)[0].strip() if short and short != name else ""
        only = name if len(names) == 1 and name != WHOLE else ""
        return self.reading.about or head or only or "Printed table"

    @property
    def newest(self) -> str | None:
        """When the newest figures are of."""
        return max((s.now.when for s in self.standings if s.now.when), default=None)

    @property
    def oldest(self) -> str | None:
        """When the earliest figures are of that a change is counted from."""
        return min((s.then.when for s in self.standings if s.then and s.then.when), default=None)


def printed_case(
    table: PrintedTable, told: Mapping[str, str] | None, figures: VersionMeasures | None
) -> PrintedCase:
    """Read a table with the answers given; see `read_printed` and `standings_of`.

    Raises:
        UnreadableFile: it has no figures of staff, or more rows than a table of a paper.
    """
    if len(table.rows) > MOST_ROWS:
        raise UnreadableFile(
            f"The table has {len(table.rows)} rows; at most {MOST_ROWS} are used.",
            "Use the part of it that the paper is about.",
        )
    reading = read_printed(table, told, figures)
    if not reading.figures:
        raise UnreadableFile(
            "There are no figures of staff in this table.",
            "It needs names of places or staff at the left, and figures under headings.",
        )
    return PrintedCase(reading, tuple(standings_of(reading, figures)))


def answer_printed(question: Question, figures: VersionMeasures | None = None) -> Answer:
    """What a printed table says, what changed in it, or what its gaps take.

    Raises:
        UnreadableFile: it is no table, or has no figures of staff.
    """
    (table, *_) = tables_of("Printed table", (question.printed or "").encode())
    case = printed_case(table, question.read_as, figures)
    wanted = (question.options or {}).get("staff", "")
    made = {"printed": _gaps, "printed_change": _changes, "printed_takes": _takes}[question.kind]
    return made(question, case, case.focus(wanted))


def _gaps(question: Question, case: PrintedCase, focus: Sequence[PrintedStanding]) -> Answer:
    others = [s for s in case.sets.values() if s is not focus]
    return Answer(
        question,
        question.place,
        verdict_of(case, focus),
        detail=(
            *_posts_said(focus),
            *(line for s in (focus, *others) if (line := _by_place(s))),
            *(line for s in (focus, *others) if _leads(s, focus) and (line := _spread_said(s))),
            *([] if any(s.aim for s in case.standings) else _changed(case)),
            *words.older_of(older_staff(case.standings)),
            *_repeated(case),
        ),
        picture=(ranked_picture(focus) if any(s.aim for s in focus) else None)
        or change_picture(focus)
        or ranked_picture(focus),
        table=printed_table(
            [s for listed in case.sets.values() for s in listed],
            _name("printed", case),
            f"As printed, {unit_of(focus[0])}",
        ),
        cautions=(*_aim_cautions(case), *_cautions(case, focus)),
        receipt=_receipt(focus),
        follow_ups=asks_of(case.reading, case.standings),
        ways_on=tuple(
            question.but(kind=kind) for kind in declared().answers[question.kind].ways_on
        ),
        printed_source=question.source,
    )


def _leads(standings: Sequence[PrintedStanding], focus: Sequence[PrintedStanding]) -> bool:
    """Whether some staff are those that lead, or have an aim as well."""
    return standings is focus or any(s.aim for s in standings)


def verdict_of(case: PrintedCase, focus: Sequence[PrintedStanding]) -> str:
    """What a printed table says first: against an aim, else who has most, else how it moved."""
    aimed = [s for s in focus if s.aim and not s.place.around]
    aims = {s.aim.value for s in aimed if s.aim}
    first = (aimed or focus)[0]
    if len(aimed) > 1 and len(aims) == 1:
        shown = said_short(focus)
        whose = case.about if case.about in first.place.name else case.reading.about
        return words.reached_an_aim(
            [_at_aim(s, shown) for s in aimed], when=first.now.when, whose=whose,
            noun=noun_of([s.place for s in aimed]), aim=wording.aim_figure(aims.pop()), staff=first.staff.name,
        )  # fmt: skip
    if aimed and first.aim:
        return words.one_at_an_aim(
            _at_aim(first, {}), when=first.now.when, aim=wording.aim_figure(first.aim.value),
            staff=first.staff.name, aimed=first.posts_aimed,
        )  # fmt: skip
    spread = printed_spread(focus)
    if spread is None:
        return f"{_named(first)}: {first.now.text} is printed ({_counted(first)})."
    shown = said_short(focus)
    rated = first.now.measure == "fte" and all(s.rate for s in focus)
    ends = [
        (
            shown[s.place.name],
            wording.number(s.rate.value, s.rate.decimals) if rated and s.rate else s.now.text,
        )
        for s in (spread.highest, spread.lowest)
    ]
    what = _counted(first, rated=rated)
    return words.most_and_fewest(ends[0], ends[1], when=first.now.when, what=what)


def _counted(standing: PrintedStanding, *, rated: bool = False) -> str:
    now = standing.now
    if rated:
        return words.counted_in_print(standing.staff.name, "rate", 100_000)
    return words.counted_in_print(standing.staff.name, now.measure, now.per)


def _named(standing: PrintedStanding) -> str:
    return "The table" if standing.place.printed == WHOLE else standing.place.name


def _at_aim(s: PrintedStanding, shown: Mapping[str, str]) -> words.PlaceAtAim:
    decimals = s.rate.decimals if s.rate else 1
    return words.PlaceAtAim(
        name=shown.get(s.place.name, _named(s)),
        figure=wording.number(s.rate.value if s.rate else None, decimals),
        figure_then=wording.number(s.rate_then.value if s.rate_then else None, decimals),
        gap=s.gap or 0.0, decimals=decimals, more=s.more_needed, met=bool(s.has_met), had=s.had_met,
        posts=s.posts_short,
    )  # fmt: skip


def _by_place(standings: Sequence[PrintedStanding]) -> str:
    """Every place of some staff against the aim."""
    aimed = [s for s in standings if s.aim and not s.place.around]
    aims = {s.aim.value for s in aimed if s.aim}
    if len(aimed) < 2 or len(aims) > 1:
        return ""
    shown = said_short(standings)
    return words.aim_by_place(
        [_at_aim(s, shown) for s in aimed],
        aim=wording.aim_figure(aims.pop()),
        staff=standings[0].staff.name,
    )


def _posts_said(focus: Sequence[PrintedStanding]) -> list[str]:
    """The gaps of the leading staff as posts, where patients are known; else why not."""
    short = [s for s in focus if s.gap and s.gap > 0 and s.rate]
    shown = said_short(focus)
    said = [
        words.gap_in_posts(_at_aim(s, shown), s.patients)
        for s in short
        if s.patients and s.now.measure != "fte"
    ]
    silent = [s for s in short if not s.patients]
    if silent and silent[0].rate:
        far = max(silent, key=lambda s: s.gap or 0)
        said.append(words.no_posts(far.gap or 0, silent[0].rate.decimals))
    return said


def _spread_said(standings: Sequence[PrintedStanding]) -> str:
    spread = printed_spread(standings)
    first = standings[0]
    if spread is None or first.now.measure not in ("rate", "patients_per"):
        return ""
    decimals = spread.highest.now.decimals
    then = None if spread.apart_then is None else wording.number(spread.apart_then, decimals)
    before = first.then.when if first.then else None
    return words.spread_then_and_now(
        first.staff.name, wording.number(spread.apart, decimals), then, first.now.when, before
    )


def _changed(case: PrintedCase) -> list[str]:
    """How many places went which way, staff by staff."""
    said: list[str] = []
    for listed in case.sets.values():
        found = [s.verdict for s in listed if s.verdict and not s.place.around]
        if found:
            counts = {verdict: found.count(verdict) for verdict in found}
            title = staff_title(listed[0].staff)
            again = any(line.startswith(f"{title}: ") for line in said)
            title += f" ({unit_of(listed[0])})" if again else ""
            said.append(f"{title}: {wording.verdicts(counts)}")
    if not said:
        return []
    when = f"From {wording.month(case.oldest or '')} to {wording.month(case.newest or '')}"
    return [f"{when}, as printed. {' '.join(said)}"]


def _repeated(case: PrintedCase) -> list[str]:
    headings = dict.fromkeys(
        s.staff.printed for s in case.standings if s.now.again and s.staff.stem is None
    )
    return [
        f"The heading “{heading}” stands over two blocks of figures. The second block is shown apart, because it "
        "cannot be the same staff."
        for heading in headings
        if heading
    ]


def _changes(question: Question, case: PrintedCase, focus: Sequence[PrintedStanding]) -> Answer:
    moved = [s for s in case.standings if s.then is not None]
    said = _changed(case)
    return Answer(
        question,
        question.place,
        said[0]
        if said
        else "The table prints one time alone, so nothing can be said to have changed.",
        detail=tuple(line for s in case.sets.values() if (line := _spread_said(s))),
        picture=change_picture(focus) if moved else None,
        table=printed_table(
            moved, _name("printed-change", case), "As printed, then and now", about="change"
        )
        if moved
        else None,
        cautions=_cautions(case, focus),
        receipt=_receipt(focus),
        printed_source=question.source,
    )


def _takes(question: Question, case: PrintedCase, focus: Sequence[PrintedStanding]) -> Answer:
    aimed = [s for s in case.standings if s.aim and not s.place.around]
    short = [s for s in focus if s.gap and s.gap > 0]
    known = [s for s in short if s.posts_short is not None]
    return Answer(
        question,
        question.place,
        _takes_said(focus, short, known),
        detail=tuple(_posts_said(focus)),
        table=printed_table(
            aimed, _name("printed-posts", case), "What the aims come to", about="posts"
        )
        if aimed
        else None,
        cautions=(*_aim_cautions(case), *_cautions(case, focus)),
        receipt=_receipt(focus),
        printed_source=question.source,
    )


def _takes_said(
    focus: Sequence[PrintedStanding], short: Sequence[PrintedStanding],
    known: Sequence[PrintedStanding],
) -> str:  # fmt: skip
    shown = said_short(focus)
    if not any(s.aim for s in focus):
        return "Nobody has set an aim for these figures. Give one to see what it would take."
    if not short:
        return "Every place in the table has reached the aim."
    if known:
        total = sum(s.posts_short or 0 for s in known)
        named = wording.listed(
            [f"{shown[s.place.name]} {wording.number(s.posts_short, 1)}" for s in known]
        )
        return f"To reach the aim it takes {wording.posts_phrase(total)} more: {named}."
    far = max(short, key=lambda s: s.gap or 0)
    each = (far.gap or 0) / 10
    return (
        f"For every 10,000 patients, {shown[far.place.name]} lacks {wording.posts_phrase(each)} to the aim. "
        "Give its patients to see the whole."
    )


def _aim_cautions(case: PrintedCase) -> list[str]:
    held = {
        (s.aim, s.staff.printed if not s.aim.same else "", s.staff.name): s.aim
        for s in case.standings
        if s.aim
    }
    whose = [
        words.whose_aim(wording.aim_figure(a.value), a.who, a.by)
        for a in dict.fromkeys(held.values())
    ]
    other = [words.other_count(printed, a.staff) for (_, printed, _), a in held.items() if printed]
    return list(dict.fromkeys([*whose, *other]))


def _cautions(case: PrintedCase, focus: Sequence[PrintedStanding]) -> tuple[str, ...]:
    rule = declared().rules.no_clear_change.relative
    open_ = [
        (q.about, q.taken) for q in questions_of(case.reading) if q.key not in case.reading.told
    ]
    half = max((s.now.half for s in focus), default=0.0)
    moved = any(s.then for s in case.standings)
    return (
        *((f"No clear change means a move of less than {rule:.0%}.",) if moved else ()),
        words.printed_exactness(half),
        *((words.taken_as(open_[:_TAKEN]),) if open_ else ()),
    )


def _receipt(focus: Sequence[PrintedStanding]) -> tuple[str, ...]:
    cells = [f"{s.place.printed}: cell {s.now.cell}, printed {s.now.text}" for s in focus[:12]]
    return (
        *cells,
        "Gap = aim − printed rate. Full-time posts = gap × patients ÷ 100,000, where patients are printed or given.",
    )


def _name(stem: str, case: PrintedCase) -> str:
    times = [t for t in (case.oldest, case.newest) if t]
    return "-".join([stem, *("-to-".join(times).replace("/", "-"),)] if times else [stem])
