"""A QR code, read back by a decoder that had no part in making it."""

import re

import numpy as np
import pytest
import zxingcpp

from wfcore.charts import qr_code


def read_back(svg: str) -> str:
    """Draw the strokes of the SVG on a grid and hand that to the decoder."""
    scale = int(re.search(r"scale\((\d+)\)", svg)[1])
    side = int(re.search(r'width="(\d+)"', svg)[1]) // scale
    grid = np.full((side, side), 255, dtype=np.uint8)
    (path,) = re.findall(
        r'class="qrline" stroke="#000000" d="([^"]+)"|stroke="#000" [^>]*d="([^"]+)"', svg
    )
    x = y = 0.0
    for move, numbers in re.findall(r"([Mmh])([-\d. ]+)", next(filter(None, path))):
        values = [float(n) for n in numbers.split()]
        if move == "M":
            x, y = values
        elif move == "m":
            x, y = x + values[0], y + values[1]
        else:
            grid[int(y), int(x) : int(x + values[0])] = 0
            x += values[0]
    (found,) = zxingcpp.read_barcodes(np.kron(grid, np.ones((4, 4), dtype=np.uint8)))
    return found.text


@pytest.mark.parametrize(
    "address",
    [
        "https://workforce.example.nhs.uk/meeting?version=3&place=E09000016",
        "https://workforce.example.nhs.uk/meeting?"
        + "&".join(f"key{i}=value%20{i}" for i in range(60)),
    ],
)
def test_a_camera_reads_the_address(address: str):
    assert read_back(qr_code(address)) == address


def test_an_address_too_long_for_any_code_is_refused():
    with pytest.raises(ValueError, match="data"):
        qr_code("x" * 3000)
