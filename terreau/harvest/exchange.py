"""One GET over one connection to an address that was checked, and the clock that ends it."""

import socket
import threading
import time
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool

from terreau.harvest.addresses import Address

_LONGEST_CONNECT = 15.0


class Clock:
    """The time that a fetch may take, over all its steps."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return max(0.0, self.end - time.monotonic())


class Exchange:
    """A request sent to `address` in the name of the URL's host, and the head of its answer.

    The certificate is checked against the name, redirects are not followed, nothing of the
    environment (proxies, .netrc) is used. When the clock runs out the connection is cut, however
    slowly the other side drips. Raises what requests raises; `connected` tells how far it came.
    """

    def __init__(self, url: str, address: Address, headers: dict[str, str], clock: Clock) -> None:
        self.connected = False
        self._socket: socket.socket | None = None
        # An adapter without requests' session: no cookies, no proxies, no .netrc, no redirects.
        self._adapter = _Pinned(address, self._notice)
        self._alarm = threading.Timer(clock.left, self._cut)
        self._alarm.daemon = True
        self._alarm.start()
        request = requests.Request("GET", url, headers={**headers, "Host": urlsplit(url).netloc})
        left = clock.left or 0.001
        try:
            self.response = self._adapter.send(
                request.prepare(), stream=True, timeout=(min(_LONGEST_CONNECT, left), left)
            )
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Exchange":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._alarm.cancel()
        if hasattr(self, "response"):
            self.response.close()
        self._adapter.close()

    def _notice(self, connection: socket.socket) -> None:
        self.connected, self._socket = True, connection

    def _cut(self) -> None:
        if self._socket is not None:
            try:
                # Not SSLSocket's own method, which pulls the cipher from under the reader's feet.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
            except OSError:
                return


class _Pinned(HTTPAdapter):
    """Connects to one address whatever the URL's host is, keeping the host for TLS."""

    def __init__(self, address: Address, notice: Any) -> None:
        self.address, self.notice = str(address), notice
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(
        self, request: Any, verify: Any, proxies: Any = None, cert: Any = None
    ) -> HTTPConnectionPool:
        place, given = self.build_connection_pool_key_attributes(request, verify, cert)
        options: dict[str, Any] = {**given}
        if place["scheme"] == "https":
            options |= {"server_hostname": place["host"], "assert_hostname": place["host"]}
        pool = self.poolmanager.connection_from_host(
            **{**place, "host": self.address}, pool_kwargs=options
        )
        pool.ConnectionCls = _noticed(pool.ConnectionCls, self.notice)
        return pool


def _noticed(kind: Any, notice: Any) -> Any:
    """A class of connections that shows its socket as soon as it has one."""

    class Noticed(kind):
        def connect(self) -> None:
            super().connect()
            notice(self.sock)

    return Noticed
