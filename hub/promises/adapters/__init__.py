"""What this app tells the platform's registries."""
