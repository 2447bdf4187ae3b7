"""What residents report about projects, as the services receive it.

report = a_report(project)                                  # published, "yes" to both questions
a_report(project, "pending", finished="no", files=[photo()])   # or "withheld", "withdrawn", "confidential"
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

from PIL import Image

from hub.accounts.models.user import User
from hub.contributions import services
from hub.contributions.engine.draft import Draft
from hub.contributions.engine.files import CheckedFile, check_file
from hub.contributions.enums import PublishAs
from hub.moderation.enums import ReasonCode
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.resident_report import ResidentReport
from tests.factories.accounts import UserFactory
from tests.factories.contributions import _moderator
from tests.factories.proposals import NOW

CAMERA = "Zanzibarium 3000"
_numbers = count(1)


def a_report(
    delivery: Delivery,
    state: str = "published",
    *,
    body: str = "",
    user: User | None = None,
    name: str = "",
    language: str = "en",
    files: Sequence[CheckedFile] = (),
    now: datetime = NOW,
    **facts: Any,
) -> ResidentReport:
    """`facts`: finished, as_promised, place, latitude, longitude."""
    number = next(_numbers)
    author = user or UserFactory()
    draft = Draft(
        body=body or f"The trees are there, number {number}.",
        publish_as=str(PublishAs.CONFIDENTIAL if state == "confidential" else PublishAs.NAMED),
        author_name=name or f"Neighbour {number}",
        language=language,
        facts={"finished": "yes", "as_promised": "yes", **facts},
    )
    comment = services.receive(
        delivery.thread,
        draft=draft,
        user=author,
        document_version=None,
        premoderated=True,
        received_at=now,
        now=now,
        files=files,
    )
    if state == "published":
        services.publish(comment, actor=_moderator(), now=now)
    elif state == "withheld":
        services.withhold(comment, actor=_moderator(), reason_code=ReasonCode.INSULT, now=now)
    elif state == "withdrawn":
        services.publish(comment, actor=_moderator(), now=now)
        services.withdraw(comment, actor=author, now=now)
    return ResidentReport.objects.select_related("comment").get(pk=comment.pk)


def jpeg_with_gps(size: tuple[int, int] = (60, 40)) -> bytes:
    """As a telephone makes it: camera, time, and the place to the metre."""
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    exif[0x0132] = "2026:04:15 10:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (36.0, 48.0, 23.4), 3: "E", 4: (10.0, 10.0, 53.5), 29: "2026:04:15"})
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, "JPEG", exif=exif, comment=CAMERA.encode())
    return target.getvalue()


def photo(name: str = "square.jpg") -> CheckedFile:
    return check_file(name, jpeg_with_gps())
