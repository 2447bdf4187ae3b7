"""Workers that are killed while they tell followers: see test_told_under_fire.py."""
