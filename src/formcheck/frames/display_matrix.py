"""How a decoded picture is to be shown: the display matrix that hangs on it, whatever else hangs there."""

from collections.abc import Mapping
from typing import cast

import numpy as np
from av.filter import Graph
from av.sidedata.sidedata import SideData, SideDataContainer, Type
from av.video.frame import VideoFrame

from formcheck.frames.orientation import Orientation

_NEWER_KINDS = range(len(Type), len(Type) + 20)
"""Numbers of side data that libav may attach and PyAV has no name for. With one of them on a picture, such as the EXIF
of Motion JPEG, every look at its side data raises ValueError; twenty more than PyAV knows is several years of libav."""

_ANOTHER = VideoFrame(2, 2, "gray")
"""A picture without side data."""


class OrientationReader:
    """Reads the orientation of pictures of one video; keeps a filter between them."""

    def __init__(self) -> None:
        self._filter: Graph | None = None
        self._kind: tuple[int, int, str] | None = None

    def __call__(self, picture: VideoFrame) -> Orientation:
        """How the picture becomes upright, by its own flag, that of its track, or its EXIF; to be asked once."""
        try:
            matrix = _matrix(picture)
        except ValueError:  # side data of a kind that PyAV does not know
            matrix = _matrix(self._without_newer_kinds(picture))
        return Orientation() if matrix is None else Orientation.from_matrix(matrix)

    def _without_newer_kinds(self, picture: VideoFrame) -> VideoFrame:
        kind = (picture.width, picture.height, picture.format.name)
        if self._filter is None or kind != self._kind:
            self._filter, self._kind = _deleting(picture), kind
        self._filter.push(picture)
        return cast(VideoFrame, self._filter.pull())


def _matrix(picture: VideoFrame) -> list[int] | None:
    container = cast(SideDataContainer, picture.side_data)
    side_data = cast(Mapping[str, SideData], container)  # PyAV's type stub allows one key type only
    matrix = side_data.get("DISPLAYMATRIX")
    numbers = None if matrix is None else cast(list[int], np.frombuffer(bytes(matrix), np.int32).tolist())
    _let_go(container)
    return numbers


def _let_go(container: SideDataContainer) -> None:
    """Make a picture's side data refer to another picture.

    The two refer to each other. Their memory, 12 MB at 4K, would be kept until Python looks for such circles, a hundred
    pictures later: reading took a quarter longer.
    """
    container.__init__(_ANOTHER)  # type: ignore[misc]


def _deleting(picture: VideoFrame) -> Graph:
    """A filter that lets pictures of this size and format through without the side data PyAV cannot name."""
    graph = Graph()
    links = [
        graph.add_buffer(width=picture.width, height=picture.height, format=picture.format, time_base=picture.time_base)
    ]
    links += [graph.add("sidedata", f"mode=delete:type={kind}") for kind in _NEWER_KINDS]
    links.append(graph.add("buffersink"))
    graph.link_nodes(*links).configure()
    return graph
