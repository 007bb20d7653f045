"""Who is leaving, who is coming? Ages and hours, where the oldest are, and every role."""

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import Answer, AnswerTable, capitalised, make_follow_up
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.receipts import Sources, sources_of
from wfcore.declared import Metric, declared
from wfcore.geography import Level, display_name
from wfcore.measuring import units_inside
from wfcore.people import (
    AgeBand,
    Profile,
    RoleCount,
    profile_of,
    profiles_inside,
    role_counts,
    whole_group_of,
)

_PER = 100_000
_PER_SMALL = 1_000
_ROLES = {
    "group": pl.String, "name": pl.String, "fte": pl.Float64, "rate": pl.Float64, "each": pl.Float64,
    "small": pl.Float64, "before": pl.Float64, "change": pl.Float64,
}  # fmt: skip


def answer_ages(choice: Choice, question: Question) -> Answer:
    """People of the staff group by age and sex, and how many days a week they work."""
    metric = whole_group_of(choice.metric)
    profile = profile_of(choice.figures, metric, choice.level, choice.code, choice.period)
    noun, when = metric.short, wording.month(choice.period)
    return Answer(
        question,
        choice.name,
        wording.ages_verdict(choice.name, noun, choice.period, profile),
        detail=(*_of_whole(choice.metric, metric), *wording.ages_detail(noun, profile)),
        picture=_pyramid(choice, noun, profile) if profile.bands else None,
        table=AnswerTable(
            f"ages-{metric.stem}-{choice.code}-{choice.period}",
            f"{capitalised(noun)} by age, {choice.name}, {when}",
            _bands(profile),
            {
                "band": "Age",
                "women": ("Women", 0),
                "men": ("Men", 0),
                "people": ("People", 0),
                "share": ("% of known ages", 0),
            },
        )
        if profile.bands
        else None,
        cautions=_counted_twice() if profile.bands else (),
        follow_ups=(make_follow_up("who_left", place=choice.name),),
        **_sources(choice, metric),
    )


def answer_ageing(choice: Choice, question: Question) -> Answer:
    """The share of people aged 55 or older in each place inside this one, and the people behind it."""
    metric, inner = whole_group_of(choice.metric), inner_level(choice)
    profiles = (
        profiles_inside(
            choice.figures, metric, inner, choice.period, units_inside(choice.level, choice.code)
        )
        if inner
        else []
    )
    profiles.sort(key=lambda p: (p.share_55 is None, -(p.share_55 or 0), p.area_name))
    called = choice.kinds(inner) if inner else "places"
    shares = _shares(profiles)
    known = shares.filter(pl.col("value").is_not_null())
    share = _older_share(metric.short)
    return Answer(
        question,
        choice.name,
        wording.ageing_verdict(metric.short, called, profiles),
        detail=(*_of_whole(choice.metric, metric), *wording.ageing_detail(profiles, called)),
        picture=charts.ranking_chart(known, share) if known.height else None,
        table=AnswerTable(
            f"ageing-{metric.stem}-{inner}-{choice.code}-{choice.period}",
            f"{capitalised(metric.short)} aged 55 or older, {called} in {choice.name}, {wording.month(choice.period)}",
            shares,
            {
                "area_name": "Place",
                "known": ("People of known age", 0),
                "aged_55": ("55 or older", 0),
                "value": ("% 55 or older", 1),
                "aged_60": ("60 or older", 0),
                "unknown": ("Age not known", 0),
            },
        )
        if known.height
        else None,
        cautions=_counted_twice() if known.height else (),
        **_sources(choice, metric),
    )


def answer_every_role(choice: Choice, question: Question) -> Answer:
    """Every role that the file counts: posts, posts for the patients, patients for each post."""
    now = role_counts(choice.figures, choice.level, choice.code, choice.period)
    start = question.since or (before[0] if (before := choice.before()) else None)
    then = role_counts(choice.figures, choice.level, choice.code, start) if start else {}
    roles = [count for (_, role), count in now.items() if role != "all"]
    pairs = [(count, then[key]) for key, count in now.items() if key in then and key[1] != "all"]
    table = _roles(now, then)
    return Answer(
        question,
        choice.name,
        wording.roles_verdict(choice.name, choice.period, roles),
        detail=wording.roles_moved(start, pairs, _PER) if start else (),
        table=AnswerTable(
            f"roles-{choice.code}-{choice.period}",
            f"Staff of practices by role, {choice.name}, {wording.month(choice.period)}",
            table,
            {
                "group": "Staff group",
                "name": "Role",
                "fte": ("Full-time posts", 1),
                "rate": ("For every 100,000 patients", 1),
                "small": ("For every 1,000 patients", 3),
                "each": ("Patients for each post", 0),
                **({"change": (f"Since {wording.month(start)}", 1)} if pairs and start else {}),
            },
            differences={"change": ("rate", "before")} if pairs else {},
        )
        if now
        else None,
        cautions=(
            (
                "Each role is counted in the practices that reported its staff group; networks' own staff "
                "are another collection."
            ),
        ),
        **_sources(choice, whole_group_of(choice.metric)),
    )


