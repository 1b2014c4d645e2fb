// What people come to do, from beginning to end: a resident, a TLO member, an adviser, an auditor; a conflict, an expired
// session, no script, only a keyboard.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { browser, server, tabblad } from "./lib.mjs";

let dienst, chroom;
before(async () => {
  [dienst, chroom] = await Promise.all([server(), browser()]);
});
after(async () => {
  await chroom?.close();
  await dienst?.stop();
});

const nieuw = { titel: "Speeltuin aan de Akkerstraat", omschrijving: "Een plek om te spelen.", gebied: "Malburgen", thema: "groen", oorsprong: "bewoners" };
const dien = async (over = {}) => (await dienst.api("/v1/initiatieven", { inhoud: { ...nieuw, ...over } })).id;
const doe = (id, wat, inhoud, rol) => dienst.api(`/v1/initiatieven/${id}/${wat}`, { inhoud, rol });
const tekst = (pagina) => pagina.locator("main").innerText();

// Every journey also without a script: nothing may need one.
for (const javaScriptEnabled of [true, false]) {
  const hoe = javaScriptEnabled ? "with a script" : "without a script";

  test(`a resident submits, follows and asks; the TLO takes it up and answers (${hoe})`, async () => {
    const bewoner = await tabblad(chroom, dienst.adres, { rol: "initiatiefnemer", javaScriptEnabled });
    await bewoner.goto("/");
    await bewoner.getByRole("link", { name: "Een initiatief indienen" }).click();
    // Mistakes stand beside the field, and on top.
    await bewoner.getByLabel("Titel").fill("Bankjes in het park");
    await bewoner.getByRole("button", { name: "Indienen" }).click();
    const fouten = bewoner.getByRole("alert");
    assert.match(await fouten.innerText(), /Omschrijving: Vul dit in/);
    await fouten.getByRole("link", { name: "Omschrijving" }).click();
    assert.equal(await bewoner.getByLabel("Omschrijving").getAttribute("aria-invalid"), "true");
    assert.equal(await bewoner.getByLabel("Titel").inputValue(), "Bankjes in het park");
    await bewoner.getByLabel("Omschrijving").fill("Drie bankjes.");
    await bewoner.getByLabel("Gebied").selectOption("Malburgen");
    await bewoner.getByLabel("Thema").selectOption("groen");
    await bewoner.getByRole("button", { name: "Indienen" }).click();
    assert.match(await tekst(bewoner), /Vastgelegd/);
    assert.match(await tekst(bewoner), /Het team leefomgeving van uw gebied/);
    const id = bewoner.url().match(/mijn-initiatieven\/([0-9a-f-]{36})/)[1];

    const tlo = await tabblad(chroom, dienst.adres, { rol: "tlo", naam: "Malburgen", javaScriptEnabled });
    await tlo.goto("/");
    await tlo.getByRole("link", { name: "Bankjes in het park" }).first().click();
    await tlo.getByRole("link", { name: "In behandeling nemen" }).click();
    await tlo.getByRole("button", { name: "In behandeling nemen" }).click();
    assert.match(await tekst(tlo), /In behandeling bij TLO/);

    await bewoner.goto(`/mijn-initiatieven/${id}`);
    assert.match(await tekst(bewoner), /ging ermee aan de slag/);
    await bewoner.getByRole("link", { name: "Een vraag stellen" }).click();
    await bewoner.getByLabel("Vraag").fill("Wanneer komen de bankjes?");
    await bewoner.getByRole("button", { name: "Een vraag stellen" }).click();
    await tlo.goto(`/initiatieven/${id}`);
    assert.match(await tekst(tlo), /Wacht op antwoord/);
    await tlo.getByRole("link", { name: /Navraag beantwoord/ }).click();
    await tlo.getByLabel("Hoe", { exact: true }).selectOption("email");
    await tlo.getByLabel("Antwoord").fill("In mei.");
    await tlo.locator("main form button[type=submit]").click();
    await bewoner.goto(`/mijn-initiatieven/${id}`);
    assert.match(await tekst(bewoner), /Antwoord van de gemeente[\s\S]*In mei\./);
    assert.deepEqual([...bewoner.klachten, ...tlo.klachten], []);
  });

  test(`an order goes to a department, which refuses it with a reason (${hoe})`, async () => {
    const id = await dien({ titel: `Fietspad ${hoe}` });
    await doe(id, "overgangen", { overgang: "neem_in_behandeling" });
    const tlo = await tabblad(chroom, dienst.adres, { rol: "tlo", javaScriptEnabled });
    await tlo.goto(`/initiatieven/${id}`);
    await tlo.getByRole("link", { name: "Overdragen aan kernorganisatie" }).click();
    await tlo.getByLabel("Afdeling").selectOption("Openbare Ruimte");
    await tlo.getByLabel("Omschrijving").fill("Kan dit?");
    await tlo.getByRole("button", { name: "Nog een opdracht" }).click();
    assert.equal(await tlo.getByLabel("Afdeling").count(), 2);
    assert.equal(await tlo.getByLabel("Omschrijving").first().inputValue(), "Kan dit?");
    await tlo.getByRole("button", { name: "Overdragen aan kernorganisatie" }).click();
    assert.match(await tekst(tlo), /Openbare Ruimte/);

    const adviseur = await tabblad(chroom, dienst.adres, { rol: "afdeling", naam: "Openbare Ruimte", javaScriptEnabled });
    await adviseur.goto("/werkvoorraad");
    await adviseur.getByRole("link", { name: `Fietspad ${hoe}`, exact: true }).click();
    await adviseur.getByRole("link", { name: /^Weiger/ }).click();
    await adviseur.getByLabel("Reden", { exact: true }).selectOption("geen_budget");
    await adviseur.getByLabel("Toelichting").fill("Dit jaar is er geen geld.");
    await adviseur.locator("main form button[type=submit]").click();
    await tlo.goto(`/initiatieven/${id}`);
    assert.match(await tekst(tlo), /Geen budget[\s\S]*Dit jaar is er geen geld/);
  });
}

