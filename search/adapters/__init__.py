"""What this app tells the platform's registries; see `apps.ready()`."""
