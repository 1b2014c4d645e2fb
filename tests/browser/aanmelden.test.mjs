// Signing in and out at a real OpenID provider (npm oidc-provider), choosing a role, and staying signed in.
import { after, before, test } from "node:test";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import assert from "node:assert/strict";
import { bezwaren, browser, html, server, tabblad, teBreed, vrijePoort } from "./lib.mjs";

let dienst, chroom, aanbieder;
before(async () => {
  const poort = await vrijePoort();
  const adres = `http://127.0.0.1:${poort}`;
  [aanbieder, chroom] = await Promise.all([provider(adres), browser()]);
  dienst = await server({
    poort,
    env: {
      WIJKSPOOR_OIDC_ISSUER: aanbieder.issuer,
      WIJKSPOOR_OIDC_AUDIENCE: "urn:wijkspoor",
      WIJKSPOOR_OIDC_ROL_CLAIM: "realm_access.roles",
      WIJKSPOOR_OIDC_ROLLEN: "G-TLO=tlo,G-ADVIES=afdeling,G-MT=management",
      WIJKSPOOR_PAGINAS_ADRES: adres,
      WIJKSPOOR_PAGINAS_CLIENT_ID: "paginas",
      WIJKSPOOR_PAGINAS_CLIENT_SECRET: "geheim: +/=&% van de test",
      WIJKSPOOR_PAGINAS_RESOURCE: "urn:wijkspoor",
    },
  });
});
after(async () => {
  await chroom?.close();
  await dienst?.stop();
  aanbieder?.proces.kill();
});

async function provider(paginas) {
  const proces = spawn("node", [process.env.AANBIEDER, "0"], { env: { ...process.env, PAGINAS: paginas }, stdio: ["ignore", "pipe", "ignore"] });
  const regels = createInterface({ input: proces.stdout })[Symbol.asyncIterator]();
  const [issuer, achterdeur] = [(await regels.next()).value, (await regels.next()).value];
  const doe = async (wat, inhoud) => assert.ok((await fetch(`${achterdeur}/_proef/${wat}`, { method: "POST", body: JSON.stringify(inhoud) })).ok);
  return { proces, issuer, doe };
}

const tab = (opties) => tabblad(chroom, dienst.adres, { ook: aanbieder.issuer, ...opties });
const tekst = (pagina) => pagina.locator("main").innerText();
const kop = (pagina) => pagina.locator("h1").innerText();
const bij = (pagina) => new URL(pagina.url()).origin === aanbieder.issuer;

// Whatever the provider asks, until the browser is back.
async function bijDeProvider(pagina, wie) {
  while (bij(pagina)) {
    if (await pagina.locator("input[name=login]").count()) {
      await pagina.locator("input[name=login]").fill(wie);
      await pagina.locator("input[name=password]").fill("maakt niet uit");
    }
    await Promise.all([pagina.waitForNavigation(), pagina.locator("button[type=submit]").first().click()]);
  }
}
async function meldAan(pagina, wie, pad = "/") {
  await pagina.goto(pad === "/" ? "/aanmelden" : pad);
  await pagina.locator("main").getByRole("link", { name: "Aanmelden", exact: true }).click();
  await bijDeProvider(pagina, wie);
}

const documenten = {};
async function bruikbaar(pagina) {
  assert.deepEqual(await bezwaren(pagina), []);
  for (const width of [320, 1280]) {
    await pagina.setViewportSize({ width, height: 800 });
    assert.ok((await teBreed(pagina)) <= 0, `${pagina.url()} at ${width} px`);
  }
}
// A page, as it came, for the checker of HTML at the end.
async function ophalen(pagina, pad, naam = pad) {
  documenten[naam] = await (await pagina.request.get(pad, { headers: { Accept: "text/html" } })).text();
}

