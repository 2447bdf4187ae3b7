"""The five scenes. Coordinates are those of a sheet 1200 wide and 675 high."""

from __future__ import annotations

from hub.demo.drawing.pen import ACCENT, ACCENT_MID, ACCENT_SOFT, HAIR, INK, SAND, SHEET, SOFT, Pen, box, ellipse
from hub.demo.drawing.things import (
    arch,
    awning,
    bench,
    boat,
    crate,
    house,
    paving,
    person,
    shadow,
    sun,
    tree,
)


def city_by_the_sea() -> Pen:
    pen = Pen(11)
    sun(pen, 930, 120, 46)
    far = [(0, 330), (160, 250), (330, 280), (520, 205), (720, 262), (900, 232), (1200, 300), (1200, 430), (0, 430)]
    pen.shape(far, SAND, 1.4, SOFT)
    pen.hatch(far, 13, 18, HAIR, 1.2)
    hill = [(0, 400), (110, 330), (250, 262), (400, 236), (560, 262), (690, 330), (800, 408), (800, 470), (0, 470)]
    pen.shape(hill, SAND, 1.6)
    for row, (base, count, left, right) in enumerate(
        ((300, 4, 290, 520), (345, 7, 190, 640), (392, 10, 90, 720), (440, 12, 20, 790))
    ):
        step = (right - left) / count
        for i in range(count):
            width = step * pen.random.uniform(0.82, 1.02)
            height = pen.random.uniform(42, 66) + row * 4
            house(pen, left + i * step, base, width, height, dome=(i + row) % 5 == 2)
    pen.shape(box(392, 140, 26, 120), SHEET, 1.8)
    pen.hatch(box(406, 140, 12, 120), 5, 70, SOFT, 0.9)
    pen.shape(box(386, 132, 38, 10), SHEET, 1.6)
    pen.shape(box(397, 108, 16, 24), SHEET, 1.5)
    pen.shape(ellipse(405, 108, 10, 12, 180, 360), ACCENT, 1.4)
    for x, y, size in ((60, 400, 60), (742, 404, 70), (248, 352, 46), (600, 350, 48)):
        tree(pen, x, y + 20, size * 1.25, size)
    pen.fill(box(0, 452, 1200, 223), ACCENT_SOFT)
    pen.line([(0, 452), (1200, 452)], INK, 2)
    quay = [(0, 444), (820, 444), (850, 470), (0, 470)]
    pen.shape(quay, SHEET, 1.8)
    pen.hatch([(0, 458), (836, 458), (850, 470), (0, 470)], 5, 90, SOFT, 0.9)
    for i in range(58):
        depth = 482.0 + (i * 37) % 188
        length = 20 + (depth - 470) * 0.34
        begin = pen.random.uniform(-20, 1180)
        pen.line([(begin, depth), (begin + length * 0.5, depth - 3), (begin + length, depth)], ACCENT_MID, 1.5, 0.2)
    pier = [(820, 452), (1090, 470), (1090, 490), (812, 470)]
    pen.shape(pier, SHEET, 1.6)
    pen.hatch(pier, 6, 90, SOFT, 0.9)
    pen.shape([(1046, 474), (1056, 322), (1084, 322), (1094, 474)], SHEET, 1.8)
    for upper in (344, 398):
        pen.shape([(1054, upper), (1086, upper), (1089, upper + 26), (1051, upper + 26)], ACCENT, 1.2)
    pen.shape(box(1050, 312, 40, 10), SHEET, 1.6)
    pen.shape(box(1058, 284, 24, 28), SHEET, 1.6)
    pen.shape(ellipse(1070, 284, 16, 14, 180, 360), ACCENT, 1.4)
    boat(pen, 200, 540, 92)
    boat(pen, 470, 512, 58)
    boat(pen, 900, 582, 132)
    boat(pen, 640, 600, 84, sail=SAND)
    return pen


