"""Which network addresses the house may speak to: public ones, checked by number, never by name."""

import ipaddress
import socket
import threading
from ipaddress import IPv4Address, IPv6Address

Address = IPv4Address | IPv6Address

# Beside what Python calls not global. Ranges that carry another address inside are refused whole:
# what they lead to depends on the network one stands in.
_REFUSED = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # shared by providers (RFC 6598); also one cloud's metadata
        "168.63.129.16/32",  # a cloud's metadata on an address that looks public
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays (RFC 7526)
        "198.18.0.0/15",
        "240.0.0.0/4",
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64 of a local network (RFC 8215)
        "100::/64",
        "2001::/23",  # Teredo and other protocols' own
        "2002::/16",  # 6to4
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
]


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public Internet and to a single machine."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return not any(address in network for network in _REFUSED if network.version == address.version)


def resolved(host: str, port: int, seconds: float) -> list[Address]:
    """The addresses of a host, in the resolver's order, each once.

    Raises TimeoutError when the resolver takes longer, OSError when it finds nothing.
    """
    found: list[Address] = []
    failure: list[OSError] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            failure.append(OSError(str(error)))
            return
        for *_, place in answers:
            address = ipaddress.ip_address(str(place[0]).partition("%")[0])
            if address not in found:
                found.append(address)

    # The resolver cannot be interrupted; a daemon is left behind rather than waited for.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        raise TimeoutError(f"{host} was not resolved in {seconds:.0f} s")
    if failure or not found:
        raise failure[0] if failure else OSError(f"{host} has no address")
    return found
