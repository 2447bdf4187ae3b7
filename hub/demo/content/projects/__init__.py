"""Three years of projects of Port Zeitoun: what was chosen, and what became of it. Illustrative."""
