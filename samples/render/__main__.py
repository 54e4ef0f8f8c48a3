"""``python -m samples.render``: render the sample clips again, or one of your own."""

import argparse
import json
import logging
import time
from importlib.util import find_spec
from pathlib import Path

from .camera import AZIMUTH_DEG
from .catalog import MOVEMENTS
from .options import Clip
from .recipe import RECIPE, STILLS, VIDEOS, Files, read_recipe
from .table import write_table

log = logging.getLogger("samples")


def parser() -> argparse.ArgumentParser:
    """Command line."""
    out = argparse.ArgumentParser(
        prog="python -m samples.render", description="Render the clips of samples/recipe.json."
    )
    out.add_argument("names", nargs="*", help="clips to render; default: all")
    out.add_argument("--clip", type=json.loads, help="a clip of your own, as an entry of the recipe: a JSON object")
    out.add_argument("--recipe", type=Path, default=RECIPE, help="another list of clips")
    out.add_argument("--videos", type=Path, default=VIDEOS, help="folder for videos and labels")
    out.add_argument("--stills", type=Path, default=STILLS, help="folder for small images")
    out.add_argument("--missing", action="store_true", help="only clips without a video")
    out.add_argument("--labels-only", action="store_true", help="write labels, render nothing")
    out.add_argument("--every", type=int, default=1, help="render only every n-th frame, for a quick look")
    out.add_argument("--sheet", type=Path, help="folder for a contact sheet of each clip")
    out.add_argument("--list", action="store_true", help="list the clips, and the faults and views of each movement")
    return out


def show_list(clips: dict[str, Clip]) -> None:
    """Print the clips of the recipe, and the faults and views of each movement."""
    for clip in clips.values():
        log.info("%-48s %s", clip.name, clip.shows)
    for name, movement in MOVEMENTS.items():
        log.info("%-24s faults: %s; views: %s", name, ", ".join(movement.rule_of()), ", ".join(AZIMUTH_DEG))


def draw(clip: Clip, asked: argparse.Namespace) -> None:
    """Write the files of one clip, unless they exist and are to be kept."""
    from .labels import make_label
    from .make import contact_sheet, make_clip

    files = Files.of(clip.name, asked.videos, asked.stills)
    if files.video.exists() and (asked.missing or clip.kept):
        log.info("%s: kept", clip.name)
        return
    started = time.monotonic()
    if asked.labels_only:
        asked.videos.mkdir(parents=True, exist_ok=True)
        files.label.write_text(json.dumps(make_label(clip)[1], separators=(",", ":")), encoding="utf-8")
        log.info("%s: label, %.0f s", clip.name, time.monotonic() - started)
        return
    make_clip(clip, asked.videos, asked.stills, asked.every)
    if asked.sheet:
        asked.sheet.mkdir(parents=True, exist_ok=True)
        contact_sheet(files.video, asked.sheet / f"{clip.name}.png")
    log.info("%s: %d kB, %.0f s", clip.name, files.video.stat().st_size / 1000, time.monotonic() - started)


def main() -> None:
    """Render the chosen clips, one after the other."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    command = parser()
    asked = command.parse_args()
    clips = read_recipe(asked.recipe)
    if asked.list:
        show_list(clips)
        return
    unknown = sorted(set(asked.names) - set(clips))
    if unknown:
        command.error(f"no clip {', '.join(unknown)} in the recipe; --list shows all")
    missing = [name for name in ("anny", "moderngl") if find_spec(name) is None]
    if missing:
        command.error(f"{' and '.join(missing)} not installed: pip install -r samples/render/requirements.txt")
    try:
        wanted = [Clip.from_json(asked.clip)] if asked.clip else [clips[name] for name in asked.names or clips]
        for clip in wanted:
            draw(clip, asked)
    except ValueError as error:
        command.error(str(error))
    if wanted == list(clips.values()) and asked.videos == VIDEOS and asked.recipe == RECIPE:
        write_table(wanted)


if __name__ == "__main__":
    main()
