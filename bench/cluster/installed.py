"""First invocations on a cluster that has Hearth: from spares, without, and many at once."""

import base64
import concurrent.futures
import contextlib
import http.client
import re
import time

import processes
from functions import ANSWER, GROUP, Functions

NAMESPACE = "hearth-bench"
SLEEPY = "import time\ndef handler(event, context):\n    time.sleep(event['seconds'])\n"
SPARES_KEPT = 120  # seconds in which pods that are not needed have gone
GREETED = 1  # second in which a gateway has found a spare that is ready


@contextlib.contextmanager
def installation(api, runtime, service):
    """A namespace for functions, and a way to its gateway; both go with the block."""
    address = api.request("GET", f"/api/v1/namespaces/{service.replace('/', '/services/')}")["spec"]["clusterIP"]
    api.request("POST", "/api/v1/namespaces", {"metadata": {"name": NAMESPACE}})
    try:
        yield Installation(api, Functions(api, NAMESPACE, runtime), address)
    finally:
        take_away(api)


def take_away(api):
    """Pods go before the namespace, which would wait for the grace that sandboxes have."""
    api.request("DELETE", f"{GROUP}/namespaces/{NAMESPACE}/functions")
    path = f"/api/v1/namespaces/{NAMESPACE}"
    while pods := api.request("GET", f"{path}/pods")["items"]:
        for pod in pods:
            api.request("DELETE", f"{path}/pods/{pod['metadata']['name']}?gracePeriodSeconds=0")
        time.sleep(0.5)
    api.request("DELETE", path)
    while api.request("GET", path):
        time.sleep(0.5)


class Installation:
    def __init__(self, api, functions, address):
        self.api, self.functions, self.address = api, functions, address
        self.pods = f"/api/v1/namespaces/{NAMESPACE}/pods"

    def from_spare(self, rounds):
        """For each round milliseconds of the whole invocation, of Init and of the handler."""
        self.functions.create_many(range(rounds))
        self.functions.await_active(rounds)
        samples = []
        for number in range(rounds):
            self.await_spare()
            began = time.perf_counter()
            log = self.invoke(f"fn-{number}")
            samples.append(((time.perf_counter() - began) * 1000, *phases(log)))
            self.await_claim(f"fn-{number}")
        return samples

    def await_claim(self, function):
        """Waits until a pod says that it is the function's, so that it is not taken for a spare any more."""
        self.await_pod(lambda pod: pod["metadata"].get("labels", {}).get("hearth.dev/function") == function)

    def await_spare(self):
        """Waits until a function can claim a spare at once."""
        self.await_pod(lambda pod: is_spare(pod) and is_ready(pod))
        time.sleep(GREETED)

    def await_pod(self, wanted):
        deadline = time.monotonic() + SPARES_KEPT
        while not any(wanted(pod) for pod in self.api.request("GET", self.pods)["items"]):
            if time.monotonic() > deadline:
                raise RuntimeError("no pod becomes what is waited for")
            time.sleep(0.1)

    def without_spare(self, rounds, image):
        """For each round seconds of an invocation that needs a pod, and of a bare pod's start."""
        names = [f"none-{number}" for number in range(rounds)]
        for name in names:
            self.functions.create(name, ANSWER.format(number=0))
        self.functions.await_active(rounds)
        samples = []
        for name in names:
            self.spares(0)
            bare = self.bare_pod(image, name)
            began = time.perf_counter()
            self.invoke(name)
            samples.append((time.perf_counter() - began, bare))
        return samples

    def burst(self, name, count, spares):
        """Seconds in which so many first invocations of one function at once are answered, and the longest."""
        self.functions.create(name, SLEEPY, timeout=60)
        self.functions.await_active(1)
        self.spares(spares)
        with concurrent.futures.ThreadPoolExecutor(count) as threads:
            began = time.perf_counter()
            list(threads.map(lambda _: self.invoke(name, b'{"seconds": 1}'), range(count)))
            return time.perf_counter() - began

    def memory(self, count):
        """MB of PSS of each of so many spares; they run on this machine."""
        self.functions.create("memory", ANSWER.format(number=0))
        self.functions.await_active(1)
        self.spares(count)
        uids = {pod["metadata"]["uid"] for pod in self.api.request("GET", self.pods)["items"]}
        shims = [pid for pid in processes.all() if processes.variables(pid).get("HEARTH_SANDBOX_UID") in uids]
        return sum(processes.memory_kb(pid, "Pss") for pid in shims) / 1024 / len(shims), len(shims)

    def apply_many(self, count):
        """Seconds in which so many Functions that are made at once are Active."""
        began = time.perf_counter()
        self.functions.create_many(range(count))
        self.functions.await_active(count)
        return time.perf_counter() - began

    def spares(self, count):
        """Has the pool keep exactly so many."""
        pool = self.functions.await_pool(0)["metadata"]["name"]
        self.api.patch(f"{self.functions.pools}/{pool}", {"spec": {"spare": count}})
        deadline = time.monotonic() + SPARES_KEPT
        while time.monotonic() < deadline:
            spares = [p for p in self.api.request("GET", self.pods)["items"] if is_spare(p)]
            for pod in spares[count:]:
                self.api.request("DELETE", f"{self.pods}/{pod['metadata']['name']}?gracePeriodSeconds=0")
            if len(spares) == count and all(is_ready(pod) for pod in spares):
                return
            time.sleep(0.2)
        raise RuntimeError(f"the pool does not get {count} spares")

    def bare_pod(self, image, name):
        """Seconds from a pod's creation to its readiness."""
        changes = self.api.watch(self.pods)
        container = {"name": "bare", "image": image, "imagePullPolicy": "IfNotPresent"}
        container["command"] = ["/bin/sh", "-c", "exec sleep 600"]
        spec = {"containers": [container], "terminationGracePeriodSeconds": 0}
        began = time.perf_counter()
        self.api.request("POST", self.pods, {"metadata": {"name": f"bare-{name}"}, "spec": spec})
        while True:
            pod = changes.get(timeout=120)["object"]
            if pod["metadata"]["name"] == f"bare-{name}" and is_ready(pod):
                seconds = time.perf_counter() - began
                self.api.request("DELETE", f"{self.pods}/bare-{name}?gracePeriodSeconds=0")
                return seconds

    def invoke(self, name, body=b"{}"):
        """The invocation's log; whatever is no success is an error here."""
        connection = http.client.HTTPConnection(self.address, 8080, timeout=120)
        headers = {"X-Hearth-Namespace": NAMESPACE, "X-Amz-Log-Type": "Tail"}
        connection.request("POST", f"/2015-03-31/functions/{name}/invocations", body, headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200 or answer.getheader("X-Amz-Function-Error"):
            raise RuntimeError(f"{name}: {answer.status} {text[:500]!r}")
        return base64.b64decode(answer.getheader("X-Amz-Log-Result", "")).decode()


def phases(log):
    """Milliseconds of Init and of the handler, as the log's REPORT has them."""
    init = re.search(r"Init Duration: ([\d.]+) ms", log)
    run = re.search(r"\tDuration: ([\d.]+) ms", log)
    return float(init[1]) if init else 0.0, float(run[1]) if run else 0.0


def is_spare(pod):
    labels = pod["metadata"].get("labels", {})
    return labels.get("hearth.dev/state") == "spare" and "deletionTimestamp" not in pod["metadata"]


def is_ready(pod):
    conditions = pod.get("status", {}).get("conditions", [])
    return any(c["type"] == "Ready" and c["status"] == "True" for c in conditions)
