"""Paper ballots behind the counter, below /cms/budgets/<uuid>/paper/."""
