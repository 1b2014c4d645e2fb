// The Stagnatiemonitor: what it says, draws and lists are the figures of the API, and each mark leads to what is behind it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { browser, server, tabblad } from "./lib.mjs";

let dienst, chroom, pagina;
before(async () => {
  [dienst, chroom] = await Promise.all([server({ initiatieven: 300 }), browser()]);
  pagina = await tabblad(chroom, dienst.adres, { rol: "management" });
});
after(async () => {
  await chroom?.close();
  await dienst?.stop();
});

const cijfers = (pad) => dienst.api(pad, { rol: "management" });
const tekst = async (plek) => (await pagina.locator(plek).textContent()).replace(/\s+/g, " ").trim();
const getal = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ".");
// How many cases stand behind an address of the monitor, over all its pages.
async function zaken(adres) {
  let aantal = 0;
  await pagina.goto(adres);
  for (;;) {
    aantal += await pagina.locator("table.stapel tbody tr").count();
    const volgende = pagina.locator('a[rel="next"]');
    if (!(await volgende.count())) return aantal;
    await volgende.click();
  }
}

test("it begins with what stalls most, in the figures of the API", async () => {
  await pagina.goto("/stagnatie");
  const { groepen } = await cijfers("/v1/wachttijden?per=partij");
  const over = groepen.filter((g) => g.van.partij !== "initiatiefnemer" && g.cijfers.overNorm > 0);
  const meest = Math.max(...over.map((g) => g.cijfers.overNorm));
  const kop = await tekst("section.kern h2");
  const ergste = over.find((g) => kop.includes(g.van.naam ?? { tlo: "team leefomgeving", management: "management", bestuur: "bestuur" }[g.van.partij]));
  assert.equal(ergste?.cijfers.overNorm, meest, kop);
  const zin = await tekst("section.kern .kern-tekst");
  const { overNorm, open, kalenderdagen, langstOpen } = ergste.cijfers;
  assert.ok(zin.includes(overNorm === open ? (open === 1 ? "De enige zaak" : `Alle ${getal(open)} zaken`) : `${getal(overNorm)} van de ${getal(open)} zaken`), zin);
  assert.ok(zin.includes(getal(kalenderdagen.mediaan.dagen ?? langstOpen)), zin);
  assert.equal(await zaken(await pagina.locator("section.kern .kern-tekst a").getAttribute("href")), open);
});

test("the matrix, its table and its cells are those of the API", async () => {
  await pagina.goto("/stagnatie");
  const { groepen } = await cijfers("/v1/wachttijden?soort=overdracht&per=gebied&enPer=partij");
  const rijen = await pagina.locator("#matrix details table").evaluate((t) => [...t.rows].map((r) => [...r.cells].map((c) => c.textContent.trim())));
  const [, ...gebieden] = rijen[0];
  assert.ok(rijen.length > 3 && gebieden.length > 3);
  let cellen = 0;
  for (const [afdeling, ...waarden] of rijen.slice(1)) {
    waarden.forEach((waarde, i) => {
      const g = groepen.find((g) => g.van.gebied === gebieden[i] && g.van.naam === afdeling)?.cijfers;
      if (!g) return assert.equal(waarde, "–");
      const aantal = g.open + g.uitkomsten.reduce((som, u) => som + u.aantal, 0);
      const helft = g.kalenderdagen.mediaan.dagen;
      assert.equal(waarde, helft === undefined ? `> ${getal(g.langstOpen)} d (${aantal})` : `${getal(helft)} d (${aantal})`);
      cellen += 1;
    });
  }
  const merken = pagina.locator("#matrix svg a");
  assert.equal(await merken.count(), cellen);
  const [adres, naam] = await merken.first().evaluate((a) => [a.getAttribute("href"), a.querySelector("title").textContent]);
  assert.equal(await zaken(adres), Number(/(\d+) opdracht/.exec(naam)[1]));
});

test("each band against the norm leads to as many cases as it shows", async () => {
  await pagina.goto("/stagnatie");
  const { totaal } = await cijfers("/v1/wachttijden?per=partij");
  const banden = await pagina.locator("#norm svg a").evaluateAll((alle) => alle.map((a) => [a.getAttribute("href"), a.querySelector("title").textContent]));
  const verwacht = totaal.normafstanden.filter((n) => n.aantal).map((n) => n.aantal);
  assert.deepEqual(banden.map(([, naam]) => Number(/^[\d.]+/.exec(naam)[0].replace(".", ""))), verwacht);
  assert.equal(verwacht.reduce((som, n) => som + n, 0), totaal.openMetNorm);
  for (const [i, [adres]] of banden.entries()) assert.equal(await zaken(adres), verwacht[i], adres);
});

