"""HTML pages and the words in them."""
