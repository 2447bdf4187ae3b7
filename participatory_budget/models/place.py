"""A condition that several records share."""

from django.db.models import Q


def place_on_earth() -> Q:
    """Both coordinates, in degrees, or none. A comparison with nothing is not false, so both are asked for by name."""
    return Q(latitude=None, longitude=None) | Q(
        latitude__isnull=False,
        longitude__isnull=False,
        latitude__gte=-90,
        latitude__lte=90,
        longitude__gte=-180,
        longitude__lte=180,
    )
