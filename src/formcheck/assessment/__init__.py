"""The single-leg glute bridge test, built from the same parts as a set."""
