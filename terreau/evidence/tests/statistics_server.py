"""A real server on the loopback that publishes statistics, well and badly."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.close_connection = True
        path, _, rest = self.path.partition("?")
        if path == "/to":
            return self.answer(b"", 302, Location=unquote(rest))
        if path == "/slow":
            self.server.leave.wait(20)
            return None
        if path == "/huge":
            return self.answer(b"", Content_Length=1024**3)
        status, kind, body = self.server.pages[path]
        return self.answer(body, status, kind)

    def answer(self, body, status=200, kind="application/json", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in ({"Content_Length": len(body)} | headers).items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages, self.leave = {}, threading.Event()
        self.place = f"127.0.0.1:{self.server_port}"
        self.url = f"http://{self.place}"

    def handle_error(self, *_):
        pass

    def publish(self, path, body, *, status=200, kind="application/json"):
        """Answer with that body from now on; anything but bytes and text as JSON."""
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        data = text if isinstance(text, bytes) else text.encode()
        self.pages[path] = (status, kind, data)
        return f"{self.url}{path}"


def served():
    """A running server, ended afterwards."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.leave.set()
    server.shutdown()
    thread.join()
    server.server_close()
