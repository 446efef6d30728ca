import { createContext } from 'svelte';
import type { CallInput, CallOutput, EventValue } from '../../preload/contract/api.ts';
import type { RecoveryOffer } from '../../preload/contract/backup.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { FolderAt } from '../../preload/contract/folder.ts';
import type { Mark, PhotoCard, PhotoId } from '../../preload/contract/photo.ts';
import type { Region } from '../../preload/contract/region.ts';
import type { SavedSearch } from '../../preload/contract/search.ts';
import { reportOf, type Api } from '../api.ts';
import type { Press } from '../logic/keys.ts';
import { Albums } from './albums.svelte.ts';
import type { ListOrder } from '../../preload/contract/list.ts';
import { CleanUp } from './clean-up.svelte.ts';
import { type Command, commandOfKey } from './commands.ts';
import { Clipboard } from './clipboard.ts';
import { Compare } from './compare.svelte.ts';
import { ContextMenuState } from './context-menu.svelte.ts';
import { BackupsState } from './backups.svelte.ts';
import { BrowseState } from './browse.svelte.ts';
import { CleanUpCopies } from './clean-up-copies.svelte.ts';
import { CopiesState } from './copies.svelte.ts';
import { Describing } from './describing.svelte.ts';
import { EngineState } from './engine.svelte.ts';
import { Exporting } from './exporting.svelte.ts';
import { Examples } from './examples.svelte.ts';
import { Failures } from './failures.svelte.ts';
import { Filters } from './filters.svelte.ts';
import { FolderTree } from './folder-tree.svelte.ts';
import { Folders } from './folders.svelte.ts';
import { Grid } from './grid.svelte.ts';
import { Importing } from './importing.svelte.ts';
import { History } from './history.svelte.ts';
import { Language } from './language.svelte.ts';
import { LearnedState } from './learned.svelte.ts';
import { Meant } from './meant.ts';
import { ModelOffer } from './model-offer.svelte.ts';
import { ModelsState } from './models.svelte.ts';
import { Marking } from './marking.ts';
import { Moving } from './moving.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { OpenedState } from './opened.svelte.ts';
import { Pass } from './pass.svelte.ts';
import { Ratings } from './ratings.ts';
import { Review } from './review.svelte.ts';
import { Search } from './search.svelte.ts';
import { Searches } from './searches.svelte.ts';
import { SettingsState } from './settings.svelte.ts';
import { Stacks } from './stacks.svelte.ts';
import { Suggestions } from './suggestions.svelte.ts';
import { TagBox } from './tag-box.svelte.ts';
import { Tagging } from './tagging.ts';
import { TagNames } from './tag-names.svelte.ts';
import { Teaching } from './teaching.svelte.ts';
import { TrashState } from './trash.svelte.ts';
import { Turns } from './turns.ts';
import { Undo } from './undo.ts';
import { UpdatesState } from './updates.svelte.ts';
import { Viewer, type ViewerMode } from './viewer.svelte.ts';
import { VocabularyState } from './vocabulary.svelte.ts';
import { Work } from './work.svelte.ts';
import { Writing } from './writing.svelte.ts';

export type View =
  'photos' | 'failures' | 'settings' | 'review' | 'learned' | 'vocabulary' | 'trash' | 'copies' | 'browse';
export type Sheet = 'palette' | 'keys' | 'about';
export type Stage =
  | { is: 'starting' }
  | { is: 'ready' }
  | { is: 'failed'; why: FailureReport }
  | { is: 'recovery'; offer: RecoveryOffer };

export const [useApp, provideApp] = createContext<AppState>();

/** Everything the window knows, put together. */
export class AppState {
  stage = $state.raw<Stage>({ is: 'starting' });
  view = $state<View>('photos');
  /** Whether the person wants it, as long as the window has the room. */
  #isSidebarWanted = $state(true);
  /** In a narrow window it lies over the photos, for as long as something is chosen in it. */
  #isSidebarLaidOver = $state(false);
  isNarrow = $state(false);
  info = $state.raw<CallOutput<'app.info'> | undefined>();
  /** What lies over everything: the palette of commands, the keys, what this app is. */
  sheet = $state<Sheet | undefined>();
  readonly contextMenu = new ContextMenuState();
  /** Counts up when the search box should take the keyboard. */
  searchCalls = $state(0);

