"""Writes docs/reference/answer.schema.json, the shape of `python -m wfcore answer … --json`.

`python -m tools.answer_schema` writes it; with `--check` it only says whether it is up to date.
"""

import json
import sys
from pathlib import Path

from wfcore.answers import AnswerDocument

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "answer.schema.json"


def schema() -> str:
    """The whole of docs/reference/answer.schema.json."""
    shape = AnswerDocument.model_json_schema(mode="serialization")
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **shape}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the schema, or compare with it."""
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != schema():
            raise SystemExit(
                f"{PAGE.name} is not what the code says: python -m tools.answer_schema"
            )
        return
    PAGE.write_text(schema(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} written.")


if __name__ == "__main__":
    main()
