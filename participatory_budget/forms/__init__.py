"""Forms: they parse what was typed; services decide."""
