"""Pure text work: numbers, addresses, fingerprints. No database, no HTTP."""
