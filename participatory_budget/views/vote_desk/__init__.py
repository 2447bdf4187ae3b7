"""The desk of a vote and its amendments, below /cms/budgets/<uuid>/."""
