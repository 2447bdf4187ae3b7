"""The words of Port Zeitoun, a city that does not exist. Every name, figure and text here is illustrative."""
