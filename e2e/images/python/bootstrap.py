"""Starts AWS's runtime interface client, with the function's folders before the client's own on the path."""

import os
import sys

from awslambdaric.__main__ import main

version = f"python{sys.version_info.major}.{sys.version_info.minor}"
task_root = os.environ["LAMBDA_TASK_ROOT"]
sys.path[0:0] = [task_root, f"/opt/python/lib/{version}/site-packages", "/opt/python"]
os.chdir(task_root)
main([sys.argv[0], os.environ["_HANDLER"]])
