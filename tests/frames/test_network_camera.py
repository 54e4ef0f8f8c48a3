"""Network cameras: their streams, connections that fail or break off, and what of an address is shown."""

import functools
import signal
import socket
import threading
import time
from contextlib import closing, contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from clips import GOOD
from formcheck.errors import InputNotFound, NoCamera
from formcheck.frames import network_camera as module
from formcheck.frames import network_clock
from formcheck.frames.camera import open_camera
from formcheck.frames.frame_source import open_frames
from formcheck.frames.network_camera import NetworkCamera
from rtsp import rtsp_camera
from streaming import INTERLACED, MPEG_TS, jpegs, muxed_parts, network_camera, pictures_of

FPS = 15

SECRET = "s3cret"


@pytest.fixture(scope="module")
def shown():
    """Five seconds of a clip, 15 pictures a second."""
    return pictures_of(GOOD, fps=FPS)[:75]


@contextmanager
def camera_of(pictures, kind):
    """A camera that sends pictures in one of the ways of cameras."""
    if kind == "RTSP":
        with rtsp_camera(pictures, fps=FPS) as there:
            yield there
        return
    ways = {"H.264": {}, "interlaced H.264": {"options": INTERLACED}, "MPEG-4": {"codec": "mpeg4"}}
    with network_camera(parts=muxed_parts(pictures, fps=FPS, **ways[kind]), fps=FPS, kind=MPEG_TS) as there:
        yield there


@pytest.mark.parametrize("kind", ["H.264", "interlaced H.264", "MPEG-4", "RTSP"])
def test_a_stream_gives_the_pictures_that_are_sent_at_the_steps_at_which_they_were_taken(shown, kind):
    with camera_of(shown, kind) as there, closing(NetworkCamera(there.url)) as camera:
        frames = [camera.read() for _ in range(55)]
        delay_s = camera.now_s() - frames[-1][0]

    steps = np.diff([time_s for time_s, _ in frames[-15:]])
    assert steps == pytest.approx(np.full(14, 1 / FPS), abs=0.002)
    assert delay_s < 0.2
    newest = frames[-1][1][:, :, ::-1].astype(int)
    differences = [np.abs(newest - picture).mean() for picture in shown]
    assert min(differences) < 5.0
    assert 45 <= np.argmin(differences) <= 70


def test_pictures_without_times_have_the_times_of_their_arrival():
    with network_camera(jpegs(GOOD)) as there, closing(NetworkCamera(there.url)) as camera:
        times = [camera.read()[0] for _ in range(30)]

    assert times[-1] - times[0] == pytest.approx(29 / FPS, abs=0.15)  # libav would have it 25 a second


@pytest.mark.parametrize("stated_fps", [FPS, 20])
def test_a_stream_whose_clock_is_slow_is_said_to_be(monkeypatch, shown, stated_fps):
    monkeypatch.setattr(network_clock, "WINDOW_S", 1.5)
    parts = muxed_parts(shown, fps=stated_fps)
    with network_camera(parts=parts, fps=FPS, kind=MPEG_TS) as there, closing(NetworkCamera(there.url)) as camera:
        for _ in range(70):
            assert camera.read() is not None

    slow = [warning for warning in camera.warnings if "run slower than the clock" in warning]
    assert len(slow) == (1 if stated_fps > FPS else 0)


def test_large_pictures_are_scaled_as_those_of_a_file(shown):
    with network_camera(jpegs(GOOD)) as there, closing(NetworkCamera(there.url, 320)) as camera:
        assert camera.size == (320, 240)
        assert camera.read()[1].shape == (240, 320, 3)


# --- films in a web server, and streams in segments


@contextmanager
def web_server(folder):
    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *args):
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_film_on_a_web_server_is_played_at_its_speed_and_ends(tmp_path, shown):
    (tmp_path / "film.ts").write_bytes(b"".join(muxed_parts(shown[:30], fps=FPS)))
    frames = []
    with web_server(tmp_path) as address, open_camera(f"{address}/film.ts") as camera:
        began = time.monotonic()
        while not camera.ended:
            frames.append(camera.newest(0.5))
        took_s = time.monotonic() - began

    assert 1.5 < took_s < 4.0
    assert len([frame for frame in frames if frame is not None]) >= 25
    assert camera.trouble is None


