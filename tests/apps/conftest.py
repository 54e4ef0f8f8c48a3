"""The program in this process, and a server for the tests that speak to one."""

import subprocess
import sys

import pytest

from formcheck.apps.cli import main
from serving import server


@pytest.fixture
def here(monkeypatch, capfd):
    """The program in this process, which saves its start; gives what `subprocess.run` gives."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["formcheck", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        return subprocess.CompletedProcess(arguments, end.value.code, *capfd.readouterr())

    return run


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The folder that the server of this module saves sets in."""
    return tmp_path_factory.mktemp("saved")


@pytest.fixture(scope="module")
def address(saved):
    """Where the server of this module is."""
    with server("-o", saved) as address:
        yield address
