import { Failure } from '../util/failure.ts';

/** What Windows keeps for itself, whatever comes behind the dot. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** Of most file systems, in UTF-8. */
const mostBytes = 255;

/**
 * A name that every system takes, so that a drive can go from one to the other.
 * @throws Failure 'bad-name-given'
 */
export function checkName(given: string): string {
  const name = given.normalize('NFC').trim();
  const isBad =
    name === '' ||
    name.startsWith('.') ||
    name.endsWith('.') ||
    /[/\\:*?"<>|\u0000-\u001f]/.test(name) ||
    reserved.test(name) ||
    Buffer.byteLength(name) > mostBytes;
  if (isBad)
    throw new Failure(
      'bad-name-given',
      'A name cannot be empty, begin with a dot, or have one of these in it: / \\ : * ? " < > |',
    );
  return name;
}
