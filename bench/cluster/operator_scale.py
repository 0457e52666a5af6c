"""Goal 9: many Functions from nothing to Active, by the operator on an API server without nodes."""

import contextlib
import os
import statistics
import subprocess
import time

import apiserver
import etcd
import functions
import gateway
import processes

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
NAMESPACE, SYSTEM, RUNTIME = "bench", "hearth-system", "bench1.x"
HEAP = "-Xmx512m"


def measure(count, folder):
    """Figures by name."""
    figures = {}
    with apiserver.running(folder) as (api, store), gateway.running(apiserver.address()) as fake:
        prepare(api, fake)
        made = functions.Functions(api, NAMESPACE, RUNTIME)
        made.create_many(range(count))
        size = len(api.raw("GET", f"{made.path}/fn-0")[1])
        figures["puts"] = etcd.seconds(store, 2 * count, size)
        writes = api.writes()
        with operator(api, folder) as process:
            await_lead(fake, process)
            began = time.perf_counter()
            made.await_active(count)
            figures["ready"] = time.perf_counter() - began
            figures["cpu"] = processes.cpu_us([process.pid]) / 1e6
            figures["writes"] = since(writes, api.writes())
            figures["latency"] = statistics.median(made.latency(f"late-{i}") for i in range(20))
            settle(process)
            figures["memory"] = processes.memory_kb(process.pid, "Pss") / 1024
        writes = api.writes()
        fake.asked.clear()
        with operator(api, folder) as process:
            await_lead(fake, process)
            settle(process)
            figures["restart"] = since(writes, api.writes())
    return figures


def prepare(api, fake):
    """Everything that an installation has besides its operator."""
    crds = os.path.join(ROOT, "crds", "src", "main", "resources", "crds")
    for name in os.listdir(crds):
        with open(os.path.join(crds, name), encoding="utf-8") as file:
            path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
            api.request("POST", path, file.read(), "application/yaml")
    for name in (NAMESPACE, SYSTEM):
        api.request("POST", "/api/v1/namespaces", {"metadata": {"name": name}})
    runtime = {"apiVersion": "hearth.dev/v1alpha1", "kind": "Runtime", "metadata": {"name": RUNTIME}}
    runtime["spec"] = {"image": "localhost/bench:1", "command": ["/x"]}
    eventually(lambda: api.request("POST", f"{functions.GROUP}/runtimes", runtime))
    for kind in ("functions", "sandboxpools", "accounts"):
        path = f"{functions.GROUP}/{kind}"
        eventually(lambda: api.request("GET", path))  # noqa: B023, it is done before the next
    slice_ = {"metadata": {"name": "gateway-1", "labels": {"kubernetes.io/service-name": "hearth-gateway"}}}
    slice_ |= {"addressType": "IPv4", "ports": [{"name": "internal", "port": fake.server_address[1]}]}
    slice_["endpoints"] = [{"addresses": [apiserver.address()], "conditions": {"ready": True}}]
    api.request("POST", f"/apis/discovery.k8s.io/v1/namespaces/{SYSTEM}/endpointslices", slice_)


@contextlib.contextmanager
def operator(api, folder):
    jar = os.path.join(ROOT, "operator", "target", "quarkus-app", "quarkus-run.jar")
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    environment = os.environ | {
        "KUBECONFIG": apiserver.kubeconfig(api, folder),
        "HEARTH_SANDBOX_SHIM_IMAGE": "localhost/shim:1",
        "QUARKUS_HTTP_PORT": "0",
    }
    with open(os.path.join(folder, "operator.log"), "ab") as log:
        process = subprocess.Popen([java, HEAP, "-jar", jar], env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def await_lead(fake, process):
    while not fake.asked.wait(0.1):
        if process.poll() is not None:
            raise RuntimeError("the operator has ended; see operator.log")


def settle(process):
    """Waits until the process has nothing to do any more."""
    quiet = 0
    while quiet < 3:
        before = processes.cpu_us([process.pid])
        time.sleep(1)
        quiet = quiet + 1 if processes.cpu_us([process.pid]) - before < 60_000 else 0


def since(before, after):
    changes = {name: number - before.get(name, 0) for name, number in after.items()}
    return {name: number for name, number in changes.items() if number}


def eventually(act):
    """Does it as soon as the API server knows a kind that has just been described to it."""
    for _ in range(100):
        with contextlib.suppress(RuntimeError):
            if act() is not None:
                return
        time.sleep(0.1)
    raise RuntimeError("the API server does not know Hearth's resources")
