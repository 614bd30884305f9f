// Verifies credentials with jsonld-signatures, as DIVOC's web verifier does: one DID, one key, the
// assertion purpose. Contexts come from a folder; nothing is fetched.
//
// node verify.js --key PUBLIC.json --contexts FOLDER [--did ID] [--alter] FILE...
//   FILE     a credential's JSON, a zip, or a PNG with the symbol
//   --did    the one DID that the verifier knows; without it the key's own id
//   --alter  instead: alters each value of the credential in turn, one at a time
// One JSON line a file: {"file","verified","sha256","error"}, with --alter {"file","altered","still_verified"}.
'use strict';

const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const jsigs = require('jsonld-signatures');
const {Ed25519KeyPair, RSAKeyPair} = require('crypto-ld');
const jsQR = require('jsqr');
const JSZip = require('jszip');
const {PNG} = require('pngjs');
const vc = require('vc-js');

function readArguments(words) {
  const given = {files: []};
  for (let i = 0; i < words.length; ++i) {
    if (words[i] === '--alter') given.alter = true;
    else if (words[i].startsWith('--')) given[words[i].slice(2)] = words[++i];
    else given.files.push(words[i]);
  }
  if (!given.key || !given.contexts || given.files.length === 0) throw new Error('usage: see the file');
  return given;
}

/** {URL: document} of a folder with index.json {URL: {file}}. */
function readContexts(folder) {
  const index = JSON.parse(fs.readFileSync(path.join(folder, 'index.json'), 'utf8'));
  const contexts = new Map();
  for (const [url, {file}] of Object.entries(index))
    contexts.set(url, JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')));
  return contexts;
}

/** What a stock verifier is configured with: a controller that asserts with one DID, which has one key. */
function makeVerifier(publicKey, did, contexts) {
  const security = 'https://w3id.org/security/v2';
  const isRsa = publicKey.type === 'RsaVerificationKey2018';
  const method = {'@context': security, ...publicKey, id: did};
  const controller = {
    '@context': security, id: publicKey.controller, publicKey: [did], assertionMethod: [did]
  };
  const documents = new Map(contexts);
  documents.set(did, method);
  documents.set(publicKey.controller, controller);
  const documentLoader = async url => {
    if (!documents.has(url)) throw new Error(`not in the closed set of documents: ${url}`);
    return {contextUrl: null, documentUrl: url, document: documents.get(url)};
  };
  const {RsaSignature2018, Ed25519Signature2018} = jsigs.suites;
  const {AssertionProofPurpose} = jsigs.purposes;
  const check = async credential => {
    const purpose = new AssertionProofPurpose({controller});
    if (isRsa) {
      const suite = new RsaSignature2018({key: new RSAKeyPair(method)});
      return jsigs.verify(credential, {suite, purpose, documentLoader, compactProof: false});
    }
    const suite = new Ed25519Signature2018({key: new Ed25519KeyPair(method)});
    return vc.verifyCredential({credential, suite, purpose, documentLoader, compactProof: false});
  };
  // vc-js throws for some faults of a document and returns others.
  return credential => check(credential).catch(error => ({verified: false, error}));
}

async function unzip(bytes) {
  const zip = await JSZip.loadAsync(bytes, {checkCRC32: true});
  return zip.files['certificate.json'].async('string');
}

/** The symbol's bytes; where they are no zip, the text that they are in UTF-8, a byte a character. */
async function readSymbol(file) {
  const {data, width, height} = PNG.sync.read(fs.readFileSync(file));
  const symbol = jsQR(new Uint8ClampedArray(data), width, height);
  if (symbol === null) throw new Error('no symbol in the picture');
  const bytes = Buffer.from(symbol.binaryData);
  try {
    return await unzip(bytes);
  } catch (error) {
    return unzip(new TextDecoder('utf-8', {fatal: true}).decode(bytes));
  }
}

async function readCredential(file) {
  if (file.endsWith('.png')) return readSymbol(file);
  if (file.endsWith('.zip')) return unzip(fs.readFileSync(file));
  return fs.readFileSync(file, 'utf8');
}

function changed(value) {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return `${value}x`;
}

/** Calls back with each copy in which one text, number or truth value below the contexts is another. */
async function forEachAlteration(root, callback) {
  const walk = async (node, pointer) => {
    for (const key of Object.keys(node)) {
      if (key === '@context') continue;
      const value = node[key];
      const here = `${pointer}/${key}`;
      if (value !== null && typeof value === 'object') {
        await walk(value, here);
      } else if (value !== null) {
        node[key] = changed(value);
        await callback(JSON.parse(JSON.stringify(root)), here);
        node[key] = value;
      }
    }
  };
  await walk(root, '');
}

async function report(file, text, verify, alter) {
  const credential = JSON.parse(text);
  if (!alter) {
    const {verified, error} = await verify(credential);
    const reasons = error === undefined ? '' : [error, ...(error.errors || [])].map(e => e.message).join('; ');
    const sha256 = crypto.createHash('sha256').update(text).digest('hex');
    return {file, verified, sha256, error: reasons};
  }
  const line = {file, altered: 0, still_verified: []};
  await forEachAlteration(credential, async (copy, pointer) => {
    ++line.altered;
    const {verified} = await verify(copy);
    if (verified) line.still_verified.push(pointer);
  });
  return line;
}

async function main() {
  const given = readArguments(process.argv.slice(2));
  const publicKey = JSON.parse(fs.readFileSync(given.key, 'utf8'));
  const verify = makeVerifier(publicKey, given.did || publicKey.id, readContexts(given.contexts));
  for (const file of given.files) {
    const line = await report(file, await readCredential(file), verify, given.alter);
    process.stdout.write(JSON.stringify(line) + '\n');
  }
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 2;
});
