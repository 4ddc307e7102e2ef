"""The server's side of the bench, for an interpreter that has ``moto[server]``; `AwsBench` starts it.

`python -m aws_bench.server`, with the folder above `aws_bench` on the path. It may import the standard library, moto,
werkzeug and cryptography, nothing of the project. `tokens` is for the client too.
"""
