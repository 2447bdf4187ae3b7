"""What budgets plug into the platform; registered in `apps.ready()`."""
