import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');

/** What the compiler says of a file with this text in one of the projects, without writing it anywhere. */
function errorsOf(project: string, name: string, text: string): string[] {
  const config = path.join(root, project, 'tsconfig.json');
  const parsed = ts.getParsedCommandLineOfConfigFile(
    config,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  if (!parsed) throw new Error(`${config} cannot be read`);
  const file = path.join(root, project, name);
  const host = ts.createCompilerHost(parsed.options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (it) => it === file || fileExists(it);
  host.getSourceFile = (it, ...others) =>
    it === file ? ts.createSourceFile(it, text, ts.ScriptTarget.ES2023, true) : getSourceFile(it, ...others);
  const program = ts.createProgram({
    rootNames: [file],
    options: parsed.options,
    host,
    ...(parsed.projectReferences && { projectReferences: parsed.projectReferences }),
  });
  return [...program.getOptionsDiagnostics(), ...program.getSemanticDiagnostics(program.getSourceFile(file))].map(
    (it) => ts.flattenDiagnosticMessageText(it.messageText, ' '),
  );
}

function fail(diagnostic: ts.Diagnostic): never {
  throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '));
}

test.each([
  ['renderer', "import { Failure } from '../main/util/failure.ts';\nexport const x = Failure;"],
  ['preload', "import { Failure } from '../main/util/failure.ts';\nexport const x = Failure;"],
  ['preload/contract', "import { Failure } from '../../main/util/failure.ts';\nexport const x = Failure;"],
  ['main', "import { createLog } from './app/log.ts';\nexport const x = createLog;"],
])('in %s, a step over the wall does not compile', (project, text) => {
  expect(errorsOf(project, 'x.ts', text).join('\n')).toMatch(/is not under 'rootDir'|not listed within the file list/);
});

test.each([
  ['renderer', "export const x = process.env['HOME'];", /Cannot find name 'process'/],
  ['renderer', "import fs from 'node:fs';\nexport const x = fs;", /Cannot find (name|module) 'node:fs'/],
  ['preload/contract', 'export const x = document.title;', /Cannot find name 'document'/],
  ['main', 'export const x = document.title;', /Cannot find name 'document'/],
])('%s knows only what is there where it runs: %s', (project, text, message) => {
  expect(errorsOf(project, 'x.ts', text).join('\n')).toMatch(message);
});

test('what may be said compiles', () => {
  const text = "import type { Bridge } from '../preload/contract/api.ts';\nexport type X = Bridge;";
  expect(errorsOf('renderer', 'x.ts', text)).toEqual([]);
});
