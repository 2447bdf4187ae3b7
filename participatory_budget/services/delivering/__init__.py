"""Carrying out what was chosen: the file of a project, its stages, milestones, money and photos."""
