"""Reads exports of a made-up municipality with pm4py, and compares what it finds with what the program says itself.

Usage: mining.py PROGRAM, the path of wijkspoor.
"""

import contextlib
import io
import json
import re
import subprocess
import sys
import tempfile
import urllib.request
import warnings
from pathlib import Path

import pandas as pd

with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):  # it greets
    import pm4py
    from pm4py.util import constants

warnings.filterwarnings("ignore")
constants.SHOW_PROGRESS_BAR = False
INITIATIEVEN = 400
EINDEN = {"initiatief_gerealiseerd", "initiatief_afgewezen", "initiatief_ingetrokken"}
program = Path(sys.argv[1]).resolve()


def wijkspoor(map, *args):
    return subprocess.run([program, *args, "--data-dir", map / "gegevens", "--inrichting", map / "inrichting.toml"], check=True, capture_output=True, text=True).stdout


def eis(voorwaarde, *wat):
    if not voorwaarde:
        sys.exit(" ".join(map(str, wat)))


def lees_api(map):
    """The lead times of the program itself, and its definition."""
    args = [program, "serve", "--port", "0", "--data-dir", map / "gegevens", "--inrichting", map / "inrichting.toml"]
    with subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            adres = re.search(r"http://\S+", server.stdout.readline()).group()
            lees = lambda pad: json.load(urllib.request.urlopen(adres + pad))
            looptijden, vraag = [], "/v1/episodes?soort=looptijd&duurtNog=false&limiet=200"
            antwoord = lees(vraag)
            looptijden += antwoord["episodes"]
            while "volgende" in antwoord:
                antwoord = lees(f"{vraag}&cursor={antwoord['volgende']}")
                looptijden += antwoord["episodes"]
            return looptijden, lees("/v1/werkstromen/wijkinitiatief")
        finally:
            server.terminate()


def vergelijk_ocel(json_log, sqlite_log, gebeurtenissen):
    for log in (json_log, sqlite_log):
        eis(len(log.events) == gebeurtenissen, "events:", len(log.events), "and not", gebeurtenissen)
        eis(len(log.objects) == len(set(log.objects["ocel:oid"])), "objects that have the same id")
        eis(set(log.relations["ocel:oid"]) <= set(log.objects["ocel:oid"]), "events of objects that are not there")
    soorten = [log.objects["ocel:type"].value_counts().to_dict() for log in (json_log, sqlite_log)]
    eis(soorten[0] == soorten[1], "JSON and SQLite hold other objects:", soorten)
    eis(set(soorten[0]) == {"initiatief", "opdracht", "besluit", "afdeling", "wijk"}, "kinds of object:", soorten[0])
    relaties = [set(zip(l.relations["ocel:eid"], l.relations["ocel:oid"])) for l in (json_log, sqlite_log)]
    eis(relaties[0] == relaties[1], "JSON and SQLite relate other events and objects")
    net = pm4py.discover_oc_petri_net(json_log)
    eis(set(net["petri_nets"]) == set(soorten[0]), "nets of:", set(net["petri_nets"]))
    return len(relaties[0]), sum(soorten[0].values())


def vergelijk_looptijden(xes, looptijden):
    """Case durations by pm4py of what has one beginning and one end, against the program's own."""
    per_zaak = xes.sort_values(["case:concept:name", "time:timestamp", "volgnummer"]).groupby("case:concept:name", sort=False)
    eigen = {}
    for episode in looptijden:
        eigen.setdefault("initiatief " + episode["initiatiefId"], []).append(episode)
    vergeleken, grootste = 0, 0.0
    for zaak, rijen in per_zaak:
        grenzen = rijen[rijen["concept:name"].isin(EINDEN | {"initiatief_ingediend", "initiatief_heropend"})]
        if len(grenzen) != 2 or grenzen["concept:name"].iloc[1] not in EINDEN:
            continue
        (duur,) = pm4py.get_all_case_durations(grenzen)
        (episode,) = eigen[zaak]
        tijd = lambda moment: pd.Timestamp(moment["tijdstip"])
        verschil = abs(duur - (tijd(episode["tot"]) - tijd(episode["van"])).total_seconds())
        vergeleken, grootste = vergeleken + 1, max(grootste, verschil)
    eis(vergeleken > 100, "only", vergeleken, "cases to compare")
    eis(grootste < 1e-3, "durations differ by up to", grootste, "seconds")
    return vergeleken, grootste


