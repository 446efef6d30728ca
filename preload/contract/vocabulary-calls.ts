import { z } from 'zod';
import { call } from './call.ts';
import { conceptId } from './review.ts';
import { conceptDetail, conceptEdit, importPreview, listedConcept } from './vocabulary.ts';

/** What photos can be tagged with: concepts, the app's and the person's own. */
export const vocabularyCalls = {
  /** Every concept that is not merged into another, hidden ones too, by name. */
  'vocabulary.list': call(z.undefined(), z.array(listedConcept)),
  /** Those that the model has words for: it suggests the others only once it learned them. */
  'vocabulary.askable': call(z.undefined(), z.array(conceptId)),
  'vocabulary.get': call(z.object({ id: conceptId }), conceptDetail),
  /** A concept of the person's own. Fails with 'bad-input' where a name is taken. */
  'vocabulary.add': call(conceptEdit.extend({ names: conceptEdit.shape.names.unwrap() }), z.object({ id: conceptId })),
  /** Fails with 'bad-input' and a sentence, and changes nothing, where something would be wrong after it. */
  'vocabulary.change': call(z.object({ id: conceptId, edit: conceptEdit }), z.undefined()),
  /** The answers of the one move to the other, which has its names too from then on. */
  'vocabulary.merge': call(
    z.object({ id: conceptId, into: conceptId }),
    z.object({
      /** Photos whose answer moved. */
      movedCount: z.int(),
      /** Confirmed for the one and rejected for the other: they are confirmed now. */
      conflictCount: z.int(),
    }),
  ),
  /** Both are as they were, but for what the person answered since. Answers how many photos have their answer back. */
  'vocabulary.unmerge': call(z.object({ id: conceptId }), z.object({ movedCount: z.int() })),
  /** Takes a concept of the person's own away; its answers stay unless they are to go. */
  'vocabulary.remove': call(z.object({ id: conceptId, answers: z.enum(['keep', 'drop']) }), z.undefined()),
  /** A concept of the app's is as the app has it; what was merged stays merged. */
  'vocabulary.reset': call(z.object({ id: conceptId }), z.undefined()),
  /** Opens the system's file dialog and tells what the file would change; nothing is changed yet. */
  'vocabulary.chooseImport': call(z.undefined(), importPreview),
  /** Changes what was told by {@link vocabulary.chooseImport}. */
  'vocabulary.applyImport': call(
    z.object({ importId: z.int() }),
    z.object({ addedCount: z.int(), changedCount: z.int() }),
  ),
  /** Opens the system's file dialog. Undefined when it was cancelled, else the name of the file. */
  'vocabulary.export': call(z.object({ format: z.enum(['json', 'csv']) }), z.string().optional()),
} as const;
