import { createContext } from 'svelte';
import type { CallOutput, EventValue } from '../../preload/contract/api.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import type { Region } from '../../preload/contract/query.ts';
import type { SavedSearch } from '../../preload/contract/search.ts';
import { reportOf, type Api } from '../api.ts';
import { Albums } from './albums.svelte.ts';
import { EngineState } from './engine.svelte.ts';
import { Examples } from './examples.svelte.ts';
import { Failures } from './failures.svelte.ts';
import { Filters } from './filters.svelte.ts';
import { Folders } from './folders.svelte.ts';
import { Grid } from './grid.svelte.ts';
import { Language } from './language.svelte.ts';
import { LearnedState } from './learned.svelte.ts';
import { ModelsState } from './models.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Pass } from './pass.svelte.ts';
import { Ratings } from './ratings.ts';
import { Review } from './review.svelte.ts';
import { Search } from './search.svelte.ts';
import { Searches } from './searches.svelte.ts';
import { SettingsState } from './settings.svelte.ts';
import { Suggestions } from './suggestions.svelte.ts';
import { TagBox } from './tag-box.svelte.ts';
import { Tagging } from './tagging.ts';
import { TagNames } from './tag-names.svelte.ts';
import { Teaching } from './teaching.svelte.ts';
import { Undo } from './undo.ts';
import { Viewer, type ViewerMode } from './viewer.svelte.ts';
import { VocabularyState } from './vocabulary.svelte.ts';
import { Work } from './work.svelte.ts';
import { Writing } from './writing.svelte.ts';

export type View = 'photos' | 'failures' | 'settings' | 'review' | 'learned' | 'vocabulary';
export type Stage = { is: 'starting' } | { is: 'ready' } | { is: 'failed'; why: FailureReport };

const mostExamples = 8;

export const [useApp, provideApp] = createContext<AppState>();

/** Everything the window knows, put together. */
export class AppState {
  stage = $state.raw<Stage>({ is: 'starting' });
  view = $state<View>('photos');
  isSidebarOpen = $state(true);
  info = $state.raw<CallOutput<'app.info'> | undefined>();
  /** Counts up when the search box should take the keyboard. */
  searchCalls = $state(0);

  readonly api: Api;
  readonly language = new Language(() => this.settings.value.language);
  readonly notices: Notices;
  readonly settings: SettingsState;
  readonly folders: Folders;
  readonly work: Work;
  readonly engine: EngineState;
  readonly models: ModelsState;
  readonly failures: Failures;
  readonly search: Search;
  readonly searches: Searches;
  readonly suggestions: Suggestions;
  readonly filters: Filters;
  readonly examples: Examples;
  readonly ratings: Ratings;
  readonly grid: Grid;
  readonly viewer: Viewer;
  readonly undo: Undo;
  readonly tagging: Tagging;
  readonly tagNames: TagNames;
  readonly tagBox: TagBox;
  readonly pass: Pass;
  readonly review: Review;
  readonly learned: LearnedState;
  readonly teaching: Teaching;
  readonly vocabulary: VocabularyState;
  readonly albums: Albums;
  readonly writing: Writing;

  readonly isFirstRun = $derived.by(() => this.folders.list.length === 0 && this.work.progress.photoCount === 0);

  constructor(api: Api) {
    this.api = api;
    this.notices = new Notices(this.language);
    this.settings = new SettingsState(api, this.notices);
    this.folders = new Folders(api, this.notices, this.language);
    this.work = new Work(api, this.notices);
    this.engine = new EngineState(api, this.notices);
    this.models = new ModelsState(api, this.notices, this.language, this.engine);
    this.failures = new Failures(api, this.notices, this.language);
    this.search = new Search(api, this.settings);
    this.searches = new Searches(api, this.search, this.notices, this.language);
    this.suggestions = new Suggestions(api, this.search, this.searches);
    this.filters = new Filters(api, this.notices, this.language);
    this.examples = new Examples(api, this.search, this.notices, this.language);
    this.examples.onTaken = () => this.focusSearch();
    this.undo = new Undo(this.notices, this.language);
    this.ratings = new Ratings(api, this.notices, this.language, this.undo);
    this.grid = new Grid(this.search, this.settings, this.language);
    this.tagging = new Tagging(api, this.notices, this.language, this.undo);
    this.viewer = new Viewer(api, this.grid, this.notices, this.tagging);
    this.tagNames = new TagNames(api, this.notices);
    this.tagBox = new TagBox(api, this.tagging);
    this.pass = new Pass(api, this.notices);
    this.review = new Review(api, this.notices, this.pass);
    this.learned = new LearnedState(api, this.notices, this.language, this.tagging, this.undo);
    this.teaching = new Teaching(api, this.notices, this.tagging);
    this.teaching.onTaught = (conceptId) => this.showLearned(conceptId);
    this.albums = new Albums(api, this.search, this.notices, this.language, this.undo);
    this.vocabulary = new VocabularyState(api, this.notices, this.language, this.undo);
    this.writing = new Writing(api, this.notices);
    this.search.isHeld = () => this.viewer.isOpen;
    api.on('notice', (failure) => this.notices.report(failure));
    api.on('command', (command) => this.obey(command));
  }

