"""Fetches a feed over https, where the installation allows it; from the public network only."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from urllib.parse import urlsplit

MOST_SECONDS = 15.0
_CHUNK = 64 * 1024
_AGENT = "Preceptor (job feed import)"

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str], list[str]]


class NotFetched(Exception):
    """Nothing was fetched; the message says why in words for who asked."""


def fetch_feed(address: str, *, most_bytes: int, resolve: Resolver | None = None) -> bytes:
    """Return what stands at an https address.

    Every address that the host's name stands for must be public, and the one that was looked at
    is the one connected to. Nothing is followed elsewhere. Raises NotFetched.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        raise NotFetched("Only addresses that begin with https are fetched.")
    if parts.port not in (None, 443) or parts.username or parts.password:
        raise NotFetched("An address with a port, a user or a password is not fetched.")
    ip = _public_address(parts.hostname, resolve or _resolved)
    path = parts.path or "/"
    path = f"{path}?{parts.query}" if parts.query else path
    try:
        return _fetched(parts.hostname, ip, path, most_bytes)
    except (OSError, http.client.HTTPException) as error:
        raise NotFetched(f"{parts.hostname} did not answer: {type(error).__name__}.") from error


def _resolved(host: str) -> list[str]:
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotFetched(f"{host} is not known.") from error
    return [str(entry[4][0]) for entry in found]


def _public_address(host: str, resolve: Resolver) -> str:
    try:
        addresses = [ipaddress.ip_address(each.partition("%")[0]) for each in resolve(host)]
    except ValueError as error:
        raise NotFetched(f"{host} is not known.") from error
    if not addresses or not all(_is_public(each) for each in addresses):
        raise NotFetched(f"{host} is no address of the public network.")
    return str(addresses[0])


def _is_public(address: Address) -> bool:
    """Tell whether an address, or the one it carries within it, is of the public network."""
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        if within is not None:
            return within.is_global and not within.is_multicast
    return address.is_global and not address.is_multicast


class _Pinned(http.client.HTTPSConnection):
    """Speaks to one address that was checked, under the name it was asked by."""

    def __init__(self, host: str, ip: str) -> None:
        self._secure = ssl.create_default_context()
        self._ip = ip
        super().__init__(host, 443, timeout=MOST_SECONDS, context=self._secure)

    def connect(self) -> None:
        plain = socket.create_connection((self._ip, 443), timeout=MOST_SECONDS)
        self.sock = self._secure.wrap_socket(plain, server_hostname=self.host)


def _fetched(host: str, ip: str, path: str, most_bytes: int) -> bytes:
    until = time.monotonic() + MOST_SECONDS
    connection = _Pinned(host, ip)
    try:
        connection.request("GET", path, headers={"User-Agent": _AGENT, "Accept-Encoding": ""})
        answer = connection.getresponse()
        if answer.status != 200:
            raise NotFetched(f"{host} answered {answer.status}; give the feed's own address.")
        parts: list[bytes] = []
        size = 0
        while chunk := answer.read(_CHUNK):
            size += len(chunk)
            if size > most_bytes:
                raise NotFetched(f"It is larger than {most_bytes // 1_000_000} MB.")
            if time.monotonic() > until:
                raise NotFetched(f"{host} took longer than {MOST_SECONDS:.0f} seconds.")
            parts.append(chunk)
        return b"".join(parts)
    finally:
        connection.close()
