"""Who leaves, which posts are vacant, and of what kinds the posts are."""

from dataclasses import dataclass

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, capitalised, make_follow_up
from wfcore.answers.choices import Choice
from wfcore.answers.people import inner_level
from wfcore.answers.question import Question
from wfcore.answers.receipts import Sources, sources_of, table_files, unique_files
from wfcore.declared import Metric, declared
from wfcore.people import (
    Turnover,
    VacancyRate,
    profile_of,
    staff_mix,
    turnover_of,
    vacancies_inside,
    vacancies_of,
    whole_group_of,
)
from wfcore.targeting import aims_here
from wfcore.wording import turnover as words

_YEARS = {
    "span": "Year",
    "start": ("Staff at the start", 0),
    "end": ("Staff at the end", 0),
    "joiners": ("Joined", 0),
    "leavers": ("Left", 0),
    "leavers_fte": ("Full-time posts of those who left", 1),
    "value": ("% who left", 1),
}
_PLACES = {
    "area_name": "Place",
    "said": "Vacant full-time posts",
    "in_post": ("Filled full-time posts", 1),
    "value": ("% vacant", 1),
    "answered": "Answered",
}
_AIM = "turnover"  # word of an aim that no metric counts


@dataclass(frozen=True)
class PeopleKnown:
    """Which questions of the page have figures here, in their order, and what those without would show."""

    asked: tuple[str, ...]
    lacking: tuple[str, ...]


def people_known(choice: Choice) -> PeopleKnown:
    """What the page of the people can say of a place; without ages what is known comes first."""
    metric = whole_group_of(choice.metric)
    profile = profile_of(choice.figures, metric, choice.level, choice.code, choice.period)
    brought = [
        kind
        for kind, there in (
            ("turnover", _turnover(choice)),
            ("vacancies", _vacancies(choice)),
        )
        if there is not None
    ]
    if profile.known or profile.hidden:
        return PeopleKnown(("ages", "ageing", "turnover", "vacancies", "mix", "every_role"), ())
    told = {
        "turnover": "who left and who joined",
        "vacancies": "which posts are vacant",
    }
    lacking = [told[kind] for kind in told if kind not in brought]
    ages = f"ages of {metric.short}, with how many may retire before long"
    return PeopleKnown(("mix", *brought, "every_role"), (ages, *lacking))


def _stem(choice: Choice) -> str:
    """The staff count that is looked at; GPs where it is one that nobody counts leavers of."""
    stem = whole_group_of(choice.metric).stem
    return stem if stem in declared().assumptions.counts else "gp"


def _turnover(choice: Choice) -> Turnover | None:
    """Of the staff looked at; of GPs all together, or of everybody, where the return counts these."""
    stem = _stem(choice)
    wider = ["gp", "all"] if stem.startswith("gp") else ["all"]
    tried = dict.fromkeys([stem, *wider])
    found = (
        turnover_of(choice.figures, choice.level, choice.code, choice.period, s) for s in tried
    )
    return next((one for one in found if one is not None), None)


def _vacancies(choice: Choice) -> VacancyRate | None:
    return vacancies_of(choice.figures, choice.metric, choice.level, choice.code, choice.period)


def _noun(staff: str) -> str:
    return "staff" if staff == "all" else declared().metric(f"{staff}_rate").short


def answer_turnover(choice: Choice, question: Question) -> Answer:
    """Leavers of a year over the mean of staff at its start and end, year by year."""
    found = _turnover(choice)
    ask = make_follow_up("who_left", place=choice.name)
    if found is None:
        what = f"how many {_noun(_stem(choice))} left {choice.name}"
        return _nobody(choice, question, what, ask, words.published_leavers(_stem(choice)))
    noun, rows = _noun(found.staff), _years(found, choice.name)
    known = rows.drop_nulls("value")
    return Answer(
        question,
        choice.name,
        words.turnover_verdict(choice.name, noun, found),
        detail=(*words.turnover_detail(found, _aim(choice)), *words.published_leavers(found.staff)),
        picture=charts.trend(known, _share(f"{capitalised(noun)} who left in a year", "staff"))
        if known.height > 1
        else None,
        table=AnswerTable(
            f"turnover-{found.staff}-{choice.code}-{choice.period}",
            f"{capitalised(noun)} who joined and left, {choice.name}",
            rows,
            _YEARS,
        ),
        cautions=words.turnover_cautions(found),
        **_brought(
            choice,
            "joiners_leavers",
            "who joined and left",
            words.turnover_receipt(found),
            invented=found.invented,
        ),
    )


def _years(found: Turnover, place: str) -> pl.DataFrame:
    rows = [
        (
            year.until, place, f"{wording.month(year.since)} to {wording.month(year.until)}",
            year.start, year.end, year.joiners.value, year.leavers.value, year.leavers_fte,
            None if year.rate is None else year.rate * 100,
        )
        for year in found.years
    ]  # fmt: skip
    texts = dict.fromkeys(("period", "area_name", "span"), pl.String)
    numbers = ("start", "end", "joiners", "leavers", "leavers_fte", "value")
    return pl.DataFrame(rows, {**texts, **dict.fromkeys(numbers, pl.Float64)}, orient="row")


