"""Django's `flush`, which empties every table: the audit log's triggers step aside for it, except in production.

The tests' transactional databases and `reset_demo` come through here.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections, transaction

from hub.audit import triggers


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        if settings.HUB_ENV == "production":
            raise CommandError("flush would empty the audit log; in production it is refused.")
        connection = connections[options["database"]]
        if not triggers.TABLES.keys() <= set(connection.introspection.table_names()):
            super().handle(**options)
            return
        with transaction.atomic(using=connection.alias), triggers.set_aside(connection):
            super().handle(**options)
