// What the tests of the pages share: a server with a made-up municipality, a browser, and the checkers.
import { spawn, execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { mkdtempSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import assert from "node:assert/strict";

const require = createRequire(process.env.GEREEDSCHAP);
const { chromium } = require("playwright-core");
const axe = require("axe-core");

// A server on a free port. With `initiatieven` it has so many made-up ones; the same every time. Without `ingericht` nobody
// said anything of the organisation.
export async function server({ initiatieven = 0, ingericht = true, poort = 0, args = [], env = {} } = {}) {
  const map = mkdtempSync(join(tmpdir(), "wijkspoor-browser-"));
  const gegevens = ["--data-dir", join(map, "gegevens")];
  if (ingericht) {
    const inrichting = join(map, "inrichting.toml");
    writeFileSync(inrichting, execFileSync(process.env.WIJKSPOOR, ["inrichting", "voorbeeld"]));
    gegevens.push("--inrichting", inrichting);
  }
  if (initiatieven) {
    execFileSync(process.env.WIJKSPOOR, ["genereer", "--initiatieven", String(initiatieven), "--zaad", "7", ...gegevens]);
  }
  const proces = spawn(process.env.WIJKSPOOR, ["serve", "--port", String(poort), ...gegevens, ...args], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, ...env },
  });
  let uitvoer = "";
  for await (const deel of proces.stdout) {
    uitvoer += deel;
    if (uitvoer.includes("Ctrl-C")) break;
  }
  const adres = /Pagina's: (http:\/\/[^/]+)\//.exec(uitvoer)?.[1];
  assert.ok(adres, uitvoer);
  const api = async (pad, { rol = "tlo", inhoud, headers = {} } = {}) => {
    const antwoord = await fetch(adres + pad, {
      method: inhoud ? "POST" : "GET",
      headers: { Authorization: `Bearer ontwikkel:${rol}`, "Content-Type": "application/json", ...headers },
      body: inhoud && JSON.stringify(inhoud),
    });
    assert.ok(antwoord.ok, `${pad}: ${antwoord.status} ${await antwoord.clone().text()}`);
    return antwoord.json();
  };
  const stop = async () => {
    proces.kill("SIGTERM");
    await once(proces, "exit");
    rmSync(map, { recursive: true, force: true });
  };
  return { adres, api, stop };
}

// In Dutch, as its users have it: its own words stand in fields for dates and files.
export const browser = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"], env: { ...process.env, LANGUAGE: "nl" } });

// A port that nobody has: for who must be known to another before it starts.
export async function vrijePoort() {
  const even = createServer().listen(0, "127.0.0.1");
  await once(even, "listening");
  const { port } = even.address();
  even.close();
  await once(even, "close");
  return port;
}

// A tab of somebody in a role, that fails the test on whatever the browser complains of. It may go to `ook` too, whose own
// pages are not ours to judge.
export async function tabblad(browser, adres, { rol, naam = "", ook, ...context } = {}) {
  const vreemd = (url) => ook !== undefined && url.startsWith(ook);
  const omgeving = await browser.newContext({ locale: "nl-NL", baseURL: adres, ...context });
  const klachten = [];
  omgeving.on("console", (m) => {
    // The browser also reports the status of a page that we ask for on purpose.
    if (vreemd(m.location().url) || vreemd(m.page()?.url() ?? "")) return;
    if (["error", "warning"].includes(m.type()) && !m.text().startsWith("Failed to load resource")) klachten.push(m.text());
  });
  omgeving.on("weberror", (fout) => klachten.push(String(fout.error())));
  const mag = (r) => r.url().startsWith(adres) || r.url().startsWith("data:") || vreemd(r.url());
  omgeving.on("request", (r) => mag(r) || vreemd(r.headers().referer ?? "") || klachten.push(`elders: ${r.url()}`));
  // Its pages ask for letters from elsewhere; here they do without.
  if (ook) await omgeving.route((url) => ![adres, ook].includes(url.origin), (r) => r.abort());
  if (rol) {
    const antwoord = await omgeving.request.post("/aanmelden", { form: { rol, naam }, maxRedirects: 0 });
    assert.equal(antwoord.status(), 303, `aangemeld als ${rol} ${naam}`);
  }
  const pagina = await omgeving.newPage();
  pagina.klachten = klachten;
  return pagina;
}

const REGELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// What axe finds on a page, in words.
export async function bezwaren(pagina) {
  await pagina.evaluate(axe.source);
  const gevonden = await pagina.evaluate((regels) => axe.run({ runOnly: regels }), REGELS);
  assert.ok(gevonden.passes.length > 10, "axe looked at the page");
  return gevonden.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)} ${n.failureSummary}`));
}

// How far a page can be scrolled sideways: not at all, on a narrow screen or enlarged.
export const teBreed = (pagina) => pagina.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// What the Nu HTML checker says of documents, by name.
export function html(documenten) {
  const map = mkdtempSync(join(tmpdir(), "wijkspoor-html-"));
  try {
    const namen = Object.entries(documenten).map(([naam, tekst], i) => {
      writeFileSync(join(map, `${i}.html`), tekst);
      return naam;
    });
    const jar = join(process.env.GEREEDSCHAP, "node_modules/vnu-jar/build/dist/vnu.jar");
    assert.ok(existsSync(jar), jar);
    const gevonden = execFileSync("java", ["-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", map], { maxBuffer: 1 << 26 });
    const { messages } = JSON.parse(gevonden);
    return messages.map((m) => `${namen[Number(/(\d+)\.html$/.exec(m.url)[1])]}:${m.lastLine}: ${m.message} ${m.extract ?? ""}`);
  } finally {
    rmSync(map, { recursive: true, force: true });
  }
}
