"""What a group of processes costs: CPU time, memory, and which of them are whose."""

import os

TICK_US = 1_000_000 / os.sysconf("SC_CLK_TCK")


def tree(roots):
    """The given processes and all their descendants."""
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            fields = _stat(int(name))
            if fields:
                children.setdefault(int(fields[1]), []).append(int(name))
    found, todo = [], list(roots)
    while todo:
        pid = todo.pop()
        if pid not in found:
            found.append(pid)
            todo += children.get(pid, [])
    return found


def all():
    """Every process that can be seen from here."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def cpu_us(pids):
    """CPU time that these processes have used, in microseconds."""
    stats = [_stat(pid) for pid in pids]
    return sum((int(s[11]) + int(s[12])) * TICK_US for s in stats if s)


def memory_kb(pid, field):
    """Rss or Pss of one process; 0 when it has gone."""
    for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    return 0


def variables(pid):
    """The environment that a process was started with."""
    pairs = (entry.partition("=") for entry in _read(f"/proc/{pid}/environ").split("\0") if entry)
    return {name: value for name, _, value in pairs}


def command(pid):
    return [word for word in _read(f"/proc/{pid}/cmdline").split("\0") if word]


def _stat(pid):
    text = _read(f"/proc/{pid}/stat")
    return text[text.rindex(")") + 2 :].split() if text else None


def _read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
