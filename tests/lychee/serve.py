"""A server with every kind of answer that a link checker may meet.

Run: python tests/lychee/serve.py PORT. `tests/lychee/record.sh` does, and has lychee ask it.
"""

import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Answers(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = self.path.split("?")[0].strip("/")
        if path == "slow":
            time.sleep(1)
        if path == "silent":
            time.sleep(30)
            return
        code = int(path) if path.isdigit() else 200
        self.send_response(code)
        if code == 301:
            self.send_header("Location", "/ok")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answers).serve_forever()
