"""Words of printed tables: whom a heading counts, what it counts, which places it names."""

from wfcore.declared.models import Model


class PrintedWords(Model):
    """Words by which the headings of a printed table are read; see `definitions/printed.yaml`."""

    staff: dict[str, list[str]]
    leaves_out: list[str]
    takes_in: list[str]
    trainees: list[str]
    locums: list[str]
    retainers: list[str]
    qualified: list[str]
    everybody: list[str]
    roles: list[str]
    others: list[str]
    not_in_post: list[str]
    in_post: list[str]
    together: list[str]
    silent: list[str]
    measures: dict[str, list[str]]
    patients_of_rate: list[int]
    sizes: dict[str, dict[str, tuple[float, float]]]
    columns: dict[str, list[str]]
    kinds_of_place: dict[str, list[str]]
    around: list[str]
