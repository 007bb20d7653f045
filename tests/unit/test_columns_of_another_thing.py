"""Weights, scores, aims and figures of then with a point lost, a column emptied or another thing in it."""

import pytest

from tests.unit.making import checked, codes_of, csv_text, recommendations_csv, targets_csv

WEIGHTS = ["PERIOD", "SOURCE", "PRACTICE_CODE", "REGISTERED", "WEIGHTED"]
SCORES = ["SOURCE", "PRACTICE_CODE", "YEAR", "SCORE"]


def weighted(**changed: float | str) -> str:
    """Thirty practices of 6,000 to 8,900 patients that weigh 0.9, 1 and 1.1 each; `first` and `every` change it."""
    rows: list[tuple[object, ...]] = []
    for n in range(30):
        size = 6000 + 100 * n
        weight: object = size * (0.9, 1, 1.1)[n % 3]
        if "every" in changed:
            weight = (
                changed["every"] if isinstance(changed["every"], str) else size * changed["every"]
            )
        if n == 0 and "first" in changed:
            weight = changed["first"]
        rows.append(("2023-03", "nhs_payments", f"A{n:05d}", size, weight))
    return csv_text(WEIGHTS, rows)


def scored(score: float | str | None = None, first: float | None = None) -> str:
    """Thirty practices with scores of 10.5 to 39.5, or all with one; `first` changes the first."""
    scores: list[object] = [10.5 + n if score is None else score for n in range(30)]
    if first is not None:
        scores[0] = first
    return csv_text(SCORES, (("imd_practice", f"A{n:05d}", 2025, s) for n, s in enumerate(scores)))


def deciles() -> str:
    return csv_text(SCORES, (("imd_practice", f"A{n:05d}", 2025, 1 + n % 10) for n in range(30)))


@pytest.mark.parametrize(
    ("text", "code", "severity"),
    [
        (weighted(), "", ""),
        (weighted(first=60_000), "implausible_weights", "warns"),
        (weighted(first=600), "implausible_weights", "warns"),
        (weighted(first=""), "weights_missing", "warns"),
        (weighted(every="0"), "weights_missing", "warns"),
        (weighted(every=1000.0), "weights_do_not_even_out", "warns"),
        (weighted(every=0.6), "weights_do_not_even_out", "warns"),
        (scored(), "", ""),
        (scored(0), "implausible_scores", "warns"),
        (scored(first=0.03), "implausible_scores", "warns"),
        (scored(first=95), "implausible_scores", "warns"),
        (scored(""), "missing_scores", "warns"),
        (deciles(), "deciles_for_scores", "blocks"),
        (targets_csv([{"metric": "gp_excl_trainees_rate", "value": 44}]), "", ""),
        (targets_csv([{"metric": "gp_excl_trainees_rate", "value": 440}]), "aim_unusual", "warns"),
        (targets_csv([{"metric": "gp_excl_trainees_rate", "value": 4.4}]), "aim_unusual", "warns"),
        (recommendations_csv([{"metric": "gp_rate", "number_then": 41.5}]), "", ""),
        (recommendations_csv([{"metric": "gp_rate", "number_then": 415}]), "number_then_unusual", "warns"),
    ],
)  # fmt: skip
def test_each_is_told(text: str, code: str, severity: str):
    found = {c: s for c, s in codes_of(checked(text)[1]).items() if c in KINDS}
    assert found.get(code, "") == severity
    assert bool(found) is bool(code)


KINDS = {
    "implausible_weights", "weights_missing", "weights_do_not_even_out", "implausible_scores", "missing_scores",
    "deciles_for_scores", "aim_unusual", "number_then_unusual",
}  # fmt: skip
