"""A pen on paper: lines that tremble a little, hatching instead of shading, one accent. Drawn large, then reduced."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw

WIDTH, HEIGHT = 1200, 675
SCALE = 3

PAPER = "#fbf8f1"
SHEET = "#fffdf8"
INK = "#1c1a15"
SOFT = "#8d8675"
HAIR = "#ddd6c6"
SAND = "#efe7d4"
ACCENT = "#0a5a54"
ACCENT_MID = "#5f9a92"
ACCENT_SOFT = "#cfe3de"

# Few colours keep the files small and the hues true: each tone, and what it looks like where a line meets the paper.
_TONES = (PAPER, SHEET, INK, SOFT, HAIR, SAND, ACCENT, ACCENT_MID, ACCENT_SOFT)
_BETWEEN = ((INK, PAPER), (INK, SAND), (INK, ACCENT_SOFT), (ACCENT, PAPER), (ACCENT, ACCENT_SOFT), (SOFT, PAPER))

Point = tuple[float, float]


def _palette() -> Image.Image:
    tones: list[Sequence[int]] = [ImageColor.getrgb(tone) for tone in _TONES]
    for one, other in _BETWEEN:
        pair = zip(ImageColor.getrgb(one), ImageColor.getrgb(other), strict=True)
        tones.append([(a + b) // 2 for a, b in pair])
    image = Image.new("P", (1, 1))
    image.putpalette([channel for tone in tones for channel in tone])
    return image


def box(x: float, y: float, width: float, height: float) -> list[Point]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def ellipse(cx: float, cy: float, rx: float, ry: float, start: float = 0, end: float = 360) -> list[Point]:
    steps = max(12, int(max(rx, ry) * abs(end - start) / 720))
    angles = [math.radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(cx + rx * math.cos(a), cy + ry * math.sin(a)) for a in angles]


class Pen:
    def __init__(self, seed: int, paper: str = PAPER) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), paper)
        self._draw = ImageDraw.Draw(self.image)
        self.random = random.Random(seed)  # noqa: S311  (a trembling hand, not a secret)

    @staticmethod
    def _scaled(points: Sequence[Point]) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]

    def fill(self, points: Sequence[Point], colour: str) -> None:
        self._draw.polygon(self._scaled(points), fill=colour)

    def line(self, points: Sequence[Point], colour: str = INK, width: float = 1.8, tremble: float = 0.7) -> None:
        """A line as a hand draws it: it wanders a little and comes back."""
        path: list[Point] = []
        for (x1, y1), (x2, y2) in pairwise(points):
            steps = max(1, int(math.hypot(x2 - x1, y2 - y1) / 22))
            for i in range(steps):
                t = i / steps
                shake = tremble if i else tremble / 3
                path.append(
                    (
                        x1 + (x2 - x1) * t + self.random.uniform(-shake, shake),
                        y1 + (y2 - y1) * t + self.random.uniform(-shake, shake),
                    )
                )
        path.append(points[-1])
        self._draw.line(self._scaled(path), fill=colour, width=round(width * SCALE), joint="curve")
        radius = width * SCALE / 2
        for x, y in (path[0], path[-1]):
            self._draw.ellipse(
                (x * SCALE - radius, y * SCALE - radius, x * SCALE + radius, y * SCALE + radius), fill=colour
            )

    def shape(self, points: Sequence[Point], colour: str = SHEET, width: float = 1.8, ink: str = INK) -> None:
        """A filled outline."""
        self.fill(points, colour)
        self.line([*points, points[0]], ink, width)

    def hatch(
        self,
        points: Sequence[Point],
        gap: float = 7,
        angle: float = 60,
        colour: str = INK,
        width: float = 1,
    ) -> None:
        """Parallel strokes inside a shape; closer strokes read as deeper shade."""
        mask = Image.new("1", self.image.size, 0)
        ImageDraw.Draw(mask).polygon(self._scaled(points), fill=1)
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        cx, cy = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        reach = math.hypot(max(xs) - min(xs), max(ys) - min(ys)) / 2 + gap
        along = (math.cos(math.radians(angle)), math.sin(math.radians(angle)))
        across = (-along[1], along[0])
        strokes = Image.new("1", self.image.size, 0)
        draw = ImageDraw.Draw(strokes)
        offset = -reach
        while offset < reach:
            jitter = self.random.uniform(-gap / 7, gap / 7)
            ox, oy = cx + across[0] * (offset + jitter), cy + across[1] * (offset + jitter)
            ends = [(ox - along[0] * reach, oy - along[1] * reach), (ox + along[0] * reach, oy + along[1] * reach)]
            draw.line(self._scaled(ends), fill=1, width=round(width * SCALE))
            offset += gap
        both = Image.composite(strokes, Image.new("1", self.image.size, 0), mask)
        self.image.paste(colour, mask=both)

    def save(self, path: Path) -> None:
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small = small.quantize(palette=_palette(), dither=Image.Dither.NONE)
        # Lossless: half the size of the same picture as PNG, and no smear around the lines.
        small.convert("RGB").save(path, "WEBP", lossless=True, quality=100, method=6)
