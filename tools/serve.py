"""Start the notebook: python -m tools.serve [options of `streamlit run`].

It is `streamlit run app.py`, but Streamlit is told beforehand that app.py declares the pages. Else,
because there is a folder called `pages`, it takes the notebook for an older kind of app until
somebody has opened it once, and covers the first deep link with a “Page not found” box.
"""

import sys
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

APP = Path(__file__).parent.parent / "app.py"


def main() -> None:
    """Run Streamlit in this process."""
    PagesManager.uses_pages_directory = False
    sys.argv = ["streamlit", "run", str(APP), *sys.argv[1:]]
    cli.main()


if __name__ == "__main__":
    main()
