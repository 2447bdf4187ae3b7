"""Who may vote: the public page below a budget, and the staff's pages below /cms/budgets/."""
