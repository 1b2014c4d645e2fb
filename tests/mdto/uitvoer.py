"""Dossiers that are kept for ever, handed over as MDTO: each document holds to the XML schema, and tells the truth of its files.

The schema is not ours and stands at https://www.nationaalarchief.nl/mdto: WIJKSPOOR_MDTO_SCHEMA names MDTO-XML1.0.1.xsd.
"""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
NAMESPACES = {"m": "https://www.nationaalarchief.nl/mdto"}
ODD = 'Tuin <&"\'> \u0007 \U0001f333 “samen”'


def schema():
    file = Path(os.environ.get("WIJKSPOOR_MDTO_SCHEMA", ROOT.parent / "shared/checkers/MDTO-XML1.0.1.xsd"))
    if not file.is_file():
        print(f"there is no {file}: set WIJKSPOOR_MDTO_SCHEMA (tests/mdto/uitvoer.py says where to get it)", file=sys.stderr)
        sys.exit(77)
    return etree.XMLSchema(etree.parse(file))


def environment():
    return {name: value for name, value in os.environ.items() if not name.startswith("WIJKSPOOR_")}


class Server:
    def __init__(self, program, *arguments):
        command = [program, "serve", *arguments, "--port", "0"]
        self.process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.base = None
        for line in self.process.stdout:
            if match := re.search(r"http://[0-9.:]+", line):
                self.base = match.group()
            if "Ctrl-C" in line:
                return
        raise SystemExit("the server did not start")

    def post(self, path, role, body):
        request = urllib.request.Request(self.base + path, method="POST", data=json.dumps(body).encode())
        request.add_header("Authorization", f"Bearer ontwikkel:{role}")
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0


def initiative(server, title, *steps):
    """Submitted and carried through these steps; gives its id."""
    body = {
        "titel": title, "omschrijving": ODD, "gebied": "Malburgen", "wijken": ["Malburgen West"], "thema": "groen",
        "oorsprong": "bewoners", "initiatiefnemers": ["Fatima el Amrani & buren"],
        "plaatsgevonden": {"datum": "2019-04-01", "nauwkeurigheid": "maand"},
    }
    made = server.post("/v1/initiatieven", "initiatiefnemer", body)["id"]
    for step in steps:
        server.post(f"/v1/initiatieven/{made}/overgangen", "tlo", step)
    return made


def texts(document, path):
    return [element.text for element in document.iterfind(path, NAMESPACES)]


def check(xsd, file):
    document = etree.parse(file)
    if not xsd.validate(document):
        raise SystemExit(f"{file.name}: {xsd.error_log}")
    return document.getroot()


def main(program):
    xsd = schema()
    with tempfile.TemporaryDirectory() as folder:
        place = ["--data-dir", f"{folder}/gegevens", "--inrichting", str(ROOT / "docs/voorbeelden/archief.toml")]
        server = Server(program, *place)
        done = [{"overgang": "neem_in_behandeling"}, {"overgang": "start_uitvoering"}]
        kept = initiative(server, "Buurttuin <1> & co", *done, {"overgang": "realiseer", "resultaat": "Hij ligt er."})
        initiative(server, "Ingetrokken", {"overgang": "trek_in"})
        initiative(server, "Loopt nog")
        server.stop()
        out = Path(folder, "overdracht")
        export = [program, "exporteer", "--formaat", "mdto", "--uit", out, *place[:2]]
        said = subprocess.run(export, env=environment(), check=True, capture_output=True, text=True).stdout
        assert "1 dossiers" in said, said
        assert [found.name for found in out.iterdir()] == [kept], "what is kept, and nothing else"
        again = subprocess.run(export, env=environment(), capture_output=True, text=True)
        assert again.returncode == 1 and "is er al" in again.stderr, again.stderr

        dossier = check(xsd, out / kept / f"dossier-{kept}.mdto.xml")
        about = "m:informatieobject/"
        assert texts(dossier, about + "m:naam") == ["Buurttuin <1> & co"]
        assert texts(dossier, about + "m:omschrijving") == [ODD.replace("\u0007", "")]
        assert texts(dossier, about + "m:waardering/m:begripCode") == ["B"]
        assert texts(dossier, about + "m:informatiecategorie/m:begripCode") == ["11.1"]
        assert texts(dossier, about + "m:dekkingInTijd/m:dekkingInTijdBegindatum") == ["2019-04"]
        happened = texts(dossier, about + "m:event/m:eventType/m:begripCode")
        assert happened[0] == "initiatief_ingediend" and "initiatief_gerealiseerd" in happened, happened
        assert texts(dossier, about + "m:betrokkene/m:betrokkeneActor/m:verwijzingNaam") == ["Fatima el Amrani & buren"]
        files = texts(dossier, about + "m:heeftRepresentatie/m:verwijzingNaam")
        assert files == [f"geschiedenis-{kept}.json", f"geschiedenis-{kept}.pdf"], files
        for name in files:
            content = (out / kept / name).read_bytes()
            described = check(xsd, out / kept / f"{name}.bestand.mdto.xml")
            assert texts(described, "m:bestand/m:omvang") == [str(len(content))]
            assert texts(described, "m:bestand/m:checksum/m:checksumWaarde") == [hashlib.sha256(content).hexdigest()]
            assert texts(described, "m:bestand/m:isRepresentatieVan//m:identificatieKenmerk") == [kept]
        history = json.loads((out / kept / files[0]).read_bytes())
        assert history["keten"]["klopt"] and [event["stap"]["soort"] for event in history["gebeurtenissen"]] == happened
        assert (out / kept / files[1]).read_bytes().startswith(b"%PDF")
        print("3 documents of MDTO hold to the schema, with the size and hash of 2 files")


main(sys.argv[1])
