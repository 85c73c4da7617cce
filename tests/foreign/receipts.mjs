// Reads what this system signed with other people's libraries: npm jose and @sd-jwt/sd-jwt-vc.
//
//   node receipts.mjs DIR
//
// DIR holds jwks.json, jwt-vc-issuer.json, receipt.sdjwt, presentation.sdjwt-kb, act-receipt.jwt, status-list.*.jwt and expect.json:
// { now, origin, issuer, grant, disclosed: [...], status: { "status-list.before.jwt": 0, ... } }. Nothing is fetched from anywhere.
// One line a check; the last line is "OK (n checks)"; any surprise ends with exit code 1.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import * as jose from 'jose';

const folder = process.argv[2];
const text = name => readFileSync(join(folder, name), 'utf8').trim();
const json = name => JSON.parse(text(name));
const expect = json('expect.json');
const jwks = json('jwks.json');
const metadata = json('jwt-vc-issuer.json');
const keys = jose.createLocalJWKSet(jwks);
const now = new Date(expect.now * 1000);
const utf8 = new TextEncoder();

let checks = 0;
async function check(name, run) {
  const good = await run();
  if (good !== true) {
    console.error(`NO  ${name}: ${good}`);
    process.exit(1);
  }
  checks++;
  console.log(`ok  ${name}`);
}

// Refused for the right reason: anything may throw, so the message has to fit.
async function refused(run, why) {
  try {
    await run();
    return 'it was accepted';
  } catch (error) {
    return why.test(String(error.message)) || `it was refused for another reason: ${error.message}`;
  }
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b) || `${JSON.stringify(a)} is not ${JSON.stringify(b)}`;

// jose checks signature, algorithm and typ by the key set alone.
const verify = (jwt, typ, options = {}) =>
  jose.jwtVerify(jwt, keys, { algorithms: ['ES256'], typ, currentDate: now, ...options });

async function verifier(data, signature, header) {
  const key = await keys(jose.decodeProtectedHeader(`${data}.${signature}`), {});
  return signatureHolds(data, signature, key);
}

async function kbVerifier(data, signature, payload) {
  return signatureHolds(data, signature, await jose.importJWK(payload.cnf.jwk, 'ES256'));
}

async function signatureHolds(data, signature, key) {
  try {
    await jose.compactVerify(`${data}.${signature}`, key, { algorithms: ['ES256'] });
    return true;
  } catch {
    return false;
  }
}

const vc = statusList => new SDJwtVcInstance({
  hasher: (data, alg) => createHash(alg.replace('-', '')).update(typeof data === 'string' ? data : new Uint8Array(data)).digest(),
  hashAlg: 'sha-256',
  verifier,
  kbVerifier,
  statusVerifier: verifier,
  statusListFetcher: async () => statusList,
});

const receipt = text('receipt.sdjwt');
const presentation = text('presentation.sdjwt-kb');
const act = text('act-receipt.jwt');
const lists = Object.entries(expect.status);
const validList = text(lists.find(([, value]) => value === 0)[0]);
const options = { currentDate: expect.now };

await check('issuer metadata and key set agree', () => same(metadata.jwks, jwks));
await check('issuer metadata name the issuer', () => same(metadata.issuer, expect.issuer));
await check('certificates in the key set are for its keys', async () => {
  for (const jwk of jwks.keys) {
    const pem = `-----BEGIN CERTIFICATE-----\n${jwk.x5c[0]}\n-----END CERTIFICATE-----`;
    const fromCertificate = await jose.exportJWK(await jose.importX509(pem, 'ES256', { extractable: true }));
    if (fromCertificate.x !== jwk.x || fromCertificate.y !== jwk.y) return 'another key';
    if (await jose.calculateJwkThumbprint(jwk) !== jwk.kid) return 'kid is not the thumbprint';
  }
  return true;
});

await check('jose: receipt is signed, dc+sd-jwt, in force', async () => {
  const { payload, protectedHeader } = await verify(receipt.split('~')[0], 'dc+sd-jwt', { issuer: expect.issuer });
  return same([payload.grant_id, payload.log.origin, protectedHeader.x5c.length], [expect.grant, expect.origin, 1]);
});
await check('jose: expired receipt is refused', () =>
  refused(() => verify(receipt.split('~')[0], 'dc+sd-jwt', { currentDate: new Date(8e12) }), /exp/));
await check('jose: act receipt is signed, pds-receipt+jwt', async () =>
  same((await verify(act, 'pds-receipt+jwt', { issuer: expect.issuer })).payload.grant_id, expect.grant));
await check('jose: act receipt is no status list', () => refused(() => verify(act, 'statuslist+jwt'), /typ/));

await check('sd-jwt-vc: receipt with all its disclosures', async () => {
  const { payload } = await vc(validList).verify(receipt, options);
  return same(Object.keys(payload).filter(k => expect.disclosable.includes(k)).sort(), [...expect.disclosable].sort());
});
await check('sd-jwt-vc: disclosed values are as issued', async () =>
  same((await vc(validList).verify(receipt, options)).payload.attributes[0].label, '氏名'));
await check('sd-jwt-vc: presentation with key binding shows what was chosen', async () => {
  const { payload, kb } = await vc(validList).verify(presentation, { ...options, keyBindingNonce: expect.nonce });
  return same(
    [Object.keys(payload).filter(k => expect.disclosable.includes(k)).sort(), kb.payload.aud, kb.payload.jti],
    [[...expect.disclosed].sort(), expect.origin, expect.nonce]);
});
await check('sd-jwt-vc: presentation with another nonce is refused', () =>
  refused(() => vc(validList).verify(presentation, { ...options, keyBindingNonce: 'another' }), /Nonce/));
await check('sd-jwt-vc: presentation with one disclosure less is refused', () => {
  const parts = presentation.split('~');
  parts.splice(1, 1);
  return refused(() => vc(validList).verify(parts.join('~'), { ...options, keyBindingNonce: expect.nonce }), /sd_hash/);
});
await check('sd-jwt-vc: changed receipt is refused', () => {
  const at = receipt.indexOf('.') + 20;
  const changed = receipt.slice(0, at) + (receipt[at] === 'A' ? 'B' : 'A') + receipt.slice(at + 1);
  return refused(() => vc(validList).verify(changed, options), /JSON|signature|Signature|decod/i);
});

for (const [name, value] of lists) {
  const list = text(name);
  await check(`jose: ${name} is signed, statuslist+jwt`, async () => {
    const { payload } = await verify(list, 'statuslist+jwt');
    return same([payload.exp - payload.iat, payload.ttl, payload.log.origin], [300, 60, expect.origin]);
  });
  await check(`sd-jwt-vc: receipt under ${name} is ${value === 0 ? 'in force' : 'refused'}`, () =>
    value === 0
      ? vc(list).verify(receipt, options).then(() => true)
      : refused(() => vc(list).verify(receipt, options), /Status is not valid/));
}

await check('sd_hash is SHA-256 over the presented text', () => {
  const kb = jose.decodeJwt(presentation.slice(presentation.lastIndexOf('~') + 1));
  const presented = presentation.slice(0, presentation.lastIndexOf('~') + 1);
  return same(kb.sd_hash, createHash('sha256').update(utf8.encode(presented)).digest('base64url'));
});

console.log(`OK (${checks} checks)`);
