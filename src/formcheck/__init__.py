"""Counts repetitions and checks form in posterior-chain exercises, from a video or a webcam."""

__version__ = "0.1.0"
