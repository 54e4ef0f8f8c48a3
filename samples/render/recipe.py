"""The list of all sample clips, and the paths of their files."""

import json
from dataclasses import dataclass
from pathlib import Path

from .options import Clip

FOLDER = Path(__file__).parents[1]
RECIPE = FOLDER / "recipe.json"
VIDEOS = FOLDER / "videos"
STILLS = FOLDER / "stills"


def read_recipe(path: Path = RECIPE) -> dict[str, Clip]:
    """Clips by name, in the order of the file."""
    clips = [Clip.from_json(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    return {clip.name: clip for clip in clips}


@dataclass(frozen=True)
class Files:
    """Paths of the files of a clip."""

    video: Path
    label: Path
    still: Path

    @classmethod
    def of(cls, name: str, videos: Path = VIDEOS, stills: Path = STILLS) -> "Files":
        """Files of the clip with this name."""
        return cls(videos / f"{name}.mp4", videos / f"{name}.label.json", stills / f"{name}.jpg")