test("whoever is second sees what the first did, and loses nothing", async () => {
  const id = await dien();
  await doe(id, "overgangen", { overgang: "neem_in_behandeling" });
  const tlo = await tabblad(chroom, dienst.adres, { rol: "tlo" });
  await tlo.goto(`/initiatieven/${id}/doen/bericht`);
  await tlo.getByLabel("Hoe", { exact: true }).selectOption("telefoon");
  await tlo.getByLabel("Bericht").fill("Wij kijken ernaar.");
  await doe(id, "notities", { soort: "gesprek", tekst: "Met de buurt gesproken." });
  await tlo.locator("main form button[type=submit]").click();
  assert.match(await tlo.getByRole("alert").innerText(), /Iemand was u voor[\s\S]*Met de buurt gesproken/);
  assert.equal(await tlo.getByLabel("Bericht").inputValue(), "Wij kijken ernaar.");
  await tlo.locator("main form button[type=submit]").click();
  assert.match(await tekst(tlo), /Vastgelegd/);
  const { stappen } = await dienst.api(`/v1/initiatieven/${id}/terugkoppelingen`);
  assert.equal(stappen.length, 1);
});

test("a step asks only what belongs to it, and when another made it first that is said, with what was typed", async () => {
  const id = await dien();
  const tlo = await tabblad(chroom, dienst.adres, { rol: "tlo" });
  await tlo.goto(`/initiatieven/${id}`);
  await tlo.getByText("Iets anders vastleggen").click();
  assert.equal(await tlo.getByRole("link", { name: "Opdrachten uitzetten" }).count(), 0, "there is no place for orders yet");
  await tlo.goto(`/initiatieven/${id}/doen/overgang?welke=neem_in_behandeling`);
  assert.equal(await tlo.locator("main form textarea").count(), 1);
  await tlo.getByLabel("Waarom").fill("Past bij de wijk.");
  await doe(id, "overgangen", { overgang: "neem_in_behandeling", motivering: "Een ander was eerder." });
  const gezien = await Promise.all([tlo.waitForResponse((antwoord) => antwoord.request().method() === "POST"), tlo.locator("main form button[type=submit]").click()]);
  assert.equal(gezien[0].status(), 409);
  assert.match(await tekst(tlo), /Deze stap kan nu niet[\s\S]*In behandeling bij TLO[\s\S]*Past bij de wijk\./);
  await tlo.getByRole("link", { name: "Bekijk het dossier" }).click();
  assert.match(await tekst(tlo), /Een ander was eerder\./, "why a step was made stands in the dossier");
});

test("sending a form twice records it once", async () => {
  const id = await dien();
  const tlo = await tabblad(chroom, dienst.adres, { rol: "tlo" });
  await tlo.goto(`/initiatieven/${id}/doen/bericht`);
  const velden = await tlo.locator("main form").evaluate((f) => Object.fromEntries(new FormData(f)));
  const form = { ...velden, kanaal: "email", bericht: "Een keer." };
  for (let keer = 0; keer < 2; keer++) await tlo.request.post(`/initiatieven/${id}/doen/bericht`, { form });
  assert.equal((await dienst.api(`/v1/initiatieven/${id}/terugkoppelingen`)).stappen.length, 1);
});

