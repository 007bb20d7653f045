"""What about additional roles? Plan, in post and claimed; the money, and what is left of it."""

from pages.parts import display, roles, sections, selection
from wfcore.answers import standard_questions
from wfcore.geography import Level

LEVELS = (Level.ICB, Level.BOROUGH, Level.GROUP, Level.PCN)

choice = selection.choose(levels=LEVELS, about="Additional roles", only="pcn_staff_rate")
display.title("What about additional roles?")
options, report = roles.choose_options(choice)
first, *others = standard_questions(
    choice, ("roles", "role_networks", "role_falls", "role_money", "role_claims", "role_staff")
)
display.invented_banner("invented" if report.invented else "")
sections.section(choice, first.but(options=options), lead=True, whole=True)
for question in others:
    sections.section(choice, question.but(options=options), whole=True)
start = roles.choose_start(report, options)
for question in standard_questions(choice, ("role_buys", "role_starts", "role_years")):
    sections.in_fold(
        choice,
        question.but(options=start),
        expanded=choice.level is Level.PCN and question.kind != "role_years",
    )
roles.paper(choice, report)
sections.receipts(choice, ["pcn_staff_fte", "pcn_dpc_fte"], report.in_post_period)
