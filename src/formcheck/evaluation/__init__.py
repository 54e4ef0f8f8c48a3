"""How right formcheck is, against labelled clips."""
