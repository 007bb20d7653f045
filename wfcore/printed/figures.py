"""One printed figure: what was printed, how exactly, of whom, where, and when."""

from dataclasses import dataclass

from wfcore.normalising.printed_words import PrintedMeasure, PrintedStaff
from wfcore.printed.places import PrintedPlace

PER_PATIENTS = 100_000


@dataclass(frozen=True)
class PrintedFigure:
    """A cell of a printed table that is used.

    `text` is what was printed, `value` the number in it, `half` half of its last place. `per`: the
    patients a rate is for. `when`: `YYYY-MM`, `YYYY` or `YYYY/YY`, None where nothing says it. `cell`
    is where it stood; `set_of` names the figures it belongs to, which a question may be about; `again`:
    whether the same heading stood over other figures before; `proposed`: whether the kind of figure
    was proposed from its size.
    """

    text: str
    value: float
    half: float
    decimals: int
    place: PrintedPlace
    staff: PrintedStaff
    measure: PrintedMeasure
    per: int | None
    when: str | None
    cell: str
    set_of: str
    again: bool = False
    proposed: bool = False

    def rate(self, patients: float | None = None) -> "PrintedRate | None":
        """Full-time posts per 100,000 patients; None where that cannot be said of it."""
        if self.measure == "rate" and self.per:
            scale = PER_PATIENTS / self.per
            fine = self.decimals if scale == 1 else max(0, self.decimals - len(str(int(scale))) + 1)
            return PrintedRate(self.value * scale, self.half * scale, max(fine, 1))
        if self.measure == "patients_per" and self.value > self.half:
            least, most = (
                PER_PATIENTS / (self.value + self.half),
                PER_PATIENTS / (self.value - self.half),
            )
            return PrintedRate(PER_PATIENTS / self.value, (most - least) / 2, 2)
        if self.measure == "fte" and patients:
            return PrintedRate(
                self.value / patients * PER_PATIENTS, self.half / patients * PER_PATIENTS, 2
            )
        return None


@dataclass(frozen=True)
class PrintedRate:
    """Full-time posts per 100,000 patients, give or take `half`, read with so many decimals."""

    value: float
    half: float
    decimals: int
