"""Start the notebook: python -m tools.serve [options of `streamlit run`]."""

import sys
from pathlib import Path

from streamlit.web import cli

APP = Path(__file__).parent.parent / "asgi.py"


def main() -> None:
    """Run Streamlit in this process."""
    sys.argv = ["streamlit", "run", str(APP), *sys.argv[1:]]
    cli.main()


if __name__ == "__main__":
    main()
