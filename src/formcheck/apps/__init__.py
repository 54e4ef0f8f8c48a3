"""The programs: they wire the other parts and decide nothing."""
