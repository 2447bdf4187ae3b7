from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PromisesConfig(AppConfig):
    name = "hub.promises"
    label = "promises"
    verbose_name = _("Promises")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.core.registries import followables
        from hub.promises.adapters import letters
        from hub.promises.adapters.following import FollowablePromises

        letters.register()
        followables.register(letters.PROMISE, FollowablePromises())
