"""Access to the server: where a request comes from, its token, and how fast messages may arrive."""

import ipaddress
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


def is_loopback(host: str) -> bool:
    """Whether a server bound to this address can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class AccessCheck:
    """Decides which requests are accepted.

    Attributes
    ----------
    token : str or None
        Required from every client; None when the server can be reached from this machine only.
    """

    token: str | None = None

    def host_is_ours(self, host_header: str) -> bool:
        """Whether a request addresses this server by a name of this machine.

        Without a token other names are refused, which stops DNS rebinding: a site in the browser whose name is
        made to resolve to this machine must not reach the server.
        """
        return self.token is not None or _hostname(f"//{host_header}") in LOOPBACK_NAMES

    def origin_is_ours(self, origin: str | None, host_header: str) -> bool:
        """Whether a page that connects was loaded from this server; programs other than browsers send no origin."""
        if origin is None:
            return True
        try:
            parts = urlsplit(origin)
        except ValueError:  # no address at all
            return False
        return parts.netloc.lower() == host_header.lower() and parts.scheme in ("http", "https")

    def token_is_right(self, given: str | None) -> bool:
        """Whether the right token was given, if one is required."""
        return self.token is None or secrets.compare_digest((given or "").encode(), self.token.encode())


def _hostname(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


@dataclass(slots=True)
class RateLimit:
    """Limits how fast one connection may send: beyond it the server stops reading, and the sender has to wait.

    Attributes
    ----------
    per_s, burst : float
        Messages per second, and how many at once.
    """

    per_s: float = 120.0
    burst: float = 60.0
    _left: float = field(default=60.0)
    _at_s: float = field(default=float("nan"))

    def wait_s(self, now_s: float) -> float:
        """Seconds to wait before the next message is read; 0 within the limit."""
        if self._at_s == self._at_s:
            self._left = min(self.burst, self._left + (now_s - self._at_s) * self.per_s)
        self._at_s = now_s
        self._left -= 1.0
        return max(0.0, -self._left / self.per_s)
