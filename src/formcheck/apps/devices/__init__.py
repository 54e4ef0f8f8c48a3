"""The devices of the desktop: a window and a voice."""
