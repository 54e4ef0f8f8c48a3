"""Leads a person through the single-leg bridge test."""
