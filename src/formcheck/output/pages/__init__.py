"""HTML pages, and the wording they share with the terminal."""
