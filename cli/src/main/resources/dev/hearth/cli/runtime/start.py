"""Starts AWS's runtime interface client as AWS's image does: start.py TASK_ROOT LAYER_ROOT HANDLER.

The client is imported before the function's folder comes first on the path, so that a copy bundled
with the function does not shadow it.
"""

import sys

from awslambdaric import bootstrap  # noqa: F401
from awslambdaric.__main__ import main

task_root, layer_root, handler = sys.argv[1:4]
version = f"python{sys.version_info.major}.{sys.version_info.minor}"
layers = [f"{layer_root}/python/lib/{version}/site-packages", f"{layer_root}/python"]
sys.path[0:1] = [task_root, *layers]
sys.argv[1:] = [handler]
main(sys.argv)
