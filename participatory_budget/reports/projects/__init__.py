"""What pages about projects that are carried out show."""
