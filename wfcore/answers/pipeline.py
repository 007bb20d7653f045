"""Where do the next ones come from? Who teaches, who qualifies, who stays, and what posts were promised."""

from collections.abc import Sequence

import polars as pl

from wfcore import charts
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, make_follow_up
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.receipts import Sources, sources_of, table_files, unique_files
from wfcore.declared import declared
from wfcore.measuring.disclosure import Count
from wfcore.measuring.local_rows import rows_brought
from wfcore.pipeline import (
    CONVERSION,
    ProgrammePosts,
    PromisedPosts,
    Qualifying,
    TaughtGroup,
    Teaching,
    YearOfLearners,
    aim_for,
    conversion,
    groups_of_learners,
    practices_now,
    programme_posts,
    qualifying,
    teaching,
)
from wfcore.targeting import Target
from wfcore.wording import pipeline as words

_NUMBER = pl.Float64


def answer_teaching(choice: Choice, question: Question) -> Answer:
    """Which practices and networks teach, could, and do not; by the practice file, who has GP trainees now."""
    at = (choice.figures, choice.level, choice.code, choice.period)
    found, now = teaching(*at), practices_now(*at)
    plural = choice.kinds(found.level) if found and found.places else "places"
    counts = (
        [c for place in found.places for g in place.groups for c in _people(g)] if found else []
    )
    return Answer(
        question,
        choice.name,
        words.teaching_verdict(choice.name, choice.period, plural, found, now),
        detail=words.teaching_detail(choice.name, choice.period, found, now),
        picture=_taught_picture(choice, found) if found else None,
        table=_teaching_table(choice, found) if found else None,
        cautions=words.hidden_counts(counts),
        follow_ups=() if found else (_ask(choice, "who teaches, and how many learners they could take"),),
        **_sources(choice, "supervision", brought=found is not None),
    )  # fmt: skip


def answer_qualifying(choice: Choice, question: Question) -> Answer:
    """Learners by the year they qualify in, with the years that nobody printed, and how many would stay."""
    at = (choice.figures, choice.level, choice.code, choice.period)
    groups = [g for group in groups_of_learners(*at) if (g := qualifying(*at, group))]
    what = "how many learners qualify"
    if not groups:
        return _nothing(choice, question, what)
    aim = _aim(choice, CONVERSION)
    first = groups[0]
    counts = [
        c
        for g in groups
        for y in g.years
        for c in (y.in_training, y.qualify, *(c for _, c in y.routes))
    ]
    return Answer(
        question,
        choice.name,
        words.qualifying_verdict(choice.name, first, aim.value if aim else None),
        detail=words.qualifying_detail(
            first, aim.value if aim else None, choice.kinds(first.level)
        ),
        picture=charts.fillings(
            [_year_row(first, one) for one in first.years],
            f"{first.name} in {choice.name} by year: those in training, and of them those who qualify.",
        ),
        table=_learners_table(choice, groups),
        cautions=words.hidden_counts(counts),
        **_sources(choice, "learners"),
    )  # fmt: skip


def answer_conversion(choice: Choice, question: Question) -> Answer:
    """Of the GPs who qualified, the share that stayed, against the aim."""
    found = conversion(choice.figures, choice.level, choice.code, choice.period)
    if found is None:
        return _nothing(choice, question, "who stays after training")
    aim = _aim(choice, CONVERSION)
    counts = [c for one in found.cohorts for c in (one.qualified, one.stayed, one.in_icb, one.unknown)]  # fmt: skip
    rows = [
        (
            one.cohort, one.qualified.value, one.stayed.value, one.in_icb.value, one.unknown.value,
            _why(one.qualified, one.stayed),
        )
        for one in found.cohorts
    ]  # fmt: skip
    return Answer(
        question,
        choice.name,
        words.conversion_verdict(choice.name, found, aim.value if aim else None),
        detail=words.conversion_detail(found, choice.kinds(found.level)),
        picture=charts.fillings(
            [_part(one.cohort, one.qualified, one.stayed, "stayed") for one in found.cohorts],
            f"GPs who qualified in {choice.name} by year, and of them those who stayed.",
        ),
        table=_table(
            choice, "stayed", "GPs who qualified, and where they went", rows,
            {"cohort": "Qualified in", "qualified": ("Qualified", 0), "stayed": ("Stayed here", 0),
             "icb": ("Stayed in the ICB", 0), "unknown": ("Not known", 0), "note": "Note"},
        ),
        cautions=words.hidden_counts(counts),
        **_sources(choice, "stayed"),
    )  # fmt: skip


