"""The browser's side of live coaching: a small server on this machine, and the page that it serves."""
