"""The provider of provider.js as a child process, for as long as a block of code runs."""

import json
import shutil
import socket
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
CLIENT = {
    "client_id": "terreau-under-test",
    "client_secret": "a secret of forty-three characters, no fewer",
}


def missing():
    """What keeps the provider from running here, in words; empty if nothing does."""
    if not shutil.which("node"):
        return "no node on this machine"
    if not (FOLDER / "node_modules" / "oidc-provider").exists():
        return "run npm ci in tests/oidc"
    return ""


@dataclass
class Running:
    """Where each kind of provider answers: "standard" or "proconnect"."""

    addresses: dict

    def environ(self, kind, **more):
        """The environment of a site that signs people in with it."""
        return {
            "OIDC_ISSUER": self.addresses[kind],
            "OIDC_CLIENT_ID": CLIENT["client_id"],
            "OIDC_CLIENT_SECRET": CLIENT["client_secret"],
            "OIDC_PROFILE": kind,
        } | more


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@contextmanager
def providers(site):
    """Both providers, knowing a site by its address; they end with the block, or with us."""
    ports = dict(zip(("standard", "proconnect"), free_ports(2), strict=True))
    told = {kind: {"port": port, "site": site} for kind, port in ports.items()}
    child = subprocess.Popen(
        ["node", str(FOLDER / "provider.js"), json.dumps(told)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert child.stdout.readline() == "ready\n", "the provider did not start"
        yield Running({kind: f"http://127.0.0.1:{port}" for kind, port in ports.items()})
    finally:
        child.stdin.close()
        child.wait(timeout=30)
        child.stdout.close()


@contextmanager
def environ_beside(site, kind="proconnect"):
    """The environment of a site with a provider beside it; empty where none can run."""
    if missing():
        yield {}
        return
    with providers(site) as running:
        yield running.environ(kind)
