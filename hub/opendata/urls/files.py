"""Machine addresses. They are promised to stay: papers and programs point at them."""

from django.urls import path

from hub.opendata.views import files

_TABLE = "open-data/<slug:process>/<slug:slug>/<slug:name>"

urlpatterns = [
    path("open-data/<slug:process>/<slug:name>-schema.json", files.schema, name="open_data_schema"),
    path(f"{_TABLE}.csv", files.table_csv, name="open_data_csv"),
    path(f"{_TABLE}.jsonld", files.table_linked, name="open_data_linked"),
    # Where CSV on the Web looks for it: the address of the table with this behind it.
    path(f"{_TABLE}.csv-metadata.json", files.table_metadata, name="open_data_metadata"),
]
