"""The budget officers' side of projects that are carried out: /cms/projects/ and /cms/budgets/<uuid>/projects/."""
