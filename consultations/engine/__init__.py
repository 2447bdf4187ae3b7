"""Pure code: no ORM, no HTTP."""
