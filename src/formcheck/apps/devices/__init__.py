"""A window and a voice at the desktop."""
