import { z } from 'zod';
import { call } from './call.ts';
import { albumCalls } from './album-calls.ts';
import { filingProgress } from './filing.ts';
import { filingCalls } from './filing-calls.ts';
import { browseCalls } from './browse.ts';
import { copiesCalls } from './copies-calls.ts';
import { recoveryOffer } from './backup.ts';
import { backupCalls } from './backup-calls.ts';
import { guestState, modelChange } from './engine.ts';
import { engineCalls } from './engine-calls.ts';
import { modelChoice } from './model.ts';
import { modelCalls } from './model-calls.ts';
import { openedCalls } from './opened-calls.ts';
import { stackCalls } from './stack-calls.ts';
import { suggestionsState } from './review.ts';
import { reviewCalls } from './review-calls.ts';
import { tagCalls } from './tag-calls.ts';
import { updatesCalls } from './updates-calls.ts';
import { vocabularyCalls } from './vocabulary-calls.ts';
import { writingCalls } from './writing-calls.ts';
import { clipboardCalls } from './clipboard-calls.ts';
import { pictureCalls } from './picture-calls.ts';
import { filmCalls } from './film-calls.ts';
import { failureReport } from './failure.ts';
import { failureCalls } from './failure-calls.ts';
import { folder, folderAt, folderNode } from './folder.ts';
import { licences } from './licences.ts';
import { list, month, question } from './list.ts';
import { ownWordsCalls } from './own-words.ts';
import {
  flagged, flagWord, mark, marked, photoCard, photoDetail, photoId, photoIds, rated, stars, turning,
} from './photo.ts'; // prettier-ignore
import { crop } from './region.ts';
import { filterDescription, suggestion } from './query.ts';
import { savedSearch, sentenceFit, why } from './search.ts';
import { settings } from './settings.ts';
import { updatesState } from './updates.ts';
import { engine, progress } from './work.ts';
import { writingProgress } from './writing.ts';

/** Bytes of a picture. */
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

const searchText = z.object({
  text: z.string().min(1).max(20_000),
  keptAsWords: z.array(z.string()).max(64).optional(),
});

