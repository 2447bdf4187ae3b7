"""Workers that are killed while they tell the index: see test_index_under_fire.py."""
