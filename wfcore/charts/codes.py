"""An address → the square that a phone's camera opens."""

import segno


def qr_code(address: str) -> str:
    """A QR code as SVG, black on white with the quiet margin that cameras need.

    Args:
        address: what it opens. A longer one makes finer squares; 2,900 letters is the most.

    Raises:
        ValueError: the address is longer than a code can hold.
    """
    code = segno.make(address, error="l", micro=False, boost_error=True)
    return code.svg_inline(scale=6, border=4, light="#FFFFFF", dark="#000000", omitsize=False)