test("an expired session loses nothing that was typed", async () => {
  const id = await dien();
  const tlo = await tabblad(chroom, dienst.adres, { rol: "tlo" });
  await tlo.goto(`/initiatieven/${id}/doen/bericht`);
  await tlo.getByLabel("Hoe", { exact: true }).selectOption("brief");
  await tlo.getByLabel("Bericht").fill("Een lang bericht dat niemand twee keer wil schrijven.");
  await tlo.context().clearCookies();
  await tlo.locator("main form button[type=submit]").click();
  assert.match(await tekst(tlo), /sessie is verlopen[\s\S]*niemand twee keer/);
  const [tab] = await Promise.all([tlo.context().waitForEvent("page"), tlo.getByRole("link", { name: /Meld u aan/ }).click()]);
  // The tab stays open: to close one that is on its way somewhere may take for ever.
  await Promise.all([tab.waitForEvent("load"), tab.getByRole("button", { name: "Kijk mee als team leefomgeving" }).click()]);
  await tlo.getByRole("button", { name: "Verder met wat ik invulde" }).click();
  await tlo.getByRole("button", { name: "Versturen" }).click();
  assert.match(await tekst(tlo), /Vastgelegd/);
  const { stappen } = await dienst.api(`/v1/initiatieven/${id}/terugkoppelingen`);
  assert.equal(stappen[0].gegevens.bericht, "Een lang bericht dat niemand twee keer wil schrijven.");
});

test("a form of another site, or with the mark of another session, does nothing", async () => {
  const id = await dien();
  const tlo = await tabblad(chroom, dienst.adres, { rol: "tlo" });
  const pad = `/initiatieven/${id}/doen/bericht`;
  const form = { kanaal: "email", bericht: "Van elders" };
  for (const [headers, status] of [
    [{ Origin: "https://kwaad.example" }, 403],
    [{ "Sec-Fetch-Site": "cross-site" }, 403],
    [{ "Sec-Fetch-Site": "same-site" }, 403],
    [{}, 401],
  ]) {
    assert.equal((await tlo.request.post(pad, { form, headers })).status(), status, JSON.stringify(headers));
  }
  assert.equal((await dienst.api(`/v1/initiatieven/${id}/terugkoppelingen`)).stappen.length, 0);
});

test("a link shows the public side and takes a question, until it is renewed; nothing of the inside is in it", async () => {
  const id = await dien({ titel: "Buurttuin", contact: "06-GEHEIM" });
  await doe(id, "overgangen", { overgang: "neem_in_behandeling" });
  await doe(id, "notities", { soort: "intern", tekst: "NIET-VOOR-BUITEN" });
  await doe(id, "stagnaties", { oorzaak: "capaciteit", toelichting: "TE-WEINIG-MENSEN" });
  await doe(id, "feiten", { soort: "verwachting_vastgelegd", categorie: "klein_openbare_ruimte", participatieniveau: "adviseren", uiterlijk: "2030-01-02", eisen: "Zelf onderhouden.", grenzen: "Geen hek." });
  const tlo = await tabblad(chroom, dienst.adres, { rol: "tlo" });
  await tlo.goto(`/initiatieven/${id}/volglink`);
  const link = await tlo.getByLabel("Volglink").inputValue();
  assert.ok(link.startsWith(dienst.adres));

  const wie = await tabblad(chroom, dienst.adres);
  await wie.goto(link);
  const html = await wie.content();
  assert.match(await tekst(wie), /2 januari 2030[\s\S]*Zelf onderhouden[\s\S]*Geen hek/);
  for (const geheim of ["NIET-VOOR-BUITEN", "TE-WEINIG-MENSEN", "06-GEHEIM", "ontwikkel:"]) assert.ok(!html.includes(geheim), geheim);
  await wie.getByLabel("Uw vraag").fill("Mag er een hek?");
  await wie.getByRole("button", { name: "Versturen" }).click();
  assert.match(await tekst(wie), /Uw vraag is verstuurd[\s\S]*Mag er een hek/);

  await doe(id, "feiten", { soort: "volglink_vernieuwd" });
  assert.equal((await wie.goto(link)).status(), 404);
  assert.equal((await wie.goto(`/volgen/${"A".repeat(43)}`)).status(), 404);
});

test("several at a time: orders are accepted, applicants are told something", async () => {
  for (const titel of ["Samen een", "Samen twee"]) {
    const id = await dien({ titel });
    await doe(id, "overgangen", { overgang: "neem_in_behandeling" });
    await doe(id, "overgangen", { overgang: "draag_over", opdrachten: [{ afdeling: "Vastgoed", omschrijving: "Kan dit?" }] });
  }
  const adviseur = await tabblad(chroom, dienst.adres, { rol: "afdeling", naam: "Vastgoed" });
  await adviseur.goto("/werkvoorraad");
  for (const titel of ["Samen een", "Samen twee"]) await adviseur.getByLabel(`Kies ${titel}`).check();
  await adviseur.getByRole("button", { name: "Aannemen" }).click();
  assert.match(await tekst(adviseur), /2 zaken zijn bijgewerkt/);
  assert.equal(await adviseur.getByText("opdracht geaccepteerd").count(), 2);
});

