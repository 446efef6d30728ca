import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerPage } from '../../../main/app/app-protocol.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

const folder = temporaryFolder();
const page = path.join(folder.path, 'page');
beforeAll(() => {
  fs.mkdirSync(path.join(page, 'assets'), { recursive: true });
  fs.writeFileSync(path.join(page, 'index.html'), '<!doctype html>');
  fs.writeFileSync(path.join(page, 'assets/main.js'), 'export {};');
  fs.writeFileSync(path.join(page, 'notes.txt'), 'not of a kind that is served');
  fs.writeFileSync(path.join(folder.path, 'secret.json'), '{}');
  fs.mkdirSync(path.join(folder.path, 'page-too'));
  fs.writeFileSync(path.join(folder.path, 'page-too/index.html'), 'a neighbour whose name begins the same');
});
afterAll(() => folder[Symbol.dispose]());

const get = (url: string, method = 'GET') => answerPage({ url, method }, page);

test('files of the page come with their type and the policy', async () => {
  const answer = await get('app://lumisift/assets/main.js?x=1');
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('export {};');
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

test.each([
  'app://lumisift/',
  'app://lumisift/assets',
  'app://lumisift/nothing.html',
  'app://lumisift/notes.txt',
  'app://lumisift/../secret.json',
  'app://lumisift/..%2fsecret.json',
  'app://lumisift/%2e%2e/secret.json',
  'app://lumisift/%2e%2e%2fsecret.json',
  'app://lumisift/assets/..%2f..%2fsecret.json',
  'app://lumisift/..%5csecret.json',
  'app://lumisift/..%2fpage-too%2findex.html',
  'app://lumisift/%00index.html',
  'app://lumisift/%ff',
  'app://lumisift/C:%5csecret.json',
  'app://elsewhere/index.html',
  'file:///etc/passwd',
  'not an address',
])('%s is not served', async (url) => {
  expect((await get(url)).status).toBe(404);
});

test('only GET', async () => {
  expect((await get('app://lumisift/index.html', 'POST')).status).toBe(405);
});
