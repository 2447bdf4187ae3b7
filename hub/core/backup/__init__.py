"""The whole hub in one file, and back: docs/backup.md."""
