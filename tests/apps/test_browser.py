"""The page in a real browser, with a clip in place of its camera."""

import json
import time
from math import ceil

import pytest

import formcheck
from browsing import DESKTOP, PHONE, chromium, fake_camera, needs_chromium, resize
from clips import MIXED, ROOT, pictures
from formcheck.exercises import catalog
from media import write_clip

pytestmark = [pytest.mark.browser, needs_chromium]

VIDEOS = ROOT / "samples/videos"

SETS = {
    "glute-bridge": (MIXED, 9.4),
    "bent-over-row": (VIDEOS / "bent_over_row_torso_rising_mixed_side_left_p4.mp4", 8.2),
    "romanian-deadlift": (VIDEOS / "romanian_deadlift_squatting_mixed_side_left_p3.mp4", 8.6),
}
"""A clip of each movement, and the seconds after which its first reps are over."""


LOSES_CONNECTION = "glute-bridge"
REST_AT = 149
"""Picture of that set in which the person rests between the first rep and the second."""


@pytest.fixture(scope="module")
def bridge_camera(tmp_path_factory):
    return fake_camera(tmp_path_factory.mktemp("camera") / "bridge.mjpeg", pictures(*SETS["glute-bridge"]))


def text(page, element):
    return page.execute_script(f"return document.getElementById('{element}').textContent")


def stage(page):
    return page.execute_script("return document.body.dataset.stage")


def until(page, what, holds, within_s=40.0):
    """Wait until a condition holds; the failure shows what is on the page."""
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, (
            what,
            stage(page),
            *(text(page, e) for e in ("headline", "count", "notice")),
        )
        time.sleep(0.05)


def press(page, selector):
    page.execute_script(f"document.querySelector('{selector}').click()")


def opened(page, address, exercise="glute-bridge"):
    """Open the page and choose an exercise."""
    page.get(address)
    until(page, "loaded", lambda: page.execute_script("return document.body.dataset.loaded") == "true")
    press(page, f"[data-exercise={exercise}]")


def nothing_overlaps(page):
    """Pairs of the page's visible parts that lie over each other or leave the window."""
    return page.execute_script("""
        const parts = ['picture', 'headline', 'panel', 'actions'].map((id) => document.getElementById(id))
          .filter((part) => part.offsetParent && part.getBoundingClientRect().height);
        const boxes = parts.map((part) => [part.id, part.getBoundingClientRect()]);
        const leaves = (b) => b.left < -1 || b.right > innerWidth + 1 || b.bottom > innerHeight + 1;
        const wrong = boxes.filter(([, b]) => leaves(b)).map(([id]) => id);
        const meet = (x, y) => Math.min(x.right, y.right) - Math.max(x.left, y.left) > 1
          && Math.min(x.bottom, y.bottom) - Math.max(x.top, y.top) > 1;
        boxes.forEach(([a, x], i) => boxes.slice(i + 1).forEach(([b, y]) => {
          if (meet(x, y)) wrong.push(`${a} ${b}`);
        }));
        return wrong;""")


@pytest.mark.slow
@pytest.mark.parametrize("exercise", SETS)
def test_the_page_counts_what_an_analysis_counts_and_the_set_is_saved(address, saved, tmp_path, exercise):
    shown = pictures(*SETS[exercise])
    if exercise == LOSES_CONNECTION:
        shown = (*shown[:REST_AT], *[shown[REST_AT]] * 240, *shown[REST_AT:])  # time to come back between two reps
    clip = write_clip(tmp_path / "clip.mp4", shown, options={"crf": "16"})
    recorded, slow = timed(lambda: formcheck.analyze(clip, exercise, model="lite"), len(shown) / 30)
    assert len(recorded.reps) >= 2
    before = set(saved.iterdir())

    with chromium(fake_camera(tmp_path / "camera.mjpeg", shown, slow=slow)) as page:
        opened(page, address, exercise)
        until(page, "the set begins", lambda: stage(page) == "set", within_s=40.0 * slow)
        until(page, "the first rep", lambda: text(page, "count") == "1", within_s=40.0 * slow)
        if exercise == LOSES_CONNECTION:
            lose_connection(page)
        until(page, "all reps", lambda: text(page, "count") == str(len(recorded.reps)), within_s=40.0 * slow)
        time.sleep(1.5)  # nothing more is counted
        assert text(page, "count") == str(len(recorded.reps))
        spoken = page.execute_script("return window.formcheck.spoken")
        press(page, "[data-command=end-set]")
        until(page, "the rest", lambda: stage(page) == "rest")
        until(page, "the saved set", lambda: "Saved as 1-" in text(page, "lines"))
        press(page, "[data-command=finish]")
        until(page, "the summary", lambda: stage(page) == "summary")

    (folder,) = set(saved.iterdir()) - before
    live = json.loads((folder / "result.json").read_text())
    faults = [{v["rule"] for v in rep["verdicts"] if v["verdict"] == "fault"} for rep in live["reps"]]
    assert len(live["reps"]) == len(recorded.reps)
    assert faults[1] & set(recorded.reps[1].faults)
    assert any(catalog()[exercise].rule(cue["rule"]).say.voice in line for cue in live["cues"] for line in spoken)


