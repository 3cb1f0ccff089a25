"""A push endpoint on a free port of the loopback.

    push-receiver.py FOLDER

writes its address to FOLDER/address, and each request to FOLDER/requests as one line of JSON: path, headers (their names in lower
case) and body. It answers 200, but as long as FOLDER/refuse is there 503.
"""

import http.server
import json
import pathlib
import sys


class Receiver(http.server.BaseHTTPRequestHandler):
    folder = pathlib.Path()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        with (self.folder / "requests").open("a") as requests:
            print(json.dumps({"path": self.path, "headers": headers, "body": body}), file=requests)
        self.send_response(503 if (self.folder / "refuse").exists() else 200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """The requests are in a file: stderr stays for errors."""


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    Receiver.folder = pathlib.Path(sys.argv[1])
    (Receiver.folder / "requests").touch()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    (Receiver.folder / "address.new").write_text(f"http://127.0.0.1:{server.server_address[1]}/push")
    (Receiver.folder / "address.new").rename(Receiver.folder / "address")
    server.serve_forever()


if __name__ == "__main__":
    main()
