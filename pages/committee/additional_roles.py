"""What about additional roles? Plan, in post and claimed; the money, and what is left of it."""

from pages.parts import display, roles, sections, selection
from wfcore.answers import standard_questions
from wfcore.geography import Level

LEVELS = (Level.REGION, Level.ICB, Level.SUB_ICB, Level.BOROUGH, Level.GROUP, Level.PCN)

choice = selection.choose(levels=LEVELS, about="Additional roles", only="pcn_staff_rate")
display.title("What about additional roles?")
options, report, boxes = roles.choose_options(choice)
first, *others = standard_questions(choice, ("roles", "role_networks", "role_money"))
display.invented_banner("invented" if report.invented else "")
sections.section(choice, first.but(options=options), lead=True, whole=True)
for question in others:
    sections.section(choice, question.but(options=options))
start, more = roles.choose_start(report, options)
roles.draw_choices(report, [*boxes, *more])
FOLDED = (
    "role_buys", "role_starts", "role_claims", "role_spend", "role_staff", "role_falls", "role_plans",
    "role_plan_falls", "role_years",
)  # fmt: skip
for question in standard_questions(choice, FOLDED):
    sections.in_fold(
        choice,
        question.but(options=start),
        expanded=choice.level is Level.PCN and question.kind in FOLDED[:2],
    )
for question in standard_questions(choice, ["role_growth"]):
    roles.growth(choice, question)
roles.paper(choice, report)
sections.receipts(choice, ["pcn_staff_fte", "pcn_dpc_fte"], report.in_post_period)
