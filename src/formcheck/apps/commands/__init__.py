"""The commands, one file for each: its options, and what they start."""
