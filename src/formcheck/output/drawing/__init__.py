"""Drawing on images and video: scenes, the overlay, stills, the annotated video, the live window."""
