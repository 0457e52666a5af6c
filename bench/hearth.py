"""Starts what is measured: local mode as a user does, or the gateway alone with echoing sandboxes."""

import glob
import http.client
import os
import re
import signal
import socket
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
READY_SECONDS = 300
END_SECONDS = 20


class Server:
    """A Hearth gateway in a process of its own; a context manager that ends it."""

    def __init__(self, command, log):
        self.port, self.management = free_port(), free_port()
        self.log = log
        words = [w.format(port=self.port, management=self.management) for w in command]
        self.process = subprocess.Popen(
            words, cwd=ROOT, stdout=open(log, "wb"), stderr=subprocess.STDOUT, start_new_session=True
        )

    def __enter__(self):
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if self.request("GET", "/readyz", port=self.management)[0] == 200:
                    return self
            except OSError:
                pass
            time.sleep(0.1)
        self.__exit__()
        raise SystemExit(f"Hearth did not become ready; see {self.log}")

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    @property
    def pid(self):
        """The gateway's process: ./hearth becomes it."""
        return self.process.pid

    def url(self, function):
        return f"http://127.0.0.1:{self.port}{path(function)}"

    def invoke(self, function, body=b"{}", timeout=60):
        status, answer = self.request("POST", path(function), body, timeout=timeout)
        if status != 200:
            raise SystemExit(f"{function} answered {status}: {answer[:300]!r}; see {self.log}")
        return answer

    def request(self, method, where, body=None, port=None, timeout=10):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=timeout)
        try:
            connection.request(method, where, body)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def path(function):
    return f"/2015-03-31/functions/{function}/invocations"


def local_mode(folders, log):
    ports = ["--port", "{port}", "--management-port", "{management}"]
    return Server([f"{ROOT}/hearth", "dev", *ports, *folders], log)


def gateway_alone(folder, log, functions=1):
    """The gateway without the rest of Hearth; its sandboxes echo. It knows so many functions."""
    echo = os.path.join(folder, "echo-sandbox")
    bench = os.path.join(ROOT, "bench")
    subprocess.run(["go", "build", "-o", echo, "."], cwd=f"{bench}/echo-sandbox", check=True)
    subprocess.run([f"{ROOT}/hearth", "dev", "--help"], stdout=subprocess.DEVNULL, check=True)
    java = [f"{jdk()}/bin/java", *java_options(), "-cp", f"{ROOT}/target/hearth/lib/*"]
    return Server([*java, f"{bench}/GatewayAlone.java", "{port}", "{management}", echo, str(functions)], log)


def live_heap_kb(pid):
    """What is left of a JVM's heap after a full collection."""
    command = [f"{jdk()}/bin/jcmd", str(pid)]
    subprocess.run([*command, "GC.run"], stdout=subprocess.DEVNULL, check=True)
    text = subprocess.run([*command, "GC.heap_info"], capture_output=True, text=True, check=True)
    heap = text.stdout.split("Metaspace")[0]
    return sum(int(used) for used in re.findall(r"\bused (\d+)K", heap))


def java_options():
    """The JVM's options as ./hearth has them."""
    with open(f"{ROOT}/hearth", encoding="utf-8") as file:
        options = re.findall(r"-XX:\+Use\S+", file.read())
    return [*options, "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]


def jdk():
    """The newest JDK of this machine; Hearth needs 25."""
    homes = [os.environ.get("JAVA_HOME", ""), *glob.glob("/usr/lib/jvm/*")]
    versions = {}
    for home in homes:
        try:
            with open(f"{home}/release", encoding="utf-8") as file:
                versions[home] = int(re.search(r'JAVA_VERSION="(\d+)', file.read())[1])
        except OSError:
            pass
    return max(versions, key=versions.get)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]
