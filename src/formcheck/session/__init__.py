"""Counts and judges one set, frame by frame."""
