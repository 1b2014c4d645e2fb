"""One initiative from submission to result, with a client that openapi-generator makes of the document.

Usage: initiatief.py BASE
"""

import importlib
import json
import pkgutil
import sys

import wijkspoor_client
from wijkspoor_client import ApiClient, Configuration
from wijkspoor_client import api as apis
from wijkspoor_client import models
from wijkspoor_client.exceptions import ApiException

# Every module of it can be imported, also those that are not used here.
for module in pkgutil.walk_packages(wijkspoor_client.__path__, "wijkspoor_client."):
    importlib.import_module(module.name)

base = sys.argv[1]


def als(rol: str) -> ApiClient:
    return ApiClient(Configuration(host=base, access_token=f"ontwikkel:{rol}"))


indiener, tlo, groen, management = map(als, ["initiatiefnemer", "tlo:Malburgen", "afdeling:Groen", "management"])


def kop(antwoord: object, naam: str) -> str | None:
    koppen = {k.lower(): v for k, v in (antwoord.headers or {}).items()}
    return koppen.get(naam.lower())


# Submitted, and once more with the same key: it is there once.
nieuw = models.NieuwInitiatief(
    titel="Bomen aan de Akkerstraat",
    omschrijving="Wij willen bomen planten.",
    gebied="Malburgen",
    thema="leefbaarheid",
    oorsprong="bewoners",
    categorie="klein_openbare_ruimte",
)
indienen = apis.InitiatievenApi(indiener).dien_initiatief_in_with_http_info
eerste, nogmaals = (indienen(nieuw, idempotency_key="python-indienen") for _ in range(2))
assert eerste.data == nogmaals.data
assert (kop(eerste, "Idempotent-Replayed"), kop(nogmaals, "Idempotent-Replayed")) == (None, "true")
assert len(kop(eerste, "API-Version").split(".")) == 3
id = eerste.data.id

# Read, and changed by who saw the newest version only.
initiatieven = apis.InitiatievenApi(tlo)
etag = kop(initiatieven.lees_initiatief_with_http_info(id), "ETag")
assert etag == '"1"', etag


def overgang(code: str, versie: str = "*", **velden: object) -> models.Ontvangstbewijs:
    stap = models.NieuweOvergang(overgang=code, **velden)
    return initiatieven.voer_overgang_uit(id, stap, _headers={"If-Match": versie})


assert overgang("neem_in_behandeling", etag).versie == 2
try:
    overgang("houd_aan", etag, motivering="Later.")
    sys.exit("a stale version was accepted")
except ApiException as fout:
    probleem = models.Probleem.from_json(fout.body)
    assert (fout.status, probleem.type, probleem.versie) == (412, "/problemen/gewijzigd", 2), fout

# An order that a department accepts and settles; a decision; feedback; the result.
over = overgang("draag_over", opdrachten=[models.NieuweOpdracht(afdeling="Groen", omschrijving="Kies de bomen.")])
opdracht = over.gebeurtenissen[0].betreft
for actie in [
    {"actie": "accepteer", "behandelaar": "Team Groen"},
    {"actie": "rond_af", "toelichting": "Twaalf elzen."},
]:
    apis.OpdrachtenApi(groen).handel_met_opdracht(
        id, opdracht, models.NieuweOpdrachtactie.from_json(json.dumps(actie))
    )
besluit = models.NieuwBesluit(soort="toekenning", mandaat="Mandaat 12", motivering="Er is budget.")
apis.BesluitenApi(management).neem_besluit(id, models.TeNemenBesluit(besluit=besluit))
bericht = models.NieuweTerugkoppeling(kanaal="email", bericht="In het voorjaar planten wij.")
apis.DossierApi(tlo).geef_terugkoppeling(id, bericht)
overgang("start_uitvoering")
overgang("realiseer", resultaat="Twaalf bomen.")

einde = initiatieven.lees_initiatief(id)
assert (einde.status, einde.resultaat) == ("gerealiseerd", "Twaalf bomen."), einde
soorten = [stap.soort for stap in apis.DossierApi(tlo).lees_tijdlijn(id, limiet=200).stappen]
assert (soorten[0], soorten[-1]) == ("initiatief_ingediend", "initiatief_gerealiseerd"), soorten
assert len(soorten) == einde.versie
print(f"Python: {len(soorten)} events, {soorten[0]} to {soorten[-1]}")