def _aim(choice: Choice) -> float | None:
    """The local aim for turnover that holds here, 0 to 1."""
    if choice.period not in choice.figures.periods("practice"):
        return None
    here = aims_here(choice.figures, choice.level, choice.code, choice.period)
    held = [
        a.target for a in here if a.target.metric is None and _AIM in a.target.measure.casefold()
    ]
    return held[0].value / 100 if held and 0 < held[0].value < 100 else None


def answer_vacancies(choice: Choice, question: Question) -> Answer:
    """Vacant posts of the filled and vacant ones, and who answered."""
    found, metric = _vacancies(choice), whole_group_of(choice.metric)
    if found is None:
        ask = make_follow_up("not_all_staff")
        return _nobody(
            choice, question, f"which posts of {metric.short} are vacant in {choice.name}", ask
        )
    inner = inner_level(choice)
    places = (
        vacancies_inside(
            choice.figures, choice.metric, (choice.level, choice.code), inner, choice.period
        )
        if inner
        else []
    )
    rows = _by_place(places)
    known = rows.drop_nulls("value")
    share = _share(f"Vacant posts of {metric.short}", "posts")
    return Answer(
        question,
        choice.name,
        words.vacancies_verdict(choice.name, metric.short, found),
        detail=words.vacancies_detail(found),
        picture=charts.ranking_chart(known, share) if known.height > 1 else None,
        table=AnswerTable(
            f"vacancies-{metric.stem}-{choice.code}-{choice.period}",
            f"Vacant posts of {metric.short}, {choice.name}, {wording.month(choice.period)}",
            rows,
            _PLACES,
        )
        if rows.height
        else None,
        cautions=words.vacancies_cautions(),
        follow_ups=(make_follow_up("not_all_staff"),) if found.answered < found.places else (),
        **_brought(
            choice,
            "vacancies",
            "which posts are vacant",
            words.vacancies_receipt(found),
            invented=found.invented,
        ),
    )


def _by_place(places: list[VacancyRate]) -> pl.DataFrame:
    rows = [
        (
            one.area_code, one.area_name, words.vacancy_said(one), one.in_post if one.rate is not None else None,
            None if one.rate is None else one.rate * 100,
            f"{one.answered} of {one.places} {one.level.plural}" if one.places else "no answer",
        )
        for one in places
    ]  # fmt: skip
    schema = {
        "area_code": pl.String, "area_name": pl.String, "said": pl.String, "in_post": pl.Float64,
        "value": pl.Float64, "answered": pl.String,
    }  # fmt: skip
    found = pl.DataFrame(rows, schema, orient="row")
    return found.sort("value", "area_name", descending=[True, False], nulls_last=True)


def answer_mix(choice: Choice, question: Question) -> Answer:
    """Partners, salaried and other GPs over time; the staff groups where files tell no kinds of GPs."""
    periods = tuple(p for p in choice.periods if p <= choice.period)
    figures, level, code = choice.figures, choice.level, choice.code
    mix = staff_mix(figures, level, code, periods, of_gps=True)
    of_gps = not mix.is_empty() and mix["period"][-1] == choice.period
    if not of_gps:
        mix = staff_mix(figures, level, code, periods, of_gps=False)
    whose = "of GPs" if of_gps else "in practices"
    kinds = pl.Series("area_name", [capitalised(kind) for kind in mix["kind"]], dtype=pl.String)
    months = pl.Series("when", [wording.month(period) for period in mix["period"]], dtype=pl.String)
    course = mix.rename({"share": "value"}).with_columns(kinds, months)
    metric = _share(f"Posts {whose} by kind", f"full-time posts {whose}")
    return Answer(
        question,
        choice.name,
        words.mix_verdict(choice.name, mix, whose),
        picture=charts.trend(course, metric) if mix["period"].n_unique() > 1 else None,
        table=AnswerTable(
            f"mix-{code}-{choice.period}",
            f"Full-time posts {whose} by kind, {choice.name}",
            course,
            {
                "when": "Month",
                "area_name": "Kind",
                "fte": ("Full-time posts", 1),
                "value": ("% of the posts", 1),
            },
        )
        if mix.height
        else None,
        cautions=(
            "Posts are those of practices; networks' own staff are another collection."
            + (" Trainees start in August." if of_gps else ""),
        ),
        **sources_of(choice.receipt(whole_group_of(choice.metric).id)),
    )


def _share(name: str, of: str) -> Metric:
    """A share that is no metric of the notebook, drawn like one."""
    called = {"name": name, "short": name, "unit": f"per cent of {of}"}
    return declared().metric("gp_55plus_share").model_copy(update=called)


def _nobody(
    choice: Choice, question: Question, what: str, ask: FollowUp, detail: tuple[str, ...] = ()
) -> Answer:
    """That nobody brought a figure, and who could tell."""
    return Answer(
        question,
        choice.name,
        words.not_in_these_data(what),
        detail=(f"Who could tell: {ask.who}.", *detail),
        follow_ups=(ask,),
        invented=choice.measure().is_invented,
    )


def _brought(
    choice: Choice, kind: str, use: str, receipt: tuple[str, ...], *, invented: bool
) -> Sources:
    """Where figures come from that an analyst brought, with the staff that they are held against."""
    found = sources_of(choice.receipt(whole_group_of(choice.metric).id))
    files = unique_files((*table_files(choice.figures, kind, use), *found["files"]))
    return Sources(
        receipt=(*receipt, f"Data version {choice.version}"),
        files=files,
        invented=found["invented"] or invented,
    )
