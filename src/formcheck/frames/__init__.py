"""Pictures in: video files and folders of pictures, each picture with its time."""
