"""What residents say about a project: facts beside their words, and how satisfied they are."""
