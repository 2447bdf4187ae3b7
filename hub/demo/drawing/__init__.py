"""Draws the pictures of Port Zeitoun: `python -m hub.demo.drawing static/demo`. The same code, the same bytes."""
