"""What is read from here is what the documents of ZGW say: every zaak of the demo and of a made-up municipality, with all that
belongs to it. Usage: uitvoer.py PROGRAM
"""

import json
import sys
import tempfile
from pathlib import Path

from documenten import documents
from programma import Server, run

program, example = sys.argv[1], Path(__file__).resolve().parents[2] / "docs/voorbeelden/zgw.toml"
zaken_api, besluiten_api = documents()
LISTS = ["zaken", "statussen", "resultaten", "rollen", "besluiten"]


def check(faults, what):
    assert not faults, f"{what}:\n  " + "\n  ".join(faults[:10])


def what_is_wrong_is_found():
    """The checker itself: a fault that is planted is seen."""
    good = {"bronorganisatie": "000000012", "verantwoordelijkeOrganisatie": "000000012", "startdatum": "2026-03-02",
        "zaaktype": "https://catalogi.example/zaaktypen/1", "verlenging": {"reden": "x", "duur": "P1D"}}
    headers = {"content-type": "application/json", "accept-crs": "EPSG:4326", "content-crs": "EPSG:4326"}

    def faults(headers=headers, query=(), **fields):
        return zaken_api.request("POST", "/zaken", query, headers, json.dumps(good | fields).encode())

    assert not faults()
    for planted in [{"startdatum": "2-3-2026"}, {"zaaktype": "zaaktype"}, {"bronorganisatie": None}, {"url": "https://a.example/"},
            {"omschrijving": "x" * 81}, {"verlenging": {"reden": "x", "duur": "1 dag"}}, {"kleur": "rood"},
            {"vertrouwelijkheidaanduiding": "gemiddeld"}]:
        assert faults(**planted), f"{planted} is not found"
    assert faults(headers={"content-type": "application/json"}) and faults(query=[("kleur", "rood")])
    assert zaken_api.answer("GET", "/zaken/1", good), "an answer without what an API must make itself"


def check_all(server, name):
    counts, found = {}, {}
    for kind in LISTS:
        api = besluiten_api if kind == "besluiten" else zaken_api
        path, rows = f"/v1/zgw/{kind}?limiet=7", []
        while path:
            page = server.get(path)
            check(api.answer("GET", f"/{kind}", page), f"{name}: {path}")
            rows += page["results"]
            path = page["next"]
        found[kind] = {row["url"]: row for row in rows}
        assert len(found[kind]) == len(rows), f"{name}: {kind} come twice"
        counts[kind] = len(rows)
        if kind == "besluiten":
            assert page["count"] == len(rows), f"{page['count']} besluiten are counted, {len(rows)} are there"
    trails = 0
    for url, zaak in found["zaken"].items():
        check(zaken_api.answer("GET", f"/zaken/{zaak['uuid']}", server.get(url)), url)
        # What a zaak refers to is there, and the other way around.
        statuses = [s for s in found["statussen"].values() if s["zaak"] == url]
        assert statuses and zaak["status"] == statuses[-1]["url"], url
        assert [s["indicatieLaatstGezetteStatus"] for s in statuses] == [False] * (len(statuses) - 1) + [True]
        moments = [s["datumStatusGezet"] for s in statuses]
        assert moments == sorted(set(moments)), f"states at one moment: {moments}"
        assert zaak["rollen"] == [r["url"] for r in found["rollen"].values() if r["zaak"] == url], url
        results = [r["url"] for r in found["resultaten"].values() if r["zaak"] == url]
        assert results == ([zaak["resultaat"]] if zaak["resultaat"] else []), url
        assert (zaak["einddatum"] is None) == (zaak["resultaat"] is None), url
        trail = server.get(f"{url}/audittrail")
        check(zaken_api.answer("GET", f"/zaken/{zaak['uuid']}/audittrail", trail), f"{url}/audittrail")
        pad = f"/audittrail/{trail[-1]['uuid']}"
        check(zaken_api.answer("GET", f"/zaken/{zaak['uuid']}{pad}", server.get(f"{url}{pad}")), f"{url}{pad}")
        assert trail[0]["resource"] == "zaak" and trail[0]["actie"] == "create"
        check(zaken_api.answer("GET", f"/zaken/{zaak['uuid']}", trail[0]["wijzigingen"]["nieuw"]), f"{url}/audittrail, the first entry")
        trails += len(trail)
    for kind in LISTS[1:]:
        for url, row in list(found[kind].items())[:100]:
            assert server.get(url) == row, url
    one = next(iter(found["zaken"]))
    assert [z["url"] for z in server.all(f"/v1/zgw/zaken?identificatie={found['zaken'][one]['identificatie']}")] == [one]
    assert {s["zaak"] for s in server.all(f"/v1/zgw/statussen?zaak={one}")} == {one}
    assert server.all("/v1/zgw/statussen?zaak=https://elders.example/zaken/1") == []
    print(f"{name}: {counts}, {trails} entries of audit trails: all as {zaken_api.name} and {besluiten_api.name} say")


what_is_wrong_is_found()
with tempfile.TemporaryDirectory() as folder:
    server = Server(program, "demo", "--data-dir", f"{folder}/demo")
    try:
        check_all(server, "demo")
    finally:
        server.stop()
    run(program, "genereer", "--initiatieven", "250", "--tot", "2026-06-30", "--data-dir", f"{folder}/gemeente")
    server = Server(program, "serve", "--data-dir", f"{folder}/gemeente", "--config", str(example))
    try:
        check_all(server, "a made-up municipality")
    finally:
        server.stop()