  readonly api: Api;
  readonly language = new Language(() => this.settings.value.language);
  readonly notices: Notices;
  readonly settings: SettingsState;
  readonly folders: Folders;
  readonly folderTree: FolderTree;
  readonly work: Work;
  readonly engine: EngineState;
  readonly backups: BackupsState;
  readonly models: ModelsState;
  readonly modelOffer: ModelOffer;
  readonly failures: Failures;
  readonly search: Search;
  readonly searches: Searches;
  readonly suggestions: Suggestions;
  readonly filters: Filters;
  readonly examples: Examples;
  readonly opened: OpenedState;
  readonly trash: TrashState;
  readonly moving: Moving;
  readonly exporting: Exporting;
  readonly importing: Importing;
  readonly clipboard: Clipboard;
  readonly ratings: Ratings;
  readonly marking: Marking;
  readonly turns: Turns;
  readonly grid: Grid;
  readonly viewer: Viewer;
  readonly compare: Compare;
  readonly updates: UpdatesState;
  readonly undo: Undo;
  readonly history: History;
  readonly meant = new Meant(this);
  readonly tagging: Tagging;
  readonly tagNames: TagNames;
  readonly tagBox: TagBox;
  readonly pass: Pass;
  readonly review: Review;
  readonly learned: LearnedState;
  readonly teaching: Teaching;
  readonly describing: Describing;
  readonly vocabulary: VocabularyState;
  readonly albums: Albums;
  readonly writing: Writing;
  readonly cleanUp: CleanUp;
  readonly copies: CopiesState;
  readonly cleanUpCopies: CleanUpCopies;
  readonly browse: BrowseState;
  readonly stacks: Stacks;

