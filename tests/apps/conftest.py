"""A server for the tests that speak to one, and where it saves."""

import pytest

from serving import server


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The folder that the server of this module saves sets in."""
    return tmp_path_factory.mktemp("saved")


@pytest.fixture(scope="module")
def address(saved):
    """Where the server of this module is."""
    with server("-o", saved) as address:
        yield address
