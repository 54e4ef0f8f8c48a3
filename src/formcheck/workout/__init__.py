"""A live workout around a set: stages, screen, speech, and the end of the set."""
