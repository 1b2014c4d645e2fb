// The pictures of the README, from the demo. Usage: GEREEDSCHAP=… CHROMIUM=… WIJKSPOOR=… node tests/browser/beelden.mjs
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browser, tabblad } from "./lib.mjs";

const map = mkdtempSync(join(tmpdir(), "wijkspoor-beelden-"));
const demo = spawn(process.env.WIJKSPOOR, ["demo", "--port", "0", "--data-dir", join(map, "demo")], { stdio: ["ignore", "pipe", "ignore"] });
let uitvoer = "";
for await (const deel of demo.stdout) {
  uitvoer += deel;
  if (uitvoer.includes("Ctrl-C")) break;
}
const adres = /in de browser: (http:\/\/[^/]+)\//.exec(uitvoer)[1];
const chroom = await browser();
try {
  const pagina = await tabblad(chroom, adres, { rol: "tlo", viewport: { width: 1280, height: 860 } });
  await pagina.goto("/werkvoorraad?partij=alle");
  await pagina.screenshot({ path: "docs/beelden/werkvoorraad.png" });
  await pagina.getByRole("link", { name: "Winkelcentrum De Drieslag" }).click();
  await pagina.screenshot({ path: "docs/beelden/dossier.png" });
} finally {
  await chroom.close();
  demo.kill("SIGTERM");
  rmSync(map, { recursive: true, force: true });
}
