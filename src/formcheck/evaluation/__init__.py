"""Accuracy of formcheck on labelled clips."""