def market_street() -> Pen:
    pen = Pen(23)
    paving(pen, 470, 675)
    pen.shape(box(-10, 60, 470, 420), SHEET, 1.8)
    pen.shape(box(740, 60, 480, 420), SHEET, 1.8)
    for left in (-10, 740):
        pen.line([(left, 96), (left + 475, 96)], INK, 1.2)
        for i in range(4):
            x = left + 26 + i * 114
            pen.shape(arch(x + 18, 210, 46, 84), ACCENT if (i + left) % 3 else INK, 1.5)
            pen.line([(x + 8, 214), (x + 74, 214)], INK, 2.6)
            pen.shape(arch(x, 472, 84, 196), SAND, 1.8)
            pen.hatch(arch(x + 6, 472, 72, 186), 7, 64, INK, 1)
    pen.hatch(box(418, 60, 42, 420), 6, 64, SOFT, 1)
    pen.hatch(box(740, 60, 30, 420), 6, 64, SOFT, 1)
    pen.shape(box(460, 200, 280, 276), SAND, 1.4, SOFT)
    house(pen, 468, 474, 78, 190)
    house(pen, 548, 474, 88, 232, dome=True)
    house(pen, 640, 474, 96, 176)
    tree(pen, 716, 478, 120, 92)
    for x in (470, 520, 570, 620, 670):
        pen.line([(x, 150 + abs(x - 600) * 0.2), (x + 60, 150 + abs(x - 540) * 0.2)], SOFT, 1.2)
    for x in range(478, 740, 34):
        pen.shape([(x, 160), (x + 20, 160), (x + 10, 184)], ACCENT if (x // 34) % 2 else SHEET, 1)
    for left, colour in ((46, ACCENT), (800, INK)):
        for pole in (left - 14, left + 334):
            pen.line([(pole, 360), (pole, 600)], INK, 4)
        pen.shape(box(left - 30, 520, 380, 16), SHEET, 1.6)
        pen.shape(box(left - 24, 536, 368, 66), SAND, 1.6)
        pen.hatch(box(left - 24, 536, 368, 66), 8, 90, SOFT, 0.9)
        for i in range(4):
            crate(pen, left - 14 + i * 90, 520, 78, fruit=(ACCENT_MID, SAND, ACCENT, HAIR)[i])
        awning(pen, left - 10, 330, 340, 62, stripes=10, colour=colour)
    person(pen, 250, 512, 118, colour=ACCENT, long=True)
    person(pen, 985, 512, 116, colour=SOFT)
    for left in (46, 800):
        pen.shape(box(left - 30, 520, 380, 16), SHEET, 1.6)
        for i in range(4):
            crate(pen, left - 14 + i * 90, 520, 78, fruit=(ACCENT_MID, SAND, ACCENT, HAIR)[i])
    person(pen, 560, 540, 120, colour=ACCENT_MID)
    person(pen, 640, 520, 96, colour=INK, long=True)
    person(pen, 690, 640, 186, colour=ACCENT)
    person(pen, 505, 650, 190, colour=ACCENT_SOFT, long=True)
    person(pen, 556, 652, 110, colour=SHEET)
    return pen


def shaded_square() -> Pen:
    pen = Pen(37)
    sun(pen, 1080, 96, 42)
    for x, width, height in ((-10, 120, 210), (112, 150, 170), (266, 110, 230), (380, 170, 180), (556, 130, 220)):
        house(pen, x, 400, width, height, dome=height > 220)
    for x, width, height in ((690, 150, 170), (844, 110, 214), (958, 140, 176), (1100, 120, 205)):
        house(pen, x, 400, width, height)
    pen.fill(box(0, 400, 1200, 275), SHEET)
    pen.line([(0, 400), (1200, 400)], INK, 2)
    paving(pen, 404, 675, colour=HAIR)
    shadow(pen, 320, 548, 330, 84)
    shadow(pen, 700, 500, 220, 52)
    basin = ellipse(620, 566, 118, 34)
    pen.shape(box(612, 452, 16, 92), SHEET, 1.6)
    pen.shape(ellipse(620, 456, 52, 13), SHEET, 1.6)
    for dx in (-46, -26, 26, 46):
        arc = [(620 + dx * (0.7 + t / 12), 452 + (t**2) * 1.6) for t in range(9)]
        pen.line(arc, ACCENT_MID, 1.6, 0.2)
    pen.shape(basin, ACCENT_SOFT, 2)
    pen.line(ellipse(620, 566, 100, 26), ACCENT_MID, 1.4)
    pen.shape([*ellipse(620, 566, 118, 34, 0, 180), *ellipse(620, 588, 118, 34, 180, 0)], SHEET, 1.8)
    pen.line([(620, 452), (620, 556)], ACCENT, 1.2, 0.4)
    tree(pen, 770, 498, 300, 330)
    bench(pen, 690, 520, 96)
    person(pen, 850, 512, 92, colour=ACCENT)
    person(pen, 890, 514, 70, colour=SAND)
    tree(pen, 268, 556, 470, 560, colour=ACCENT_SOFT)
    bench(pen, 90, 594, 130)
    bench(pen, 330, 606, 130)
    person(pen, 130, 590, 84, colour=INK, long=True)
    person(pen, 182, 590, 80, colour=ACCENT)
    person(pen, 470, 628, 150, colour=ACCENT, long=True)
    person(pen, 512, 630, 94, colour=SHEET)
    person(pen, 1010, 560, 120, colour=INK)
    pen.hatch([(1016, 558), (1110, 574), (1108, 580), (1012, 563)], 4, 0, SOFT, 1)
    return pen


def playground() -> Pen:
    pen = Pen(41)
    sun(pen, 150, 100, 40)
    pen.shape([(0, 360), (300, 322), (640, 350), (950, 316), (1200, 350), (1200, 420), (0, 420)], SAND, 1.4, SOFT)
    for x in range(40, 1200, 128):
        tree(pen, x + (x % 31), 424, 150, 108, colour=ACCENT_SOFT)
    pen.fill(box(0, 422, 1200, 253), SHEET)
    pen.line([(0, 422), (1200, 422)], INK, 1.8)
    pen.fill(ellipse(600, 566, 520, 92), SAND)
    pen.line(ellipse(600, 566, 520, 92), SOFT, 1.4)
    shadow(pen, 590, 576, 400, 62)
    for x, top, foot in ((210, 150, 560), (980, 176, 560), (360, 250, 470), (860, 250, 470)):
        pen.line([(x, top), (x, foot)], INK, 5, 0.5)
    # the slide
    for x in (300, 336):
        pen.line([(x, 330), (x - 8, 600)], INK, 4, 0.5)
    for y in range(360, 600, 34):
        pen.line([(300 - (y - 330) * 0.03, y), (336 - (y - 330) * 0.03, y)], INK, 2.6, 0.3)
    pen.shape(box(296, 320, 74, 14), SHEET, 1.8)
    chute = [(366, 322), (400, 330), (520, 560), (580, 578), (580, 594), (508, 584), (384, 350), (366, 344)]
    pen.shape(chute, ACCENT, 2)
    pen.line([(370, 310), (404, 316), (526, 548)], INK, 2.6)
    person(pen, 330, 322, 74, colour=SHEET)
    # the swings
    for x, lean in ((640, -30), (900, 30)):
        pen.line([(x, 300), (x + lean, 612)], INK, 5, 0.5)
        pen.line([(x, 300), (x - lean * 0.7, 590)], INK, 5, 0.5)
    pen.line([(634, 300), (906, 300)], INK, 6, 0.5)
    for x, swing in ((716, -46), (826, 26)):
        for rope in (-15, 15):
            pen.line([(x + rope, 302), (x + rope + swing, 520)], INK, 1.8, 0.3)
        pen.shape(box(x - 20 + swing, 520, 40, 7), ACCENT, 1.4)
        person(pen, x + swing, 552, 96, colour=ACCENT_MID if swing < 0 else SHEET)
    person(pen, 1046, 612, 158, colour=ACCENT, long=True)
    person(pen, 1096, 614, 92, colour=SHEET)
    person(pen, 158, 616, 150, colour=INK)
    bench(pen, 60, 600, 78)
    # the sail comes last: it lies over everything
    sail = [(210, 150), (420, 206), (620, 214), (800, 208), (980, 176), (880, 226), (860, 250), (610, 262), (360, 250)]
    pen.shape(sail, ACCENT_SOFT, 2.2)
    pen.hatch([(360, 250), (610, 262), (860, 250), (880, 226), (620, 236), (330, 222)], 6, 62, ACCENT, 1)
    return pen


def town_hall() -> Pen:
    pen = Pen(53)
    for x, width, height in ((-20, 150, 190), (132, 110, 240), (950, 120, 220), (1074, 150, 180)):
        house(pen, x, 500, width, height, dome=height > 230)
    pen.shape(box(240, 190, 720, 320), SHEET, 2)
    pen.hatch(box(880, 190, 80, 320), 6, 64, SOFT, 1)
    pen.shape(box(226, 176, 748, 16), SHEET, 1.8)
    for i in range(34):
        pen.shape(box(232 + i * 22, 162, 12, 14), SHEET, 1)
    pen.shape(box(536, 64, 128, 112), SHEET, 2)
    pen.hatch(box(628, 64, 36, 112), 6, 64, SOFT, 1)
    pen.shape([(526, 64), (674, 64), (600, 22)], ACCENT, 1.8)
    pen.shape(ellipse(600, 118, 34, 34), SHEET, 2)
    pen.line([(600, 118), (600, 94)], INK, 2.6, 0.2)
    pen.line([(600, 118), (618, 126)], INK, 2.6, 0.2)
    pen.line([(600, 22), (600, -4)], INK, 2.4)
    for i in range(7):
        x = 264 + i * 98
        pen.shape(arch(x + 14, 306, 54, 84), ACCENT, 1.6)
        pen.line([(x + 41, 224), (x + 41, 304)], SHEET, 1.4)
        pen.line([(x + 4, 310), (x + 78, 310)], INK, 2.6)
        pen.shape(arch(x, 508, 82, 168), SAND, 1.8)
        pen.hatch(arch(x + 7, 508, 68, 158), 7, 64, INK, 1)
    pen.line([(848, 236), (848, 168)], INK, 2.4)
    pen.shape([(848, 236), (940, 224), (940, 262), (848, 272)], ACCENT_MID, 1.6)
    for step in range(5):
        pen.shape(box(222 - step * 16, 508 + step * 16, 756 + step * 32, 16), SHEET, 1.6)
    paving(pen, 590, 675)
    for x in (120, 1090):
        tree(pen, x, 596, 250, 200)
    for x, y, height, colour, is_long in (
        (430, 540, 104, ACCENT, True),
        (470, 542, 98, INK, False),
        (610, 524, 92, SHEET, False),
        (742, 572, 126, ACCENT_MID, False),
        (790, 574, 120, INK, True),
        (330, 640, 164, ACCENT, False),
        (386, 642, 104, SAND, False),
        (880, 646, 168, SAND, True),
    ):
        person(pen, x, y, height, colour=colour, long=is_long)
    return pen


SCENES = {
    "city-by-the-sea": city_by_the_sea,
    "market-street": market_street,
    "shaded-square": shaded_square,
    "playground": playground,
    "town-hall": town_hall,
}
