"""Does the commands of a page in one shell, and compares what they print with what the page says they print.

A command stands in a block ```console, after `$ `; lines after it that begin with `> ` belong to it. What follows, up to the next
command, is what it prints. Names, hashes, times and counts differ from one demo to the next: they are compared by their shape.
"""

import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile

GRENS = "=== einde van opdracht"
BLOK = re.compile(r"^```console\n(.*?)^```$", re.S | re.M)
# What differs each time, and what it becomes on both sides.
WISSELEND = [
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID"),
    (r"\b[0-9a-f]{64}\b", "HASH"),
    (r"\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44}", "+SLEUTEL"),
    (r"\b[A-Za-z0-9+/]{43}=", "WORTEL"),
    (r"— \S+ [A-Za-z0-9+/=]+", "HANDTEKENING"),
    (r"\d{2}-\d{2}-\d{4} \d{2}:\d{2}:\d{2}", "TIJD"),
    (r"\d{4}-\d{2}-\d{2}T[0-9:.]+Z", "TIJD"),
    (r"in [\d,.]+ seconden \(\d+ per seconde\)", "IN SECONDEN"),
    (r"Checkpoints in de database: \d+", "CHECKPOINTS"),
    (r"\b\d+e? (gebeurtenis(?:sen)?)\b", r"N \1"),
    (r"\bpositie \d+", "positie N"),
    (r"^\d+$", "N"),
]


def opdrachten(blok):
    """The commands of a block, each with what it prints."""
    lijst = []
    for regel in blok.splitlines():
        if regel.startswith("$ "):
            lijst.append([regel[2:], [], [regel]])
        elif regel.startswith("> ") and not lijst[-1][1]:
            lijst[-1][0] += "\n" + regel[2:]
            lijst[-1][2].append(regel)
        else:
            lijst[-1][1].append(regel)
    return lijst


def vorm(tekst):
    """What is the same each time."""
    for wat, wordt in WISSELEND:
        tekst = re.sub(wat, wordt, tekst, flags=re.M)
    return tekst.strip()


def vrije_poort():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def loop(alle, programma):
    """Does all commands in one shell; gives what each printed."""
    met_map = tempfile.TemporaryDirectory(prefix="wandeling-")
    with met_map as map_:
        pathlib.Path(map_, "bin").mkdir()
        shutil.copy(programma, pathlib.Path(map_, "bin", "wijkspoor"))
        # As on the page, but on a port that is free.
        regels = ["exec 2>&1", "trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT"]
        for opdracht, _, _ in alle:
            regels += [opdracht.replace("8080", str(POORT)), f"echo '{GRENS}'"]
        omgeving = {"PATH": f"{map_}/bin:/usr/local/bin:/usr/bin:/bin", "HOME": map_, "LANG": "C.UTF-8", "TMPDIR": map_}
        klaar = subprocess.run(
            ["bash", "-c", "\n".join(regels)], cwd=map_, env=omgeving, stdout=subprocess.PIPE, text=True, timeout=120, check=False
        )
    return [deel.strip("\n").replace(str(POORT), "8080") for deel in klaar.stdout.split(GRENS)]


POORT = vrije_poort()


def main(pagina, programma, *rest):
    pad = pathlib.Path(pagina)
    tekst = pad.read_text(encoding="utf-8")
    blokken = [opdrachten(blok) for blok in BLOK.findall(tekst)]
    alle = [een for blok in blokken for een in blok]
    gedrukt = loop(alle, pathlib.Path(programma).resolve())
    if len(gedrukt) != len(alle) + 1:
        sys.exit(f"{pagina}: after {len(gedrukt) - 1} of {len(alle)} commands the shell was gone:\n{gedrukt[-1]}")
    if rest == ("--schrijf",):
        geschreven = iter(gedrukt)
        def nieuw(_):
            blok = next(over)
            regels = [regel for een in blok for regel in [*een[2], *filter(None, [next(geschreven)])]]
            return "```console\n" + "\n".join(regels) + "\n```"
        over = iter(blokken)
        pad.write_text(BLOK.sub(nieuw, tekst), encoding="utf-8")
        return
    fout = 0
    for (opdracht, verwacht, _), echt in zip(alle, gedrukt):
        if vorm("\n".join(verwacht)) != vorm(echt):
            fout += 1
            print(f"$ {opdracht}\n--- the page says\n" + "\n".join(verwacht) + f"\n--- it prints\n{echt}\n")
    print(f"{len(alle)} commands of {pagina}, {fout} print something else" + (" (tests/wandeling/run --schrijf)" if fout else ""))
    sys.exit(bool(fout))


main(*sys.argv[1:])
