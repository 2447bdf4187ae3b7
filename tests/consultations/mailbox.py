"""A mail server in a folder, for workers that are killed: each message is a file, and one of them takes forever.

`MAILBOX` is the folder. `MAILBOX_STOPS_AT=5:before` holds the fifth message before it is taken, `5:after` once it was
taken and before the worker learns of it; the file `held` says that it is so far.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(os.environ["MAILBOX"])
        at, _, moment = os.environ.get("MAILBOX_STOPS_AT", "").partition(":")
        for message in email_messages:
            number = len(list(folder.glob("*.eml"))) + 1
            held = str(number) == at
            if held and moment == "before":
                self._hold(folder)
            (folder / f"{number:03d}.eml").write_bytes(message.message().as_bytes())
            if held and moment == "after":
                self._hold(folder)
        return len(email_messages)

    def _hold(self, folder: Path) -> None:
        (folder / "held").touch()
        time.sleep(600)
