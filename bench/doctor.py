# pyright: basic
"""Seconds of the table doctor on a large table of a paper, against reading that table alone."""

import random
from collections.abc import Callable

from wfcore.table_checks import diagnose, tables_of

Line = Callable[[str, float, float, float | None], None]
InTurns = Callable[[Callable[[], object], Callable[[], object], int], tuple[float, float]]
ROWS, COLUMNS = 200, 40


def measure(line: Line, in_turns: InTurns) -> None:
    """Print the line about printed tables."""
    data = printed()
    (table,) = tables_of("table.csv", data)
    assert (len(table.rows) + 1, table.width) == (ROWS, COLUMNS)
    line(
        f"doctor on {ROWS} × {COLUMNS} cells, against reading them",
        *in_turns(
            lambda: diagnose(tables_of("table.csv", data)), lambda: tables_of("table.csv", data), 7
        ),
        5,
    )


def printed() -> bytes:
    """Networks and the posts of 38 roles, with totals at the right and below, as CSV."""
    chance = random.Random(7)
    posts = [[chance.randint(0, 9999) for _ in range(COLUMNS - 2)] for _ in range(ROWS - 2)]
    posts = [[*row, sum(row)] for row in posts]
    posts.append([sum(column) for column in zip(*posts, strict=True)])
    names = [*(f"Network {n}" for n in range(1, ROWS - 1)), "Total"]
    lines = [f"March 2025 FTE,{','.join(f'Role {n}' for n in range(1, COLUMNS - 1))},Total"]
    lines += [
        ",".join([name, *(f"{hundredths / 100:.2f}" for hundredths in row)])
        for name, row in zip(names, posts, strict=True)
    ]
    return "\n".join(lines).encode()
