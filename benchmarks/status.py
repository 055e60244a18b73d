"""`etappi status` against `python -c pass`, in turn, in one run: medians of whole processes and of their ratio.

Usage: python benchmarks/status.py [ROUNDS]   with the python of an environment into which the wheel was installed
(a source checkout without bytecode, or an editable install, measures something else).
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Wall time of one run."""
    began = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main() -> None:
    """Print the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    etappi = str(Path(sys.executable).parent / "etappi")
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ETAPPI_DB": f"{folder}/demo.db", "LC_ALL": "C.UTF-8"}
        subprocess.run([etappi, "--db", f"{folder}/demo.db", "demo"], env=environment, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)  # fmt: skip
        floor = [sys.executable, "-c", "pass"]
        for form in ("--plain", "--json", "--line"):
            command = [etappi, "status", form]
            pairs = []
            for number in range(rounds + 2):
                first, second = (command, floor) if number % 2 else (floor, command)
                one, two = seconds(first, environment), seconds(second, environment)
                pairs.append((one, two) if first is command else (two, one))
            pairs = pairs[2:]
            ours = statistics.median(pair[0] for pair in pairs) * 1000
            bare = statistics.median(pair[1] for pair in pairs) * 1000
            ratio = statistics.median(pair[0] / pair[1] for pair in pairs)
            print(f"status {form:8} {ours:6.1f} ms   python -c pass {bare:6.1f} ms   ratio {ratio:.2f}   n = {rounds}")


if __name__ == "__main__":
    main()
