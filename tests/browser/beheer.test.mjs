// Who runs it sees where everything is, and whether what the pages show is up to date.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { bezwaren, browser, html, server, tabblad, teBreed } from "./lib.mjs";

let dienst, chroom, aantallen;
before(async () => {
  [dienst, chroom] = await Promise.all([server({ initiatieven: 120, env: { WIJKSPOOR_BERICHTEN_TOEGESTAAN: "127.0.0.1" } }), browser()]);
  ({ aantallen } = await dienst.api("/v1/statusaantallen", { rol: "auditor" }));
});
after(async () => {
  await chroom?.close();
  await dienst?.stop();
});

const cijfers = (tekst) => tekst.match(/\d[\d.]*/)?.[0].replaceAll(".", "");
// What stands on a state in the drawing: its largest letters.
const opStatus = (pagina, naam) => pagina.locator("svg.ws a, svg.ws g").filter({ has: pagina.locator("> title", { hasText: `${naam}:` }) }).locator('text[font-size="22"]');

test("the counts stand on the states of the drawing, and lead to their initiatives", async () => {
  const auditor = await tabblad(chroom, dienst.adres, { rol: "auditor" });
  await auditor.goto("/beheer");
  const namen = Object.fromEntries((await dienst.api("/v1/werkstromen/wijkinitiatief", { rol: "auditor" })).statussen.map((s) => [s.code, s.naam]));
  assert.ok(aantallen.length > 4);
  for (const { status, aantal } of aantallen) {
    assert.equal(cijfers(await opStatus(auditor, namen[status]).textContent()), String(aantal), status);
  }
  const leeg = Object.keys(namen).find((code) => !aantallen.some((a) => a.status === code));
  if (leeg) assert.equal(await opStatus(auditor, namen[leeg]).textContent(), "0");
  // A keyboard reaches a state, and goes where it leads.
  const { status, aantal } = aantallen.find((a) => a.status === "in_behandeling_tlo");
  await auditor.locator(`svg.ws a[href="/initiatieven?status=${status}"]`).focus();
  await auditor.keyboard.press("Enter");
  await auditor.waitForURL("**/initiatieven?status=*");
  assert.equal(await auditor.locator("tbody tr").count(), Math.min(aantal, 50));
  for (const tekst of await auditor.locator("td[data-kop=Status]").allInnerTexts()) assert.ok(tekst.startsWith(namen[status]), tekst);
  assert.deepEqual(auditor.klachten, []);
});

test("an administrator sees the same counts, and no way to the dossiers", async () => {
  const beheerder = await tabblad(chroom, dienst.adres, { rol: "beheerder" });
  await beheerder.goto("/beheer");
  assert.equal(await beheerder.locator("svg.ws").getAttribute("role"), "img");
  assert.equal(await beheerder.locator("svg.ws a").count(), 0);
  // The table tells the same, for who does not see the drawing.
  await beheerder.getByText("Dezelfde aantallen als tabel").click();
  const rijen = await beheerder.locator("section[aria-labelledby^=werkstroom] tbody tr").allInnerTexts();
  const samen = rijen.map((rij) => Number(cijfers(rij.split("\t").at(-1)))).reduce((a, b) => a + b);
  assert.equal(samen, aantallen.map((a) => a.aantal).reduce((a, b) => a + b));
  const bestand = await beheerder.request.get("/beheer/werkstroom/wijkinitiatief.svg");
  assert.match(bestand.headers()["content-disposition"], /attachment/);
  assert.match(await bestand.text(), /^<svg[\s\S]*<style>/);
});

test("the read models say up to where they are true", async () => {
  const beheerder = await tabblad(chroom, dienst.adres, { rol: "beheerder" });
  await beheerder.goto("/beheer");
  const { actualiteit } = await dienst.api("/v1/gereedheid");
  const rijen = await beheerder.locator("section[aria-labelledby=leesmodellen] tbody tr").allInnerTexts();
  assert.equal(rijen.length, 5);
  for (const rij of rijen) {
    const [, stand, tot, achter] = rij.split("\t");
    assert.deepEqual([stand, cijfers(tot), achter], ["Bijgewerkt", String(actualiteit.positie), "0"], rij);
  }
  assert.match(await beheerder.locator("section.stand").innerText(), /5 leesmodellen, geen loopt achter/);
});

