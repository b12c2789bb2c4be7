"""What the benches share: the rivals' environment, the built example, the name of the machine."""

import json
import os
import pathlib
import platform
import re
import subprocess
import venv

ROOT = pathlib.Path(__file__).resolve().parents[1]


def environment(name: str, pinned: list[str]) -> pathlib.Path:
    """Python with the pinned packages, in a virtual environment of this bench in the user's cache."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    folder = cache / "prospect-bench" / name
    python = folder / "bin" / "python"
    stamp = folder / "pinned.txt"
    wanted = "\n".join(pinned)
    if not stamp.exists() or stamp.read_text().strip() != wanted:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pinned], check=True)
        stamp.write_text(wanted)
    return python


def built(command: list[str], name: str, folder: pathlib.Path = ROOT) -> pathlib.Path:
    """The program `name` that a cargo command builds."""
    run = subprocess.run([*command, "--message-format", "json"], cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    for line in run.stdout.splitlines():
        message = json.loads(line)
        if message.get("reason") == "compiler-artifact" and message["target"]["name"] == name and message["executable"]:
            return pathlib.Path(message["executable"])
    raise SystemExit(f"cargo built no {name}")


def example(package: str, name: str) -> pathlib.Path:
    return built(["cargo", "build", "--release", "-p", package, "--example", name], name)


def processor() -> str:
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text()
        return re.findall(r"^model name\s*:\s*(.*)$", text, re.MULTILINE)[0]
    except (OSError, IndexError):
        return platform.processor() or platform.machine()
