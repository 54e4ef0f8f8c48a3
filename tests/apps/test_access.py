"""Which requests are accepted, and how fast messages may arrive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.apps.web.access import AccessCheck, RateLimit, is_loopback

OPEN = AccessCheck()
GUARDED = AccessCheck("secret")


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True)]
    + [(name, False) for name in ("0.0.0.0", "::", "192.168.1.5", "example.org", "")],
)
def test_which_addresses_only_this_machine_can_reach(host, expected):
    assert is_loopback(host) is expected


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "LOCALHOST"])
def test_this_machines_names_are_let_in(host):
    assert OPEN.host_is_ours(host)


@pytest.mark.parametrize("host", ["evil.example:8000", "127.0.0.1.evil.example", "", "[::1", "localhost@evil.example"])
def test_a_name_that_was_made_to_point_here_is_refused(host):
    assert not OPEN.host_is_ours(host)


def test_a_page_from_this_server_may_connect_and_programs_that_are_no_browsers():
    assert OPEN.origin_is_ours("http://127.0.0.1:8000", "127.0.0.1:8000")
    assert OPEN.origin_is_ours(None, "127.0.0.1:8000")


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://127.0.0.1:9000",
        "null",
        "",
        "file://",
        "http://127.0.0.1:8000.evil.example",
        "http://[",
        "http://[::1",
    ],
)
def test_a_page_from_elsewhere_may_not(origin):
    assert not OPEN.origin_is_ours(origin, "127.0.0.1:8000")


@pytest.mark.parametrize("given_token", [None, "", "secre", "secret ", "SECRET", "sécret"])
def test_a_wrong_token_is_refused(given_token):
    assert not GUARDED.token_is_right(given_token)


def test_the_right_token_is_let_in_and_none_is_needed_on_this_machine():
    assert GUARDED.token_is_right("secret")
    assert OPEN.token_is_right(None)


@given(st.lists(st.floats(0.0, 0.1), min_size=1, max_size=300))
def test_no_more_than_the_limit_gets_through_whatever_the_sender_does(gaps):
    limit, now, taken = RateLimit(per_s=100.0, burst=20.0, _left=20.0), 0.0, []
    for gap in gaps:
        now += gap
        now += limit.wait_s(now)
        taken.append(now)

    for start in taken:
        within = sum(start <= t <= start + 1.0 for t in taken)
        assert within <= 20 + 100 + 2


def test_a_page_at_thirty_pictures_a_second_never_waits():
    limit = RateLimit()

    assert [limit.wait_s(i / 30) for i in range(300)] == [0.0] * 300
