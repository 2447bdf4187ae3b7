"""What budgets plug into the platform, one part a file; registered in `apps.ready()`."""
