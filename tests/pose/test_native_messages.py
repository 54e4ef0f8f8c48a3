import os
import threading

import pytest

from formcheck.pose.native import quiet_native_messages


def native(text):
    os.write(2, text.encode())


def held_back(text, error):
    with quiet_native_messages():
        native(text)
        raise error


def test_native_messages_are_held_back(capfd):
    with quiet_native_messages():
        native("note")
    native("after")

    assert capfd.readouterr().err == "after"


def test_they_are_shown_when_something_fails(capfd):
    with pytest.raises(ValueError, match="broken"):
        held_back("the reason", ValueError("broken"))

    assert capfd.readouterr().err == "the reason"


def test_ctrl_c_is_no_failure(capfd):
    with pytest.raises(KeyboardInterrupt):
        held_back("note", KeyboardInterrupt())

    assert capfd.readouterr().err == ""


def test_blocks_of_two_threads_may_overlap(capfd):
    inside, leave = threading.Event(), threading.Event()

    def other():
        with quiet_native_messages():
            inside.set()
            leave.wait(10)
            native("later note")

    thread = threading.Thread(target=other)
    with quiet_native_messages():
        thread.start()
        inside.wait(10)
        native("note")
    native("still held back")
    leave.set()
    thread.join()
    native("after")

    assert capfd.readouterr().err == "after"
