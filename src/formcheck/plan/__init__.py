"""The week plan: from a test result or a level to days with sets and reps."""
