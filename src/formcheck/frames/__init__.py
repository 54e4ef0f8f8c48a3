"""Input: frames with time stamps from video files, image folders and live cameras."""
