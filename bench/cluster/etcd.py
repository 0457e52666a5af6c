"""The yardstick for what a control plane writes: as many puts to the same etcd, as fast as it takes them."""

import base64
import json
import socket
import threading
import time

WRITERS = 32


def seconds(port, puts, size):
    """How long so many puts of so many bytes take, from several writers at once."""
    value = base64.b64encode(b"x" * size).decode()
    shares = [range(writer, puts, WRITERS) for writer in range(WRITERS)]
    threads = [threading.Thread(target=_put, args=(port, share, value)) for share in shares]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def _put(port, numbers, value):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        answer = connection.makefile("rb")
        for number in numbers:
            key = base64.b64encode(f"/bench/{number}".encode()).decode()
            body = json.dumps({"key": key, "value": value})
            head = f"POST /v3/kv/put HTTP/1.1\r\nHost: etcd\r\nContent-Length: {len(body)}\r\n\r\n"
            connection.sendall((head + body).encode())
            length = 0
            if b" 200 " not in answer.readline():
                raise RuntimeError("etcd refuses a put")
            for line in iter(answer.readline, b"\r\n"):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            answer.read(length)
