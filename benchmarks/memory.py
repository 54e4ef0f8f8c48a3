"""Whether memory grows with the length of a video.

    python benchmarks/memory.py                               twenty minutes of 1080p with the lite model
    python benchmarks/memory.py --minutes 2 --height 480      shorter: seconds instead of minutes
    python benchmarks/memory.py ... --write                   the figures into memory.json and docs/performance.md
    python benchmarks/memory.py --page                        the table of docs/performance.md anew from memory.json

One analysis with everything written, as a process of its own. Told are the largest memory up to a quarter, half, three
quarters and all of the frames, and up to the end of writing; the slope is from the first quarter to the last frame.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from page import write_table
from speed import make_clip, peak_mib

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "benchmarks/memory.json"
QUARTERS = 4
LEAST_MIN = 10.0
"""Shorter clips tell nothing of an hour: the pose models take their memory in the first minutes."""


def child(clip: Path, model: str, jobs: int | None) -> None:
    """Analyse a clip and print the largest memory so far at each quarter of its frames."""
    from formcheck.apps.analyze import analyze_file
    from formcheck.apps.write import write_outputs

    peaks: list[float] = []

    def progress(_: str, done: int, total: int | None) -> None:
        while total and len(peaks) < QUARTERS - 1 and QUARTERS * done >= (len(peaks) + 1) * total:
            peaks.append(peak_mib())

    started = time.perf_counter()
    analysis = analyze_file(clip, "glute-bridge", model, progress, jobs)
    peaks.append(peak_mib())
    seconds = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        write_outputs(analysis, clip, Path(folder))
    print(json.dumps({"peaks_mib": peaks, "written_mib": peak_mib(), "analysis_s": seconds}))


def measure(minutes: float, height: int, model: str, jobs: int | None) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "long.mp4"
        frames = make_clip(clip, 60 * minutes, height)
        arguments = [sys.executable, __file__, "--child", str(clip), "--model", model]
        done = subprocess.run(
            arguments + (["--jobs", str(jobs)] if jobs else []), check=True, stdout=subprocess.PIPE, text=True
        )
    about = {"minutes": minutes, "height": height, "model": model, "jobs": jobs or os.cpu_count(), "frames": frames}
    return {**about, **json.loads(done.stdout.splitlines()[-1])}


def slope_mib(figures: dict) -> float:
    """MiB for each further minute of video."""
    peaks = figures["peaks_mib"]
    return (peaks[-1] - peaks[0]) / (figures["minutes"] * (QUARTERS - 1) / QUARTERS)


def table(figures: dict) -> str:
    """Markdown."""
    ends = [f"{figures['minutes'] * (quarter + 1) / QUARTERS:g} min" for quarter in range(QUARTERS)]
    peaks = [f"{peak:.0f} MiB" for peak in (*figures["peaks_mib"], figures["written_mib"])]
    head = f"| {' | '.join(['largest memory up to', *ends, 'all is written'])} |"
    row = f"| {figures['height']}p, *{figures['model']}*, {figures['jobs']} jobs | {' | '.join(peaks)} |"
    lines = [head, "|---" * (QUARTERS + 2) + "|", row]
    if figures["minutes"] < LEAST_MIN:
        return "\n".join(lines)
    hour = figures["peaks_mib"][-1] + slope_mib(figures) * (60 - figures["minutes"])
    told = f"The slope is {slope_mib(figures):.1f} MiB for each minute of video: {hour:.0f} MiB after an hour."
    return "\n".join([*lines, "", told])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--height", type=int, default=1080)
    parser.add_argument("--model", default="lite", choices=["lite", "full", "heavy"])
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--write", action="store_true", help="write memory.json and the page")
    parser.add_argument("--page", action="store_true", help="write the page from memory.json")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        child(args.child, args.model, args.jobs)
        return
    if not args.page:
        figures = measure(args.minutes, args.height, args.model, args.jobs)
        print(table(figures), f"analysed in {figures['analysis_s']:.0f} s", sep="\n")
        if args.write:
            FIGURES.write_text(json.dumps(figures, indent=1) + "\n")
    if args.page or args.write:
        write_table("memory", table(json.loads(FIGURES.read_text())))


if __name__ == "__main__":
    main()