test("who signs in comes back where they were going, chooses a role, works in it, changes it, and signs out everywhere", async () => {
  const els = await tab();
  await meldAan(els, "els", "/indienen");
  assert.equal(await kop(els), "Kies uw rol");
  assert.equal(await els.locator("main form.kaart").count(), 4, "TLO of every gebied, management, and two departments");
  await bruikbaar(els);
  await ophalen(els, "/rol");
  // No role acts by itself, and a form that is not whole is a page that says so.
  await els.goto("/werkvoorraad");
  assert.equal(await kop(els), "Kies uw rol");
  const half = await els.request.post("/rol", { form: { rol: "tlo" } });
  assert.deepEqual([half.status(), /<h1>Dit klopt niet helemaal/.test(await half.text())], [400, true]);
  await els.goto("/rol?naar=/indienen");
  await els.getByRole("button", { name: "Verder als team leefomgeving" }).click();
  assert.equal(new URL(els.url()).pathname, "/indienen");
  await els.getByLabel("Titel").fill("Bankjes");
  await els.getByLabel("Omschrijving").fill("Drie bankjes.");
  await els.getByLabel("Gebied").selectOption("Malburgen");
  await els.getByLabel("Thema").selectOption("groen");
  await els.getByLabel("Van wie het komt").fill("bewoners");
  await els.getByRole("button", { name: "Indienen" }).click();
  assert.match(await tekst(els), /Vastgelegd/);

  // In another role: what stands open in another tab is shown once more first.
  const ander = await els.context().newPage();
  await ander.goto("/indienen");
  await ander.getByLabel("Titel").fill("Nog een bankje");
  await els.getByRole("link", { name: "Andere rol" }).click();
  await els.getByRole("button", { name: /Groen$/ }).click();
  assert.match(await els.locator(".wie").innerText(), /Groen/);
  assert.equal(await els.getByRole("link", { name: "Indienen" }).count(), 0);
  await ander.getByRole("button", { name: "Indienen" }).click();
  assert.match(await tekst(ander), /Nog een bankje/);
  assert.equal(await kop(ander), "Nog niet verstuurd");
  // A role of somebody else is not to be had.
  const bewijs = await els.locator(".wie input[name=bewijs]").inputValue();
  await els.request.post("/rol", { form: { bewijs, rol: "bestuur" } });
  await els.goto("/werkvoorraad");
  assert.match(await els.locator(".wie").innerText(), /Groen/);

  const sessie = (await els.context().cookies()).filter((c) => c.name.includes("sessie"));
  assert.ok(sessie.length && sessie.every((c) => c.httpOnly && c.sameSite === "Lax"));
  await els.getByRole("button", { name: "Afmelden" }).click();
  await els.waitForURL((url) => url.origin === aanbieder.issuer);
  await Promise.all([els.waitForURL("**/afgemeld*"), els.locator("button[name=logout], button[value=yes]").first().click()]);
  assert.match(await tekst(els), /U bent afgemeld/);
  await bruikbaar(els);
  await ophalen(els, "/afgemeld");
  await els.goto("/werkvoorraad");
  assert.equal(await kop(els), "Aanmelden");
  // The provider does not know them any more either.
  await els.locator("main").getByRole("link", { name: "Aanmelden", exact: true }).click();
  assert.equal(await els.locator("input[name=login]").count(), 1);
  assert.deepEqual(els.klachten, []);
});

test("without a script too; and an answer that is not to this attempt is refused, with a way on", async () => {
  const jan = await tab({ javaScriptEnabled: false });
  let antwoord;
  jan.context().on("request", (r) => { if (r.url().includes("/aanmelden/terug?")) antwoord = r.url(); });
  await meldAan(jan, "jan", "/initiatieven");
  assert.equal(new URL(jan.url()).pathname, "/initiatieven", "who has one role is not asked");
  assert.equal(await jan.getByRole("link", { name: "Andere rol" }).count(), 0);

  // The same answer once more, here and in another browser.
  await jan.goto(antwoord);
  assert.match(await tekst(jan), /al gebruikt[\s\S]*nog wel aangemeld/);
  const vreemde = await tab();
  assert.equal((await vreemde.goto(antwoord)).status(), 403);
  assert.match(await tekst(vreemde), /al gebruikt[\s\S]*Opnieuw aanmelden/);
  await bruikbaar(vreemde);
  await ophalen(vreemde, antwoord, "signing in did not succeed");

  // Each attempt goes to the provider with something else than what this browser remembers.
  const poging = async (wijzig, pagina = jan) => {
    const { location } = (await pagina.request.get("/aanmelden/provider?naar=/besluiten", { maxRedirects: 0 })).headers();
    const url = new URL(location);
    await wijzig(url.searchParams);
    await pagina.goto(url.href);
    await bijDeProvider(pagina, "jan");
    assert.equal(await kop(pagina), "Aanmelden is niet gelukt");
    return tekst(pagina);
  };
  const zet = (naam, waarde) => (vraag) => vraag.set(naam, waarde);
  assert.match(await poging(zet("state", "een-andere")), /hoort niet bij deze aanmelding/);
  assert.match(await poging(zet("nonce", "een-andere")), /nonce/);
  assert.match(await poging(zet("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")), /geeft geen token/);
  assert.match(await poging(zet("prompt", "none"), vreemde), /niet gelukt \(login_required\)/);

  // Signing out without a script: the browser goes to the provider by itself, and comes back.
  await jan.goto("/initiatieven");
  await jan.getByRole("button", { name: "Afmelden" }).click();
  await jan.waitForURL((url) => url.origin === aanbieder.issuer);
  assert.deepEqual([...jan.klachten, ...vreemde.klachten], []);
});

