"""What is passed on comes to the same as what is here: one zaak for each initiative, with all its states in order, whatever fails
and whenever this program is killed. Every request is held to the documents. Usage: doorgeven.py PROGRAM
"""

import random
import sys
import tempfile
import time
import tomllib
from datetime import datetime
from pathlib import Path

from documenten import documents
from programma import Server, run
from zaaksysteem import CLIENT, SECRET, Zaaksysteem

program, example = sys.argv[1], Path(__file__).resolve().parents[2] / "docs/voorbeelden/zgw.toml"
zaken_api, besluiten_api = documents()
types = tomllib.loads(example.read_text())["zgw"]
chance = random.Random(7)


def config(folder, there):
    text = example.read_text().replace("[zgw]", f"""[berichten]
toegestaan = ["127.0.0.1"]
wachttijden = "{", ".join(["20ms"] * 300)}"

[zgw]
zaken-api = "{there.base}/zaken/api/v1"
besluiten-api = "{there.base}/besluiten/api/v1/"
client-id = "{CLIENT}"
""")
    path = Path(folder) / "wijkspoor.toml"
    path.write_text(text)
    return str(path)


def wait_until(condition, what, patience=120):
    end = time.time() + patience
    while not (found := condition()):
        assert time.time() < end, f"waited too long until {what}"
        time.sleep(0.05)
    return found


def link(server):
    links = [a for a in server.get("/v1/abonnementen", "beheerder")["abonnementen"] if a["soort"] == "koppeling"]
    return links[0] if links else None


def is_up_to_date(server):
    one = link(server)
    assert one is None or one["status"] == "actief", one
    return one is not None and one["achterstand"] == 0 and one


def moment(row):
    return datetime.fromisoformat(row["datumStatusGezet"])


def compare(server, there):
    """Everything here is there, once and in order, and says the same."""
    assert not there.faults, "\n".join(there.faults[:5])
    here = server.all("/v1/zgw/zaken?limiet=100")
    zaken = list(there.things["zaken"].values())
    assert sorted(z["identificatie"] for z in zaken) == sorted(z["identificatie"] for z in here)
    at = {zaak["identificatie"]: zaak["url"] for zaak in zaken}
    for zaak in here:
        other = next(z for z in zaken if z["identificatie"] == zaak["identificatie"])
        for field in other.keys() - {"url", "uuid"}:
            assert other[field] == zaak[field], f"{field} of {zaak['uuid']}: {other[field]} there, {zaak[field]} here"
    fields = {
        "statussen": ["statustype", "datumStatusGezet", "statustoelichting"],
        "resultaten": ["resultaattype", "toelichting"],
        "rollen": ["roltype", "betrokkeneType", "roltoelichting", "betrokkeneIdentificatie"],
        "besluiten": ["identificatie", "besluittype", "datum", "ingangsdatum", "vervaldatum", "verantwoordelijkeOrganisatie"],
    }
    counts = {"zaken": len(zaken)}
    for kind, names in fields.items():
        rows = server.all(f"/v1/zgw/{kind}?limiet=100")
        counts[kind] = len(rows)
        for zaak in here:
            ours = [[r[name] for name in names] for r in rows if r["zaak"] == zaak["url"]]
            theirs = [[r[name] for name in names] for r in there.things[kind].values() if r["zaak"] == at[zaak["identificatie"]]]
            if kind != "statussen":
                ours, theirs = sorted(ours, key=str), sorted(theirs, key=str)
            assert ours == theirs, f"{kind} of {zaak['uuid']}:\n  here  {ours}\n  there {theirs}"
        assert len(there.things[kind]) == len(rows), f"{len(there.things[kind])} {kind} there, {len(rows)} here"
    return counts


def whatever_fails(folder, name, seed):
    """A backlog, passed on while both sides fail, and this one is killed."""
    there = Zaaksysteem(zaken_api, besluiten_api, types["statustypen"]["einde"], chance=0.25, seed=seed)
    settings = {"WIJKSPOOR_ZGW_GEHEIM": SECRET}
    arguments = ("serve", "--data-dir", folder, "--config", config(folder, there))
    kills = 0
    while True:
        server = Server(program, *arguments, **settings)
        # By what it sent and not by the clock: a fast machine is killed as often as a slow one.
        enough = len(there.requests) + chance.randint(1, 15)
        wait_until(lambda: len(there.requests) >= enough or is_up_to_date(server), "it goes on")
        if is_up_to_date(server) or kills == 12:
            break
        server.kill()
        kills += 1
    try:
        wait_until(lambda: is_up_to_date(server), "all is passed on")
        counts = compare(server, there)
        print(f"{name}: {counts}, in {len(there.requests)} requests, {there.failures} of which failed, through {kills} times kill -9;"
              f" {there.duplicates} times the other side refused a second one")
        assert kills > 2 and there.failures > 20
        return server, there
    except BaseException:
        server.kill()
        raise