def timed(analysis, lasts_s):
    """What an analysis finds, and how many times slower than real time this machine is with it now: 1 to 4."""
    began_s = time.monotonic()
    found = analysis()
    return found, min(ceil((time.monotonic() - began_s) / lasts_s), 4)


def lose_connection(page):
    page.execute_script("window.formcheck.link.socket.close(3000)")
    until(page, "the connection again", lambda: page.execute_script("return document.body.dataset.link") == "resumed")


@pytest.mark.slow
def test_two_tabs_are_two_people(address, bridge_camera):
    with chromium(bridge_camera) as page:
        opened(page, address)
        until(page, "the first set", lambda: stage(page) != "choose")
        first = page.current_window_handle
        page.switch_to.new_window("tab")
        opened(page, address, "superman")
        until(page, "the other exercise", lambda: text(page, "where") == "Superman")
        until(page, "what to do", lambda: text(page, "headline") == "Get into position")
        page.switch_to.window(first)

        assert text(page, "where") == "Glute bridge"


def test_a_refused_camera_is_reported_and_the_page_can_be_used_again(address, bridge_camera):
    with chromium(bridge_camera, allowed=False) as page:
        opened(page, address)
        until(page, "the trouble", lambda: "refused" in text(page, "trouble"))

        assert stage(page) == "choose"
        assert page.execute_script("return document.getElementById('trouble').getAttribute('role')") == "alert"


def test_a_missing_camera_is_reported(address):
    with chromium(None) as page:
        opened(page, address)

        until(page, "the trouble", lambda: "No camera" in text(page, "trouble"))


@pytest.mark.slow
def test_it_works_with_the_keyboard_and_a_screen_reader(address, bridge_camera):
    from selenium.webdriver import ActionChains
    from selenium.webdriver.common.keys import Keys

    with chromium(bridge_camera) as page:
        page.get(address)
        until(page, "loaded", lambda: page.execute_script("return document.body.dataset.loaded") == "true")
        press_key = lambda *keys: ActionChains(page).send_keys(*keys).perform()  # noqa: E731
        for _ in range(12):
            press_key(Keys.TAB)
            if page.switch_to.active_element.get_attribute("data-exercise") == "glute-bridge":
                break
        press_key(Keys.ENTER)
        until(page, "the placement", lambda: stage(page) in ("placement", "countdown"))
        region = page.execute_script(
            "const e = document.getElementById('spoken'); return [e.getAttribute('aria-live'), e.getAttribute('role')]"
        )
        assert region == ["polite", "status"]
        until(page, "the set", lambda: stage(page) == "set")
        press_key(Keys.SPACE)
        until(page, "the pause", lambda: text(page, "headline") == "Paused")
        press_key(Keys.SPACE)
        until(page, "the end of the pause", lambda: text(page, "headline") != "Paused")
        press_key("m")
        assert page.execute_script("return document.getElementById('mute').getAttribute('aria-pressed')") == "true"
        press_key("q")
        until(page, "the summary", lambda: stage(page) == "summary")
        unnamed = page.execute_script(
            "return [...document.querySelectorAll('button')].filter((b) => !b.textContent.trim()).length"
        )
        assert unnamed == 0


@pytest.mark.slow
def test_phone_and_desktop_show_everything_without_overlap(address, bridge_camera):
    with chromium(bridge_camera) as page:
        opened(page, address)
        for wanted in ("placement", "countdown", "set"):
            until(page, wanted, lambda wanted=wanted: stage(page) == wanted)
            for size in (DESKTOP, PHONE, (844, 390), (360, 640)):
                resize(page, size)
                time.sleep(0.1)
                assert nothing_overlaps(page) == [], (wanted, size)