// Another system, that says yes and takes what comes, or not.
async function ontvanger() {
  const berichten = [];
  let neemt = true;
  const zelf = createServer(async (vraag, antwoord) => {
    let inhoud = "";
    for await (const deel of vraag) inhoud += deel;
    if (vraag.method === "OPTIONS") {
      antwoord.writeHead(200, { "WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "*" }).end();
      return;
    }
    if (neemt) berichten.push({ soort: JSON.parse(inhoud).type, handtekeningen: vraag.headers["webhook-signature"].split(" ").length });
    antwoord.writeHead(neemt ? 204 : 500).end();
  }).listen(0, "127.0.0.1");
  await once(zelf, "listening");
  return { berichten, neem: (wel) => { neemt = wel; }, adres: `http://127.0.0.1:${zelf.address().port}/haak`, stop: () => zelf.close() };
}

async function tot(wat, uitleg) {
  for (let keer = 0; keer < 100; keer++) {
    if (await wat()) return;
    await new Promise((klaar) => setTimeout(klaar, 100));
  }
  assert.fail(uitleg);
}

test("an administrator makes a connection, and pauses, resumes, repeats, gives a new key and ends it: without a script, by keyboard", async () => {
  const systeem = await ontvanger();
  const beheerder = await tabblad(chroom, dienst.adres, { rol: "beheerder", javaScriptEnabled: false });
  const tekst = () => beheerder.locator("main").innerText();
  const druk = async (rol, name) => {
    await beheerder.locator("main").getByRole(rol, { name }).first().focus();
    await Promise.all([beheerder.waitForNavigation(), beheerder.keyboard.press("Enter")]);
  };
  await beheerder.goto("/beheer");
  await druk("link", "Een koppeling maken");
  // What is wrong stands beside the field, and what was typed stays.
  await beheerder.getByLabel("Naam").fill("Zaaksysteem");
  await beheerder.getByLabel("Adres").fill("http://elders.example/haak");
  await beheerder.getByText("Meer invullen").click();
  await beheerder.getByRole("group", { name: "Waarover" }).getByLabel("Ingediend", { exact: true }).focus();
  await beheerder.keyboard.press("Space");
  await druk("button", "Koppeling maken");
  assert.match(await beheerder.getByRole("alert").innerText(), /Adres: Moet met https/);
  assert.equal(await beheerder.getByLabel("Naam").inputValue(), "Zaaksysteem");
  assert.ok(await beheerder.getByRole("group", { name: "Waarover" }).getByLabel("Ingediend", { exact: true }).isChecked());
  await beheerder.getByLabel("Adres").fill(systeem.adres);
  await druk("button", "Koppeling maken");
  const geheim = await beheerder.locator(".geheim").innerText();
  assert.match(geheim, /^whsec_[A-Za-z0-9+/=]{30,}$/);
  await druk("link", "Ik heb het bewaard");
  const hier = beheerder.url();
  assert.ok(!(await beheerder.content()).includes(geheim), "it is shown once");
  assert.match(await tekst(), /Bericht over: ingediend; in alle gebieden/);

  const dien = (titel) => dienst.api("/v1/initiatieven", { inhoud: { titel, omschrijving: "x", gebied: "Malburgen", thema: "groen", oorsprong: "bewoners" } });
  const ververs = async (patroon) => { await beheerder.goto(hier); return patroon.test(await tekst()); };
  await tot(() => ververs(/Actief/), "the receiver was asked");
  await dien("Eerste");
  await tot(() => systeem.berichten.length === 1, "it is delivered");
  await tot(() => ververs(/Afgeleverd/), "and the page says so");
  assert.match(systeem.berichten[0].soort, /initiatief.ingediend/);
  await druk("button", /^Opnieuw bezorgen/);
  await tot(() => systeem.berichten.length === 2, "once more");

  await beheerder.goto(hier);
  await druk("button", "Pauzeren");
  assert.match(await tekst(), /Gepauzeerd/);
  await dien("Tweede");
  await druk("button", "Hervatten");
  await tot(() => systeem.berichten.length === 3, "nothing is lost by a pause");

  // With a script, because what looks whether everybody can use the page is one.
  const tweede = await tabblad(chroom, dienst.adres, { rol: "beheerder" });
  const bruikbaar = async () => {
    assert.deepEqual(await bezwaren(tweede), []);
    for (const width of [320, 1280]) {
      await tweede.setViewportSize({ width, height: 800 });
      assert.ok((await teBreed(tweede)) <= 0, `${tweede.url()} at ${width} px`);
    }
    return tweede.content();
  };
  await tweede.goto(hier);
  await tweede.getByRole("link", { name: "Nieuwe sleutel" }).click();
  assert.equal(await tweede.getByLabel(/oude sleutel/).inputValue(), "24");
  await tweede.getByRole("button", { name: "Sleutel vernieuwen" }).click();
  assert.notEqual(await tweede.locator(".geheim").innerText(), geheim);
  const pagina = { geheim: await bruikbaar() };
  // What is on its way at that moment may come with the old key alone, or come twice; what happens after it has both.
  await tot(async () => {
    await dien("Derde");
    return systeem.berichten.at(-1).handtekeningen === 2;
  }, "delivered with the new key, and with the old one along");

  systeem.neem(false);
  await dien("Vierde");
  await tot(() => ververs(/Overslaan/), "what fails can be passed by");
  await tweede.goto(hier);
  pagina.hapert = await bruikbaar();
  await druk("button", /^Overslaan/);
  assert.match(await tekst(), /Overgeslagen/);
  systeem.neem(true);

  // It is asked once more, and then there is nothing left to do.
  await druk("link", "Beëindigen");
  await druk("link", "Toch niet");
  await druk("link", "Beëindigen");
  await druk("button", "Voorgoed beëindigen");
  assert.match(await tekst(), /Beëindigd/);
  assert.equal(await beheerder.locator("main form").count(), 0);
  assert.deepEqual(html(pagina), []);

  // Somebody else sees nothing of it, whatever address they know.
  const tlo = await tabblad(chroom, dienst.adres, { rol: "tlo" });
  for (const pad of ["/beheer/koppelingen/nieuw", new URL(hier).pathname, `${new URL(hier).pathname}/beeindigen`]) {
    assert.equal((await tlo.request.get(pad)).status(), 403, pad);
  }
  assert.deepEqual([...beheerder.klachten, ...tweede.klachten], []);
  systeem.stop();
});
