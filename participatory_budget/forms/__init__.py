"""Forms: they parse and explain; the services decide."""
