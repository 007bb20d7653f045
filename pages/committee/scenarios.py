"""Two scenarios side by side: what they assume differently, and what comes of it."""

from pages.parts import display, scenario_sections, selection, sides

selection.figures()
display.title("Two scenarios side by side")
sides.opened()
scenario_sections.beside()
