"""Functions of one namespace as custom resources: made, awaited, taken away."""

import concurrent.futures
import time

GROUP = "/apis/hearth.dev/v1alpha1"
CREATORS = 8
ANSWER = "def handler(event, context):\n    return {number}\n"


class Functions:
    def __init__(self, api, namespace, runtime):
        self.api, self.namespace, self.runtime = api, namespace, runtime
        self.path = f"{GROUP}/namespaces/{namespace}/functions"
        self.pools = f"{GROUP}/namespaces/{namespace}/sandboxpools"

    def create(self, name, code, **spec):
        spec |= {"runtime": self.runtime, "handler": "app.handler", "code": {"inline": {"app.py": code}}}
        function = {"apiVersion": "hearth.dev/v1alpha1", "kind": "Function", "metadata": {"name": name}}
        self.api.request("POST", self.path, function | {"spec": spec})

    def create_many(self, numbers):
        """Makes fn-NUMBER for each, several at a time."""
        with concurrent.futures.ThreadPoolExecutor(CREATORS) as threads:
            list(threads.map(lambda number: self.create(f"fn-{number}", ANSWER.format(number=number)), numbers))

    def await_active(self, count):
        """Waits until so many are Active."""
        changes = self.api.watch(self.path)
        active = {f["metadata"]["name"] for f in self.api.request("GET", self.path)["items"] if is_active(f)}
        while len(active) < count:
            function = changes.get(timeout=600)["object"]
            if is_active(function):
                active.add(function["metadata"]["name"])

    def latency(self, name):
        """Milliseconds from a Function's creation to the sight of it as Active."""
        changes = self.api.watch(self.path)
        began = time.perf_counter()
        self.create(name, ANSWER.format(number=0))
        while True:
            function = changes.get(timeout=60)["object"]
            if function["metadata"]["name"] == name and is_active(function):
                return (time.perf_counter() - began) * 1000

    def await_pool(self, spares):
        """The pool of the functions' runtime, once it has so many spares ready."""
        changes = self.api.watch(self.pools)
        pools = self.api.request("GET", self.pools)["items"]
        while True:
            for pool in pools:
                if pool.get("status", {}).get("ready", 0) >= spares:
                    return pool
            pools = [changes.get(timeout=300)["object"]]


def is_active(function):
    return function.get("status", {}).get("state") == "Active"
