"""The database itself refuses to change what was published; only the publisher's account may be let go of."""

from django.db import migrations

# Columns that may never change. `published_by` may become empty when an account is deleted.
FROZEN = {
    "whitepapers_documentversion": ["id", "document_id", "number", "published_at"],
    "whitepapers_clausetext": [
        "id", "version_id", "clause_id", "language", "number", "heading", "text", "html", "summary", "folded",
        "sha256", "order", "level",
    ],
}  # fmt: skip
MESSAGE = "rows of a published version are never changed"

POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION whitepapers_refuse_change() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '{MESSAGE}';
END;
$$ LANGUAGE plpgsql;
"""


def protect(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    quote = schema_editor.quote_name
    if vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION)
    for table, columns in FROZEN.items():
        of = ", ".join(quote(column) for column in columns)
        if vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {of} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION whitepapers_refuse_change()"
            )
        elif vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {of} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
        else:
            raise NotImplementedError(f"no trigger is written for {vendor}")


def release(apps, schema_editor):
    for table in FROZEN:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {table}_frozen{on}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION whitepapers_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("whitepapers", "0001_initial")]
    operations = [migrations.RunPython(protect, release)]
