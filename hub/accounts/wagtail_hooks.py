"""Registration with Wagtail's admin only."""

from wagtail import hooks

from hub.accounts.viewsets import EraseBulkAction

# After Wagtail's own of the same name, so that this one is kept.
hooks.register("register_bulk_action", EraseBulkAction, order=100)
