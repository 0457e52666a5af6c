"""An S3-compatible store as far as tests need one: PUT and GET of /BUCKET/KEY, in memory, for anybody."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

objects = {}


class Store(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        objects[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200, b"")

    def do_GET(self):
        found = self.path in objects or self.path == "/"
        self.answer(200 if found else 404, objects.get(self.path, b""))

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, *_):
        pass


ThreadingHTTPServer(("", 9090), Store).serve_forever()