test("a session goes on with new tokens, and each of its requests sees them; what the token allows now holds", async () => {
  await aanbieder.doe("duur", { seconden: 30 });
  const els = await tab();
  await meldAan(els, "els");
  await els.getByRole("button", { name: /management/ }).click();
  await aanbieder.doe("duur", { seconden: 20 });
  const koekje = async () => (await els.context().cookies()).find((c) => c.name.includes("sessie")).value;
  const eerst = await koekje();
  // All at once, with one refresh token that serves once; and then again.
  for (let keer = 0; keer < 2; keer++) {
    const paden = ["/werkvoorraad", "/initiatieven", "/stagnatie", "/besluiten"];
    const antwoorden = await Promise.all(paden.map((pad) => els.request.get(pad, { maxRedirects: 0 })));
    assert.deepEqual(antwoorden.map((a) => a.status()), [200, 200, 200, 200]);
  }
  assert.notEqual(await koekje(), eerst);

  await aanbieder.doe("rollen", { wie: "els", rollen: ["G-TLO", "G-ADVIES"] });
  await els.goto("/werkvoorraad");
  assert.match(await tekst(els), /De rol waarin u werkte, heeft u niet meer/);
  await els.getByRole("button", { name: "Verder als team leefomgeving" }).click();
  assert.equal(new URL(els.url()).pathname, "/werkvoorraad");
  await aanbieder.doe("rollen", { wie: "els", rollen: [] });
  await els.goto("/werkvoorraad");
  assert.equal(await kop(els), "U heeft hier geen rol");
  await bruikbaar(els);
  await ophalen(els, "/rol", "no role");
  // A stale proof is asked about; then it is over, also for whoever kept the refresh token.
  const oud = await els.request.post("/afmelden", { form: { bewijs: "oud" } });
  assert.match(documenten["sign out?"] = await oud.text(), /Wilt u zich afmelden/);
  const weg = await els.request.post("/afmelden", { form: { bewijs: await els.locator("input[name=bewijs]").inputValue() } });
  assert.match(weg.headers().refresh, /^0; url=http.*post_logout_redirect_uri/);
  documenten["signed out"] = await weg.text();
  assert.deepEqual((await els.context().cookies()).filter((c) => c.name.includes("wijkspoor-sessie")), []);
  await aanbieder.doe("duur", { seconden: 3600 });
  await aanbieder.doe("rollen", { wie: "els", rollen: ["G-MT", "G-TLO", "G-ADVIES"] });
  assert.deepEqual(els.klachten, []);
});

test("a session that ends says so, keeps what was typed, and goes on where it was", async () => {
  const jan = await tab();
  await meldAan(jan, "jan", "/indienen");
  await jan.getByLabel("Titel").fill("Een lange titel die niemand twee keer wil schrijven");
  // A provider that changes its keys no longer stands for what it signed before; the server hears of it from the next.
  await aanbieder.doe("roteer", { alg: "ES256" });
  const kees = await tab();
  await meldAan(kees, "kees");
  assert.match(await tekst(kees), /rol/);
  assert.equal(await kop(kees), "Aanmelden is niet gelukt");
  await jan.getByRole("button", { name: "Indienen" }).click();
  assert.match(await tekst(jan), /sessie is verlopen[\s\S]*niemand twee keer/);
  await jan.goto("/initiatieven?zoek=bank");
  assert.match(await tekst(jan), /Uw aanmelding is verlopen/);
  await bruikbaar(jan);
  await ophalen(jan, jan.url(), "signed in no longer");
  await jan.locator("main").getByRole("link", { name: "Aanmelden", exact: true }).click();
  await bijDeProvider(jan, "jan");
  assert.match(jan.url(), /\/initiatieven\?zoek=bank$/);
  assert.deepEqual([...jan.klachten, ...kees.klachten], []);
});

test("the HTML of these pages is right", () => {
  assert.deepEqual(html(documenten), []);
  assert.ok(Object.keys(documenten).length >= 7);
});
