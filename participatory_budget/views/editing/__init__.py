"""The budget officers' side: /cms/budgets/."""
