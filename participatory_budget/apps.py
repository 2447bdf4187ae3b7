from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipatoryBudgetConfig(AppConfig):
    name = "participatory_budget"
    label = "participatory_budget"
    verbose_name = _("Participatory budgets")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.core.registries import budget_views
        from participatory_budget.views import open_figures
        from participatory_budget.views.result_files import download

        budget_views.register("download", download)
        budget_views.register("calendar", open_figures.calendar)
        budget_views.register("statistics", open_figures.statistics)
        budget_views.register("statistics_file", open_figures.statistics_file)