  readonly isSidebarOpen = $derived(this.isNarrow ? this.#isSidebarLaidOver : this.#isSidebarWanted);
  readonly isFirstRun = $derived.by(() => this.folders.list.length === 0 && this.work.progress.photoCount === 0);

  constructor(api: Api) {
    this.api = api;
    this.notices = new Notices(this.language);
    this.undo = new Undo(this.notices, this.language);
    this.settings = new SettingsState(api, this.notices);
    this.folders = new Folders(api, this.notices, this.language);
    this.work = new Work(api, this.notices);
    this.engine = new EngineState(api, this.notices);
    this.backups = new BackupsState(api, this.notices, this.language);
    this.models = new ModelsState(api, this.notices, this.language, this.engine);
    this.search = new Search(api, this.settings);
    this.modelOffer = new ModelOffer(this.models, this.engine, this.settings, this.work, this.search);
    this.folderTree = new FolderTree(api, this.search, this.folders, this.notices, this.language);
    this.searches = new Searches(api, this.search, this.notices, this.language, this.undo);
    this.suggestions = new Suggestions(api, this.search, this.searches);
    this.filters = new Filters(api, this.notices, this.language);
    this.examples = new Examples(api, this.search, this.notices, this.language);
    this.examples.onTaken = () => this.focusSearch();
    this.opened = new OpenedState(api, this.notices, this.folders, this.examples, this.language);
    this.opened.onPhoto = (photoId) => void this.showPhoto(photoId);
    this.opened.onPlace = (at) => this.openFolder(at);
    this.updates = new UpdatesState(api, this.notices);
    this.failures = new Failures(api, this.notices, this.language, this.undo);
    this.trash = new TrashState(api, this.notices, this.language, this.undo);
    this.trash.onTrashed = (photoIds) => this.trashed(photoIds);
    this.exporting = new Exporting(api, this.notices, this.language, this.undo);
    this.moving = new Moving(api, this.folderTree, this.notices, this.language, this.undo);
    this.importing = new Importing(api, this.moving, this.notices, this.language);
    this.clipboard = new Clipboard(api, this.notices, this.language);
    this.ratings = new Ratings(api, this.language, this.undo);
    this.ratings.onRated = (photoIds) => this.shownOtherwise(photoIds);
    this.marking = new Marking(api, this.language, this.undo);
    this.turns = new Turns(api, this.notices, this.language, this.undo);
    this.turns.onTurned = async (photoIds) => {
      await this.search.list?.reread(photoIds);
      void this.viewer.cardChanged();
    };
    this.marking.onMarked = (photoIds, mark) => this.marked(photoIds, mark);
    this.grid = new Grid(this.search, this.settings, this.language);
    this.tagging = new Tagging(api, this.notices, this.language, this.undo);
    this.viewer = new Viewer(api, this.grid, this.notices, this.tagging, this.ratings);
    this.compare = new Compare(api, this.grid, this.notices);
    this.viewer.onMotionFailed = () => this.notices.tell(this.language.t('viewer.motion.failed'));
    this.tagNames = new TagNames(api, this.notices);
    this.tagBox = new TagBox(api, this.tagging);
    this.pass = new Pass(api, this.notices);
    this.review = new Review(api, this.notices, this.pass);
    this.learned = new LearnedState(api, this.notices, this.language, this.tagging, this.undo);
    this.describing = new Describing(api, this.notices, this.language, this.undo);
    this.describing.onDescribed = () => void this.viewer.readDetail();
    this.teaching = new Teaching(api, this.notices, this.tagging);
    this.teaching.onTaught = (conceptId) => this.showLearned(conceptId);
    this.albums = new Albums(api, this.search, this.notices, this.language, this.undo);
    this.vocabulary = new VocabularyState(api, this.notices, this.language, this.undo);
    this.cleanUp = new CleanUp(this.settings, this.language, this.undo);
    this.stacks = new Stacks(api, this.search, this.settings, this.notices, this.language, this.undo);
    this.copies = new CopiesState(api, this.notices, this.language, this.undo, this.trash, this.stacks);
    this.cleanUpCopies = new CleanUpCopies(api, this.notices, this.copies, this.trash);
    this.stacks.onChanged = () => {
      this.viewer.stackChanged();
      if (this.view === 'copies') void this.copies.load();
    };
    this.writing = new Writing(api, this.notices);
    this.browse = new BrowseState(api);
    this.history = new History(this);
    this.search.onAsked = (how) => this.history.note(how);
    this.search.isHeld = () => this.viewer.isOpen || this.compare.isOpen;
    api.on('notice', (failure) => this.notices.report(failure));
    api.on('command', (command) => this.obey(command));
  }

  async start(): Promise<void> {
    this.stage = { is: 'starting' };
    try {
      const { api } = this;
      const info = await api.call('app.info', undefined);
      this.info = info;
      this.language.systemLocale = info.locale;
      if (info.recovery) {
        this.stage = { is: 'recovery', offer: info.recovery };
        return;
      }
      const [settings, folders, progress, engine] = await Promise.all([
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
      this.settings.take(settings);
      // The first list was asked for before it was known how it should stand.
      if (settings.order !== 'date') void this.search.ask();
      this.folders.take(folders);
      this.work.progress = progress;
      this.work.engine = engine;
      for (const notice of info.notices) this.notices.report(notice);
      this.stage = { is: 'ready' };
      this.history.note('chosen');
      void this.folderTree.load();
      void this.opened.take();
      void this.updates.load();
      // Nothing on the first screen waits for it.
      void this.models.load();
    } catch (error) {
      this.stage = { is: 'failed', why: reportOf(error) };
    }
  }

  /** What is done about a library that is gone. The window is read anew then. */
  recover(how: CallInput<'recovery.choose'>['how']): void {
    this.api.call('recovery.choose', { how }).catch((error: unknown) => this.notices.fail(error));
  }

  toggleSidebar(): void {
    if (this.isNarrow) this.#isSidebarLaidOver = !this.#isSidebarLaidOver;
    else this.#isSidebarWanted = !this.#isSidebarWanted;
  }

  foldSidebar(): void {
    this.#isSidebarLaidOver = false;
  }

  go(view: View): void {
    this.foldSidebar();
    if (this.viewer.isOpen) this.viewer.close('elsewhere');
    void this.compare.close('elsewhere');
    this.view = view;
    this.history.note('chosen');
  }

  showCopies(of: 'copies' | 'series'): void {
    if (this.copies.of !== of) this.copies.show(of);
    this.go('copies');
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

  /** To what was looked at before; out of a photo that is open first. */
  goBack(): void {
    if (this.viewer.isOpen) this.viewer.close();
    else if (this.compare.isOpen) void this.compare.close();
    else void this.history.back();
  }

  /** What came last, first. */
  showRecent(): void {
    this.go('photos');
    this.search.showRecent();
  }

  /**
   * @param region the part of the photo that is meant, else all of it
   * @param atMs of a film: what it shows then, else the film as a whole
   */
  findSimilar(photo: Pick<PhotoCard, 'id' | 'version' | 'name'>, region?: Region, atMs?: number): void {
    this.examples.know(photo);
    this.viewer.close();
    this.go('photos');
    this.search.moreLike(photo, region, atMs);
  }

  /** A photo of an answer was opened: the question was a good one. */
  openPhoto(index: number, mode?: ViewerMode): void {
    void this.searches.remember();
    void this.viewer.open(index, mode);
  }

  /** A photo of the library, opened from outside: in the viewer, among all the others. */
  async showPhoto(photoId: PhotoId): Promise<void> {
    this.go('photos');
    if (!this.search.isTimeline) this.search.clear();
    await this.search.ask();
    const index = await this.search.list?.find(photoId);
    if (index !== undefined) await this.viewer.open(index);
  }

  /** @param search with an order of its own, where it has one */
  runSearch(search: Pick<SavedSearch, 'text' | 'keptAsWords'> & { order?: ListOrder }): void {
    this.go('photos');
    this.search.run(search.text, search.keptAsWords, search.order);
  }

  openAlbum(id: number): void {
    this.go('photos');
    this.albums.open(id);
  }

  openFolder(at: FolderAt): void {
    this.go('photos');
    this.folderTree.open(at);
  }

  moveTo(photoIds: readonly PhotoId[], folder: FolderAt & { readonly name: string }): void {
    void this.moving.move(photoIds, folder, this.meant.here);
  }

  /** Photos from a card, phone or folder come into the folder that is open. */
  importHere(): void {
    const folder = this.folderTree.current;
    if (folder) void this.importing.choose(folder);
  }

  trashed(photoIds: readonly PhotoId[]): void {
    this.grid.clearSelection();
    if (this.compare.isOpen) this.compare.leave(new Set(photoIds));
    if (this.viewer.isOpen) this.viewer.close();
  }

  marked(photoIds: readonly PhotoId[], mark: Mark | 'flag'): void {
    if (mark !== 'hidden') return this.shownOtherwise(photoIds);
    // What is taken back may be about photos that are not looked at now.
    if (this.viewer.card && photoIds.includes(this.viewer.card.id)) this.viewer.close();
    if (photoIds.some((id) => this.grid.selection.has(id))) this.grid.clearSelection();
    void this.search.ask('refresh');
    void this.folderTree.load();
  }

  /** Stars, hearts and flags of these are others than a moment ago. */
  shownOtherwise(photoIds: readonly PhotoId[]): void {
    void this.search.list?.reread(photoIds);
    void this.viewer.readDetail();
    for (const { id } of this.compare.photos) if (photoIds.includes(id)) void this.compare.readDetail(id);
  }

  /** What was said of a photo of the answer; undefined where no question is there to be refined. */
  judgedAt(index: number): 'plus' | 'minus' | 'open' | undefined {
    const { list, fullText, likes } = this.search;
    const card = list?.at(index);
    if (!card || !list?.isRanked || fullText === '') return undefined;
    return likes.find(({ photoId }) => photoId === card.id)?.sign ?? 'open';
  }

  /** "More like this", "not this": said again it is taken back. The keyboard goes on from where it was. */
  async judge(index: number, sign: 'plus' | 'minus'): Promise<void> {
    const card = this.search.list?.at(index);
    if (!card || this.judgedAt(index) === undefined) return;
    const hasKeyboard = this.grid.focusedElement() === document.activeElement;
    await this.search.like({ photoId: card.id, sign });
    if (hasKeyboard) await this.grid.focus(sign === 'minus' ? index : 0);
  }

  async startSlideshow(): Promise<void> {
    if (this.viewer.slideshow.isOn) return this.viewer.slideshow.stop();
    if (!this.viewer.isOpen) await this.viewer.open(this.grid.focusIndex);
    this.viewer.enlarge();
    this.viewer.slideshow.start();
  }

  openSheet(sheet: Sheet): void {
    this.sheet = sheet;
  }

  closeSheet(): void {
    this.sheet = undefined;
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

  /** A key with the system's command key, as it is written there. */
  keyHint(key: string): string {
    return this.info?.platform === 'darwin' ? `⌘${key}` : `Ctrl+${key}`;
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

  /** Takes the last thing back, also while a photo is open. */
  undoLast(): void {
    if (this.view === 'review' && !this.viewer.isOpen && this.review.canUndo) this.review.undo();
    else void this.undo.last();
  }

  /** What is still being selected is what a command is about that is asked for after it. */
  perform(command: Command): void {
    this.grid.onceSelected(() => command.run(this));
  }

  /** Keys that work everywhere; in a text field those that write no letter. Answers whether the key was one of them. */
  key(press: Press, isTyping: boolean): boolean {
    if (this.stage.is !== 'ready' || this.isFirstRun) return false;
    // In text it moves by words there.
    if (isTyping && press.altKey && this.info?.platform === 'darwin') return false;
    const command = commandOfKey(this, press, 'everywhere', isTyping);
    if (command) this.perform(command);
    return command !== undefined;
  }
}
