"""From frames to 33 body landmarks, live from MediaPipe or from a saved recording."""
