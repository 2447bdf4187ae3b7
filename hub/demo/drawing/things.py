"""What one meets in the streets of Port Zeitoun: houses, trees, people, boats, awnings."""

from __future__ import annotations

import math

from hub.demo.drawing.pen import (
    ACCENT,
    ACCENT_MID,
    ACCENT_SOFT,
    HAIR,
    INK,
    PAPER,
    SAND,
    SHEET,
    SOFT,
    Pen,
    Point,
    box,
    ellipse,
)


def arch(x: float, y: float, width: float, height: float) -> list[Point]:
    """An opening with a round head; (x, y) is the foot on the left."""
    radius = width / 2
    spring = y - height + radius
    return [(x, y), *ellipse(x + radius, spring, radius, radius, 180, 360), (x + width, y)]


def house(pen: Pen, x: float, y: float, width: float, height: float, *, dome: bool = False, shade: float = 0.3) -> None:
    """A white cube with its foot at `y`, in shade on its right."""
    if dome:
        radius = width * 0.32
        pen.shape(ellipse(x + width / 2, y - height, radius, radius, 180, 360), SHEET, 1.5)
    pen.shape(box(x, y - height, width, height), SHEET, 1.6)
    pen.hatch(box(x + width * (1 - shade), y - height, width * shade, height), 6, 62, SOFT, 0.8)
    pen.line([(x - 3, y - height), (x + width + 3, y - height)], INK, 2.6)
    columns = max(1, int(width // 40))
    for column in range(columns):
        left = x + width * (column + 0.5) / columns - 6
        for row in range(max(1, int(height // 46))):
            top = y - height + 18 + row * 40
            if top + 20 > y - 8:
                continue
            opening = arch(left, top + 18, 11, 18)
            pen.shape(opening, ACCENT if pen.random.random() < 0.55 else INK, 1)


def tree(pen: Pen, x: float, y: float, height: float, spread: float, *, colour: str = ACCENT_SOFT) -> None:
    """A broad crown made of lobes; the side away from the sun is hatched."""
    trunk = max(5.0, spread * 0.075)
    crown_y = y - height * 0.66
    pen.shape(
        [
            (x - trunk, y),
            (x - trunk * 0.55, y - height * 0.25),
            (x - trunk * 0.7, crown_y),
            (x + trunk * 0.7, crown_y),
            (x + trunk * 0.6, y - height * 0.25),
            (x + trunk * 1.1, y),
        ],
        SAND,
        1.6,
    )
    pen.hatch(box(x, crown_y, trunk, y - crown_y), 4, 80, INK, 0.8)
    lobes = [
        (
            x + math.cos(math.radians(a)) * spread * 0.33,
            crown_y - height * 0.06 + math.sin(math.radians(a)) * height * 0.17,
        )
        for a in range(0, 360, 45)
    ]
    rx, ry = spread * 0.21, height * 0.19
    for cx, cy in lobes:
        pen.line(ellipse(cx, cy, rx, ry), INK, 3.2, 1.2)
    for cx, cy in [*lobes, (x, crown_y - height * 0.06)]:
        pen.fill(ellipse(cx, cy, rx, ry), colour)
    pen.fill(ellipse(x, crown_y - height * 0.06, spread * 0.34, height * 0.2), colour)
    for cx, cy in lobes:
        if cx > x - spread * 0.1 and cy > crown_y - height * 0.16:
            pen.hatch(ellipse(cx + rx * 0.1, cy + ry * 0.15, rx * 0.82, ry * 0.78), 6, 58, ACCENT, 1)
    for cx, cy in lobes[::2]:
        pen.line(ellipse(cx, cy, rx * 0.7, ry * 0.62, 200, 300), ACCENT_MID, 1.4)


def shadow(pen: Pen, cx: float, cy: float, rx: float, ry: float) -> None:
    pen.hatch(ellipse(cx, cy, rx, ry), 5, 4, ACCENT_MID, 1.2)


def person(pen: Pen, x: float, y: float, height: float, *, colour: str = INK, long: bool = False) -> None:
    """A figure seen from afar: head, shoulders, coat; feet at `y`."""
    head = height * 0.085
    shoulder, hip = height * 0.15, height * (0.19 if long else 0.11)
    top = y - height + head * 2.2
    waist = y - height * (0.06 if long else 0.42)
    body = [
        (x - shoulder, top + head),
        (x - shoulder * 0.6, top),
        (x + shoulder * 0.6, top),
        (x + shoulder, top + head),
    ]
    pen.shape([*body, (x + hip, waist), (x - hip, waist)], colour, 1.2)
    if not long:
        for side in (-1, 1):
            pen.line([(x + side * hip * 0.5, waist), (x + side * hip * 0.8, y)], INK, max(2.0, height * 0.045), 0.3)
    for side in (-1, 1):
        elbow = (x + side * (shoulder + height * 0.03), top + head + height * 0.13)
        hand = (x + side * (hip + height * 0.015), top + head + height * 0.26)
        pen.line([(x + side * shoulder * 0.92, top + head), elbow, hand], INK, max(1.4, height * 0.018), 0.3)
    pen.shape(ellipse(x, y - height + head, head, head * 1.1), SAND, 1.2)
    if long:
        pen.fill(ellipse(x, y - height + head * 0.8, head * 1.05, head, 170, 370), colour)


def awning(pen: Pen, x: float, y: float, width: float, drop: float, *, stripes: int = 6, colour: str = ACCENT) -> None:
    """A striped awning with a scalloped edge; `y` is its upper edge."""
    flare = drop * 0.35
    step_top, step_low = width / stripes, (width + 2 * flare) / stripes
    for i in range(stripes):
        quad = [
            (x + i * step_top, y),
            (x + (i + 1) * step_top, y),
            (x - flare + (i + 1) * step_low, y + drop),
            (x - flare + i * step_low, y + drop),
        ]
        stripe = colour if i % 2 == 0 else SHEET
        pen.shape(quad, stripe, 1.2)
        scallop = ellipse(x - flare + (i + 0.5) * step_low, y + drop, step_low / 2, step_low * 0.32, 0, 180)
        pen.shape(scallop, stripe, 1.2)


def crate(pen: Pen, x: float, y: float, width: float, *, fruit: str = ACCENT_MID) -> None:
    """A crate heaped with fruit; `y` is its foot."""
    height = width * 0.36
    for row, count in ((0, 5), (1, 4)):
        radius = width / 10
        for i in range(count):
            cx = x + width * (0.12 + row * 0.09) + i * width * 0.19
            pen.shape(ellipse(cx, y - height - row * radius * 0.9, radius, radius), fruit, 1)
    pen.shape(box(x, y - height, width, height), SAND, 1.5)
    pen.line([(x, y - height / 2), (x + width, y - height / 2)], INK, 1)


def bench(pen: Pen, x: float, y: float, width: float) -> None:
    for rise in (34, 26):
        pen.shape(box(x, y - rise, width, 5), SHEET, 1.2)
    pen.shape(box(x - 4, y - 18, width + 8, 6), SHEET, 1.4)
    for foot in (x + 6, x + width - 10):
        pen.shape(box(foot, y - 12, 5, 12), INK, 1)


def boat(pen: Pen, x: float, y: float, size: float, *, sail: str = SHEET) -> None:
    hull = [(x - size * 0.55, y - size * 0.12), (x + size * 0.6, y - size * 0.16), (x + size * 0.4, y + size * 0.1)]
    pen.shape([*hull, (x - size * 0.38, y + size * 0.1)], ACCENT, 1.5)
    pen.line([(x, y - size * 0.14), (x, y - size * 1.3)], INK, 2)
    pen.shape([(x + 2, y - size * 1.25), (x + size * 0.55, y - size * 0.28), (x + 2, y - size * 0.24)], sail, 1.4)
    pen.shape([(x - 2, y - size * 1.1), (x - size * 0.4, y - size * 0.28), (x - 2, y - size * 0.24)], sail, 1.4)


def sun(pen: Pen, x: float, y: float, radius: float) -> None:
    for i in range(28):
        angle = math.radians(i * 360 / 28)
        near, far = radius * 1.22, radius * (1.5 if i % 2 else 1.75)
        start = (x + math.cos(angle) * near, y + math.sin(angle) * near)
        pen.line([start, (x + math.cos(angle) * far, y + math.sin(angle) * far)], SOFT, 1.2, 0.3)
    pen.shape(ellipse(x, y, radius, radius), PAPER, 1.6)


def paving(pen: Pen, top: float, bottom: float, *, colour: str = HAIR) -> None:
    """Slabs that grow towards the reader."""
    y, gap = top, 9.0
    rows = []
    while y < bottom:
        pen.line([(0, y), (1200, y)], colour, 1.2)
        rows.append((y, min(y + gap, bottom)))
        y += gap
        gap *= 1.36
    for upper, lower in rows:
        count = max(8, int(900 / (lower - upper + 14)))
        for i in range(count):
            x = (i + pen.random.uniform(0.2, 0.8)) * 1200 / count
            pen.line([(x, upper), (x + (x - 600) * (lower - upper) / 900, lower)], colour, 1)
