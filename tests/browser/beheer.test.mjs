// Who runs it sees where everything is, and whether what the pages show is up to date.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { browser, server, tabblad } from "./lib.mjs";

let dienst, chroom, aantallen;
before(async () => {
  [dienst, chroom] = await Promise.all([server({ initiatieven: 120 }), browser()]);
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
  assert.equal(rijen.length, 4);
  for (const rij of rijen) {
    const [, stand, tot, achter] = rij.split("\t");
    assert.deepEqual([stand, cijfers(tot), achter], ["Bijgewerkt", String(actualiteit.positie), "0"], rij);
  }
  assert.match(await beheerder.locator("section.stand").innerText(), /4 leesmodellen, geen loopt achter/);
});
