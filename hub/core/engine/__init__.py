"""Pure code that several apps share. No database, no HTTP."""
