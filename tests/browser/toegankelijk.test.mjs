// Every page can be used by everybody: WCAG 2.2 AA and good practice, in light and dark, narrow and enlarged; and its
// HTML is right.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { bezwaren, browser, html, server, tabblad, teBreed } from "./lib.mjs";
import { PAGINAS, onderwerp } from "./paginas.mjs";

let dienst, chroom, over;
before(async () => {
  [dienst, chroom] = await Promise.all([server({ initiatieven: 120 }), browser()]);
  over = await onderwerp(dienst.api);
});
after(async () => {
  await chroom?.close();
  await dienst?.stop();
});

const MANIEREN = [
  ["licht", { viewport: { width: 1280, height: 900 } }],
  ["donker", { viewport: { width: 1280, height: 900 }, colorScheme: "dark" }],
  ["320 px", { viewport: { width: 320, height: 640 } }],
  // 200 % on a screen of 1280: half as many pixels of the page, each twice as large.
  ["200 %", { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }],
];

for (const [manier, context] of MANIEREN) {
  test(`nobody is shut out: ${manier}`, async (t) => {
    for (const [rol, pad, naam] of PAGINAS) {
      await t.test(`${rol ?? "nobody"} ${naam ?? ""} ${pad(over)}`, async () => {
        const pagina = await tabblad(chroom, dienst.adres, { rol, naam, ...context });
        await pagina.goto(pad(over));
        assert.deepEqual(await bezwaren(pagina), []);
        assert.ok((await teBreed(pagina)) <= 0, "the page scrolls sideways");
        assert.deepEqual(pagina.klachten, []);
        await pagina.context().close();
      });
    }
  });
}

test("no page scrolls sideways, however wide the screen", async () => {
  for (const [rol, pad, naam] of PAGINAS) {
    const pagina = await tabblad(chroom, dienst.adres, { rol, naam });
    await pagina.goto(pad(over));
    for (const width of [600, 770, 900, 1000, 1120, 1220, 1500, 1900]) {
      await pagina.setViewportSize({ width, height: 800 });
      assert.ok((await teBreed(pagina)) <= 0, `${rol ?? "nobody"} ${pad(over)} at ${width} px`);
    }
    await pagina.context().close();
  }
});

test("the HTML is right", async () => {
  const documenten = {};
  for (const [rol, pad, naam] of PAGINAS) {
    const pagina = await tabblad(chroom, dienst.adres, { rol, naam });
    const antwoord = await pagina.request.get(pad(over), { headers: { Accept: "text/html" } });
    documenten[`${rol} ${naam ?? ""} ${pad(over)}`] = await antwoord.text();
    await pagina.context().close();
  }
  assert.deepEqual(html(documenten), []);
  assert.notDeepEqual(html({ fout: "<!DOCTYPE html><html lang=nl><title>x</title><p><div></p>" }), [], "it would see it");
});
