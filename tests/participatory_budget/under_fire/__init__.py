"""A hub whose web servers, worker and database are killed while people vote: see test_casting_under_fire.py."""