test("an auditor sees who decided what, as it was known on a day, and takes it along as a table", async () => {
  const id = await dien({ titel: "Buurthuis" });
  await doe(id, "overgangen", { overgang: "neem_in_behandeling" });
  await doe(id, "besluiten", { besluit: { soort: "toekenning", mandaat: "Mandaat 12", motivering: "=Er is budget.", grondslag: "Verordening" } }, "management");
  const auditor = await tabblad(chroom, dienst.adres, { rol: "auditor" });
  await auditor.goto("/besluiten");
  assert.match(await tekst(auditor), /Buurthuis[\s\S]*Mandaat 12[\s\S]*Verordening/);
  await auditor.goto("/besluiten?bekendOp=2020-01-01");
  assert.match(await tekst(auditor), /geen besluiten/);
  await auditor.goto("/besluiten?nieuwSinds=2020-01-01");
  assert.match(await tekst(auditor), /Buurthuis/);
  const csv = await auditor.request.get("/besluiten.csv");
  assert.match(csv.headers()["content-type"], /text\/csv/);
  assert.match(await csv.text(), /^initiatief_id,titel[\s\S]*Buurthuis[\s\S]*'=Er is budget\./);
});

test("an auditor takes the history of a dossier along, to read and with its proof", async () => {
  const id = await dien({ titel: "Speelplek" });
  const auditor = await tabblad(chroom, dienst.adres, { rol: "auditor" });
  await auditor.goto(`/initiatieven/${id}`);
  for (const [naam, soort] of [["als PDF", "application/pdf"], [/met het bewijs/, "application/json"]]) {
    const adres = await auditor.getByRole("link", { name: naam }).getAttribute("href");
    const antwoord = await auditor.request.get(adres);
    assert.equal(antwoord.status(), 200);
    assert.match(antwoord.headers()["content-type"], new RegExp(soort));
    assert.match(antwoord.headers()["content-disposition"], /attachment/);
  }
  assert.equal((await auditor.request.get(`/initiatieven/${id}/geschiedenis.exe`)).status(), 404);
});

test("everything can be done with a keyboard alone", async () => {
  const id = await dien({ titel: "Toetsen" });
  const tlo = await tabblad(chroom, dienst.adres);
  await tlo.goto("/");
  // The first stop skips what is the same on every page.
  await tlo.keyboard.press("Tab");
  assert.equal(await tlo.locator(":focus").innerText(), "Naar de inhoud");
  await tlo.keyboard.press("Enter");
  await tlo.keyboard.press("Tab"); // the gebied
  await tlo.keyboard.press("Tab");
  await tlo.keyboard.press("Enter");
  await tlo.waitForURL("**/werkvoorraad");
  await tlo.goto(`/initiatieven/${id}`);
  await tlo.getByRole("link", { name: "In behandeling nemen" }).focus();
  await tlo.keyboard.press("Enter");
  await tlo.getByRole("button", { name: "In behandeling nemen" }).focus();
  await tlo.keyboard.press("Enter");
  await tlo.getByRole("status").waitFor();
  assert.match(await tekst(tlo), /In behandeling bij TLO/);
});

test("what a role may not see is a page that says so", async () => {
  const bewoner = await tabblad(chroom, dienst.adres, { rol: "initiatiefnemer" });
  const antwoord = await bewoner.goto("/werkvoorraad");
  assert.equal(antwoord.status(), 403);
  assert.match(await tekst(bewoner), /Dit mag u hier niet/);
  const niemand = await tabblad(chroom, dienst.adres);
  await niemand.goto("/werkvoorraad");
  assert.ok(niemand.url().includes("/aanmelden?naar=%2Fwerkvoorraad"));
});

test("a page that shows how things stand now says so when something happens", async () => {
  const tlo = await tabblad(chroom, dienst.adres, { rol: "tlo" });
  await tlo.goto("/werkvoorraad");
  const melding = tlo.getByText("Er is intussen iets veranderd");
  assert.equal(await melding.isVisible(), false);
  await dien({ titel: "Terwijl u keek" });
  await melding.waitFor();
  await tlo.getByRole("link", { name: "Toon hoe het er nu voor staat" }).click();
  assert.match(await tekst(tlo), /Terwijl u keek/);
});
