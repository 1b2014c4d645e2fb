// One initiative from submission to result, with a client that openapi-typescript and openapi-fetch make of the document.
// Usage: node initiatief.js BASE

import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./wijkspoor.js";

type Bewijs = components["schemas"]["Ontvangstbewijs"];

const base = process.argv[2];
assert(base, "where is the server?");
const als = (rol: string) =>
  createClient<paths>({ baseUrl: base, headers: { Authorization: `Bearer ontwikkel:${rol}` } });
const [indiener, tlo, groen, management] = ["initiatiefnemer", "tlo:Malburgen", "afdeling:Groen", "management"].map(als);

/** What a write gave; anything else than a receipt ends the run. */
function bewijs(antwoord: { data?: Bewijs; error?: unknown }): Bewijs {
  assert(antwoord.data, JSON.stringify(antwoord.error));
  return antwoord.data;
}
const betreft = (b: Bewijs) => {
  const gevonden = b.gebeurtenissen[0]?.betreft;
  assert(gevonden);
  return gevonden;
};

// Submitted, and once more with the same key: it is there once.
const dienIn = () =>
  indiener.POST("/initiatieven", {
    params: { header: { "Idempotency-Key": "typescript-indienen" } },
    body: {
      titel: "Bomen aan de Akkerstraat",
      omschrijving: "Wij willen bomen planten.",
      gebied: "Malburgen",
      thema: "leefbaarheid",
      oorsprong: "bewoners",
      categorie: "klein_openbare_ruimte",
    },
  });
const eerste = await dienIn();
const nogmaals = await dienIn();
assert.deepEqual(bewijs(nogmaals), bewijs(eerste));
assert.equal(eerste.response.headers.get("Idempotent-Replayed"), null);
assert.equal(nogmaals.response.headers.get("Idempotent-Replayed"), "true");
assert.match(eerste.response.headers.get("API-Version") ?? "", /^\d+\.\d+\.\d+$/);
const path = { id: bewijs(eerste).id };

// Read, and changed by who saw the newest version only.
const gelezen = await tlo.GET("/initiatieven/{id}", { params: { path } });
const etag = gelezen.response.headers.get("ETag");
assert.equal(etag, '"1"');
const weer = await tlo.GET("/initiatieven/{id}", { params: { path, header: { "If-None-Match": etag } } });
assert.equal(weer.response.status, 304);
const overgang = (code: string, velden: Partial<components["schemas"]["NieuweOvergang"]> = {}, versie = "*") =>
  tlo.POST("/initiatieven/{id}/overgangen", {
    params: { path },
    headers: { "If-Match": versie },
    body: { overgang: code, ...velden },
  });
assert.equal(bewijs(await overgang("neem_in_behandeling", {}, etag)).versie, 2);
const verouderd = await overgang("houd_aan", { motivering: "Later." }, etag);
assert.equal(verouderd.response.status, 412);
assert.deepEqual([verouderd.error?.type, verouderd.error?.versie], ["/problemen/gewijzigd", 2]);

// An order that a department accepts and settles; a decision; feedback; the result.
const opdrachten = [{ afdeling: "Groen", omschrijving: "Kies de bomen." }];
const opdrachtId = betreft(bewijs(await overgang("draag_over", { opdrachten })));
const handel = (body: components["schemas"]["NieuweOpdrachtactie"]) =>
  groen.POST("/initiatieven/{id}/opdrachten/{opdrachtId}/acties", {
    params: { path: { ...path, opdrachtId } },
    body,
  });
bewijs(await handel({ actie: "accepteer", behandelaar: "Team Groen" }));
bewijs(await handel({ actie: "rond_af", toelichting: "Twaalf elzen." }));
const besluit = { soort: "toekenning", mandaat: "Mandaat 12", motivering: "Er is budget." } as const;
bewijs(await management.POST("/initiatieven/{id}/besluiten", { params: { path }, body: { besluit } }));
const bericht = { kanaal: "email", bericht: "In het voorjaar planten wij." } as const;
bewijs(await tlo.POST("/initiatieven/{id}/terugkoppelingen", { params: { path }, body: bericht }));
bewijs(await overgang("start_uitvoering"));
bewijs(await overgang("realiseer", { resultaat: "Twaalf bomen." }));

const einde = await tlo.GET("/initiatieven/{id}", { params: { path } });
assert.deepEqual([einde.data?.status, einde.data?.resultaat], ["gerealiseerd", "Twaalf bomen."]);
const tijdlijn = await tlo.GET("/initiatieven/{id}/tijdlijn", { params: { path, query: { limiet: 200 } } });
const soorten = tijdlijn.data?.stappen.map((stap) => stap.soort) ?? [];
assert.equal(soorten[0], "initiatief_ingediend");
assert.equal(soorten.at(-1), "initiatief_gerealiseerd");
assert.equal(soorten.length, einde.data?.versie);
console.log(`TypeScript: ${soorten.length} events, ${soorten[0]} to ${soorten.at(-1)}`);
