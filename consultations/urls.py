"""Machine addresses: they have no language, and are promised to stay."""

from django.urls import path

from consultations.views import record

urlpatterns = [
    path(
        "open-data/consultations/<slug:slug>/reports/<int:number>.json", record.report_record, name="open_data_report"
    ),
]
