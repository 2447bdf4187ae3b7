"""What anybody can look at in a vote: what was frozen, the log, the ballots, the bundle."""