def answer_programme_posts(choice: Choice, question: Question) -> Answer:
    """SPIN, fellowship and apprenticeship posts, filled against promised."""
    found = programme_posts(choice.figures, choice.level, choice.code, choice.period)
    if found is None:
        return _nothing(choice, question, "which promised posts are filled")
    named = {"place": "Place", "programme": "Programme", "role": "Role"}
    counted = {"promised": ("Promised", 0), "filled": ("Filled", 0), "note": "Note"}
    rows = [
        (place, one.name, one.role, one.promised, one.filled.value, _why(one.filled))
        for place, posts in found.by_place
        for one in posts
    ]
    aims = [aim for key in declared().pipeline.programmes if (aim := _aim(choice, key))]
    return Answer(
        question,
        choice.name,
        words.programme_verdict(choice.name, found),
        detail=(*map(words.aim_of_posts, aims), *words.programme_detail(found)),
        picture=charts.fillings(
            [_promised(one) for one in found.posts],
            f"Posts promised in {choice.name} by programme, and of them those that somebody holds.",
        ),
        table=_table(choice, "programmes", "Posts promised and filled", rows, {**named, **counted}),
        cautions=words.hidden_counts(_filled(found)),
        **_sources(choice, "programme_posts"),
    )


def _filled(found: ProgrammePosts) -> list[Count]:
    return [one.filled for _, posts in found.by_place for one in posts]


def _nothing(choice: Choice, question: Question, what: str) -> Answer:
    """Nobody brought the table: what it would say, and who could tell."""
    return Answer(
        question,
        choice.name,
        words.not_brought(choice.name, what),
        detail=(words.who_could_tell(),),
        follow_ups=(_ask(choice, what),),
        **sources_of(choice.receipt()),
    )


def _ask(choice: Choice, what: str) -> FollowUp:
    return make_follow_up("pipeline_not_brought", place=choice.name, what=what)


def _aim(choice: Choice, about: str) -> Target | None:
    return aim_for(choice.figures, about, choice.level, choice.code, choice.period)


def _sources(choice: Choice, kind: str, *, brought: bool = True) -> Sources:
    """The table that was brought; beside it the practice file, of those that teach."""
    known = sources_of(choice.receipt()) if kind == "supervision" else None
    mine = table_files(choice.figures, kind, "the table") if brought else ()
    source = declared().sources[kind]
    line = (f"{source.title}: as brought; sums hold whole groups of small numbers.",) if brought else ()  # fmt: skip
    rows = rows_brought(choice.figures, kind).frame
    code = rows.filter(pl.col("place_code") == choice.code)
    return Sources(
        receipt=(*line, *(known["receipt"] if known else ())),
        files=unique_files((*mine, *(known["files"] if known else ()))),
        invented=choice.measure().is_invented or bool(code["invented"].any()),
    )


def _why(*counts: Count) -> str:
    if any(count.hidden for count in counts):
        return words.HIDDEN
    return words.NOT_PRINTED if any(count.value is None for count in counts) else ""


def _part(name: str, whole: Count, part: Count, verb: str) -> charts.Filling:
    """A row of a picture in which people are a part of people."""
    if whole.value is None and part.value is None:
        why = _why(whole, part)
        return charts.Filling(name, None, None, why, f"{name}: {why}.")
    if whole.value is None:
        said = f"{words.count_words(part)} {verb}"
    elif part.value is None:
        said = f"{words.count_words(whole)}; {verb}: {_why(part)}"
    else:
        said = f"{words.count_words(part)} of {words.count_words(whole)} {verb}"
    return charts.Filling(name, whole.value, part.value, said, f"{name}: {said}.")


