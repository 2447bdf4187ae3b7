"""What the style sheets promise: size, contrast, no left and right, nothing from elsewhere."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
SCREEN = [sheet for sheet in SHEETS if sheet.name != "print.css"]
KILOBYTE = 1024
PHYSICAL = re.compile(
    r"(?<![\w-])(margin|padding|border|inset)-(left|right|top|bottom)\b|(?<![\w-])(left|right|width|height):"
)


def tokens(scheme: int) -> dict[str, str]:
    """Colours of tokens.css, by name; scheme 0 is day and 1 is night."""
    text = (STATIC / "css" / "tokens.css").read_text()
    text = text[: text.index("prefers-contrast")]
    return {
        name: pair.split(",")[scheme].strip() for name, pair in re.findall(r"--([\w-]+): light-dark\(([^)]+)\)", text)
    }


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TEXT_PAIRS = [
    *(
        (text, ground)
        for text in ("ink", "soft", "accent", "accent-deep")
        for ground in ("paper", "sheet", "accent-soft")
    ),
    *((text, ground) for text in ("warn", "ins", "del") for ground in ("paper", "sheet", f"{text}-soft")),
    *(("ink", ground) for ground in ("warn-soft", "ins-soft", "del-soft")),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("paper", "del"),
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_stands_out(text: str, ground: str, scheme: int) -> None:
    colours = tokens(scheme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize("ground", ["paper", "sheet"])
def test_borders_of_controls_stand_out(ground: str, scheme: int) -> None:
    colours = tokens(scheme)
    assert contrast(colours["line"], colours[ground]) >= 3


def test_all_sheets_of_a_page_are_small() -> None:
    assert sum(sheet.stat().st_size for sheet in SCREEN) < 32 * KILOBYTE


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sheet_is_logical_and_self_contained(sheet: Path) -> None:
    text = sheet.read_text()
    assert not PHYSICAL.search(re.sub(r"\(\s*(min|max)-(width|height)[^)]*\)", "", text))
    assert "@import" not in text
    assert "http" not in text.replace('href^="http"', "")


def test_fonts_are_small_and_licensed() -> None:
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    # Those for print stand in a PDF; no page sends them to a reader.
    on_screen = [font for font in fonts if not font.name.startswith("print-")]
    assert len(on_screen) == 4
    assert "fonts/print-" not in "".join(sheet.read_text() for sheet in (STATIC / "css").rglob("*.css"))
    assert all(font.stat().st_size < 45_000 for font in fonts)
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text()


def test_scripts_stay_on_this_host() -> None:
    for script in (STATIC / "js").glob("*.js"):
        text = script.read_text()
        assert "http" not in text
        assert "innerHTML" not in text
