#!/usr/bin/env python3
"""Django's command line for the hub. HUB_ENV picks the settings (development, test, production)."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        # A wrong setting is the operator's to mend: what is wrong, without the way through Django's code.
        sys.exit(f"manage.py: {fault}")


if __name__ == "__main__":
    main()