/** Every call the window can make: what goes in, what comes out. A handler for each is asked for by the compiler. */
export const calls = {
  /** The window fills the screen, or no longer. */
  'app.toggleFullScreen': call(z.undefined(), z.undefined()),
  'app.info': call(
    z.undefined(),
    z.object({
      version: z.string(),
      electron: z.string(),
      platform: z.string(),
      locale: z.string(),
      libraryPath: z.string(),
      /** Where what crashed processes leave is kept: on this disk only. */
      crashFolder: z.string(),
      /** Whether Chromium's sandbox is around the window, or why not. */
      sandbox: z.enum(['on', 'root', 'forbidden']),
      /** Whether sample photos came with the app. */
      hasSamples: z.boolean(),
      /** Something the person should know once, e.g. that the index was damaged and is being built again. */
      notices: z.array(failureReport),
      /** The library is not open: nothing else can be called but `recovery.choose`. */
      recovery: recoveryOffer.optional(),
    }),
  ),
  /** Everybody's work that the app is made of. */
  'app.licences': call(z.undefined(), licences),
  /** Chromium's own are a page of 9 MB: opened in the browser. */
  'app.showChromiumLicences': call(z.undefined(), z.undefined()),
  'settings.get': call(z.undefined(), settings),
  'settings.change': call(settings.partial(), settings),
  'folders.list': call(z.undefined(), z.array(folder)),
  /** Opens the system's folder dialog; paths never come from the window. */
  'folders.choose': call(z.undefined(), z.array(folder)),
  /** Copies the sample photos into the person's pictures, and adds their folder. */
  'folders.addSamples': call(z.undefined(), z.array(folder)),
  'folders.remove': call(z.object({ id: z.int() }), z.array(folder)),
  /** Every folder that photos lie in, also further below, in no order. */
  'folders.tree': call(z.undefined(), z.array(folderNode)),
  'folders.showInFileManager': call(folderAt, z.undefined()),
  'folders.rescan': call(z.object({ id: z.int().optional() }), z.undefined()),
  'list.open': call(question, list),
  'list.page': call(
    z.object({ id: z.int(), offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    z.array(photoCard),
  ),
  /** Ids of the photos at these places of a list, with all that their cards stand for: what is selected is ids, not cards. */
  'list.ids': call(
    z.object({ id: z.int(), offset: z.int().min(0), limit: z.int().min(1).max(10_000) }),
    z.array(photoId),
  ),
  'list.months': call(z.object({ id: z.int() }), z.array(month)),
  /** Position of a photo in a list, or undefined. */
  'list.find': call(z.object({ id: z.int(), photoId }), z.int().optional()),
  /** How many photos of the answer (without what is folded away) were taken in each month, oldest first. */
  'list.histogram': call(z.object({ id: z.int() }), z.array(month.omit({ offset: true }))),
  /** What may be typed next. */
  'query.suggest': call(z.object({ text: z.string().max(20_000) }), z.array(suggestion)),
  /** The filters there are, with how to ask for a value. */
  'query.filters': call(z.undefined(), z.array(filterDescription)),
  'searches.list': call(z.undefined(), z.object({ recent: z.array(savedSearch), saved: z.array(savedSearch) })),
  /** The person looked at an answer of this search: it is among the recent ones. */
  'searches.remember': call(searchText, z.undefined()),
  'searches.save': call(searchText.extend({ name: z.string().min(1).max(200) }), savedSearch),
  'searches.remove': call(z.object({ id: z.int() }), z.undefined()),
  /** A picture that was dropped or pasted becomes a term of a question: `picture:<id>`. */
  'pictures.add': call(
    z.object({ name: z.string().max(500), bytes }),
    z.object({ pictureId: z.int(), name: z.string(), thumbnail: bytes }),
  ),
  /** How well sentences fit a photo. */
  'photos.match': call(
    z.object({ id: photoId, sentences: z.array(z.string().min(1).max(1_000)).min(1).max(50) }),
    z.array(sentenceFit),
  ),
  /** Why the photo is in the answer to a question. `heat` costs up to a second. */
  'photos.why': call(z.object({ id: photoId, question, heat: z.boolean() }), why),
  /**
   * Undefined takes the person's rating away again: what the file says stands then. Answers what the person's own was before, of
   * those that changed.
   */
  'photos.rate': call(z.object({ ids: photoIds, rating: stars.optional() }), rated),
  /** Without `isOn`: off where all of them are marked so, else on. */
  'photos.mark': call(z.object({ ids: photoIds, mark, isOn: z.boolean().optional() }), marked),
  /** In the library alone, and not films or what is on a drive that is away. Answers which were turned. */
  'photos.turn': call(z.object({ ids: photoIds, by: turning }), z.array(photoId)),
  /** Without `flag` the person's word is taken away: what the file says stands. In the library alone. Answers what was said before. */
  'photos.flag': call(z.object({ ids: photoIds, flag: flagWord.optional() }), flagged),
  /** What is left of a picture, as it is shown; without `crop` all of it. In the library alone. */
  'photos.crop': call(z.object({ id: photoId, crop: crop.optional() }), z.undefined()),
  'photos.get': call(z.object({ id: photoId }), photoDetail),
  'photos.showInFileManager': call(z.object({ id: photoId }), z.undefined()),
  ...pictureCalls,
  ...clipboardCalls,
  ...filmCalls,
  ...tagCalls,
  ...vocabularyCalls,
  ...reviewCalls,
  ...albumCalls,
  ...writingCalls,
  ...filingCalls,
  ...openedCalls,
  ...updatesCalls,
  ...ownWordsCalls,
  ...modelCalls,
  ...backupCalls,
  ...browseCalls,
  ...copiesCalls,
  ...stackCalls,
  ...engineCalls,
  'work.progress': call(z.undefined(), progress),
  'work.pause': call(z.undefined(), progress),
  'work.resume': call(z.undefined(), progress),
  'work.engine': call(z.undefined(), engine.optional()),
  ...failureCalls,
} as const;

/** What the main process tells the window unasked. */
export const events = {
  progress,
  folders: z.array(folder),
  settings,
  /** Photos came, changed or went: lists on screen may be read again. */
  'library.changed': z.object({ photoCount: z.int() }),
  engine,
  /** The change from one model to another. */
  'engine.switch': modelChange,
  'engine.guest': guestState,
  /** How far reading or writing the person's files is. */
  writing: writingProgress,
  /** How far moving the person's files is. */
  files: filingProgress,
  notice: failureReport,
  /** A backup was begun, made, or could not be. */
  'backups.changed': z.undefined(),
  /** The pass that suggests tags for the whole library. */
  suggestions: suggestionsState,
  /** Tags, the vocabulary or albums changed: what shows them reads them again. */
  'tags.changed': z.undefined(),
  /** Albums, or what is in them: who shows them reads them again. */
  'albums.changed': z.undefined(),
  /** Models came, went, or are on their way. */
  models: z.array(modelChoice),
  /** The person opened something with the app: ask for it. */
  opened: z.undefined(),
  updates: updatesState,
  /** A menu item or a shortcut of the system's menu bar was chosen. */
  command: z.enum(['search', 'add-folder', 'settings', 'failures', 'timeline']),
} as const;

export type CallName = keyof typeof calls;
export type CallInput<N extends CallName> = z.infer<(typeof calls)[N]['input']>;
export type CallOutput<N extends CallName> = z.infer<(typeof calls)[N]['output']>;
export type Handlers = { [N in CallName]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>> };

export type EventName = keyof typeof events;
export type EventValue<N extends EventName> = z.infer<(typeof events)[N]>;

export type Answer<T> = { ok: true; value: T } | { ok: false; error: z.infer<typeof failureReport> };

/** A `File` of the page. */
export interface DroppedFile {
  readonly name: string;
  readonly size: number;
}

/** What the preload script puts on `window.lumisift`: the only door. */
export interface Bridge {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Answer<CallOutput<N>>>;
  on<N extends EventName>(name: N, listener: (value: EventValue<N>) => void): () => void;
  /**
   * Opens what the person dropped on the window, as if it had been dropped on the app's icon. Only a file that came from
   * outside has a path, and only the preload script sees it.
   */
  open(file: DroppedFile): Promise<Answer<undefined>>;
}

/**
 * Addresses of pictures, served by the main process for photos the library knows and for nothing else:
 * `photo://thumbnail/<id>?v=<version>` (JPEG, long edge 512 px) and `photo://full/<id>?v=<version>` (the original where
 * the window can show it, else a rendered JPEG). `photo://motion/<id>?v=<version>` is the film that a picture was taken with.
 */
export const photoScheme = 'photo';
