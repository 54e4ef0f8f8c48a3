"""The system's voice: one line at a time, the newest waits, and a machine without a voice is silent."""

import threading
import time

from formcheck.apps.devices.voice import HINT, Voice


class Recorder:
    """Stands where a loudspeaker would be: writes down what was said, and when it began and ended."""

    def __init__(self, takes_s=0.15):
        self.takes_s = takes_s
        self.lines = []
        self.spans = []
        self.threads = set()

    def say(self, text):
        begin = time.monotonic()
        self.threads.add(threading.current_thread().name)
        time.sleep(self.takes_s)
        self.lines.append(text)
        self.spans.append((begin, time.monotonic()))


def spoken(*steps, takes_s=0.15):
    """What is spoken of lines given as (pause before, text)."""
    recorder = Recorder(takes_s)
    with Voice(lambda line: None, lambda: recorder) as voice:
        for pause_s, text in steps:
            time.sleep(pause_s)
            voice.say(text)
    return recorder


def test_lines_are_spoken_in_order_and_never_two_at_once():
    recorder = spoken((0.0, "one"), (0.25, "two"), (0.25, "three"))

    assert recorder.lines == ["one", "two", "three"]
    assert all(a[1] <= b[0] for a, b in zip(recorder.spans, recorder.spans[1:], strict=False))


def test_while_one_is_spoken_only_the_newest_waits():
    recorder = spoken((0.0, "one"), (0.1, "two"), (0.0, "three"), takes_s=0.4)

    assert recorder.lines == ["one", "three"]


def test_it_speaks_in_a_thread_of_its_own():
    assert spoken((0.0, "one")).threads == {"formcheck-voice"}


def test_muted_it_says_nothing_and_forgets_what_waited():
    recorder = Recorder(0.3)
    with Voice(lambda line: None, lambda: recorder) as voice:
        voice.say("one")
        time.sleep(0.1)
        voice.say("two")
        voice.mute(True)
        voice.say("three")

    assert recorder.lines == ["one"]


def test_without_a_voice_one_line_says_how_to_get_one():
    def nothing():
        raise ImportError("pyttsx3")

    warnings = []
    with Voice(warnings.append, nothing) as voice:
        voice.say("one")
        voice.say("two")

    assert warnings == [HINT]
