// A real OpenID provider (npm oidc-provider) for the tests of identity, with a back door under /_proef: to rotate its
// keys while it runs, to change what tokens say of somebody or how long they last, and to have a token signed that no provider would give.
// Usage: [PAGINAS=ADDRESS] node provider.mjs PORT [FOLDER]      prints the addresses of the provider and of the back door when it listens
// PAGINAS is where the pages of Wijkspoor are, for who signs in with a browser. PORT 0 is a free port. With a FOLDER that holds key.pem and cert.pem the provider speaks TLS; the back door never does.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { Provider } from 'oidc-provider';
import * as jose from 'jose';

// Only the addresses go to the output, which nobody reads any further.
console.log = console.info = console.error;

const SECRET = 'geheim: +/=&% van de test';

// Who can log in, with any password, and what their tokens say of them.
const PEOPLE = {
  jan: { realm_access: { roles: ['offline_access', 'G-TLO'] }, gebied: 'Malburgen' },
  els: { realm_access: { roles: ['G-MT', 'G-TLO', 'G-ADVIES'] }, gebied: ['*'], afdeling: ['Groen', 'Openbare Ruimte'] },
  kees: { realm_access: { roles: ['koffie'] } },
};

const [port, folder] = process.argv.slice(2);
const pem = (name) => readFileSync(`${folder}/${name}.pem`);
const answer = (how) => async (request, response) => {
  try {
    await ready;
    await how(request, response);
  } catch (error) {
    response.writeHead(500).end(String(error.stack));
  }
};
const front = answer((request, response) => handle(request, response));
const server = folder ? createTlsServer({ key: pem('key'), cert: pem('cert') }, front) : createServer(front);
const back = createServer(answer(backDoor));
const listen = (who, where) => new Promise((resolve) => who.listen(where, '127.0.0.1', resolve));
const address = (who, scheme) => `${scheme}://127.0.0.1:${who.address().port}`;
const issuer = () => address(server, folder ? 'https' : 'http');

let key, handle;
// How long a token of a person lasts, in seconds.
let lasting = 3600;
const pages = process.env.PAGINAS ?? 'http://127.0.0.1:9';
// Who asks before there is a key waits for it.
const ready = Promise.all([listen(server, Number(port)), listen(back, 0)]).then(() => rotate('RS256'));
ready.then(() => process.stdout.write(`${issuer()}\n${address(back, 'http')}\n`));

async function newKey(alg) {
  const { privateKey } = await jose.generateKeyPair(alg, { extractable: true });
  const jwk = await jose.exportJWK(privateKey);
  return { ...jwk, alg, use: 'sig', kid: await jose.calculateJwkThumbprint(jwk) };
}

// From now on it signs with a new key, and no longer publishes the old one.
async function rotate(alg) {
  key = await newKey(alg);
  const common = { redirect_uris: ['http://127.0.0.1:9/terug'], id_token_signed_response_alg: alg };
  const system = { client_secret: SECRET, redirect_uris: [], response_types: [], grant_types: ['client_credentials'] };
  const provider = new Provider(issuer(), {
    jwks: { keys: [key] },
    clients: [
      { client_id: 'zaaksysteem', ...system, id_token_signed_response_alg: alg },
      { client_id: 'dashboard', client_secret: SECRET, ...common },
      {
        client_id: 'paginas', client_secret: SECRET, ...common, redirect_uris: [`${pages}/aanmelden/terug`],
        post_logout_redirect_uris: [`${pages}/afgemeld`], grant_types: ['authorization_code', 'refresh_token'],
      },
      { client_id: 'telefoon', token_endpoint_auth_method: 'none', ...common },
    ],
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    extraTokenClaims: (_, token) => PEOPLE[token.accountId],
    scopes: ['openid', 'offline_access', 'lezen', 'schrijven'],
    // As strict as providers are: a refresh token serves once, and a second use ends everything.
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    features: {
      revocation: { enabled: true },
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:wijkspoor',
        useGrantedResource: () => true,
        getResourceServerInfo: (_, audience) => ({
          audience, scope: 'lezen schrijven', accessTokenFormat: 'jwt', jwt: { sign: { alg } },
          accessTokenTTL: lasting,
        }),
      },
    },
    cookies: { keys: ['proef'] },
  });
  handle = provider.callback();
}

async function backDoor(request, response) {
  let body = '';
  for await (const part of request) body += part;
  const asked = JSON.parse(body);
  const actions = {
    '/_proef/roteer': () => rotate(asked.alg),
    '/_proef/teken': () => sign(asked),
    '/_proef/duur': () => { lasting = asked.seconden; },
    '/_proef/rollen': () => { PEOPLE[asked.wie].realm_access = { roles: asked.rollen }; },
  };
  const outcome = await actions[request.url]();
  response.writeHead(200, { 'content-type': 'text/plain' }).end(outcome ?? '');
}

// A token with these claims, signed as is asked.
async function sign({ claims, how }) {
  const { alg, kid } = key;
  const { d, p, q, dp, dq, qi, ...open } = key;
  const compact = (header, by) => new jose.SignJWT(claims).setProtectedHeader(header).sign(by);
  const part = (value) => jose.base64url.encode(typeof value === 'string' ? value : JSON.stringify(value));
  const stranger = async () => newKey(alg);
  switch (how) {
    case 'goed':
      return compact({ alg, kid }, await jose.importJWK(key, alg));
    case 'zonder kid':
      return compact({ alg }, await jose.importJWK(key, alg));
    case 'hs256 met pem':
    case 'hs256 met jwk': {
      const pem = await jose.exportSPKI(await jose.importJWK(open, alg));
      const secret = how === 'hs256 met pem' ? pem : JSON.stringify(open);
      return compact({ alg: 'HS256', kid }, new TextEncoder().encode(secret));
    }
    case 'none':
      return `${part({ alg: 'none', kid })}.${part(claims)}.`;
    case 'vreemd':
      return compact({ alg, kid }, await jose.importJWK(await stranger(), alg));
    case 'vreemd met jwk': {
      const own = await stranger();
      const { d: secret, ...jwk } = own;
      return compact({ alg, kid: own.kid, jwk }, await jose.importJWK(own, alg));
    }
    case 'andere soort': {
      const other = alg === 'ES256' ? 'RS256' : 'ES256';
      return compact({ alg: other, kid }, await jose.importJWK(await newKey(other), other));
    }
    case 'veranderd': {
      const [header, , signature] = (await compact({ alg, kid }, await jose.importJWK(key, alg))).split('.');
      return `${header}.${part({ ...claims, sub: 'els' })}.${signature}`;
    }
    default:
      throw new Error(`unknown: ${how}`);
  }
}
