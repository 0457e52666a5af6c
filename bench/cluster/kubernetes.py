"""Speaks to an API server, with nothing but Python's own library."""

import base64
import http.client
import json
import os
import queue
import shlex
import ssl
import subprocess
import tempfile
import threading
import urllib.parse


class Api:
    """Requests to an API server, each thread over a connection of its own."""

    def __init__(self, host, port, context, headers):
        self.host, self.port, self.context, self.headers = host, port, context, headers
        self.local = threading.local()

    def request(self, method, path, body=None, kind="application/json"):
        """The answer's JSON; None where there is nothing."""
        status, text = self.raw(method, path, body, kind)
        if status == 404 and method in ("GET", "DELETE"):
            return None
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {text[:500]}")
        return json.loads(text)

    def raw(self, method, path, body=None, kind="application/json"):
        data = json.dumps(body) if isinstance(body, (dict, list)) else body
        try:
            return self.once(method, path, data, kind)
        except http.client.RemoteDisconnected:
            return self.once(method, path, data, kind)  # it was idle for too long

    def once(self, method, path, data, kind):
        if not hasattr(self.local, "connection"):
            self.local.connection = self.connect()
        try:
            headers = self.headers | {"Content-Type": kind}
            self.local.connection.request(method, path, data, headers)
            answer = self.local.connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            del self.local.connection
            raise

    def connect(self):
        return http.client.HTTPSConnection(self.host, self.port, timeout=600, context=self.context)

    def patch(self, path, body):
        return self.request("PATCH", path, body, "application/merge-patch+json")

    def watch(self, path):
        """Every change from now on, by a queue."""
        version = self.request("GET", path + "?limit=1")["metadata"]["resourceVersion"]
        connection = self.connect()
        connection.request("GET", f"{path}?watch=1&resourceVersion={version}", headers=self.headers)
        answer = connection.getresponse()
        changes = queue.SimpleQueue()

        def read():
            try:
                for line in answer:
                    changes.put(json.loads(line))
            except (OSError, ValueError, AttributeError):
                pass  # the API server ends before us

        threading.Thread(target=read, daemon=True).start()
        return changes

    def writes(self):
        """Writes so far, by resource; those of leases are left out, which go on all the time."""
        counts = {}
        for line in self.raw("GET", "/metrics")[1].splitlines():
            if line.startswith("apiserver_request_total{"):
                pairs = line[24 : line.rindex("}")].split('",')
                labels = {name: value.strip('"') for name, _, value in (pair.partition("=") for pair in pairs)}
                if labels["verb"] in ("POST", "PUT", "PATCH", "APPLY", "DELETE") and labels["resource"] != "leases":
                    name = "/".join(filter(None, (labels["resource"], labels["subresource"])))
                    counts[name] = counts.get(name, 0) + int(float(line.rsplit(" ", 1)[1]))
        return counts


def of_kubectl():
    """The API server that $KUBECTL (kubectl if not set) leads to, with the rights of its user."""
    command = [*shlex.split(os.environ.get("KUBECTL", "kubectl")), "config", "view", "--raw", "--minify", "-o", "json"]
    config = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
    context = ssl.create_default_context(cadata=base64.b64decode(cluster["certificate-authority-data"]).decode())
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    headers = {}
    if "token" in user:
        headers["Authorization"] = "Bearer " + user["token"]
    else:
        with tempfile.NamedTemporaryFile() as file:
            for part in ("client-certificate-data", "client-key-data"):
                file.write(base64.b64decode(user[part]) + b"\n")
            file.flush()
            context.load_cert_chain(file.name)
    server = urllib.parse.urlsplit(cluster["server"])
    return Api(server.hostname, server.port or 443, context, headers)
