"""Shows the key that signs the audit log, and makes it once where asked."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from hub.audit import keys
from hub.audit.engine.signatures import fingerprint
from hub.audit.selectors import last_fingerprint
from hub.core.management.json_command import JsonCommand, Refusal


class Command(JsonCommand):
    help = "Prints the public key of the audit log and its fingerprint; --generate makes a key where none is."
    atomic = False
    requires_system_checks: list[str] = []

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--generate", action="store_true", help="make the key if there is none; never replaces one")
        parser.add_argument(
            "--replace-lost", action="store_true", help="make a new key although the one that signed before is gone"
        )

    def perform(self, *, generate: bool, replace_lost: bool, **options: Any) -> Mapping[str, Any]:
        if generate and not keys.from_environment() and not keys.key_file().exists():
            self._generate(replace_lost=replace_lost)
        try:
            key = keys.signing_key()
        except ImproperlyConfigured as error:
            raise Refusal(str(error), where=keys.VARIABLE) from error
        return {"public_key": keys.public_text(key), "fingerprint": fingerprint(keys.public_bytes(key))}

    @staticmethod
    def _generate(*, replace_lost: bool) -> None:
        """A second key for a log that another one signed is somebody's decision, never a start-up's."""
        if not replace_lost and (lost := last_fingerprint()):
            raise Refusal(
                f"the key with the fingerprint {lost} signed this log and is missing: put it back, or give it up with "
                "--generate --replace-lost and publish the new fingerprint",
                where=str(keys.key_file()),
            )
        keys.generate(keys.key_file())
