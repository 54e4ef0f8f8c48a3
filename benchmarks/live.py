"""Latency of the live server, whether it grows, and how evenly several clients share a machine.

    python benchmarks/live.py [--people 1] [--seconds 60] [--model full]

Starts `formcheck serve` and plays a sample to it as the page does: 30 images a second, one in flight, always the
newest. Latency runs from the moment an image was taken to the arrival of its answer. It includes decoding and the pose
model, but not JPEG encoding and drawing in the browser.
"""

import argparse
import json
import re
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import av
import cv2
import numpy as np
import psutil
from websockets.sync.client import connect

CLIP = Path(__file__).parents[1] / "samples/videos/glute_bridge_good_side_p0.mp4"
FPS = 30.0


@dataclass
class Person:
    """One client.

    Attributes
    ----------
    waits : list of (float, float)
        For each answer: when it arrived, in seconds, and its latency in milliseconds.
    notices : set of str
        Notices that the page would have shown.
    count : int
        Repetitions counted.
    """

    waits: list[tuple[float, float]] = field(default_factory=list)
    notices: set[str] = field(default_factory=set)
    count: int = 0


def jpegs() -> list[bytes]:
    """Every frame of the sample as a JPEG."""
    with av.open(str(CLIP)) as source:
        images = [frame.to_ndarray(format="bgr24") for frame in source.decode(video=0)]
    return [cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes() for image in images]


def play(url: str, images: list[bytes], seconds: float, person: Person) -> None:
    """Play the images to the server for a time, and note what it answers."""
    start = {"type": "start", "exercise": "glute-bridge", "width": 640, "height": 480, "recorded": True}
    with connect(url, max_size=None) as socket:
        socket.send(json.dumps(start))
        socket.recv()
        began, last = time.monotonic(), -1
        while (now := time.monotonic() - began) < seconds:
            newest = int(now * FPS)
            if newest == last:
                time.sleep((newest + 1) / FPS - now)
                continue
            last = newest
            socket.send(struct.pack("<d", newest / FPS) + images[newest % len(images)])
            screen = json.loads(socket.recv())
            after = time.monotonic() - began
            person.waits.append((after, 1000.0 * (after - newest / FPS)))
            person.count = max(person.count, screen["count"])
            if screen["notice"]:
                person.notices.add(screen["notice"])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--people", type=int, default=1)
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--model", default="full")
    asked = options.parse_args()
    command = [sys.executable, "-m", "formcheck", "serve", "--port", "0", "--model", asked.model]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:
        assert program.stderr is not None
        address = re.search(r"Open http(://\S+/) in", program.stderr.readline())
        assert address is not None
        try:
            measure(f"ws{address[1]}live", asked.people, asked.seconds, psutil.Process(program.pid))
        finally:
            program.terminate()


def measure(url: str, people: int, seconds: float, server: psutil.Process) -> None:
    """Run all clients at once and print latency, rate and memory."""
    images = jpegs()
    persons = [Person() for _ in range(people)]
    threads = [threading.Thread(target=play, args=(url, images, seconds, person)) for person in persons]
    memory: list[float] = []
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        memory.append(server.memory_info().rss / 1e6)
        time.sleep(min(5.0, seconds / 12))
    print(f"{people} at once, {seconds:.0f} s, load of the machine {psutil.getloadavg()[0]:.1f}")
    print("client  answers/s  latency ms: median   p95   median of each sixth of the time")
    for number, person in enumerate(persons, 1):
        at, waits = np.array(person.waits).T
        sixths = [np.median(waits[(at >= a) & (at < a + seconds / 6)]) for a in np.arange(6) * seconds / 6]
        medians = "   ".join(f"{value:.0f}" for value in sixths)
        rate = len(waits) / seconds
        print(f"{number:>6}  {rate:9.1f}  {np.median(waits):18.0f} {np.percentile(waits, 95):5.0f}   {medians}")
        print(f"        reps {person.count}; notices: {', '.join(person.notices) or 'none'}")
    quarter = max(1, len(memory) // 4)
    print(f"memory of the server, MB: {np.mean(memory[quarter : 2 * quarter]):.0f} → {np.mean(memory[-quarter:]):.0f}")


if __name__ == "__main__":
    main()
