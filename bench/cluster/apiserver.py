"""A Kubernetes API server without nodes, with an etcd of its own."""

import contextlib
import http.client
import json
import os
import socket
import ssl
import subprocess
import time

import kubernetes

# One program that is etcd and kube-apiserver, as the tests' cluster builds it.
PROGRAM = os.environ.get("HEARTH_APISERVER", os.path.expanduser("~/.cache/test-cluster/bin/minik8s"))
TOKEN = "bench"


@contextlib.contextmanager
def running(folder):
    """Yields a way to speak to it and etcd's port; everything is in the folder and ends with the block."""
    etcd, peer, port = free_port(), free_port(), free_port()
    os.makedirs(os.path.join(folder, "etcd"), mode=0o700)
    key = os.path.join(folder, "key")
    subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
    with open(os.path.join(folder, "tokens"), "w", encoding="utf-8") as file:
        file.write(f"{TOKEN},admin,admin,system:masters\n")
    store = f"http://127.0.0.1:{etcd}"
    commands = [
        ["etcd", "--data-dir", os.path.join(folder, "etcd", "data"), "--client-url", store]
        + ["--peer-url", f"http://127.0.0.1:{peer}"],
        ["kube-apiserver", f"--etcd-servers={store}", f"--secure-port={port}", "--bind-address=127.0.0.1"]
        + [f"--advertise-address={address()}", f"--cert-dir={folder}/certificates"]
        + ["--service-cluster-ip-range=10.0.0.0/24", "--authorization-mode=AlwaysAllow"]
        + [f"--token-auth-file={folder}/tokens", "--service-account-issuer=https://bench"]
        + [f"--service-account-key-file={key}", f"--service-account-signing-key-file={key}"]
        + ["--disable-admission-plugins=ServiceAccount"],
    ]
    processes = []
    try:
        for command in commands:
            with open(os.path.join(folder, command[0] + ".log"), "wb") as log:
                processes.append(subprocess.Popen([PROGRAM, *command], stdout=log, stderr=log))
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        api = kubernetes.Api("127.0.0.1", port, context, {"Authorization": f"Bearer {TOKEN}"})
        await_ready(api, processes)
        yield api, etcd
    finally:
        for process in reversed(processes):
            process.kill()  # nothing of it is kept, and in order it takes a minute
            process.wait()


def kubeconfig(api, folder):
    """A file that leads other programs there."""
    path = os.path.join(folder, "kubeconfig")
    cluster = {"server": f"https://{api.host}:{api.port}", "insecure-skip-tls-verify": True}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "current-context": "bench",
                "clusters": [{"name": "bench", "cluster": cluster}],
                "users": [{"name": "bench", "user": {"token": TOKEN}}],
                "contexts": [{"name": "bench", "context": {"cluster": "bench", "user": "bench"}}],
            },
            file,
        )
    return path


def await_ready(api, processes):
    for _ in range(600):
        if any(process.poll() is not None for process in processes):
            raise RuntimeError("etcd or the API server has ended; see the logs beside its data")
        with contextlib.suppress(OSError, http.client.HTTPException):
            if api.raw("GET", "/readyz")[0] == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("the API server does not become ready")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def address():
    """An address of this machine that is not the loopback's, which no EndpointSlice may have."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing
        return probe.getsockname()[0]
