"""What the people of Port Zeitoun said, one JSON file per part of a document. Invented words of invented people."""

import json
from pathlib import Path

from hub.demo.content.shapes import Said

_FOLDER = Path(__file__).parent


def _read(*names: str) -> tuple[Said, ...]:
    return tuple(Said(**row) for name in names for row in json.loads((_FOLDER / f"{name}.json").read_text("utf-8")))


SAID: dict[str, tuple[Said, ...]] = {
    "public-spaces": _read("public_spaces_use", "public_spaces_trade", "public_spaces_final"),
    "cooler-city": _read("cooler_city"),
}
