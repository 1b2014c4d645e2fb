// Every page can be used by everybody: WCAG 2.2 AA and good practice, in light and dark, narrow and enlarged; and its
// HTML is right.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { bezwaren, browser, html, server, tabblad, teBreed } from "./lib.mjs";

let dienst, chroom, id, eigen, volglink;
before(async () => {
  [dienst, chroom] = await Promise.all([server({ initiatieven: 120 }), browser()]);
  id = (await dienst.api("/v1/initiatieven?status=in_behandeling_tlo")).initiatieven[0].id;
  const inhoud = { titel: "Bankjes", omschrijving: "Drie.", gebied: "Malburgen", thema: "groen", oorsprong: "bewoners" };
  eigen = (await dienst.api("/v1/initiatieven", { rol: "initiatiefnemer", inhoud })).id;
  volglink = (await dienst.api(`/v1/initiatieven/${id}/volglink`)).pad;
});
after(async () => {
  await chroom?.close();
  await dienst?.stop();
});

// Every page, in a role that has it. A new page is added here.
const PAGINAS = [
  [undefined, () => "/"],
  [undefined, () => "/aanmelden"],
  [undefined, () => volglink],
  ["tlo", () => "/bestaat-niet"],
  ["tlo", () => "/werkvoorraad"],
  ["tlo", () => "/initiatieven"],
  ["tlo", () => `/initiatieven/${id}`],
  ["tlo", () => `/initiatieven/${id}/volglink`],
  ["tlo", () => `/initiatieven/${id}/doen/overgang?welke=wijs_af`],
  ["tlo", () => `/initiatieven/${id}/doen/overgang?welke=draag_over`],
  ["tlo", () => `/initiatieven/${id}/doen/overgang?welke=bestaat_niet`],
  ["tlo", () => `/initiatieven/${id}/doen/feit`],
  ["tlo", () => `/initiatieven/${id}/doen/feit?welke=thema_toegekend`],
  ["tlo", () => `/initiatieven/${id}/doen/geld`],
  ["tlo", () => "/indienen"],
  ["initiatiefnemer", () => "/indienen"],
  ["initiatiefnemer", () => "/mijn-initiatieven"],
  ["initiatiefnemer", () => `/mijn-initiatieven/${eigen}`],
  ["auditor", () => "/besluiten"],
  ["beheerder", () => "/beheer"],
  ["management", () => "/stagnatie"],
  ["management", () => "/stagnatie/rapport"],
  ["management", () => "/stagnatie/zaken?soort=beurt&duurtNog=true"],
  ["afdeling", () => "/stagnatie?gebied=Nergens"],
];

const MANIEREN = [
  ["licht", { viewport: { width: 1280, height: 900 } }],
  ["donker", { viewport: { width: 1280, height: 900 }, colorScheme: "dark" }],
  ["320 px", { viewport: { width: 320, height: 640 } }],
  // 200 % on a screen of 1280: half as many pixels of the page, each twice as large.
  ["200 %", { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }],
];

for (const [naam, context] of MANIEREN) {
  test(`nobody is shut out: ${naam}`, async (t) => {
    for (const [rol, pad] of PAGINAS) {
      await t.test(`${rol ?? "nobody"} ${pad()}`, async () => {
        const pagina = await tabblad(chroom, dienst.adres, { rol, ...context });
        await pagina.goto(pad());
        assert.deepEqual(await bezwaren(pagina), []);
        assert.ok((await teBreed(pagina)) <= 0, "the page scrolls sideways");
        assert.deepEqual(pagina.klachten, []);
        await pagina.context().close();
      });
    }
  });
}

test("the HTML is right", async () => {
  const documenten = {};
  for (const [rol, pad] of PAGINAS) {
    const pagina = await tabblad(chroom, dienst.adres, { rol });
    const antwoord = await pagina.request.get(pad(), { headers: { Accept: "text/html" } });
    documenten[`${rol} ${pad()}`] = await antwoord.text();
    await pagina.context().close();
  }
  assert.deepEqual(html(documenten), []);
  assert.notDeepEqual(html({ fout: "<!DOCTYPE html><html lang=nl><title>x</title><p><div></p>" }), [], "it would see it");
});
