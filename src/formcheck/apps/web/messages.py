"""The messages on the WebSocket: those of a client, validated, and the answers to them (docs/live.md)."""

import json
import struct
from dataclasses import asdict
from typing import Annotated, Any, Literal

import numpy as np
from annotated_types import Len
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from formcheck.output.drawing.scene import Scene
from formcheck.pose.landmarks import N_LANDMARKS, Landmark
from formcheck.pose.pose import Pose
from formcheck.workout.screen import LABELS, Command, Screen

LONGEST_BYTES = 1_000_000
"""Largest message; a JPEG of 640×480 pixels takes some 60 000 bytes."""

LARGEST_PX = 4096
LATEST_S = 1e7

_TIME = struct.Struct("<d")

Seconds = Annotated[float, Field(ge=0.0, le=LATEST_S, allow_inf_nan=False)]
Number = Annotated[float, Field(ge=-1000.0, le=1000.0, allow_inf_nan=False)]
LandmarkRow = tuple[Number, Number, Number, Number]
Metres = tuple[Number, Number, Number]
Pixels = Annotated[int, Field(ge=16, le=LARGEST_PX)]
Name = Annotated[str, Field(min_length=1, max_length=64)]


class BadMessage(Exception):
    """A message that does not follow docs/live.md; the text of the error is sent back."""


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Start(_Message):
    """The first message: what the client will send, and the session to resume if there is one."""

    type: Literal["start"]
    exercise: Name
    input: Literal["frames", "landmarks"] = "frames"
    width: Pixels
    height: Pixels
    recorded: bool = False
    resume: Annotated[str, Field(max_length=64)] | None = None


class Landmarks(_Message):
    """A pose that the client has estimated itself; null if nobody is in the image."""

    type: Literal["pose"]
    time_s: Seconds
    landmarks: Annotated[list[LandmarkRow], Len(N_LANDMARKS, N_LANDMARKS)] | None
    world: Annotated[list[Metres], Len(N_LANDMARKS, N_LANDMARKS)] | None = None


class Tick(_Message):
    """Time passes without a frame."""

    type: Literal["tick"]
    time_s: Seconds


class CommandMessage(_Message):
    """The person gives a command, by key or button."""

    type: Literal["command"]
    command: Command
    time_s: Seconds


class Choose(_Message):
    """The person chooses an exercise."""

    type: Literal["choose"]
    exercise: Name
    time_s: Seconds


class GetResult(_Message):
    """The client asks for the result of a finished set."""

    type: Literal["result"]
    number: Annotated[int, Field(ge=1, le=1000)]


class End(_Message):
    """There will be no more frames."""

    type: Literal["end"]
    time_s: Seconds


TimedMessage = Landmarks | Tick | CommandMessage | Choose | End
"""Messages that are answered by a screen."""

ClientMessage = Start | GetResult | TimedMessage

_CLIENT_MESSAGE: TypeAdapter[ClientMessage] = TypeAdapter(Annotated[ClientMessage, Field(discriminator="type")])


def read_text(text: str) -> ClientMessage:
    """Read a text message.

    Raises
    ------
    BadMessage
        Not JSON, or not one of the messages.
    """
    try:
        return _CLIENT_MESSAGE.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadMessage(f"{place}: {first['msg']}" if place else str(first["msg"])) from None


def read_frame(message: bytes) -> tuple[float, bytes]:
    """Time in seconds and JPEG of a binary message: 8 bytes, little-endian float64, then the JPEG.

    Raises
    ------
    BadMessage
        Too short, or without a sensible time.
    """
    if len(message) <= _TIME.size:
        raise BadMessage("a binary message is 8 bytes of time, then a JPEG")
    time_s = float(_TIME.unpack_from(message)[0])
    if not 0.0 <= time_s <= LATEST_S:
        raise BadMessage(f"the time of an image must be seconds from 0 to {LATEST_S:g}")
    return time_s, message[_TIME.size :]


def pose_of(message: Landmarks, time_s: float, width: int, height: int) -> Pose:
    """The pose in a message, rounded to float32 as those of the estimator are."""
    if message.landmarks is None:
        return Pose.nobody(time_s)
    marks = np.array(message.landmarks, np.float64)
    world = np.full((N_LANDMARKS, 3), np.nan) if message.world is None else np.array(message.world)
    return Pose(
        np.asarray(time_s, np.float64),
        (marks[:, :2] * (width, height)).astype(np.float32).astype(np.float64),
        world.astype(np.float32).astype(np.float64),
        np.clip(marks[:, 3], 0.0, 1.0).astype(np.float32).astype(np.float64),
    )


def screen_message(screen: Screen, scene: Scene | None, extra: dict[str, Any]) -> str:
    """The answer to most messages: everything to show and to say."""
    fields = asdict(screen)
    fields["commands"] = [{"id": command, "label": LABELS[command]} for command in screen.commands]
    fields["sets"] = [
        {"exercise": s.exercise, "headline": s.headline, "count": s.count, "lines": s.lines} for s in screen.sets
    ]
    if screen.meter is not None:
        fields["meter"]["in_band"] = screen.meter.in_band
    return json.dumps({"type": "screen", **fields, "body": body_of(scene), **extra}, default=float, allow_nan=False)


def body_of(scene: Scene | None) -> dict[str, Any] | None:
    """What is drawn over the person; points as shares of the width and height of the image."""
    if scene is None or scene.pose is None or not scene.pose.seen:
        return None
    shares = scene.pose.image / scene.size
    points = [
        [round(float(shares[m, 0]), 4), round(float(shares[m, 1]), 4), round(float(scene.pose.visibility[m]), 2)]
        if np.isfinite(shares[m]).all()
        else None
        for m in Landmark
    ]
    return {
        "points": points,
        "near": scene.near,
        "line": [int(m) for m in scene.line],
        "tone": scene.tone,
        "value": scene.value,
        "above": scene.above,
    }
