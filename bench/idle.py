"""Memory of sandboxes that wait: what stands around their runtimes."""

import concurrent.futures
import os
import time

import cold
import hearth
import processes

BUSY_SECONDS = 10  # long enough for all to be busy at once
SETTLE_SECONDS = 3


def measure(sandboxes, folder):
    """KB of PSS per sandbox (without its runtime, its runtime), and how many there were."""
    cold.copy("wait", "wait", folder)
    with hearth.local_mode([folder], os.path.join(folder, "hearth.log")) as server:
        body = b'{"seconds":%d}' % BUSY_SECONDS
        with concurrent.futures.ThreadPoolExecutor(sandboxes) as pool:
            list(pool.map(lambda _: server.invoke("wait", body), range(sandboxes)))
        time.sleep(SETTLE_SECONDS)
        return pss(server.pid)


def pss(gateway):
    around, runtimes, seen = {}, 0, 0
    for pid in processes.tree([gateway]):
        variables = processes.variables(pid)
        uid = variables.get("HEARTH_SANDBOX_UID")
        if uid:
            around[uid] = around.get(uid, 0) + processes.memory_kb(pid, "Pss")
        elif variables.get("AWS_LAMBDA_FUNCTION_NAME") == "wait":
            runtimes += processes.memory_kb(pid, "Pss")
            seen += 1
    # Spares are no worse than sandboxes in use, and cannot be told from them outside.
    return sum(around.values()) / len(around), runtimes / max(seen, 1), seen
