"""Compare formcheck with the plain loop: speed and memory.

    python benchmarks/speed.py                     one minute of 480p, full model: rates, ratios, memory
    python benchmarks/speed.py --sizes 480 1080 2160 --rates 30 60 --models lite full heavy --one-job --write
                                                   everything, half a day; build heavy first (models/README.md)
    python benchmarks/speed.py --smoke             a few seconds, to check that it runs
    python benchmarks/speed.py ... --write         write the rows into speed.json and docs/performance.md; earlier
                                                   rows that were not measured again stay
    python benchmarks/speed.py --page              rewrite the table of docs/performance.md from speed.json

The plain loop is what most programs do: OpenCV reads a frame, MediaPipe finds the pose, OpenCV draws it and writes
the video. Each program runs as a process of its own on the same clip, one after the other, for several rounds.
Machines are shared and noisy, so quote the ratio of the times of a round, not single times. Times include loading the
libraries.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import av
import cv2
import numpy as np
from page import write_table

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "benchmarks/speed.json"
SAMPLE = ROOT / "samples/videos/glute_bridge_good_side_p0.mp4"
LOOP_S = 10.0
MODELS = ["lite", "full", "heavy"]


def make_clip(path: Path, seconds: float, height: int = 480, fps: int = 30) -> int:
    """Write the sample, repeated to a length, in 4:3 or 16:9, with camera noise; return the number of frames."""
    loop = path.with_suffix(".loop.mp4")
    each = round(fps * min(seconds, LOOP_S))
    width = {480: 640}.get(height, height * 16 // 9)
    with av.open(str(SAMPLE)) as sample:
        images = [frame.to_ndarray(format="rgb24") for frame in sample.decode(video=0)]
    shown = (image for image in cycle(images) for _ in range(max(1, fps // 30)))
    noise = np.random.default_rng(1).normal(0, 3, (height, width, 1)).astype(np.int8)
    with av.open(str(loop), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"preset": "veryfast", "crf": "20", "g": str(fps)})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for place, image in enumerate(islice(shown, each)):
            large = cv2.resize(image, (width, height), interpolation=cv2.INTER_CUBIC)
            rgb = cv2.add(large, np.roll(noise, 7 * place, axis=1).repeat(3, axis=2), dtype=cv2.CV_8U)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        container.mux(stream.encode(None))
    _repeat(loop, path, times := max(1, round(seconds * fps / each)), each, fps)
    loop.unlink()
    return times * each


def _repeat(loop: Path, path: Path, times: int, frames: int, fps: int) -> None:
    """Write the packets of a clip `times` times, one after the other."""
    with av.open(str(path), "w") as container:
        stream = None
        for turn in range(times):
            with av.open(str(loop)) as source:
                stream = stream or container.add_stream_from_template(source.streams.video[0])
                for packet in source.demux(video=0):
                    if packet.dts is None:
                        continue
                    shift = round(turn * frames / fps / packet.time_base)
                    packet.pts, packet.dts, packet.stream = packet.pts + shift, packet.dts + shift, stream
                    container.mux(packet)


def plain_loop(clip: Path, model: str, *, write: Path | None = None) -> None:
    """Read, infer and draw each frame; write the video to `write`, if given."""
    import mediapipe as mp
    from mediapipe.tasks.python import vision

    from formcheck.pose.landmarks import BONES
    from formcheck.pose.model_files import find_model

    options = vision.PoseLandmarkerOptions(
        base_options=mp.tasks.BaseOptions(model_asset_path=str(find_model(model).path)),
        running_mode=vision.RunningMode.VIDEO,
    )
    capture = cv2.VideoCapture(str(clip))
    fps = capture.get(cv2.CAP_PROP_FPS)
    size = int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)), int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
    writer = cv2.VideoWriter(str(write), cv2.VideoWriter_fourcc(*"mp4v"), fps, size) if write else None
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        index = 0
        while True:
            ok, image = capture.read()
            if not ok:
                break
            rgb = mp.Image(image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
            found = landmarker.detect_for_video(rgb, round(index * 1000 / fps))
            for marks in found.pose_landmarks:
                points = [(int(m.x * size[0]), int(m.y * size[1])) for m in marks]
                for a, b in BONES:
                    cv2.line(image, points[a], points[b], (0, 255, 0), 2)
                for point in points:
                    cv2.circle(image, point, 3, (0, 0, 255), -1)
            if writer:
                writer.write(image)
            index += 1
    if writer:
        writer.release()


def formcheck_run(clip: Path, model: str, *, write: Path | None = None, jobs: int | None = None) -> None:
    """What ``formcheck analyze`` does; write the video and the report beside `write`, if given."""
    from formcheck.apps.analyze import analyze_file
    from formcheck.apps.write import write_outputs

    analysis = analyze_file(clip, "glute-bridge", model, jobs=jobs)
    if write:
        write_outputs(analysis, clip, write.with_suffix(""))


PROGRAMS: dict[str, Callable[..., None]] = {
    "plain loop": plain_loop,
    "formcheck": formcheck_run,
    "formcheck --jobs 1": partial(formcheck_run, jobs=1),
}


def child(program: str, clip: Path, model: str, write: bool) -> None:
    """Run one program and print its time, its processor time and its peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        started, worked = time.perf_counter(), time.process_time()
        PROGRAMS[program](clip, model, write=Path(folder) / "out.mp4" if write else None)
        seconds, cpu_s = time.perf_counter() - started, time.process_time() - worked
    print(json.dumps({"seconds": seconds, "cpu_s": cpu_s, "peak_mib": memory_mib("VmHWM")}))


