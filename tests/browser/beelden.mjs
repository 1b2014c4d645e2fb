// The pictures of the pages for the documentation: dossiers of real cases from the demo, the rest of a made-up municipality.
// Usage: just beelden
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browser, server, tabblad } from "./lib.mjs";

const OPNAME = { viewport: { width: 1280, height: 900 } };
const chroom = await browser();

async function neem(adres, rol, paginas) {
  const pagina = await tabblad(chroom, adres, { rol, ...OPNAME });
  for (const [naam, pad] of Object.entries(paginas)) {
    await pagina.goto(pad);
    await pagina.screenshot({ path: `docs/beelden/${naam}.png` });
  }
}

async function demo() {
  const map = mkdtempSync(join(tmpdir(), "wijkspoor-beelden-"));
  const proces = spawn(process.env.WIJKSPOOR, ["demo", "--port", "0", "--data-dir", join(map, "demo")], { stdio: ["ignore", "pipe", "ignore"] });
  let uitvoer = "";
  for await (const deel of proces.stdout) {
    uitvoer += deel;
    if (uitvoer.includes("Ctrl-C")) break;
  }
  const adres = /in de browser: (http:\/\/[^/]+)\//.exec(uitvoer)[1];
  const vraag = await fetch(`${adres}/v1/initiatieven?zoek=Drieslag`, { headers: { Authorization: "Bearer ontwikkel:tlo" } });
  const { id } = (await vraag.json()).initiatieven[0];
  await neem(adres, "tlo", { dossier: `/initiatieven/${id}` });
  proces.kill("SIGTERM");
  rmSync(map, { recursive: true, force: true });
}

async function gemeente() {
  const dienst = await server({ initiatieven: 2000 });
  const { initiatieven } = await dienst.api("/v1/initiatieven?status=in_behandeling_kernorganisatie");
  const { pad } = await dienst.api(`/v1/initiatieven/${initiatieven[0].id}/volglink`);
  await neem(dienst.adres, "management", { stagnatie: "/stagnatie" });
  await neem(dienst.adres, "tlo", { werkvoorraad: "/werkvoorraad", initiatieven: "/initiatieven", indienen: "/indienen" });
  await neem(dienst.adres, "auditor", { besluiten: "/besluiten" });
  await neem(dienst.adres, "beheerder", { beheer: "/beheer" });
  await neem(dienst.adres, undefined, { welkom: "/", volgpagina: pad });
  await dienst.stop();
}

try {
  await demo();
  await gemeente();
} finally {
  await chroom.close();
}
