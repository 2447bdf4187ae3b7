"""Forms of promises."""
