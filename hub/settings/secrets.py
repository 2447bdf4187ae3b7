"""The secret key of a machine that was given none: made once, kept in the data folder, never in the repository."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def local_secret_key(data_dir: Path) -> str:
    path = data_dir / "keys" / "secret_key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        # O_EXCL: two processes that start together must not each make a key.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as handle:
        handle.write(get_random_secret_key())
    return path.read_text().strip()
