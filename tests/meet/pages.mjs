// Asks every page of a running server, one at a time on one connection, as a browser asks: signed in, compressed. `tests/meet/pages`
// starts the server; this only measures, and judges.
// Usage: node tests/meet/pages.mjs ADDRESS ROUNDS
import http from "node:http";
import { performance } from "node:perf_hooks";
import { PAGINAS, onderwerp } from "../browser/paginas.mjs";

const MOST_MS = 100;
const MOST_BYTES = 200_000;
const [address, rounds] = [process.argv[2], Number(process.argv[3] ?? 30)];
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

// What an address answers, how long it took to the last byte, and how many bytes came, headers included.
function ask(path, { method = "GET", headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const request = http.request(address + path, { agent, method, headers }, (answer) => {
      const parts = [];
      const { socket } = answer;
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => {
        const ms = performance.now() - start;
        const bytes = socket.bytesRead - (socket.before ?? 0);
        socket.before = socket.bytesRead;
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts), ms, bytes });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

async function api(path, { rol = "tlo", inhoud } = {}) {
  const headers = { Authorization: `Bearer ontwikkel:${rol}`, "Content-Type": "application/json" };
  const answer = await ask(path, { method: inhoud ? "POST" : "GET", headers, body: inhoud && JSON.stringify(inhoud) });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body);
}

const cookies = new Map();
async function signedIn(role, name = "") {
  const who = `${role} ${name}`;
  if (role && !cookies.has(who)) {
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const answer = await ask("/aanmelden", { method: "POST", headers, body: String(new URLSearchParams({ rol: role, naam: name })) });
    if (answer.status !== 303) throw new Error(`signing in as ${who}: ${answer.status}`);
    cookies.set(who, answer.headers["set-cookie"].map((cookie) => cookie.split(";")[0]).join("; "));
  }
  return role ? { Cookie: cookies.get(who) } : {};
}

// Choices that a manager makes on the monitor: each is another selection to count.
const CHOICES = [
  "gebied=Malburgen", "thema=groen", "afdeling=Openbare Ruimte", "peildatum=2025-05-17", "gebied=Malburgen&peildatum=2025-05-17", "vanaf=2025-01-01",
].map((choice) => ["management", () => `/stagnatie?${encodeURI(choice)}`]);

const over = await onderwerp(api);
const pages = [...PAGINAS, ...CHOICES].map(([role, path, name]) => ({ role, name, path: path(over), times: [] }));
// A past day that nobody asked before, another each round: what is kept of earlier answers is of no use to it.
const newDay = (round) => `/stagnatie?peildatum=${new Date(Date.UTC(2023, 0, 15 + 37 * round)).toISOString().slice(0, 10)}`;
pages.push({ role: "management", path: newDay(0), name: "", label: "/stagnatie?peildatum=… (another each time)", times: [] });
const browser = { "Accept-Encoding": "gzip, deflate, br", Accept: "text/html" };

async function measure(page) {
  const answer = await ask(page.path, { headers: { ...browser, ...(await signedIn(page.role, page.name)) } });
  // What is refused on purpose is a page too.
  if ((answer.status >= 300 && answer.status < 404) || answer.status >= 500) throw new Error(`${page.path}: ${answer.status}`);
  return answer;
}

// Style and script, which a first visit transfers too; a browser keeps them.
const welcome = String((await ask("/", { headers: { Accept: "text/html" } })).body);
let besides = 0;
for (const [, path] of welcome.matchAll(/(?:href|src)="(\/statisch\/[^"]+)"/g)) {
  besides += (await ask(path, { headers: browser })).bytes;
}

// The episodes are read when the server starts; the first who asks waits until that is done.
const read = await ask("/v1/wachttijden?per=partij", { headers: { Authorization: "Bearer ontwikkel:management" } });
// A municipality that was just made has much that came due; the clock signals it once, and what is measured is an ordinary day.
for (let before, now; before === undefined || before !== now; ) {
  before = now;
  ({ actualiteit: { positie: now } } = await api("/v1/wachttijden?per=partij", { rol: "management" }));
  await new Promise((done) => setTimeout(done, 3000));
}
for (const page of pages) ({ ms: page.first, bytes: page.bytes } = await measure(page));
for (let round = 0; round < rounds; round++) {
  for (const page of pages) {
    if (page.label) page.path = newDay(round + 1);
    page.times.push((await measure(page)).ms);
  }
}

const quantile = (times, percent) => times[Math.floor(((times.length - 1) * percent) / 100)];
const faults = [];
console.log(`The figures were there ${(read.ms / 1000).toFixed(1)} s after the start.`);
console.log(`${rounds} rounds; style and script take ${(besides / 1000).toFixed(1)} kB more on a first visit`);
console.log(`${"first ms".padStart(9)} ${"p50 ms".padStart(9)} ${"p99 ms".padStart(9)} ${"kB".padStart(7)}  page`);
for (const { role = "nobody", name: of = "", path: asked, label: path = asked, first, times, bytes } of pages) {
  times.sort((a, b) => a - b);
  const row = [first, quantile(times, 50), quantile(times, 99)];
  const name = `${role} ${of && `(${of}) `}${path.length > 80 ? `${path.slice(0, 77)}…` : path}`;
  console.log(`${row.map((ms) => ms.toFixed(1).padStart(9)).join(" ")} ${(bytes / 1000).toFixed(1).padStart(7)}  ${name}`);
  // The first is one sample, of a process and a database that have just started: printed, not judged.
  ["p50", "p99"].forEach((what, i) => row[i + 1] > MOST_MS && faults.push(`${name}: ${what} took ${row[i + 1].toFixed(0)} ms`));
  if (bytes + besides > MOST_BYTES) faults.push(`${name}: ${((bytes + besides) / 1000).toFixed(0)} kB`);
}
agent.destroy();
if (faults.length > 0) {
  console.log(`\nMore than ${MOST_MS} ms or ${MOST_BYTES / 1000} kB:\n  ${faults.join("\n  ")}`);
  process.exitCode = 1;
}
