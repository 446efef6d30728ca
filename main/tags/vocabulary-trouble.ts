import type { FailureReport } from '../../preload/contract/failure.ts';
import { Failure } from '../util/failure.ts';

/** What can be wrong with a concept; the window has each in the person's language (`failure.bad-input.<code>`). */
const sentences = {
  'concept-no-name': 'A concept needs a name.',
  'concept-name-empty': 'A name is empty.',
  'concept-name-long': 'The name "{name}…" is longer than {most} characters.',
  'concept-name-spaces': 'The name "{name}" has spaces around it.',
  'concept-name-signs': 'The name "{name}" has signs in it that cannot be kept.',
  'concept-name-taken': '"{name}" is a name of "{other}" too.',
  'concept-name-many': 'A concept can have {most} names in one language.',
  'concept-language': '"{language}" is not the sign of a language, such as en or zh-CN.',
  'concept-id': 'The id "{id}" must be lower case letters, digits and hyphens.',
  'concept-id-twice': 'The id "{id}" is there twice.',
  'concept-parent-gone': 'There is no concept "{other}" for "{name}" to be a part of.',
  'concept-circle': '"{name}" cannot be a part of "{other}", because "{other}" is a part of "{name}".',
  'concept-own-parent': '"{name}" cannot be a part of itself.',
  'concept-exclusion-gone': 'There is no concept "{other}" for "{name}" to exclude.',
  'concept-exclusion-kin': '"{name}" cannot exclude "{other}": one is a part of the other.',
  'concept-prompts': 'The sentences for the model are at most {most}, each with 1 to 300 characters.',
  'concept-suggest-at': '"{given}" is not a number from 0 to 1.',
  'concept-merge-gone': 'There is no concept "{other}" to merge "{name}" into.',
  'concept-merge-itself': '"{name}" cannot be merged into itself.',
  'concept-merge-inside': '"{name}" holds other concepts by merging: take them out again first.',
  'concept-unmerge-first': '"{name}" was merged into "{other}", which was itself merged: undo that first.',
  'concept-not-own': '"{name}" came with the app: it can be hidden, not removed.',
  'concept-gone': 'There is no concept "{other}".',
  'file-not-json': 'This is not JSON: {why}.',
  'file-no-vocabulary': 'This file has no list of "concepts".',
  'file-no-heading': 'The first line has to name the columns: "names", "names[en]", "id", "parent" and so on.',
  'file-column': 'The column "{column}" is not known.',
  'file-column-twice': 'The column "{column}" is there twice.',
  'file-cells': 'There are {found} cells where the first line names {expected}.',
  'file-csv': 'This is not CSV: {why}.',
  'file-quote-open': 'A cell begins with a quotation mark and has no end.',
  'file-quote-inside': 'A quotation mark in a cell is written twice, and the whole cell stands in quotation marks.',
  'file-property': '"{property}" is not known here.',
  'file-property-twice': '"{property}" is there twice.',
  'file-shape': '"{property}" has to be {what}.',
  'file-yes-no': '"{given}" is neither yes nor no.',
  'file-large': 'The file has more than {most} MB.',
  'file-encoding': 'The file is not in UTF-8. Save it as "CSV UTF-8", then try again.',
  'answer-no-photo': 'A line needs the path of a photo or its content.',
  'answer-state': '"{given}" is neither confirmed nor rejected.',
  'answer-no-concept': 'A line needs the name or the id of a concept.',
  'answer-date': '"{given}" is not a date such as 2024-05-17T10:30:00.000Z.',
} as const;

export type VocabularyTrouble = keyof typeof sentences;
type Values = Readonly<Record<string, string | number>>;

/** Something wrong, in English, with what the window needs to say it in another language. */
export function vocabularyTrouble(code: VocabularyTrouble, values: Values = {}): FailureReport {
  const message = sentences[code].replaceAll(/\{(\w+)\}/gu, (_, key: string) => String(values[key] ?? ''));
  return { kind: 'bad-input', message, details: { ...values, code } };
}

export function vocabularyFailure(code: VocabularyTrouble, values: Values = {}): Failure {
  const { kind, message, details } = vocabularyTrouble(code, values);
  return new Failure(kind, message, details && { details });
}

export const vocabularySentences: Readonly<Record<VocabularyTrouble, string>> = sentences;
