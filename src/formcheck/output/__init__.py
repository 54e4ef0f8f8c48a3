"""Results out: JSON, tables, report, annotated video."""
