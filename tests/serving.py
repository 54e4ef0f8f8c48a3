"""A real server in a process of its own, and a client for its WebSocket."""

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
    """`formcheck serve` on a port that the system chooses; yields the address that it prints."""
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
    """One connection: sends a message, waits for its answer."""

    def __init__(self, address, *, token=None, **options):
        url = address.replace("http", "ws", 1).split("?")[0] + "live"
        self.socket = connect(url + (f"?token={token}" if token else ""), max_size=None, **options).__enter__()
        self.answers = []
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
        """Send a message; the first answer other than the notice of a saved set."""
        self.socket.send(message if isinstance(message, bytes) else json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv(timeout=60))
            self.answers.append(answer)
            if answer["type"] != "saved":
                return answer

    def receive(self):
        """The next message from the server, without sending one."""
        answer = json.loads(self.socket.recv(timeout=60))
        self.answers.append(answer)
        return answer

    def screens(self):
        return [answer for answer in self.answers if answer["type"] == "screen"]

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
    message = {"type": "pose", "time_s": float(pose.time_s), "landmarks": marks.tolist()}
    return message if not np.isfinite(pose.world).all() else {**message, "world": pose.world.tolist()}


def frame_message(time_s, jpeg):
    return struct.pack("<d", time_s) + jpeg