def _of_whole(asked: Metric, metric: Metric) -> tuple[str, ...]:
    roles = asked.quantity is not None and asked.quantity.roles
    return wording.of_whole_groups(asked.short, metric.short) if roles else ()


def inner_level(choice: Choice) -> Level | None:
    """Networks where a board knows them by name, larger places beyond; never single practices."""
    wider = choice.level in (Level.REGION, Level.ENGLAND)
    return next(
        (level for level in choice.inside() if level is (Level.ICB if wider else Level.PCN)), None
    )


def _older_share(noun: str) -> Metric:
    """The share of those aged 55 and over as a metric, called after the staff it is about."""
    called = {"name": f"{noun} aged 55 and over", "unit": f"per cent of {noun} of known age"}
    return declared().metric("gp_55plus_share").model_copy(update=called)


def _sources(choice: Choice, metric: Metric) -> Sources:
    return sources_of(choice.receipt(metric.id))


def _counted_twice() -> tuple[str, ...]:
    return (
        (
            "People are counted in practices: somebody who works in two counts twice. "
            f"Fewer than {declared().rules.disclosure.personal_base} people are never shown by age."
        ),
    )


def _bands(profile: Profile) -> pl.DataFrame:
    rows = [
        (
            wording.band_name(band.band),
            band.women,
            band.men,
            band.people,
            None
            if band.band == "unknown" or not profile.known
            else band.people / profile.known * 100,
        )
        for band in _printed(profile)
    ]
    schema = {"band": pl.String, **dict.fromkeys(("women", "men", "people", "share"), pl.Float64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _printed(profile: Profile) -> list[AgeBand]:
    """The bands without those at the ends that nobody is in; of unknown age only where there are some."""
    bands = [band for band in profile.bands if band.band != "unknown"]
    filled = [at for at, band in enumerate(bands) if band.people]
    bands = bands[filled[0] : filled[-1] + 1] if filled else bands
    return [*bands, *(band for band in profile.bands if band.band == "unknown" and band.people)]


def _pyramid(choice: Choice, noun: str, profile: Profile) -> charts.Chart:
    """The oldest at the top; those of unknown age below all."""
    older = set(declared().staff.aged_55_plus)
    printed = _printed(profile)
    bands = [b for b in reversed(printed) if b.band != "unknown"]
    bands += [b for b in printed if b.band == "unknown"]
    rows = [(wording.band_name(b.band), b.people, b.women, b.men, b.band in older) for b in bands]
    schema = {
        "band": pl.String, **dict.fromkeys(("people", "women", "men"), pl.Float64), "older": pl.Boolean,
    }  # fmt: skip
    return charts.pyramid(
        pl.DataFrame(rows, schema=schema, orient="row"),
        f"{capitalised(noun)} in {choice.name} by age, {wording.month(choice.period)}. Darker bars are 55 or older.",
        patients=profile.patients,
        covered=profile.share_covered,
    )


def _shares(profiles: list[Profile]) -> pl.DataFrame:
    rows = [
        (
            p.area_code,
            display_name(p.area_name),
            p.known,
            p.aged_55,
            None if p.share_55 is None else p.share_55 * 100,
            p.aged_60,
            p.unknown,
            p.patients,
            p.share_covered,
        )
        for p in profiles
    ]
    numbers = ("known", "aged_55", "value", "aged_60", "unknown", "patients", "coverage_patients")
    schema = {"area_code": pl.String, "area_name": pl.String, **dict.fromkeys(numbers, pl.Float64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _roles(
    now: dict[tuple[str, str], RoleCount], then: dict[tuple[str, str], RoleCount]
) -> pl.DataFrame:
    """The roles that somebody holds, or held, each group's sum before them."""
    groups = declared().staff.groups
    rows: list[tuple[object, ...]] = []
    for (group, role), count in now.items():
        before = then.get((group, role))
        rate, rate_then = count.per(_PER), before.per(_PER) if before else None
        if role != "all" and not count.fte and not (before and before.fte):
            continue
        name = "All of them" if role == "all" else capitalised(count.name)
        change = None if rate is None or rate_then is None else rate - rate_then
        rows.append(
            (
                capitalised(groups[group].name),
                name,
                count.fte,
                rate,
                count.patients_each,
                count.per(_PER_SMALL),
                rate_then,
                change,
            )
        )
    return pl.DataFrame(rows, schema=_ROLES, orient="row")