  async start(): Promise<void> {
    this.stage = { is: 'starting' };
    try {
      const { api } = this;
      const [info, settings, folders, progress, engine] = await Promise.all([
        api.call('app.info', undefined),
        api.call('settings.get', undefined),
        api.call('folders.list', undefined),
        api.call('work.progress', undefined),
        api.call('work.engine', undefined),
        this.search.ask(),
        this.searches.load(),
        this.albums.load(),
        this.pass.read(),
        this.engine.load(),
      ]);
      this.info = info;
      this.language.systemLocale = info.locale;
      this.settings.take(settings);
      this.folders.take(folders);
      this.work.progress = progress;
      this.work.engine = engine;
      for (const notice of info.notices) this.notices.report(notice);
      this.stage = { is: 'ready' };
    } catch (error) {
      this.stage = { is: 'failed', why: reportOf(error) };
    }
  }

  go(view: View): void {
    if (this.viewer.isOpen) this.viewer.close('elsewhere');
    this.view = view;
  }

  /** Back to the photos, where the person left them; from there, to everything, newest first. */
  showPhotos(): void {
    if (this.view !== 'photos') this.go('photos');
    else this.showTimeline();
  }

  showTimeline(): void {
    this.go('photos');
    if (!this.search.isTimeline) this.search.clear();
    else this.grid.scrollTo(0);
  }

  /** @param region the part of the photo that is meant, else all of it */
  findSimilar(photo: Pick<PhotoCard, 'id' | 'version' | 'name'>, region?: Region): void {
    this.examples.know(photo);
    this.viewer.close();
    this.go('photos');
    this.search.moreLike(photo, region);
  }

  /** A photo of an answer was opened: the question was a good one. */
  openPhoto(index: number, mode?: ViewerMode): void {
    void this.searches.remember();
    void this.viewer.open(index, mode);
  }

  runSearch(search: Pick<SavedSearch, 'text' | 'keptAsWords'>): void {
    this.go('photos');
    this.search.run(search.text, search.keptAsWords);
  }

  openAlbum(id: number): void {
    this.go('photos');
    this.albums.open(id);
  }

  /** Out of the album that is open. */
  async removeChosen(): Promise<void> {
    const chosen = this.grid.chosen();
    await this.albums.remove(chosen);
    this.grid.clearSelection();
  }

  /** The chosen photo stands for the album that is open. */
  async coverWithChosen(): Promise<void> {
    const [photoId] = this.grid.chosen();
    if (photoId !== undefined) await this.albums.setCover(photoId);
  }

  /** Albums to put the selected photos into; the one in focus is selected where none is. */
  openAlbumBox(): void {
    this.grid.selectFocused();
    this.albums.isBoxOpen = this.grid.selection.size > 0;
  }

  /** Gives the selected photos stars, or the one in focus. */
  rate(stars: number): void {
    void this.ratings.rate(this.grid.chosen(), stars);
  }

  /** More than a few hardly change the answer, and each is a picture in the search box. */
  findSimilarToChosen(): void {
    const chosen = this.grid.chosen();
    const focused = this.grid.list?.at(this.grid.focusIndex);
    if (chosen.length < 2 && focused && chosen.every((id) => id === focused.id)) this.findSimilar(focused);
    else if (chosen.length > 0)
      this.search.run(
        chosen
          .slice(0, mostExamples)
          .map((id) => `photo:${id}`)
          .join(' '),
      );
  }

  /** Tags of the selected photos; the one in focus is selected where none is. */
  openTagBox(begin: 'name' | 'suggestion' = 'name'): void {
    this.grid.selectFocused();
    this.tagBox.open(this.grid.chosen(), begin);
  }

  /** What a concept learned from the person's answers. */
  showLearned(conceptId: string): void {
    this.go('learned');
    void this.learned.show(conceptId);
  }

  /** A tag is taught from the photos that are selected; without any the person is told how. */
  teach(): void {
    if (this.grid.selection.size > 0 && this.view === 'photos') return this.teaching.open([...this.grid.selection]);
    this.go('photos');
    this.notices.tell(this.language.t('teach.how'));
  }

  focusSearch(): void {
    this.go('photos');
    this.searchCalls++;
  }

  obey(command: EventValue<'command'>): void {
    if (command === 'search') this.focusSearch();
    else if (command === 'add-folder') void this.folders.choose();
    else if (command === 'timeline') this.showTimeline();
    else this.go(command);
  }

  /** Takes the last thing back, also while a photo is open. A text field undoes its own letters. */
  undoKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>, isTyping: boolean): boolean {
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !isTyping;
    // An answer that was given a moment ago may still be on its way: it is the last thing.
    if (isUndo && this.view === 'review' && this.review.canUndo) this.review.undo();
    else if (isUndo) void this.tagging.settled().then(() => this.undo.last());
    return isUndo;
  }

  /** Keys that work everywhere. Answers whether the key was one of them. */
  key(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>, isTyping: boolean): boolean {
    if (this.stage.is !== 'ready' || this.isFirstRun) return false;
    const withCommand = event.ctrlKey || event.metaKey;
    if (withCommand && event.key.toLowerCase() === 'f') this.focusSearch();
    else if (this.undoKey(event, isTyping)) return true;
    else if (withCommand && event.key === ',') this.go('settings');
    else if (withCommand && event.key.toLowerCase() === 'b') this.isSidebarOpen = !this.isSidebarOpen;
    else if (event.key === '/' && !isTyping && !withCommand && !event.altKey) this.focusSearch();
    else return false;
    return true;
  }
}
