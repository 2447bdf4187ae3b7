from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PromisesConfig(AppConfig):
    name = "hub.promises"
    label = "promises"
    verbose_name = _("Promises")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.promises.adapters import letters

        letters.register()
        self._open_data()

    def _open_data(self) -> None:
        from hub.core.registries import datasets, open_processes
        from hub.promises.exports import DATASETS
        from hub.promises.exports.processes import OpenPromises

        open_processes.register("promises", OpenPromises())
        for dataset in DATASETS:
            datasets.register(dataset.full_name, dataset)
