"""Fixtures of the tests of consultations."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from freezegun import freeze_time

from tests.factories.consultations import NOW, ConsultationFactory


@pytest.fixture
def streets():
    """An open consultation with three clauses."""
    return ConsultationFactory(open=True, clauses=3, slug="streets")


@pytest.fixture
def import_file(tmp_path):
    """`import_contributions` on this content, into "streets" unless said otherwise."""

    def run(content, *options, slug="streets", now=NOW):
        path = tmp_path / "contributions"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out = StringIO()
        with freeze_time(now):
            call_command("import_contributions", str(path), "--consultation", slug, "--json", *options, stdout=out)
        return json.loads(out.getvalue())

    return run
