"""First invocations: from a spare sandbox, and by a plain start of the same runtime, in turns."""

import contextlib
import os
import queue
import re
import shutil
import socket
import subprocess
import threading
import time

import hearth
import processes

SPARE_SECONDS = 2.5  # until a spare has taken the place of the one that was just claimed
FUNCTIONS = os.path.join(hearth.ROOT, "bench", "functions")
EVENT = b'{"cold":true}'
NEEDS_PLAIN_START = '{MALLOC_ARENA_MAX_OF_NOBODY: "1"}'  # a C library reads such names when it starts


def measure(languages, rounds, folder):
    """Milliseconds by language: lists of (from a spare, plain start), one pair per round."""
    for language in languages:
        for number in range(rounds):
            copy(f"echo-{language}", f"cold-{language}-{number}", folder)
        copy(f"echo-{language}", f"cold-{language}-{rounds}", folder, NEEDS_PLAIN_START)
    results = {language: [] for language in languages}
    with hearth.local_mode([folder], os.path.join(folder, "hearth.log")) as server:
        plain = {}
        for language in languages:
            name = f"cold-{language}-{rounds}"  # shows how its runtime is started
            server.invoke(name, EVENT)
            plain[language] = PlainStart(server.pid, name, code_folder(folder, name))
        for number in range(rounds):
            for language in languages:
                time.sleep(SPARE_SECONDS)
                began = time.perf_counter()
                server.invoke(f"cold-{language}-{number}", EVENT)
                spare = time.perf_counter() - began
                results[language].append((spare * 1000, plain[language].run() * 1000))
    return results


def copy(function, name, folder, environment="{}"):
    """The same function under another name, built already."""
    source, target = os.path.join(FUNCTIONS, function), os.path.join(folder, name)
    with open(os.path.join(source, "function.yaml"), encoding="utf-8") as file:
        manifest = file.read()
    command = re.search(r"hearth\.dev/build: (.*)", manifest)
    code = re.search(r"folder: \./(\S+)", manifest)[1]
    if command and not os.path.isdir(os.path.join(source, code)):
        subprocess.run(["sh", "-c", command[1]], cwd=source, check=True)
    shutil.copytree(os.path.join(source, code), os.path.join(target, code))
    manifest = re.sub(r"  annotations:\n    hearth\.dev/build:.*\n", "", manifest)
    manifest = manifest.replace("spec:\n", f"spec:\n  environment: {{variables: {environment}}}\n")
    with open(os.path.join(target, "function.yaml"), "w", encoding="utf-8") as file:
        file.write(manifest.replace(f"name: {function}", f"name: {name}"))


def code_folder(folder, name):
    with open(os.path.join(folder, name, "function.yaml"), encoding="utf-8") as file:
        return os.path.join(folder, name, re.search(r"folder: \./(\S+)", file.read())[1])


class PlainStart:
    """Starts a runtime with the command and environment that a sandbox's runtime was started with."""

    def __init__(self, gateway, function, code):
        runtime = find_runtime(gateway, function)
        self.environment = processes.variables(runtime)
        root = self.environment["LAMBDA_TASK_ROOT"]
        self.command = [word.replace(root, code) for word in processes.command(runtime)]
        self.environment = {k: v.replace(root, code) for k, v in self.environment.items()}
        self.code = code

    def run(self):
        """Seconds from the start of the process to its answer."""
        with socket.create_server(("127.0.0.1", 0)) as api:
            variables = dict(self.environment)
            variables["AWS_LAMBDA_RUNTIME_API"] = "127.0.0.1:%d" % api.getsockname()[1]
            began = time.perf_counter()
            null = subprocess.DEVNULL
            process = subprocess.Popen(
                self.command, cwd=self.code, env=variables, stdout=null, stderr=null
            )
            try:
                return serve_one(api) - began
            finally:
                process.kill()
                process.wait()


def find_runtime(gateway, function):
    for pid in processes.tree([gateway]):
        of_process = processes.variables(pid)
        if "HEARTH_SANDBOX_UID" not in of_process:
            if of_process.get("AWS_LAMBDA_FUNCTION_NAME") == function:
                return pid
    raise SystemExit(f"no runtime of {function} is running")


def serve_one(api):
    """A Runtime API for one invocation; answers when its response was there."""
    answered = queue.SimpleQueue()

    def accept():
        while True:
            try:
                connection, _ = api.accept()
            except OSError:
                return  # closed: the invocation is over
            threading.Thread(target=serve, args=(connection, answered), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return answered.get(timeout=60)


def serve(connection, answered):
    with contextlib.suppress(OSError), connection, connection.makefile("rb") as stream:
        for line in iter(stream.readline, b""):
            length = 0
            for header in iter(stream.readline, b"\r\n"):
                name, _, value = header.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            stream.read(length)
            if line.startswith(b"POST"):
                answered.put(time.perf_counter())
                connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
                return
            connection.sendall(next_invocation())


def next_invocation():
    deadline = int(time.time() * 1000) + 60_000
    return (
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: r1\r\n"
        f"Lambda-Runtime-Deadline-Ms: {deadline}\r\nLambda-Runtime-Invoked-Function-Arn: "
        f"arn:aws:lambda:us-east-1:000000000000:function:f\r\nContent-Length: {len(EVENT)}\r\n\r\n"
    ).encode() + EVENT
