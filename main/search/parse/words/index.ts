import { alphabetic } from './alphabetic.ts';
import { eastAsian } from './east-asian.ts';
import type { LanguageCode, WordList } from './word-list.ts';

export const wordLists: Readonly<Record<LanguageCode, WordList>> = { ...alphabetic, ...eastAsian };
