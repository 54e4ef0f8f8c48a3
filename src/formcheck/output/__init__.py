"""What formcheck writes and shows: data files, reports, annotated video, the live window."""
