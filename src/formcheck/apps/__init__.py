"""The commands: they connect the other parts and decide nothing."""
