"""A table of HTML as the grid that Word wants: every place of every row, also those that another cell reaches into."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree


@dataclass
class Cell:
    element: etree._Element | None
    columns: int = 1
    merge: str = ""  # start, more


def grid_of(rows: list[etree._Element]) -> list[list[Cell | None]]:
    """Cells by row with the places that a cell from above reaches into; every row as wide as the widest."""
    grid: list[list[Cell | None]] = []
    reaching: dict[int, tuple[int, int]] = {}  # column → (rows still to come, columns)
    for row in rows:
        line: list[Cell | None] = []

        def reach(line: list[Cell | None] = line) -> None:
            while len(line) in reaching and reaching[len(line)][0] > 0:
                left, columns = reaching[len(line)]
                reaching[len(line)] = (left - 1, columns)
                line.append(Cell(None, columns, "more"))
                line.extend([None] * (columns - 1))

        for element in (cell for cell in row if cell.tag in {"td", "th"}):
            reach()
            columns, down = _span(element, "colspan"), _span(element, "rowspan")
            if down > 1:
                reaching[len(line)] = (down - 1, columns)
            line.append(Cell(element, columns, "start" if down > 1 else ""))
            line.extend([None] * (columns - 1))
        reach()
        grid.append(line)
    width = max((len(line) for line in grid), default=0)
    for line in grid:
        line.extend(Cell(None) for _ in range(width - len(line)))
    return grid


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name) or ""
    return min(max(int(value), 1), 100) if value.isascii() and value.isdigit() else 1
