"""The index is written here: `noting` hides what was changed, `applying` tells it anew, `rebuilding` and `checking`."""
