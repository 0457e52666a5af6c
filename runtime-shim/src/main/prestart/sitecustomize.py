"""Has a Python wait in a spare sandbox for the function it is to run.

Python imports a module of this name when it starts, before it runs its script. So this one takes the time that is
needed before there is a function: it imports what the script's interface client needs. Then standard input says which
variables, arguments and folder the function has, and Python goes on to its script as if it had been started with them.
Modules from outside the standard library are forgotten again, so that they are looked for where they would have been
and read the function's variables; only their code is kept, which they need not compile again.
"""

import json
import logging
import os
import sys
import time
from importlib._bootstrap_external import PathFinder

HERE = os.path.dirname(os.path.abspath(__file__))


class Kept:
    """Runs a module's code of before, and leaves everything as the module's own loader would."""

    def __init__(self, loader, code):
        self.loader = loader
        self.code = code

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self.loader
        exec(self.code, module.__dict__)


class Finder:
    """Finds modules where Python does. After those that it knows comes one that it does not, the function's: it goes."""

    def __init__(self, codes):
        self.codes = codes
        self.begun = False

    def find_spec(self, name, path=None, target=None):
        if name not in self.codes:
            if self.begun:
                sys.meta_path.remove(self)
            return None
        self.begun = True
        spec = PathFinder.find_spec(name, path, target)
        file, code = self.codes[name]
        if code is not None and spec is not None and spec.origin == file:
            spec.loader = Kept(spec.loader, code)
        return spec


def imported_before():
    """Imports what the interface client needs, and answers the code of what is forgotten again."""
    library = os.path.dirname(os.__file__) + os.sep
    before, path = set(sys.modules), list(sys.path)
    finders = set(sys.path_importer_cache)
    sys.path.insert(0, os.path.dirname(os.path.realpath(sys.argv[0])))
    try:
        import awslambdaric.__main__  # noqa: F401
    except ImportError:
        pass  # Then there is less to be gained, and the script says what is wrong.
    sys.path[:] = path
    codes = {}
    for name in set(sys.modules) - before:
        file = getattr(sys.modules[name], "__file__", None)
        if file and (not file.startswith(library) or f"{os.sep}site-packages{os.sep}" in file):
            loader = sys.modules.pop(name).__loader__
            codes[name] = file, loader.get_code(name)
    for folder in set(sys.path_importer_cache) - finders:
        del sys.path_importer_cache[folder]
    import gc

    gc.collect()
    del sys.modules["gc"]
    return codes


def told():
    """Waits for the function."""
    words = bytearray()
    while more := os.read(0, 1 << 16):
        words += more
    if not words:
        os._exit(0)  # There will be none.
    return json.loads(words)


def become(environment, command, folder):
    # Python sets this one itself where the locale it is told does not exist.
    coerced = {name: value for name, value in os.environ.items() if name == "LC_CTYPE"}
    os.environ.clear()
    os.environ.update(coerced | environment)
    time.tzset()
    logging._startTime = time.time()
    os.chdir(folder)
    for words in [sys.argv, getattr(sys, "orig_argv", sys.argv)]:
        behind_script = len(sys.argv) - 1
        words[len(words) - behind_script :] = command[len(command) - behind_script :]
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdin = sys.__stdin__ = standard_input(sys.stdin)


def standard_input(before):
    """As Python makes it when it starts; the one of before knows that it was a pipe."""
    binary = open(0, "rb", closefd=False)
    binary.raw.name = before.name
    text = type(before)(binary, before.encoding, before.errors, "\n")
    text.mode = before.mode
    return text


def wait():
    sys.path.remove(HERE)
    sys.path_importer_cache.pop(HERE, None)
    codes = imported_before()
    function = told()
    become(function["environment"], function["command"].split("\0"), function["folder"])
    sys.meta_path.insert(0, Finder(codes))


wait()
# The image's own, whose absence Python is used to.
del sys.modules[__name__]
import sitecustomize  # noqa: E402, F401
