"""Forms: `entrance` (allauth, in our words), `second_factor`, `profile` and `admin` (Wagtail)."""
