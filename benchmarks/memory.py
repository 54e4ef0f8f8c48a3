"""Whether memory use grows with the length of a video.

    python benchmarks/memory.py                               twenty minutes of 1080p with the lite model
    python benchmarks/memory.py --minutes 2 --height 480      shorter: seconds instead of minutes
    python benchmarks/memory.py ... --write                   write memory.json and docs/performance.md
    python benchmarks/memory.py --page                        rewrite the table of docs/performance.md from memory.json

One analysis with everything written, in a process of its own. For each quarter of the frames it reports the median
memory and the peak up to then, and at the end the peak after writing. The slope is that of the medians: the peak is a
matter of chance, since it occurs when two estimators begin a new chunk at the same moment.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from page import write_table
from speed import make_clip, memory_mib

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "benchmarks/memory.json"
QUARTERS = 4
LEAST_MIN = 10.0
"""Minutes. Shorter clips say nothing about an hour: the pose models take their memory in the first minutes."""


def child(clip: Path, model: str, jobs: int | None) -> None:
    """Analyse a clip and print the memory in each quarter of its frames, in MiB."""
    from formcheck.apps.analyze import analyze_file
    from formcheck.apps.write import write_outputs

    peaks: list[float] = []
    now: list[list[float]] = [[] for _ in range(QUARTERS)]

    def progress(_: str, done: int, total: int | None) -> None:
        while total and len(peaks) < QUARTERS - 1 and QUARTERS * done >= (len(peaks) + 1) * total:
            peaks.append(memory_mib("VmHWM"))
        now[len(peaks)].append(memory_mib("VmRSS"))

    started = time.perf_counter()
    analysis = analyze_file(clip, "glute-bridge", model, progress, jobs)
    peaks.append(memory_mib("VmHWM"))
    seconds = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        write_outputs(analysis, clip, Path(folder))
    usual = [statistics.median(quarter) for quarter in now]
    written = memory_mib("VmHWM")
    print(json.dumps({"usual_mib": usual, "peaks_mib": peaks, "written_mib": written, "analysis_s": seconds}))


def measure(minutes: float, height: int, model: str, jobs: int | None) -> dict[str, object]:
    """Make a clip and analyse it in a process of its own; the figures of `child` and how they were made."""
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
    """Growth in MiB per minute of video: from the middle of the first quarter to the middle of the last one."""
    usual = figures["usual_mib"]
    return (usual[-1] - usual[0]) / (figures["minutes"] * (QUARTERS - 1) / QUARTERS)


def table(figures: dict) -> str:
    """The table in Markdown and, for a long clip, the slope."""
    ends = [f"{figures['minutes'] * (quarter + 1) / QUARTERS:g} min" for quarter in range(QUARTERS)]
    about = f"{figures['height']}p, *{figures['model']}*, {figures['jobs']} jobs"
    usual = [*(f"{mib:.0f} MiB" for mib in figures["usual_mib"]), ""]
    peaks = [f"{mib:.0f} MiB" for mib in (*figures["peaks_mib"], figures["written_mib"])]
    lines = [
        f"| {' | '.join([about, *(f'up to {end}' for end in ends), 'after writing'])} |",
        "|---" * (QUARTERS + 2) + "|",
        f"| median in this quarter | {' | '.join(usual)} |",
        f"| largest so far | {' | '.join(peaks)} |",
    ]
    if figures["minutes"] < LEAST_MIN:
        return "\n".join(lines)
    hour = figures["peaks_mib"][-1] + slope_mib(figures) * (60 - figures["minutes"])
    slope = f"The slope is {slope_mib(figures):.1f} MiB for each minute of video"
    return "\n".join([*lines, "", f"{slope}: at most {hour:.0f} MiB in the analysis of an hour."])


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