test("as it was on a day, and of one gebied: the same question to the API", async () => {
  const vraag = "gebied=Malburgen&peildatum=2026-01-31";
  await pagina.goto(`/stagnatie?${vraag}`);
  assert.match(await tekst("p.peil"), /Zoals het was op 31 januari 2026 · gebied Malburgen/);
  const { totaal } = await cijfers(`/v1/wachttijden?soort=overdracht&${vraag}`);
  assert.match(await tekst("#stroom .grondslag"), new RegExp(`^Van ${getal(totaal.open + totaal.gesloten)} opdracht.*er ${totaal.open} nog`));
  const stromen = await cijfers("/v1/stromen?gebied=Malburgen&totEnMet=2026-01-31");
  const laatste = stromen.perioden.at(-1);
  const rij = await pagina.locator("#verloop details tbody tr").last().locator("td").allTextContents();
  assert.deepEqual(rij.slice(-2), [getal(laatste.lopend), getal(laatste.wachtend)]);
  const wacht = await cijfers(`/v1/wachttijden?soort=aanloop&per=gebied&${vraag}`);
  assert.equal(laatste.wachtend, wacht.totaal.open, "what waits to be carried out is what is still on its way there");
});

test("a choice in the form becomes an address without what was left open", async () => {
  await pagina.goto("/stagnatie");
  await pagina.selectOption("#gebied", "Presikhaaf");
  await pagina.getByRole("button", { name: "Toon" }).click();
  assert.equal(new URL(pagina.url()).search, "?gebied=Presikhaaf");
  assert.equal(await pagina.inputValue("#gebied"), "Presikhaaf");
});

test("pictures and tables can be taken along", async () => {
  await pagina.goto("/stagnatie?gebied=Malburgen");
  const adressen = await pagina.locator(".meenemen a").evaluateAll((alle) => alle.map((a) => a.getAttribute("href")));
  assert.equal(adressen.length, 14);
  const tabblad = await pagina.context().newPage();
  for (const adres of adressen) {
    const antwoord = await pagina.request.get(adres);
    assert.ok(antwoord.ok(), adres);
    const inhoud = await antwoord.text();
    assert.match(antwoord.headers()["content-disposition"], /attachment/);
    if (!adres.includes(".svg")) assert.match(inhoud.split("\r\n")[0], /^[a-z0-9_,]+$/);
    else {
      const fouten = await tabblad.evaluate((svg) => new DOMParser().parseFromString(svg, "image/svg+xml").querySelectorAll("parsererror").length, inhoud);
      assert.equal(fouten, 0, adres);
      assert.ok(inhoud.includes("<style>") && inhoud.includes("gebied Malburgen") && !inhoud.includes('href="/'), adres);
    }
  }
});

test("a page is light, a report complete", async () => {
  const monitor = await (await pagina.request.get("/stagnatie")).text();
  const rapport = await (await pagina.request.get("/stagnatie/rapport")).text();
  for (const tekst of [monitor, rapport]) assert.ok(tekst.length < 200_000, `${tekst.length} bytes`);
  await pagina.goto("/stagnatie/rapport");
  assert.equal(await pagina.locator("section.beeld table").count() >= 7, true);
  assert.ok(await pagina.getByText("schatting van Kaplan en Meier").isVisible());
  await pagina.emulateMedia({ media: "print" });
  assert.equal(await pagina.locator("nav.menu").isVisible(), false);
  const pdf = await pagina.pdf({ format: "A4" });
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  await pagina.emulateMedia({ media: null });
});

test("each role sees what is theirs; an empty municipality is told how to begin", async () => {
  const afdeling = await tabblad(chroom, dienst.adres, { rol: "afdeling", naam: "Vastgoed" });
  await afdeling.goto("/stagnatie");
  assert.match(await afdeling.locator("p.peil").textContent(), /alleen Vastgoed/);
  assert.equal(await afdeling.locator("#afdeling").count(), 0);
  const bewoner = await tabblad(chroom, dienst.adres, { rol: "initiatiefnemer" });
  assert.equal((await bewoner.goto("/stagnatie")).status(), 403);
  const leeg = await server();
  try {
    const wie = await tabblad(chroom, leeg.adres, { rol: "management" });
    await wie.goto("/stagnatie");
    assert.match(await wie.locator("section.kern").textContent(), /Hier is nog niets te zien.*Laat een team leefomgeving een initiatief indienen/s);
    assert.equal((await wie.goto("/stagnatie/rapport")).status(), 200);
    assert.deepEqual(wie.klachten, []);
  } finally {
    await leeg.stop();
  }
});
