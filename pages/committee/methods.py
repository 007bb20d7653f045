"""How the numbers are made: definitions, worked examples, words, sources, known limits."""

from pages.parts import display, method_sections, selection

figures = selection.figures()
display.title("How the numbers are made")
display.lead(
    "Every figure is staff divided by patients, over the practices or networks that reported both."
)
display.say(
    "Each definition below has a worked example. The example is run as a test every time the software changes."
)
method_sections.counted()
method_sections.targets(figures)
method_sections.projections()
method_sections.limits()
method_sections.files()
method_sections.words_used()
method_sections.guides()