def _year_row(found: Qualifying, year: YearOfLearners) -> charts.Filling:
    if not found.printed:
        return _part(year.year, year.in_training, Count(), "qualify")
    return _part(year.year, year.in_training, year.qualify, "qualify")


def _promised(post: PromisedPosts) -> charts.Filling:
    return _part(words.post_name(post), Count(post.promised), post.filled, "filled")


def _taught_picture(choice: Choice, found: Teaching) -> charts.Chart:
    """Places for learners and learners, network by network; of one place by profession."""
    rows = [
        _taught_row(place.name if len(found.places) > 1 else group.name, group, many=len(place.groups) > 1)
        for place in found.places
        for group in place.groups
    ]  # fmt: skip
    return charts.fillings(rows, f"Places for learners in {choice.name}, and the learners there.")


def _taught_row(name: str, group: TaughtGroup, *, many: bool) -> charts.Filling:
    called = f"{name}, {group.name}" if many and name != group.name else name
    return _part(called, Count(group.capacity), group.learners, "places taken")


def _people(group: TaughtGroup) -> tuple[Count, ...]:
    return group.educators, group.learners, group.aged_55


def _teaching_table(choice: Choice, found: Teaching) -> AnswerTable:
    rows = [
        (
            place.name, place.status, group.name, group.educators.value, group.aged_55.value,
            group.capacity, group.learners.value, group.rooms, _why(group.educators, group.learners),
        )
        for place in found.places
        for group in place.groups
    ]  # fmt: skip
    headings: dict[str, str | tuple[str, int]] = {
        "place": "Place", "teaches": "Teaches?", "group": "Who is taught", "educators": ("Educators", 0),
        "aged": ("55 or older", 0), "capacity": ("Places", 0), "learners": ("Learners", 0),
        "rooms": ("Rooms", 0), "note": "Note",
    }  # fmt: skip
    return _table(choice, "teaching", "Who teaches, and for how many there is room", rows, headings)


def _learners_table(choice: Choice, groups: Sequence[Qualifying]) -> AnswerTable:
    rows = [
        (
            group.name, year.year, year.in_training.value, year.qualify.value,
            ", ".join(words.route_words(route, count) for route, count in year.routes)
            or _why(year.qualify if group.printed else year.in_training),
        )
        for group in groups
        for year in group.years
    ]  # fmt: skip
    headings: dict[str, str | tuple[str, int]] = {
        "group": "Learners", "year": "Year", "training": ("In training", 0), "qualify": ("Qualify", 0),
        "note": "Routes, or why there is no figure",
    }  # fmt: skip
    return _table(choice, "learners", "Learners by year", rows, headings)


def _table(
    choice: Choice,
    name: str,
    caption: str,
    rows: Sequence[tuple[object, ...]],
    headings: dict[str, str | tuple[str, int]],
) -> AnswerTable:
    schema = {k: pl.String if isinstance(h, str) else _NUMBER for k, h in headings.items()}
    return AnswerTable(
        f"{name}-{choice.code}",
        f"{caption}, {choice.name}",
        pl.DataFrame(rows, schema=schema, orient="row"),
        headings,
    )


# What each table would say, for a page that has nothing of it.
_SAID = {
    "teaching": "who teaches",
    "qualifying": "how many qualify",
    "conversion": "how many stay",
    "programme_posts": "which posts are filled",
}


def brought_kinds(choice: Choice) -> tuple[str, ...]:
    """The questions that somebody brought a table for, of this place; who teaches GPs now the practice file says."""
    at = (choice.figures, choice.level, choice.code, choice.period)
    found = {
        "teaching": teaching(*at),
        "qualifying": groups_of_learners(*at),
        "conversion": conversion(*at),
        "programme_posts": programme_posts(*at),
    }
    return tuple(kind for kind, there in found.items() if there)


def lacking_words(choice: Choice) -> tuple[str, ...]:
    """What the tables would say that nobody brought."""
    there = brought_kinds(choice)
    return tuple(said for kind, said in _SAID.items() if kind not in there)
