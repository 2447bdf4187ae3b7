"""Addresses of files, which have no language, and of pages for people, which start with one."""
