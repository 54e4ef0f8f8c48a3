"""A real server in a process of its own, and a client that speaks to its WebSocket."""

import json
import re
import struct
import subprocess
import sys
from contextlib import contextmanager

import numpy as np
from websockets.sync.client import connect

from clips import ROOT
from formcheck.pose.recording import load_recording

GOLDEN = ROOT / "tests/golden"


@contextmanager
def server(*options, model="lite"):
    """`formcheck serve` on a port that the system picks; gives its address, without the token."""
    command = [sys.executable, "-m", "formcheck", "serve", "--port", "0", "--model", model, *map(str, options)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:
        try:
            line = program.stderr.readline()
            found = re.search(r"Open (https?://\S+) in", line)
            assert found, line + program.stderr.read()
            yield found[1]
        finally:
            program.terminate()
            program.wait(timeout=20)


class Client:
    """One connection, a message and its answer at a time."""

    def __init__(self, address, *, token=None, **options):
        url = address.replace("http", "ws", 1).split("?")[0] + "live"
        self.socket = connect(url + (f"?token={token}" if token else ""), max_size=None, **options).__enter__()
        self.told = []
        self.ready = None

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.socket.close()

    def start(self, exercise="glute-bridge", **more):
        size = {"width": 640, "height": 480}
        self.ready = self.ask({"type": "start", "exercise": exercise, "input": "landmarks", **size, **more})
        return self

    def ask(self, message):
        """Send a message; the first answer that is no news of a saved set."""
        self.socket.send(message if isinstance(message, bytes) else json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv(timeout=60))
            self.told.append(answer)
            if answer["type"] != "saved":
                return answer

    def news(self):
        """What comes unasked."""
        answer = json.loads(self.socket.recv(timeout=60))
        self.told.append(answer)
        return answer

    def screens(self):
        return [answer for answer in self.told if answer["type"] == "screen"]

    def said(self):
        return [screen["say"]["text"] for screen in self.screens() if screen["say"]]


def pose_messages(name):
    """A golden recording as messages for the WebSocket, and the size of its picture."""
    recording = load_recording(GOLDEN / f"{name}.npz")
    size = (recording.origin.width, recording.origin.height)
    return [pose_message(recording.track[i], size) for i in range(len(recording.track))], size


def pose_message(pose, size):
    if not pose.seen:
        return {"type": "pose", "time_s": float(pose.time_s), "landmarks": None}
    marks = np.column_stack([pose.image / size, np.zeros(33), pose.visibility])
    told = {"type": "pose", "time_s": float(pose.time_s), "landmarks": marks.tolist()}
    return told if not np.isfinite(pose.world).all() else {**told, "world": pose.world.tolist()}


def frame_message(time_s, jpeg):
    return struct.pack("<d", time_s) + jpeg