def vergelijk_werkstroom(xes, werkstroom):
    """The steps that pm4py discovers are steps of the definition, and a net found in them replays them all."""
    xes = xes.sort_values(["case:concept:name", "time:timestamp", "volgnummer"])
    anders = xes["status"] != xes.groupby("case:concept:name")["status"].shift()
    stappen = xes[anders].copy()
    stappen["concept:name"] = stappen["status"]
    gevonden, begin, _ = pm4py.discover_dfg(stappen)
    mag = {(van, o["naar"]) for o in werkstroom["overgangen"] for van in o["van"]}
    terug = {van for van, naar in mag if naar == "@herkomst"}
    vreemd = [pijl for pijl in gevonden if pijl not in mag and pijl[0] not in terug]
    eis(not vreemd, "steps that the definition does not have:", vreemd)
    eis(set(begin) == {werkstroom["begin"]}, "initiatives begin in", set(begin))
    net = pm4py.discover_petri_net_inductive(stappen)
    pasvorm = pm4py.fitness_token_based_replay(stappen, *net)["log_fitness"]
    eis(pasvorm > 1 - 1e-9, "the net does not replay the log:", pasvorm)
    return len(gevonden), pasvorm


def main():
    with tempfile.TemporaryDirectory() as naam:
        map = Path(naam)
        voorbeeld = subprocess.run([program, "inrichting", "voorbeeld"], check=True, capture_output=True, text=True).stdout
        (map / "inrichting.toml").write_text(voorbeeld)
        wijkspoor(map, "genereer", "--initiatieven", str(INITIATIEVEN), "--zaad", "7", "--tot", "2026-06-30")
        looptijden, werkstroom = lees_api(map)
        for bestand in ("log.json", "log.sqlite", "log.xes"):
            gezegd = wijkspoor(map, "exporteer", "--eigen-ids", "--uit", map / bestand)
        gebeurtenissen = int(re.search(r"met ([\d,.]+) gebeurtenissen", gezegd).group(1).replace(",", "").replace(".", ""))
        ocel = pm4py.read_ocel2_json(str(map / "log.json")), pm4py.read_ocel2_sqlite(str(map / "log.sqlite"))
        relaties, objecten = vergelijk_ocel(*ocel, gebeurtenissen)
        xes = pm4py.read_xes(str(map / "log.xes"))
        xes["volgnummer"] = xes["volgnummer"].astype(int)
        eis(len(xes) == gebeurtenissen, "XES has", len(xes), "events and not", gebeurtenissen)
        zaken, verschil = vergelijk_looptijden(xes, looptijden)
        pijlen, pasvorm = vergelijk_werkstroom(xes, werkstroom)
        print(
            f"pm4py reads {gebeurtenissen} events, {objecten} objects and {relaties} relations alike from OCEL JSON and SQLite, "
            f"and the same events from XES; {zaken} lead times equal ours (largest difference {verschil:.1e} s); the {pijlen} steps "
            f"that it discovers are steps of the definition, and its net replays all of them (fitness {pasvorm})"
        )
        geheim = [map / "a.xes", map / "b.xes"]
        for bestand in geheim:
            wijkspoor(map, "exporteer", "--uit", bestand)
        ids = [set(re.findall(r'"(initiatief [^"]+)"', bestand.read_text())) for bestand in geheim]
        eis(not ids[0] & ids[1] and len(ids[0]) == INITIATIEVEN, "pseudonyms that stay the same")
        eigen = {"initiatief " + episode["initiatiefId"] for episode in looptijden}
        eis(not ids[0] & eigen, "ids that are no pseudonyms")


main()
