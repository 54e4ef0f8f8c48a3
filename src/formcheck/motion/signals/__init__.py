"""Named numbers per frame: what one is, and all that there are, by what they measure."""
