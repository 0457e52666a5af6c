"""A Python that waits in a spare sandbox for the function it is to run: prestart.py SCRIPT.

What takes time is done before: the interpreter has started, and the modules of the standard library that SCRIPT's
interface client needs are imported. Standard input then says with which variables, arguments and folder SCRIPT is to
run, and from there on everything is as if Python had been started with them. Modules from outside the standard library
are forgotten again, so that they are found where the function's path says, and read its variables.
"""

import builtins
import importlib.machinery
import json
import logging
import os
import sys
import time
import types


def main():
    library = os.path.dirname(os.__file__) + os.sep
    packages = os.sep + "site-packages" + os.sep
    sys.path[0] = os.path.dirname(sys.argv[1])
    try:
        import awslambdaric.__main__  # noqa: F401
    except ImportError:
        pass  # Then there is less to be gained, and SCRIPT says what is wrong.
    told = json.loads(sys.stdin.buffer.read())
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if name != "__main__" and file and (not file.startswith(library) or packages in file):
            del sys.modules[name]
    importlib.invalidate_caches()
    logging._startTime = time.time()
    run(told["arguments"].split("\0"), told["environment"], told["folder"])


def run(arguments, environment, folder):
    # Python sets this one itself where the locale it is told does not exist.
    coerced = {name: value for name, value in os.environ.items() if name == "LC_CTYPE"}
    os.environ.clear()
    os.environ.update(coerced | environment)
    time.tzset()
    os.chdir(folder)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdin = open(0, encoding=sys.stdin.encoding, errors=sys.stdin.errors)
    script = arguments[0]
    sys.argv[:] = arguments
    sys.path[0] = os.path.dirname(script)
    module = types.ModuleType("__main__")
    module.__file__ = script
    module.__builtins__ = builtins
    module.__loader__ = importlib.machinery.SourceFileLoader("__main__", script)
    sys.modules["__main__"] = module
    with open(script, "rb") as file:
        code = compile(file.read(), script, "exec")
    exec(code, module.__dict__)


main()
