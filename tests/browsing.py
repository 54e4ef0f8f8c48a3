"""Headless Chromium with a clip in place of its camera."""

import shutil
from contextlib import contextmanager

import cv2
import pytest

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None
)
DRIVER = shutil.which("chromedriver")

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None, reason="no Chromium with its chromedriver on this machine"
)

PHONE, DESKTOP = (390, 844), (1280, 800)


def fake_camera(path, pictures, *, lead_s=7.0, tail_s=15.0, slow=1):
    """Pictures as a file that Chromium plays as its camera: 30 per second, the first and the last held for a while.

    Each is repeated `slow` times: the person moves more slowly, so that a slow machine can follow.
    """
    coded = {id(rgb): _jpeg(rgb) for rgb in pictures}
    shown = [pictures[0]] * round(lead_s * 30) + list(pictures) + [pictures[-1]] * round(tail_s * 30)
    path.write_bytes(b"".join(coded[id(rgb)] * slow for rgb in shown))
    return path


def _jpeg(rgb):
    return cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()


@contextmanager
def chromium(camera=None, *, allowed=True, size=DESKTOP):
    """A browser, with the file as its camera; without a file it has no camera."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for switch in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", "--hide-scrollbars"):
        options.add_argument(switch)
    options.add_argument(f"--window-size={size[0]},{size[1]}")
    if camera is not None:
        options.add_argument("--use-fake-device-for-media-stream")
        options.add_argument(f"--use-file-for-fake-video-capture={camera}")
    options.add_experimental_option(
        "prefs", {"profile.default_content_setting_values.media_stream_camera": 1 if allowed else 2}
    )
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    resize(driver, size)
    try:
        yield driver
    finally:
        driver.quit()


def resize(driver, size):
    """Set the size of the page itself, as on a phone or a desktop."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 500},
    )


def shot(driver, path):
    driver.save_screenshot(str(path))
