"""`airflow` and `python` for a shell, without the seconds that Airflow takes to be imported each time.

Run as a program with a folder, it imports Airflow's CLI once, puts the two programs into the folder and forks a process
for each of their calls, with the caller's arguments, folder, environment and streams. What is no call of ours, such as
`python -c`, goes to the interpreter itself. It ends with its standard input.
"""

from __future__ import annotations

import array
import contextlib
import json
import os
import runpy
import select
import socket
import sys
from pathlib import Path

_CLIENT = """#!{python} -SE
import array, json, os, socket, sys
module = "airflow"
arguments = sys.argv[1:]
if os.path.basename(sys.argv[0]) == "python":
    if arguments[:2] != ["-m", "airflow_provider_awsconn"]:
        os.execv({python!r}, [{python!r}, *arguments])
    module, arguments = arguments[1], arguments[2:]
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))]
    call = dict(module=module, arguments=arguments, folder=os.getcwd(), environment=dict(os.environ))
    server.sendmsg([b"-"], ancillary)
    server.sendall(json.dumps(call).encode())
    server.shutdown(socket.SHUT_WR)
    sys.exit(int(server.recv(8) or 70))
"""


def serve(folder: Path) -> None:
    """Answer calls until standard input ends."""
    import airflow.cli.cli_parser

    import airflow_provider_awsconn.cli.main

    assert airflow.cli.cli_parser
    assert airflow_provider_awsconn.cli.main
    address = str(folder / "calls")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        for name in ("airflow", "python"):
            path = folder / name
            path.write_text(_CLIENT.format(python=sys.executable, address=address), encoding="utf-8")
            path.chmod(0o700)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while sys.stdin not in select.select([listening, sys.stdin], [], [])[0]:
            connection, _ = listening.accept()
            if os.fork() == 0:
                listening.close()
                answer(connection)
            connection.close()
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


def answer(connection: socket.socket) -> None:
    """Be the program that was called, and tell its status. Does not return."""
    status = 70
    _, ancillary, _, _ = connection.recvmsg(1, socket.CMSG_SPACE(3 * array.array("i").itemsize))
    streams = array.array("i")
    streams.frombytes(ancillary[0][2])
    call = json.loads(b"".join(iter(lambda: connection.recv(65536), b"")))
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(call["folder"])
    os.environ.clear()
    os.environ.update(call["environment"])
    # What was read of standard input by the server is none of this program's.
    sys.stdin = os.fdopen(0, closefd=False)
    sys.argv = [call["module"], *call["arguments"]]
    try:
        runpy.run_module(call["module"], run_name="__main__", alter_sys=True)
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        if isinstance(ended.code, str):
            sys.stderr.write(f"{ended.code}\n")
    except BaseException:  # noqa: BLE001 - as the interpreter does at the end of a program
        sys.excepthook(*sys.exc_info())
        status = 1
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        connection.sendall(str(status).encode())
        os._exit(0)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
