"""Measures: each class is one kind of number that a rule can take of a rep."""
