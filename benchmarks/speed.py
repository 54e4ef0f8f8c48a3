"""How fast formcheck is against the plain loop, and whether its memory grows with the clip.

    python benchmarks/speed.py                     one minute, full model: rates, ratios, memory
    python benchmarks/speed.py --memory            also ten minutes with the lite model: memory against one minute
    python benchmarks/speed.py --smoke             a few seconds, to see that it runs

The plain loop is what most programs do: OpenCV reads a frame, MediaPipe finds the pose, OpenCV draws it and writes
the video. Each program runs as a process of its own on the same clip, one after the other, several rounds; machines
are shared and noisy, so quote the ratio of a round's times, not single times.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

import av

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples/videos/glute_bridge_good_side_p0.mp4"
FPS = 30


def make_clip(path: Path, seconds: float) -> int:
    """Loop the sample to a length; the number of frames."""
    with av.open(str(SAMPLE)) as sample:
        pictures = [frame.to_ndarray(format="yuv420p") for frame in sample.decode(video=0)]
    count = round(seconds * FPS)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "crf": "23"})
        stream.width, stream.height, stream.pix_fmt = 640, 480, "yuv420p"
        for picture in islice(cycle(pictures), count):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")))
        container.mux(stream.encode(None))
    return count


def plain_loop(clip: Path, model: str, *, write: Path | None = None) -> None:
    """Read, infer, draw, next; writes the video when asked."""
    import cv2
    import mediapipe as mp
    from mediapipe.tasks.python import vision

    from formcheck.pose.landmarks import BONES
    from formcheck.pose.weights import find_model

    options = vision.PoseLandmarkerOptions(
        base_options=mp.tasks.BaseOptions(model_asset_path=str(find_model(model).path)),
        running_mode=vision.RunningMode.VIDEO,
    )
    capture = cv2.VideoCapture(str(clip))
    size = int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)), int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
    writer = cv2.VideoWriter(str(write), cv2.VideoWriter_fourcc(*"mp4v"), FPS, size) if write else None
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        index = 0
        while True:
            ok, picture = capture.read()
            if not ok:
                break
            rgb = mp.Image(image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
            found = landmarker.detect_for_video(rgb, round(index * 1000 / FPS))
            for marks in found.pose_landmarks:
                points = [(int(m.x * size[0]), int(m.y * size[1])) for m in marks]
                for a, b in BONES:
                    cv2.line(picture, points[a], points[b], (0, 255, 0), 2)
                for point in points:
                    cv2.circle(picture, point, 3, (0, 0, 255), -1)
            if writer:
                writer.write(picture)
            index += 1
    if writer:
        writer.release()


def formcheck_run(clip: Path, model: str, *, write: Path | None = None) -> None:
    """What ``formcheck analyze`` does; with the video and the report when asked."""
    from formcheck.apps.analyze import analyze_file
    from formcheck.apps.write import write_outputs

    analysis = analyze_file(clip, "glute-bridge", model)
    if write:
        write_outputs(analysis, clip, write.with_suffix(""))


PROGRAMS = {"plain loop": plain_loop, "formcheck": formcheck_run}


def child(program: str, clip: Path, model: str, write: bool) -> None:
    """Run one program and print its time and peak memory."""
    import resource

    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        PROGRAMS[program](clip, model, write=Path(folder) / "out.mp4" if write else None)
        seconds = time.perf_counter() - started
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mib": peak_mib}))


def measure(program: str, clip: Path, model: str, write: bool) -> dict[str, float]:
    arguments = [sys.executable, __file__, "--child", program, str(clip), "--model", model]
    done = subprocess.run(
        arguments + ["--write"] * write, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def compare(clip: Path, frames: int, model: str, rounds: int, write: bool) -> dict[str, object]:
    """Both programs in turn on one clip: median rate of each, and the median of the rounds' ratios."""
    runs = [{name: measure(name, clip, model, write) for name in PROGRAMS} for _ in range(rounds)]
    ratios = [run["plain loop"]["seconds"] / run["formcheck"]["seconds"] for run in runs]
    rates = {name: statistics.median(frames / run[name]["seconds"] for run in runs) for name in PROGRAMS}
    what = "with annotated video" if write else "without video"
    print(
        f"{model}, {frames} frames, {what}: plain loop {rates['plain loop']:.1f} frames/s, "
        f"formcheck {rates['formcheck']:.1f} frames/s, ratio {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f} to {max(ratios):.2f} in {rounds} rounds)"
    )
    return {"model": model, "frames": frames, "video": write, "rates": rates, "ratios": ratios, "runs": runs}


def step_cost() -> float:
    """Median milliseconds per frame of everything after the pose model."""
    from formcheck.coaching.session import Session
    from formcheck.exercises import find_exercise
    from formcheck.pose.recording import load_recording

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


def memory(folder: Path, short_s: float, long_s: float) -> dict[str, float]:
    """Peak memory of an analysis with everything written, for a short and a long clip."""
    peaks = {}
    for seconds in (short_s, long_s):
        clip = folder / f"{seconds:g}s.mp4"
        make_clip(clip, seconds)
        peaks[f"{seconds:g} s"] = measure("formcheck", clip, "lite", True)["peak_mib"]
    print("peak memory, lite, everything written: " + ", ".join(f"{k} {v:.0f} MiB" for k, v in peaks.items()))
    return peaks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="full", choices=["lite", "full", "heavy"])
    parser.add_argument("--seconds", type=float, default=60.0, help="length of the clip")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", action="store_true", help="also one minute against ten")
    parser.add_argument("--smoke", action="store_true", help="a few seconds, one round")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--child", nargs=2, metavar=("PROGRAM", "CLIP"), help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        child(args.child[0], Path(args.child[1]), args.model, args.write)
        return
    if args.smoke:
        args.seconds, args.rounds, args.model = 4.0, 1, "lite"
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "clip.mp4"
        frames = make_clip(clip, args.seconds)
        figures: dict[str, object] = {"step_ms": step_cost()}
        figures["speed"] = [compare(clip, frames, args.model, args.rounds, write) for write in (False, True)]
        if args.memory:
            figures["memory"] = memory(Path(folder), 60.0, 600.0)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
