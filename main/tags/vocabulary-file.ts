import type { FailureReport } from '../../preload/contract/failure.ts';
import type { ConceptEdit } from './plan-change.ts';

/** A concept as a file has it. What the file leaves out stays as it is. */
export interface FileConcept extends ConceptEdit {
  /** Where it begins, from 1. */
  readonly line: number;
  /** `own-3@1f2e3d4c` is the third of the person's own in the library that is called so. */
  readonly id?: string | undefined;
  /** `''`: not merged. */
  readonly mergedInto?: string | undefined;
}

/** What is wrong in a file, and in which line. */
export interface Mistake {
  readonly line: number;
  readonly error: FailureReport;
}

export interface VocabularyFile {
  readonly concepts: readonly FileConcept[];
  /** Where there are any, nothing of the file is taken. */
  readonly mistakes: readonly Mistake[];
}
