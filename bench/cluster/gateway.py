"""A gateway as the operator knows it: takes code and says what it wants. It does nothing else."""

import contextlib
import json
import socketserver
import threading


@contextlib.contextmanager
def running(address):
    server = Server((address, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.artifacts = set()
        self.asked = threading.Event()
        self.changed = threading.Condition()
        self.sequence, self.pools = 1, []

    def want(self, namespace, pool, waiting):
        with self.changed:
            self.sequence += 1
            self.pools = [{"namespace": namespace, "pool": pool, "waiting": waiting}]
            self.changed.notify_all()

    def demand(self, after):
        with self.changed:
            if after == self.sequence:
                self.changed.wait(10)
            document = {"sequence": self.sequence, "pools": self.pools, "claimed": [], "missingArtifacts": []}
        return json.dumps(document).encode()


class Handler(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        with contextlib.suppress(ConnectionError):
            self.serve()

    def serve(self):
        while line := self.rfile.readline():
            method, path, _ = line.decode().split(" ", 2)
            length = 0
            for header in iter(self.rfile.readline, b"\r\n"):
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
                if header == b"":
                    return
            self.rfile.read(length)
            self.answer(method, path)

    def answer(self, method, path):
        if path.startswith("/internal/demand"):
            self.server.asked.set()
            after = int(path.partition("after=")[2].partition("&")[0])
            self.reply(200, self.server.demand(after))
        elif method == "PUT":
            self.server.artifacts.add(path)
            self.reply(201, b"")
        else:
            self.reply(200 if path in self.server.artifacts else 404, b"")

    def reply(self, status, body):
        head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n\r\n"
        self.wfile.write(head.encode() + body)
