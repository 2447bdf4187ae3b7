"""Pages below `budgets/<slug>/projects/<slug>/` that everybody reads."""
