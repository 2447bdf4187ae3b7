from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PromisesConfig(AppConfig):
    name = "hub.promises"
    label = "promises"
    verbose_name = _("Promises")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.core.registries import DueJob, desk_parts, due_jobs, followables, personal_data
        from hub.core.search import search_kinds, search_triggers
        from hub.promises.adapters import letters, reminders
        from hub.promises.adapters.following import FollowablePromises
        from hub.promises.adapters.personal import PromisesPersonalData
        from hub.promises.selectors.desk import promises_on_desk
        from hub.promises.selectors.found import PROMISE, TRIGGERS, FoundPromises
        from hub.promises.services.clock import remind, tell_late

        letters.register()
        reminders.register()
        followables.register(letters.PROMISE, FollowablePromises())
        personal_data.register("promises", PromisesPersonalData())
        desk_parts.register("promises", promises_on_desk)
        search_kinds.register(PROMISE, FoundPromises())
        for name, trigger in TRIGGERS.items():
            search_triggers.register(name, trigger)
        due_jobs.register("promises.late", DueJob(every_seconds=15 * 60, run=tell_late))
        due_jobs.register("promises.remind", DueJob(every_seconds=60 * 60, run=remind))
        self._open_data()
        self._city()

    def _city(self) -> None:
        """Days in the city's calendar, places on its map."""
        from hub.core.calendar import calendar_sources
        from hub.core.places import place_sources
        from hub.promises.reports.city import promised_days, promised_places

        calendar_sources.register("promises", promised_days)
        place_sources.register("promises", promised_places)

    def _open_data(self) -> None:
        from hub.core.registries import datasets, open_processes
        from hub.promises.exports import DATASETS
        from hub.promises.exports.processes import OpenPromises

        open_processes.register("promises", OpenPromises())
        for dataset in DATASETS:
            datasets.register(dataset.full_name, dataset)
