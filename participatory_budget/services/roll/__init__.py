"""Who may vote: the roll of a budget and the ways onto it (docs/eligibility.md)."""