def as_it_happens(server, there):
    """A life, passed on event by event; then what happens to a zaak that is closed."""
    there.chance = 0

    def step(path, role, body):
        server.post(f"/v1/initiatieven/{initiative}/{path}", role, body)

    def passed_on():
        wait_until(lambda: is_up_to_date(server), "it is passed on")
        zaken = [z for z in there.things["zaken"].values() if z["identificatie"] == initiative]
        assert len(zaken) == 1
        return zaken[0]

    def of(kind):
        return [t for t in there.things[kind].values() if t["zaak"] == zaak["url"]]

    initiative = server.post("/v1/initiatieven", "tlo", {
        "titel": "Banken aan de Akkerstraat " + "x" * 100, "omschrijving": "Een bank voor Fatima.", "gebied": "Malburgen", "wijken": [],
        "thema": "groen", "oorsprong": "bewoners", "initiatiefnemers": ["Fatima"], "kenmerk": "ZAAK-2026-0117",
        "contact": "fatima@example.org",
    })["initiatiefId"]
    zaak = passed_on()
    assert len(zaak["omschrijving"]) == 80 and {"kenmerk": "ZAAK-2026-0117", "bron": "indiener"} in zaak["kenmerken"]
    assert not zaak["opschorting"]["indicatie"] and zaak["uiterlijkeEinddatumAfdoening"]
    step("overgangen", "tlo", {"overgang": "neem_in_behandeling"})
    step("overgangen", "tlo", {"overgang": "vraag_aanvulling", "vraag": "Waar, Fatima?", "hersteltermijn": "2099-01-01"})
    zaak = passed_on()
    assert zaak["opschorting"]["indicatie"] and zaak["opschorting"]["reden"].startswith("Awb"), zaak
    step("overgangen", "tlo", {"overgang": "ontvang_aanvulling"})
    step("overgangen", "tlo", {"overgang": "draag_over", "opdrachten": [{"afdeling": "Openbare Ruimte", "omschrijving": "Kijk, Fatima."}]})
    order = server.get(f"/v1/initiatieven/{initiative}/opdrachten", "tlo")["opdrachten"][0]["id"]
    decision = server.post(f"/v1/initiatieven/{initiative}/besluiten", "management", {"besluit": {
        "soort": "toekenning", "mandaat": "Mandaat 12", "motivering": "Fatima heeft gelijk.", "hoedanigheid": "college"}})
    decision = decision["gebeurtenissen"][0]["betreft"]
    zaak = passed_on()
    assert not zaak["opschorting"]["indicatie"]
    assert {r["betrokkeneIdentificatie"]["identificatie"] for r in of("rollen")} >= {"OR"}
    assert [b["vervaldatum"] for b in of("besluiten")] == [None]
    assert [b["bestuursorgaan"] for b in of("besluiten")] == ["College van burgemeester en wethouders"]
    step(f"besluiten/{decision}/terugdraaiingen", "management", {"motivering": "Toch niet, Fatima."})
    passed_on()
    assert [b["vervalreden"] for b in of("besluiten")] == ["ingetrokken_overheid"]
    step(f"opdrachten/{order}/acties", "tlo", {"actie": "trek_in", "toelichting": "Hoeft niet."})
    before = len(there.requests)
    step("notities", "tlo", {"soort": "x", "tekst": "Fatima belde."})
    passed_on()
    assert len(there.requests) == before, "what ZGW has no place for is not passed on"
    step("overgangen", "tlo", {"overgang": "trek_in", "motivering": "Fatima verhuist."})
    passed_on()
    assert [r["resultaattype"] for r in of("resultaten")] == [types["resultaattypen"]["ingetrokken"]["url"]]
    kinds = [path for method, path, _ in there.requests[before:] if method == "POST"]
    assert kinds == ["resultaten", "statussen"], f"a result comes before what closes the zaak: {kinds}"
    moves = server.get(f"/v1/initiatieven/{initiative}", "tlo")["mogelijkeOvergangen"]
    reopen = next(m["overgang"] for m in moves if m["overgang"].startswith("heropen"))
    step("overgangen", "tlo", {"overgang": reopen, "motivering": "Fatima is terug."})
    passed_on()
    assert of("resultaten") == [] and of("statussen")[-1]["statustype"] != types["statustypen"]["einde"]
    assert "atima" not in str([body for _, _, body in there.requests]), "no text and no name of a person is passed on"
    compare(server, there)


def what_an_administrator_sees(server, there):
    """The other side refuses: it is seen, and can be passed by; the next event brings what was passed by."""
    there.chance = 1.9  # all fails: most of it before, some after it was done
    n = 0
    while not link(server).get("misluktSinds"):
        n += 1
        server.post("/v1/initiatieven", "tlo", {"titel": f"Proef {n}", "omschrijving": "x", "gebied": "Malburgen", "wijken": [],
            "thema": "groen", "oorsprong": "bewoners", "initiatiefnemers": ["x"]})
        time.sleep(0.2)
    failing = wait_until(lambda: link(server).get("laatsteFout") and link(server), "it is seen")
    assert "zaken" in failing["laatsteFout"] or "rollen" in failing["laatsteFout"] or "statussen" in failing["laatsteFout"], failing
    ledger = server.get(f"/v1/abonnementen/{failing['id']}/afleveringen?status=mislukt", "beheerder")["afleveringen"]
    assert ledger and ledger[-1]["fout"], ledger
    actions = f"/v1/abonnementen/{failing['id']}/acties"
    for action, code in [("beeindig", 409), ("pauzeer", 200), ("hervat", 200)]:
        try:
            server.post(actions, "beheerder", {"actie": action})
            got = 200
        except OSError as error:
            got = error.code
        assert got == code, f"{action}: {got}"
    there.chance = 0
    wait_until(lambda: is_up_to_date(server), "it goes on")
    print(f"a life, event by event, and a failing side that an administrator sees: {compare(server, there)}")


with tempfile.TemporaryDirectory() as folder:
    demo = Server(program, "demo", "--data-dir", f"{folder}/demo")
    demo.stop()
    server, there = whatever_fails(f"{folder}/demo", "demo", 1)
    try:
        as_it_happens(server, there)
        what_an_administrator_sees(server, there)
        server.stop()
    finally:
        server.kill()
        there.stop()
    run(program, "genereer", "--initiatieven", "120", "--tot", "2026-06-30", "--data-dir", f"{folder}/gemeente")
    server, there = whatever_fails(f"{folder}/gemeente", "a made-up municipality", 2)
    server.kill()
    there.stop()
