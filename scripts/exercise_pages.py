"""Write the pages about the exercises, docs/exercises, from the files of facts.

    python scripts/exercise_pages.py               the text, in a second
    python scripts/exercise_pages.py --pictures    the pictures too, from the sample clips: some minutes

The pages of exercises that are no longer there are removed.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from formcheck.exercises import catalog
from formcheck.output.pages import exercise_facts as facts
from formcheck.rules.exercise import Exercise

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "exercises"
SAMPLES = ROOT / "samples" / "videos"

WIDTH_PX = 880
"""Of a picture: two stills side by side, as wide as a page."""

QUALITY = 82


_PAGES = Environment(
    loader=FileSystemLoader(ROOT / "scripts" / "templates"),
    autoescape=False,  # Markdown, from our own facts
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def exercise_page(exercise: Exercise, pictures: Iterable[str] = ()) -> str:
    """The page of one exercise.

    Parameters
    ----------
    exercise : Exercise
        Its facts.
    pictures : names of files
        Files that lie beside the page; a picture is shown when the one of the exercise, ``ID.jpg``, is among them.
    """
    picture = f"{exercise.id}.jpg"
    return _PAGES.get_template("exercise.md.j2").render(
        exercise=exercise,
        facts=facts,
        picture=picture if picture in set(pictures) else None,
        rules=facts.rule_lines(exercise),
        variants=facts.variants_of(exercise),
    )


def index_page(exercises: Mapping[str, Exercise]) -> str:
    """The list of all exercises."""
    return _PAGES.get_template("exercises.md.j2").render(exercises=list(exercises.values()), facts=facts)


def texts() -> Iterator[tuple[Path, str]]:
    """Every page with its text."""
    pictures = [path.name for path in PAGES.glob("*.jpg")]
    yield PAGES / "README.md", index_page(catalog())
    for exercise in catalog().values():
        yield PAGES / f"{exercise.id}.md", exercise_page(exercise, pictures)


def sample_of(exercise: Exercise) -> Path | None:
    """A sample of good reps and nothing else, from a view in which the exercise is judged."""
    fitting = []
    for path in SAMPLES.glob("*.label.json"):
        label = json.loads(path.read_text(encoding="utf-8"))
        clean = not any(rep["faults"] for rep in label["reps"])
        if label["exercise"] == exercise.id and label["view"] in exercise.views and clean:
            name = path.name.removesuffix(".label.json")
            plain = name.startswith(f"{exercise.id.replace('-', '_')}_good_{label['view']}_")
            fitting.append((not plain, exercise.views.index(label["view"]), name))
    return SAMPLES / f"{min(fitting)[2]}.mp4" if fitting else None


def write_picture(exercise: Exercise, sample: Path, path: Path) -> None:
    """Start and turn of the second rep of a sample, side by side, with what formcheck draws on them."""
    import cv2
    import numpy as np

    from formcheck.apps.analyze import analyze_file
    from formcheck.frames.frame_source import open_frames
    from formcheck.output.drawing.stills import stills

    analysis = analyze_file(sample, exercise.id)
    rep = analysis.session.reps[min(1, len(analysis.session.reps) - 1)].times
    with open_frames(sample) as frames:
        made = stills(frames, analysis, [rep.start_s, rep.turn_s])
    height = min(picture.shape[0] for picture in made.values())
    both = np.hstack([picture[:height] for picture in made.values()])
    scale = WIDTH_PX / both.shape[1]
    small = cv2.resize(both, (WIDTH_PX, round(both.shape[0] * scale)), interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(path), cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB, from {sample.name}")


def main() -> None:
    """Write what was asked for."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--pictures", action="store_true", help="draw the pictures again, from the sample clips")
    asked.add_argument("only", nargs="*", help="ids of exercises to draw; default: all")
    options = asked.parse_args()
    PAGES.mkdir(exist_ok=True)
    if options.pictures:
        for exercise in catalog().values():
            sample = sample_of(exercise)
            if sample is not None and (not options.only or exercise.id in options.only):
                write_picture(exercise, sample, PAGES / f"{exercise.id}.jpg")
    written = dict(texts())
    for path in PAGES.glob("*.md"):
        if path not in written:
            path.unlink()
    for path, text in written.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(written)} pages in {PAGES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
