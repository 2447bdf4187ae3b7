"""Dates and numbers as the hub prints them (24-hour clock, day before month); read through FORMAT_MODULE_PATH."""