def test_segments_that_come_at_once_are_shown_at_their_speed(tmp_path, shown):
    with av.open(
        str(tmp_path / "live.m3u8"),
        "w",
        format="hls",
        options={"hls_time": "1", "hls_list_size": "0", "hls_flags": "omit_endlist"},
    ) as out:
        stream = out.add_stream("libx264", rate=FPS, options={"g": str(FPS), "tune": "zerolatency"})
        stream.height, stream.width = shown[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for at, picture in enumerate(shown):
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24").reformat(format="yuv420p")
            frame.pts = at
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    with web_server(tmp_path) as address, closing(NetworkCamera(f"{address}/live.m3u8")) as camera:
        camera.read()
        began = time.monotonic()
        times = [camera.read()[0] for _ in range(20)]
        took_s = time.monotonic() - began

    assert took_s == pytest.approx(20 / FPS, abs=0.2)
    assert np.diff(times) == pytest.approx(np.full(19, 1 / FPS), abs=0.002)


# --- addresses that give nothing


def with_login(url):
    return url.replace("://", f"://admin:{SECRET}@")


def refusal(url):
    """The line that a user reads, and the seconds until it comes; it never shows the password."""
    began = time.monotonic()
    with pytest.raises(NoCamera) as error:
        NetworkCamera(url)
    line = str(error.value)
    assert "\n" not in line
    assert SECRET not in line
    assert "admin" not in line
    return line, time.monotonic() - began


@pytest.mark.parametrize(
    ("answer", "words"),
    [(401, "name and password"), (403, "403"), (404, "404"), (410, "refuses"), (500, "5xx")],
)
def test_a_web_server_that_refuses_is_a_line_that_says_why(answer, words):
    with network_camera([b""], answer=answer) as there:
        line, took_s = refusal(with_login(there.url))

    assert words in line
    assert there.url.split("/")[2] in line
    assert took_s < 3.0


@pytest.mark.parametrize("scheme", ["http", "rtsp", "rtmp"])
def test_a_closed_port_is_a_line_that_says_so(scheme):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert "refuses the connection" in refusal(with_login(f"{scheme}://127.0.0.1:{port}/live"))[0]


@pytest.mark.parametrize("scheme", ["http", "rtsp"])
def test_a_host_that_says_nothing_is_given_up_in_time(monkeypatch, scheme):
    monkeypatch.setattr(module, "CONNECT_S", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        line, took_s = refusal(with_login(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/live"))

    assert "does not answer in time" in line
    assert took_s < 4.0


def test_an_unknown_host_is_a_line_that_says_so():
    assert "no such host" in refusal(with_login("rtsp://camera.invalid/live"))[0]


@pytest.mark.parametrize("kind", ["a page", "a single picture"])
def test_what_is_no_stream_is_a_line_that_says_so(tmp_path, kind):
    (tmp_path / "a page").write_text("<html><body>my camera</body></html>")
    cv2.imwrite(str(tmp_path / "a.jpg"), np.zeros((48, 64, 3), np.uint8))
    (tmp_path / "a.jpg").rename(tmp_path / "a single picture")
    with web_server(tmp_path) as address:
        line, took_s = refusal(with_login(f"{address}/{kind.replace(' ', '%20')}"))

    assert "no stream" in line
    assert took_s < 3.0


@pytest.mark.parametrize(
    "url",
    [
        "foo://host/live",
        "file:///etc/passwd",
        "rtsp://",
        "rtsp://[::1/live",
        f"rtsp://admin:{SECRET}#x@host.invalid/live",
        f"rtsp://admin:{SECRET}/x@host.invalid/live",
        f"rtsp://admin:12/{SECRET}@host.invalid/live",
    ],
)
def test_an_address_that_cannot_be_read_is_a_line_that_does_not_repeat_it(url):
    refusal(url)


@pytest.mark.parametrize("as_path", [str, Path])
def test_an_address_in_place_of_a_file_is_a_line_that_does_not_repeat_it(as_path):
    with pytest.raises(InputNotFound, match="live --source") as error:
        open_frames(as_path(with_login("rtsp://127.0.0.1/live")))

    assert SECRET not in str(error.value)


def test_name_and_password_are_used_and_not_shown(shown):
    with rtsp_camera(shown, login="an@na:s/c#t") as there:
        assert "name and password" in refusal(there.url)[0]
        with closing(NetworkCamera(there.url.replace("://", "://an%40na:s%2Fc%23t@"))) as camera:
            assert camera.read() is not None
            assert camera.name == f"camera at {there.host}"


def test_ctrl_c_works_while_a_connection_is_being_made():
    """The interruption comes in the main thread, as that of a terminal; a job in the background ignores it."""
    import _thread

    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            threading.Timer(0.5, _thread.interrupt_main).start()
            began = time.monotonic()
            with pytest.raises(KeyboardInterrupt):
                NetworkCamera(f"http://127.0.0.1:{silent.getsockname()[1]}/live")
    finally:
        signal.signal(signal.SIGINT, handler)

    assert time.monotonic() - began < 2.0


# --- connections that break off


def test_after_a_break_times_go_on_and_pictures_of_another_size_are_fitted(shown):
    with network_camera(jpegs(GOOD)) as there, open_camera(there.url) as camera:
        before = camera.newest(5.0)
        there.away.set()
        until(lambda: camera.trouble is not None, camera)
        assert there.url.split("/")[2] in camera.trouble
        small = [cv2.resize(picture, (320, 480)) for picture in shown]
        there.parts, there.kind, there.began = muxed_parts(small, fps=FPS), MPEG_TS, None
        there.away.clear()
        until(lambda: camera.trouble is None, camera)
        after = camera.newest(5.0)

    assert after.time_s > before.time_s + 0.5
    assert after.rgb.shape == before.rgb.shape == (480, 640, 3)
    assert after.rgb[:, :150].max() < 20  # black bars: nobody is stretched
    assert after.rgb[:, 200:440].mean() > 40


def until(condition, camera, within_s=20.0):
    deadline = time.monotonic() + within_s
    while not condition() and time.monotonic() < deadline:
        camera.newest(0.1)
    assert condition()


def test_a_camera_that_stays_away_is_given_up_with_a_line(monkeypatch):
    monkeypatch.setattr(module, "PATIENCE_S", 2.0)
    with network_camera(jpegs(GOOD)) as there, open_camera(with_login(there.url)) as camera:
        camera.newest(5.0)
        there.away.set()
        lost_s = time.monotonic()
        with pytest.raises(NoCamera, match="did not come back") as error:
            until(lambda: False, camera)

    assert 1.0 <= time.monotonic() - lost_s < 10.0
    assert camera.ended
    assert SECRET not in str(error.value)


def test_a_connection_that_falls_silent_is_noticed(monkeypatch, shown):
    parts = muxed_parts(shown[:20], fps=FPS)
    with network_camera(parts=[*parts, *[b""] * 200], fps=FPS, kind=MPEG_TS) as there, open_camera(there.url) as camera:
        camera.newest(5.0)
        silent_s = time.monotonic()
        until(lambda: camera.trouble is not None, camera)

    assert time.monotonic() - silent_s < 6.0


def test_attempts_come_at_once_and_then_ever_more_rarely_for_half_a_minute(monkeypatch, shown):
    with network_camera(jpegs(GOOD)) as there:
        camera = NetworkCamera(there.url)
        now = [0.0]
        monkeypatch.setattr(camera, "now_s", lambda: now[0])
        waits = []
        for wait_s in camera.retries():
            waits.append(wait_s)
            now[0] += wait_s
        camera.close()

    assert waits == [0.0, 1.0, 2.0, 4.0, 8.0, 8.0]
    assert sum(waits) <= module.PATIENCE_S
