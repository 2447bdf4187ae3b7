"""python -m hub.demo.drawing FOLDER"""

import sys
from pathlib import Path

from hub.demo.drawing.scenes import SCENES

if len(sys.argv) != 2:
    sys.exit("usage: python -m hub.demo.drawing FOLDER")
folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for name, scene in SCENES.items():
    target = folder / f"{name}.webp"
    scene().save(target)
    sys.stdout.write(f"{target}  {target.stat().st_size / 1024:.0f} kB\n")
