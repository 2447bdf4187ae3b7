from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipatoryBudgetConfig(AppConfig):
    name = "participatory_budget"
    label = "participatory_budget"
    verbose_name = _("Participatory budgets")
    default_auto_field = "django.db.models.BigAutoField"
