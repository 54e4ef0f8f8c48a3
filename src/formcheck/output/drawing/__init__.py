"""What is drawn on pictures and video."""