def memory_mib(which: str) -> float:
    """Memory of this process in MiB: now ("VmRSS") or at its peak ("VmHWM"); NaN if the system does not report it.

    `resource` is no alternative: its figure includes the process that started this one.
    """
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{which}:")), float("nan"))


def measure(program: str, clip: Path, model: str, write: bool) -> dict[str, float]:
    """Run one program in a process of its own; its seconds, processor seconds and peak MiB."""
    arguments = [sys.executable, __file__, "--child", program, str(clip), "--models", model]
    done = subprocess.run(
        arguments + ["--video"] * write, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def compare(clip: Path, frames: int, about: dict[str, object], rounds: int, programs: list[str]) -> dict[str, object]:
    """All programs on one clip, one after the other, for several rounds."""
    before = os.getloadavg()[0]
    runs = [
        {name: measure(name, clip, str(about["model"]), bool(about["video"])) for name in programs}
        for _ in range(rounds)
    ]
    load = (before, os.getloadavg()[0])
    row = {**about, "frames": frames, "load": load, "runs": runs}
    print(" · ".join(cell for cell in cells(row) if cell))
    return row


def cells(row: dict) -> list[str]:
    """Cells of one row of the table."""
    frames, runs = row["frames"], row["runs"]

    def median(program: str, figure: Callable[[dict], float], form: str) -> str:
        return format(statistics.median(figure(run[program]) for run in runs), form) if program in runs[0] else ""

    def ratio(program: str) -> str:
        if program not in runs[0]:
            return ""
        ratios = sorted(run["plain loop"]["seconds"] / run[program]["seconds"] for run in runs)
        return f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"

    return [
        f"{row['height']}p{row['fps']} {row['model']}{', video and report' if row['video'] else ''}",
        f"{row['frames'] / row['fps']:g} s × {len(runs)}",
        *(median(name, lambda run: frames / run["seconds"], ".1f") for name in ("plain loop", "formcheck")),
        ratio("formcheck"),
        ratio("formcheck --jobs 1"),
        *(median(name, lambda run: 1000 * run["cpu_s"] / frames, ".1f") for name in ("plain loop", "formcheck")),
        *(median(name, lambda run: run["peak_mib"], ".0f") for name in ("plain loop", "formcheck")),
        "–".join(f"{load:.1f}" for load in row["load"]),
    ]


HEAD = (
    "clip and model",
    "length × rounds",
    "plain loop, frames/s",
    "formcheck, frames/s",
    "ratio (lowest–highest)",
    "ratio with `--jobs 1`",
    "plain loop, CPU ms/frame",
    "formcheck, CPU ms/frame",
    "plain loop, MiB",
    "formcheck, MiB",
    "load before–after",
)


def table(figures: dict) -> str:
    """The table in Markdown, and a line on the machine."""
    rows = [HEAD, ["---"] * len(HEAD), *(cells(row) for row in figures["speed"])]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    processors = f"Processors: {figures['processors']}."
    steps = f"Everything after the pose model: median {figures['step_ms']:.3f} ms per frame."
    return "\n".join([*lines, "", f"{processors} {steps}"])


def together(old: dict, new: dict) -> dict:
    """New figures, and earlier rows that were not measured again, if the number of processors is the same."""

    def key_of(row: dict) -> tuple[int, int, int, bool]:
        return row["height"], row["fps"], MODELS.index(row["model"]), row["video"]

    before = old["speed"] if old.get("processors") == new["processors"] else []
    return {**new, "speed": [row for _, row in sorted({key_of(row): row for row in (*before, *new["speed"])}.items())]}


def step_cost() -> float:
    """Median milliseconds per frame of everything after the pose model."""
    from formcheck.exercises import find_exercise
    from formcheck.pose.recording import load_recording
    from formcheck.session.session import Session

    track = load_recording(ROOT / "tests/golden/glute_bridge_good_side_p0.npz").track
    poses = [track[i] for i in range(len(track))]
    times = []
    for _ in range(5):
        session = Session(find_exercise("glute-bridge"))
        for pose in poses:
            started = time.perf_counter()
            session.step(pose)
            times.append(1000 * (time.perf_counter() - started))
    median, worst = statistics.median(times), max(times)
    print(f"after the pose model: median {median:.3f} ms per frame, largest {worst:.1f} ms (the frame that ends a rep)")
    return median


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", nargs="+", default=["full"], choices=MODELS)
    parser.add_argument("--sizes", nargs="+", type=int, default=[480], metavar="HEIGHT")
    parser.add_argument("--rates", nargs="+", type=int, default=[30], metavar="FPS")
    parser.add_argument("--seconds", type=float, default=60.0, help="length of the clip")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one-job", action="store_true", help="also formcheck with one job")
    parser.add_argument("--smoke", action="store_true", help="a few seconds, one round")
    parser.add_argument("--write", action="store_true", help="write speed.json and the page")
    parser.add_argument("--page", action="store_true", help="write the page from speed.json")
    parser.add_argument("--child", nargs=2, metavar=("PROGRAM", "CLIP"), help=argparse.SUPPRESS)
    parser.add_argument("--video", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.smoke:
        args.seconds, args.rounds, args.models = 2.0, 1, ["lite"]
    return args


def figures_of(args: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Measure every size, rate and model that was asked for."""
    programs = list(PROGRAMS) if args.one_job else list(PROGRAMS)[:2]
    machine: dict[str, object] = {"processors": os.cpu_count(), "step_ms": step_cost()}
    rows = []
    for height in args.sizes:
        for fps in args.rates:
            clip = folder / f"{height}p{fps}.mp4"
            frames = make_clip(clip, args.seconds, height, fps)
            for model in args.models:
                for video in (False, True):
                    about = {"height": height, "fps": fps, "model": model, "video": video}
                    rows.append(compare(clip, frames, about, args.rounds, programs))
    return {**machine, "speed": rows}


def main() -> None:
    args = parsed()
    if args.child:
        child(args.child[0], Path(args.child[1]), args.models[0], args.video)
        return
    if not args.page:
        with tempfile.TemporaryDirectory() as folder:
            figures = figures_of(args, Path(folder))
        if args.write:
            before = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
            FIGURES.write_text(json.dumps(together(before, figures), indent=1) + "\n")
    if args.page or args.write:
        write_table("speed", table(json.loads(FIGURES.read_text())))


if __name__ == "__main__":
    main()
