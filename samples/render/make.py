"""Write the files of a clip: video, label and still."""

import json
import shutil
from pathlib import Path

import av
import cv2
import numpy as np

from .film import write_film
from .labels import make_label
from .options import Clip
from .recipe import Files

STILL_WIDTH = 240


def still_time_s(made: dict[str, object]) -> float:
    """Time of the turn of the most typical rep: the first with a fault, else the second."""
    reps = made["reps"]
    assert isinstance(reps, list)
    faulty = [rep for rep in reps if rep["faults"]]
    return float((faulty or reps[1:])[0]["turn_s"])


def write_still(video: Path, time_s: float, still: Path) -> None:
    """Write a small image of one moment of a video."""
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            picture = frame.to_ndarray(format="bgr24")
            if frame.time is not None and frame.time >= time_s:
                break
    height = round(picture.shape[0] * STILL_WIDTH / picture.shape[1])
    small = cv2.resize(picture, (STILL_WIDTH, height), interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(still), small, [cv2.IMWRITE_JPEG_QUALITY, 82])


def make_clip(clip: Clip, videos: Path, stills: Path, every: int = 1) -> Files:
    """Render a clip and write video, label and still; an incomplete video is never left under its name."""
    files = Files.of(clip.name, videos, stills)
    for folder in (videos, stills):
        folder.mkdir(parents=True, exist_ok=True)
    take, made = make_label(clip)
    half_done = files.video.with_name(f".{files.video.name}")
    write_film(half_done.with_suffix(".part.mp4"), take, clip, every)
    shutil.move(half_done.with_suffix(".part.mp4"), files.video)
    files.label.write_text(json.dumps(made, separators=(",", ":")), encoding="utf-8")
    write_still(files.video, still_time_s(made), files.still)
    return files


def contact_sheet(video: Path, sheet: Path, count: int = 12, columns: int = 4) -> None:
    """Write a sheet of frames from the whole video, side by side, for checking by eye."""
    with av.open(str(video)) as container:
        frames = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    chosen = np.linspace(4, len(frames) - 5, count).astype(int)
    tiles = []
    for i in chosen:
        tile = cv2.resize(frames[i], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        cv2.putText(tile, str(i), (6, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (255, 255, 255), 1, cv2.LINE_AA)
        tiles.append(tile)
    rows = [np.hstack(tiles[i : i + columns]) for i in range(0, count, columns)]
    cv2.imwrite(str(sheet), np.vstack(rows))
