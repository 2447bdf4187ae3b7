"""Pure code: elections, ballots and how they are counted. No database, no HTTP, no clock, no chance."""
