"""Warm load: in every round wrk visits every target, so that a machine's moods hit all alike."""

import re
import statistics
import subprocess
import sys
import tempfile

import processes

WARM_UP_SECONDS = 15  # for JIT compilers; nothing of it is counted
UNIT_US = {"us": 1, "ms": 1_000, "s": 1_000_000, "m": 60_000_000}


class Target:
    """Something to be measured: a name, a URL, and the processes whose CPU and memory count."""

    def __init__(self, name, url, pids=(), children=True):
        self.name, self.url, self.pids, self.children = name, url, list(pids), children

    def cpu_us(self):
        return processes.cpu_us(processes.tree(self.pids) if self.children else self.pids)

    def rss_kb(self):
        return sum(processes.memory_kb(pid, "Rss") for pid in self.pids)


class Sample:
    """One visit: requests per second, p50 and p99 in us, CPU in us per request (or None), errors."""

    def __init__(self, rate, p50, p99, cpu, errors):
        self.rate, self.p50, self.p99, self.cpu, self.errors = rate, p50, p99, cpu, errors

    def times(self, factor):
        """What something would have shown that needs so many times as much."""
        cpu = self.cpu and self.cpu * factor
        return Sample(self.rate / factor, self.p50 * factor, self.p99 * factor, cpu, 0)


def measure(targets, body, connections, rounds, seconds):
    """Samples by target name, one per round."""
    samples = {target.name: [] for target in targets}
    with tempfile.TemporaryDirectory() as folder:
        script = _script(folder, body)
        for target in targets:
            _wrk(target, script, connections, WARM_UP_SECONDS)
        for number in range(rounds):
            first = number % len(targets)
            for target in targets[first:] + targets[:first]:
                samples[target.name].append(_visit(target, script, connections, seconds))
    return samples


def ratio(samples, name, reference, key):
    """Median over the rounds of what target and reference showed in the same round."""
    pairs = zip(samples[name], samples[reference])
    values = [getattr(a, key) / getattr(b, key) for a, b in pairs if getattr(b, key)]
    return statistics.median(values) if values else None


def median(samples, key):
    values = [getattr(sample, key) for sample in samples if getattr(sample, key) is not None]
    return statistics.median(values) if values else None


def _script(folder, body):
    with open(f"{folder}/body", "wb") as file:
        file.write(body)
    with open(f"{folder}/post.lua", "w", encoding="utf-8") as file:
        file.write(f'local f = io.open("{folder}/body", "rb")\nwrk.body = f:read("*a")\nf:close()\n')
        file.write('wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n')
    return f"{folder}/post.lua"


def _wrk(target, script, connections, seconds):
    threads = "1" if connections == 1 else "2"
    command = ["wrk", "-t", threads, "-c", str(connections), "-d", f"{seconds}s"]
    command += ["--timeout", "10s", "--latency", "-s", script, target.url]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _visit(target, script, connections, seconds):
    before = target.cpu_us()
    text = _wrk(target, script, connections, seconds)
    used = target.cpu_us() - before
    total = re.search(r"(\d+) requests in", text)
    if not total or not int(total[1]):
        sys.exit(f"{target.name} at {target.url} answered nothing:\n{text}")
    requests = int(total[1])
    errors = sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", text)))
    errors += sum(map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", text)))
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])
    cpu = used / requests if target.pids else None
    return Sample(rate, _percentile(text, 50), _percentile(text, 99), cpu, errors)


def _percentile(text, percent):
    value, unit = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)\s*$", text, re.M).groups()
    return float(value) * UNIT_US[unit]
