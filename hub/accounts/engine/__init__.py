"""Pure: no database, no HTTP."""
