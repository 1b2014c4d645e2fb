// A municipality that begins: nothing was recorded and nobody said anything of the organisation. Each page says what will stand
// there and where one goes on.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { bezwaren, browser, html, server, tabblad, teBreed } from "./lib.mjs";

let dienst, chroom;
before(async () => {
  [dienst, chroom] = await Promise.all([server({ ingericht: false }), browser()]);
});
after(async () => {
  await chroom?.close();
  await dienst?.stop();
});

// Which page, in which role, and what it says.
const PAGINAS = [
  ["initiatiefnemer", "/mijn-initiatieven", /U hebt nog niets ingediend[\s\S]*Een initiatief indienen/],
  ["initiatiefnemer", "/indienen", /Indienen/],
  ["tlo", "/werkvoorraad", /Hier ligt nu niets[\s\S]*Wat er bij iedereen ligt[\s\S]*Een initiatief indienen/],
  ["tlo", "/werkvoorraad?partij=alle", /Er ligt bij niemand iets/],
  ["tlo", "/initiatieven", /Er zijn nog geen initiatieven[\s\S]*Een initiatief indienen/],
  ["tlo", "/initiatieven?zoek=boom", /Er is niets gevonden[\s\S]*Alle initiatieven/],
  ["tlo", "/stagnatie", /Hier is nog niets te zien[\s\S]*Dien een initiatief in/],
  ["afdeling", "/werkvoorraad", /Hier ligt nu niets/],
  ["afdeling", "/initiatieven", /Zodra een team leefomgeving uw afdeling iets vraagt/],
  ["afdeling", "/stagnatie", /Hier is nog niets te zien/],
  ["management", "/werkvoorraad", /Hier ligt nu niets/],
  ["management", "/stagnatie", /Hier is nog niets te zien/],
  ["management", "/stagnatie/zaken", /Hier hoort niets bij/],
  ["management", "/stagnatie/rapport", /Hier is nog niets te zien/],
  ["bestuur", "/stagnatie", /Hier is nog niets te zien/],
  ["auditor", "/besluiten", /Er zijn nog geen besluiten/],
  ["auditor", "/besluiten?bekendOp=2026-01-01", /geen besluiten die hierbij passen[\s\S]*Alle besluiten/],
  ["auditor", "/beheer", /Er is nog niets vastgelegd[\s\S]*Er is nog niets ingericht/],
  ["beheerder", "/beheer", /Er is nog niets ingericht[\s\S]*wijkspoor inrichting voorbeeld/],
];

test("every page shows something useful", async (t) => {
  const documenten = {};
  for (const [rol, pad, tekst] of PAGINAS) {
    await t.test(`${rol} ${pad}`, async () => {
      const pagina = await tabblad(chroom, dienst.adres, { rol, naam: rol === "afdeling" ? "Groen" : "", viewport: { width: 320, height: 640 } });
      const antwoord = await pagina.goto(pad);
      assert.equal(antwoord.status(), 200);
      documenten[`${rol} ${pad}`] = await antwoord.text();
      assert.match(await pagina.locator("main").innerText(), tekst);
      assert.deepEqual(await bezwaren(pagina), []);
      assert.ok((await teBreed(pagina)) <= 0, "the page scrolls sideways");
      assert.deepEqual(pagina.klachten, []);
      await pagina.context().close();
    });
  }
  assert.deepEqual(html(documenten), []);
});

test("a department that nobody named yet can be typed, and a first initiative is on its way", async () => {
  const adviseur = await tabblad(chroom, dienst.adres);
  await adviseur.goto("/");
  await adviseur.getByLabel("Afdeling", { exact: true }).fill("Groen");
  await adviseur.getByRole("button", { name: "Kijk mee als afdeling" }).click();
  await adviseur.waitForURL("**/werkvoorraad");
  const inhoud = { titel: "Bankjes", omschrijving: "Drie.", gebied: "Noord", thema: "groen", oorsprong: "bewoners" };
  const { id } = await dienst.api("/v1/initiatieven", { rol: "initiatiefnemer", inhoud });
  const tlo = await tabblad(chroom, dienst.adres, { rol: "tlo" });
  await tlo.goto("/stagnatie");
  const kern = tlo.locator("section.kern");
  assert.match(await kern.innerText(), /Er ligt nu niets over de norm/);
  assert.match(await kern.getAttribute("class"), /kern-goed/, "good news does not look like an alarm");
  assert.doesNotMatch(await kern.innerText(), /0 dagen/);
  await tlo.goto(`/initiatieven/${id}`);
  assert.match(await tlo.locator("main").innerText(), /In behandeling nemen/);
});
