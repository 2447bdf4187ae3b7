"""Forms of budgets, one subject a file."""
