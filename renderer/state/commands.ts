import type { PhotoId } from '../../preload/contract/photo.ts';
import type { IconName } from '../parts/icons.ts';
import { isPressed, type KeyName, type Press } from '../logic/keys.ts';
import { isTextSelected } from '../logic/selected-text.ts';
import type { AppState } from './app.svelte.ts';
import type { MessageKey } from './language.svelte.ts';

/** Where a key is heard: in the grid of photos, in the viewer, among photos side by side, or everywhere outside of text. */
export type Place = 'everywhere' | 'photos' | 'viewer' | 'compare';
export const commandGroups = ['go', 'find', 'photos', 'viewer', 'compare', 'window'] as const;
export type CommandGroup = (typeof commandGroups)[number];

export interface Command {
  readonly id: string;
  readonly label: MessageKey;
  readonly icon: IconName;
  readonly group: CommandGroup;
  readonly keys: readonly KeyName[];
  readonly places: readonly Place[];
  /** Heard in a text field too: its key writes no letter. */
  readonly isWhileTyping: boolean;
  readonly isPossible: (app: AppState) => boolean;
  readonly run: (app: AppState) => void;
}

type Given = Pick<Command, 'label' | 'icon' | 'run'> & Partial<Command>;

/** What shows the photos that are marked so. */
export const favourites = { text: 'is:favourite', keptAsWords: [] };
const hidden = { text: 'is:hidden', keptAsWords: [] };

/** How lists that are not ranked may stand. */
export const listOrders = ['date', 'oldest', 'name', 'size', 'added'] as const;

const always = () => true;
/** There is a photo that a command would be about: the one that is open, those that are selected, the one in focus. */
const hasPhotos = (app: AppState) =>
  app.viewer.isOpen || app.compare.isOpen || (app.view === 'photos' && app.grid.chosen().length > 0);
const hasOnePhoto = (app: AppState) => hasPhotos(app) && app.meant.ids().length === 1;
const inGrid = (app: AppState) =>
  !app.viewer.isOpen && !app.compare.isOpen && app.view === 'photos' && app.grid.count > 0;
const isViewing = (app: AppState) => app.viewer.isOpen && app.viewer.mode === 'full';
/** A film is not turned. */
const hasPicture = (app: AppState) => hasPhotos(app) && !app.compare.isOpen && app.viewer.card?.kind !== 'video';
const isLooking = (app: AppState) => app.viewer.isOpen;
const isComparing = (app: AppState) => app.compare.isOpen;
const isInStack = (app: AppState) => app.viewer.isOpen && app.viewer.stack.length > 1;
const focusedStack = (app: AppState) => app.grid.list?.at(app.grid.focusIndex)?.stack;
const hasStack = (app: AppState) =>
  app.viewer.isOpen ? isInStack(app) : inGrid(app) && focusedStack(app) !== undefined;
const isOnStack = (app: AppState) => inGrid(app) && focusedStack(app) !== undefined;
/** In a stack that is open: under a folded card it is not to be seen which photo is meant. */
const canStandForStack = (app: AppState) =>
  app.viewer.isOpen ? isInStack(app) : inGrid(app) && focusedStack(app)?.isOpen === true;

/** Every command of the window, once: the palette, context menus, keys and the page of keys are drawn from it. */
export const commands: readonly Command[] = [
  ...group('go', ['everywhere'], always, {
    back: { label: 'command.back', icon: 'back', keys: ['Alt+ArrowLeft', 'Mod+['], isWhileTyping: true, isPossible: (app) => isLooking(app) || isComparing(app) || app.history.canGoBack, run: (app) => app.goBack() },
    forward: { label: 'command.forward', icon: 'forward', keys: ['Alt+ArrowRight', 'Mod+]'], isWhileTyping: true, isPossible: (app) => app.history.canGoForward, run: (app) => void app.history.forward() },
    photos: { label: 'command.photos', icon: 'photos', run: (app) => app.showTimeline() },
    recent: { label: 'list.recent', icon: 'clock', run: (app) => app.showRecent() },
    browse: { label: 'browse.title', icon: 'grid', run: (app) => app.go('browse') },
    review: { label: 'sidebar.review', icon: 'review', run: (app) => app.go('review') },
    vocabulary: { label: 'sidebar.vocabulary', icon: 'tag', run: (app) => app.go('vocabulary') },
    failures: { label: 'sidebar.failures', icon: 'warning', run: (app) => app.go('failures') },
    copies: { label: 'sidebar.copies', icon: 'copy', run: (app) => app.showCopies('copies') },
    series: { label: 'series.title', icon: 'copy', run: (app) => app.showCopies('series') },
    'clean-up': { label: 'cleanUp.open', icon: 'albumSmart', run: (app) => app.cleanUp.showAll() },
    trashed: { label: 'sidebar.trash', icon: 'trash', run: (app) => app.go('trash') },
    settings: { label: 'sidebar.settings', icon: 'settings', keys: ['Mod+,'], isWhileTyping: true, run: (app) => app.go('settings') },
    messages: { label: 'messages.title', icon: 'bell', run: (app) => app.notices.openList() },
  }), // prettier-ignore
  ...group('find', ['everywhere'], always, {
    search: { label: 'keys.search', icon: 'search', keys: ['/'], run: (app) => app.focusSearch() },
    'search-typing': { label: 'keys.search', icon: 'search', keys: ['Mod+F'], isWhileTyping: true, run: (app) => app.focusSearch() },
    'clear-search': { label: 'search.clear', icon: 'close', isPossible: (app) => !app.search.isTimeline, run: (app) => app.showTimeline() },
    favourites: { label: 'command.favourites', icon: 'heart', run: (app) => app.runSearch(favourites) },
    'show-hidden': { label: 'command.showHidden', icon: 'hide', run: (app) => app.runSearch(hidden) },
    similar: { label: 'keys.similar', icon: 'similar', keys: ['S'], places: ['photos', 'viewer'], isPossible: hasPhotos, run: (app) => app.meant.findSimilar() },
    like: { label: 'command.like', icon: 'like', keys: ['L'], places: ['photos'], isPossible: canJudge, run: (app) => void app.judge(app.grid.focusIndex, 'plus') },
    dislike: { label: 'command.dislike', icon: 'dislike', keys: ['D'], places: ['photos'], isPossible: canJudge, run: (app) => void app.judge(app.grid.focusIndex, 'minus') },
  }), // prettier-ignore
  ...group('photos', ['photos'], inGrid, {
    open: { label: 'keys.open', icon: 'frame', keys: ['Enter'], run: (app) => app.openPhoto(app.grid.focusIndex) },
    preview: { label: 'keys.preview', icon: 'search', keys: [' '], run: (app) => app.openPhoto(app.grid.focusIndex, 'preview') },
    select: { label: 'keys.select', icon: 'check', keys: ['X'], run: (app) => void app.grid.click(app.grid.focusIndex, 'toggle') },
    'select-all': { label: 'keys.selectAll', icon: 'check', keys: ['Mod+A'], run: (app) => void app.grid.selectAll() },
    'clear-selection': { label: 'list.clearSelection', icon: 'close', isPossible: (app) => app.grid.selection.size > 0, run: (app) => app.grid.clearSelection() },
    tags: { label: 'keys.tags', icon: 'tag', keys: ['T'], places: ['photos', 'viewer'], isPossible: (app) => isViewing(app) || inGrid(app), run: (app) => app.meant.tag() },
    suggestions: { label: 'command.suggestions', icon: 'review', keys: ['Y', 'N'], run: (app) => app.meant.openTagBox('suggestion') },
    album: { label: 'keys.album', icon: 'album', keys: ['A'], run: (app) => app.meant.openAlbumBox() },
    'album-out': { label: 'keys.albumOut', icon: 'minus', keys: ['Delete'], isPossible: inAlbum, run: (app) => void app.meant.takeOutOfAlbum() },
    'album-cover': { label: 'albums.cover', icon: 'photos', keys: ['C'], isPossible: inAlbum, run: (app) => void app.meant.coverAlbum() },
    compare: { label: 'command.compare', icon: 'compare', keys: ['Shift+C'], isPossible: (app) => inGrid(app) && app.compare.canOpen(), run: (app) => void app.compare.open() },
    favourite: { label: 'command.favourite', icon: 'heart', keys: ['F'], places: ['photos', 'viewer', 'compare'], isPossible: hasPhotos, run: (app) => app.meant.mark('favourite') },
    hide: { label: 'command.hide', icon: 'hide', keys: ['H'], places: ['photos', 'viewer'], isPossible: (app) => hasPhotos(app) && !isComparing(app), run: (app) => app.meant.mark('hidden') },
    pick: { label: 'command.pick', icon: 'flag', keys: ['Shift+P'], places: ['photos', 'viewer', 'compare'], isPossible: hasPhotos, run: (app) => app.meant.flag('picked') },
    reject: { label: 'command.reject', icon: 'reject', keys: ['Shift+X'], places: ['photos', 'viewer', 'compare'], isPossible: hasPhotos, run: (app) => app.meant.flag('rejected') },
    unflag: { label: 'command.unflag', icon: 'flag', keys: ['U'], places: ['photos', 'viewer', 'compare'], isPossible: hasPhotos, run: (app) => app.meant.flag(undefined) },
    'turn-right': { label: 'command.turnRight', icon: 'turnRight', keys: [']'], places: ['photos', 'viewer'], isPossible: hasPicture, run: (app) => void app.turns.turn(app.meant.ids(), 'right') },
    'turn-left': { label: 'command.turnLeft', icon: 'turnLeft', keys: ['['], places: ['photos', 'viewer'], isPossible: hasPicture, run: (app) => void app.turns.turn(app.meant.ids(), 'left') },
    flip: { label: 'command.flip', icon: 'flip', keys: ['Shift+F'], places: ['photos', 'viewer'], isPossible: hasPicture, run: (app) => void app.turns.turn(app.meant.ids(), 'flip') },
    ...ratings(),
    describe: { label: 'describe.open', icon: 'calendar', places: ['photos', 'viewer', 'compare'], isPossible: hasPhotos, run: (app) => app.describing.open(app.meant.ids()) },
    export: { label: 'export.open', icon: 'download', places: ['photos', 'viewer', 'compare'], isPossible: hasPhotos, run: (app) => app.exporting.open(app.meant.ids()) },
    write: { label: 'write.open', icon: 'edit', places: ['photos', 'viewer', 'compare'], isPossible: hasPhotos, run: (app) => app.writing.open(app.meant.ids()) },
    teach: { label: 'teach.open', icon: 'spark', run: (app) => app.teach() },
    show: { label: 'viewer.show', icon: 'reveal', places: ['photos', 'viewer', 'compare'], isPossible: hasPhotos, run: (app) => void app.meant.showFile() },
    'copy-files': { label: 'command.copyFiles', icon: 'copy', keys: ['Mod+C'], places: ['everywhere'], isPossible: (app) => hasPhotos(app) && !isTextSelected(), run: (app) => void app.clipboard.copyFiles(app.meant.ids()) },
    'copy-picture': { label: 'command.copyPicture', icon: 'frame', keys: ['Mod+Shift+C'], places: ['everywhere'], isPossible: hasOnePhoto, run: (app) => withOne(app, (id) => app.clipboard.copyPicture(id)) },
    'open-with': { label: 'export.openWith', icon: 'photos', places: ['photos', 'viewer', 'compare'], isPossible: hasOnePhoto, run: (app) => withOne(app, (id) => app.exporting.openWith(id)) },
    share: { label: 'command.share', icon: 'reveal', places: ['photos', 'viewer', 'compare'], isPossible: (app) => app.info?.platform === 'darwin' && hasPhotos(app), run: (app) => void app.exporting.share(app.meant.ids()) },
    print: { label: 'command.print', icon: 'print', keys: ['Mod+P'], places: ['everywhere'], isPossible: hasPhotos, run: (app) => void app.clipboard.print(app.meant.ids()) },
    rename: { label: 'keys.rename', icon: 'edit', keys: ['F2'], run: (app) => app.meant.name() },
    'stack-open': { label: 'stack.toggle', icon: 'stack', keys: ['E'], isPossible: isOnStack, run: (app) => void toggleStack(app) },
    'stack-join': { label: 'stack.join', icon: 'stack', keys: ['Mod+G'], run: (app) => void app.stacks.join(app.grid.chosen()) },
    'stack-part': { label: 'stack.part', icon: 'stack', keys: ['Mod+Shift+G'], places: ['photos', 'viewer'], isPossible: hasStack, run: (app) => void app.stacks.part(app.meant.ids()) },
    'stack-best': { label: 'stack.best', icon: 'frame', keys: ['B'], places: ['photos', 'viewer'], isPossible: canStandForStack, run: (app) => app.meant.standForStack() },
    trash: { label: 'keys.trash', icon: 'trash', keys: ['Shift+Delete', 'Backspace'], places: ['photos', 'viewer', 'compare'], isPossible: hasPhotos, run: (app) => app.meant.trash() },
    ...standing(),
    bigger: { label: 'list.bigger', icon: 'plus', keys: ['+', '='], run: (app) => app.grid.resize(1.2) },
    smaller: { label: 'list.smaller', icon: 'minus', keys: ['-'], run: (app) => app.grid.resize(1 / 1.2) },
  }), // prettier-ignore
  ...group('viewer', ['viewer'], isViewing, {
    next: { label: 'command.next', icon: 'forward', keys: ['ArrowRight', 'PageDown'], isPossible: isLooking, run: (app) => void app.viewer.go(1) },
    previous: { label: 'command.previous', icon: 'back', keys: ['ArrowLeft', 'PageUp'], isPossible: isLooking, run: (app) => void app.viewer.go(-1) },
    'stack-next': { label: 'stack.next', icon: 'down', keys: ['ArrowDown'], isPossible: isInStack, run: (app) => app.viewer.goInStack(1) },
    'stack-previous': { label: 'stack.previous', icon: 'stack', keys: ['ArrowUp'], isPossible: isInStack, run: (app) => app.viewer.goInStack(-1) },
    motion: { label: 'command.motion', icon: 'motion', keys: ['V'], isPossible: (app) => app.viewer.isOpen && (app.viewer.hasMotion || app.viewer.animation.isThere === true), run: (app) => app.viewer.toggleMotion() },
    slideshow: { label: 'command.slideshow', icon: 'play', keys: ['P'], places: ['photos', 'viewer'], isPossible: (app) => isLooking(app) || inGrid(app), run: (app) => void app.startSlideshow() },
    info: { label: 'keys.info', icon: 'info', keys: ['I'], run: (app) => app.viewer.togglePanel('info') },
    'file-sheet': { label: 'sheet.open', icon: 'file', isPossible: (app) => isViewing(app) && app.viewer.card?.isOffline === false, run: (app) => void app.viewer.fileSheet.open(app.meant.ids()[0] ?? 0) },
    match: { label: 'keys.match', icon: 'words', keys: ['M'], run: (app) => app.viewer.togglePanel('match') },
    why: { label: 'keys.why', icon: 'spark', keys: ['W'], isPossible: (app) => isViewing(app) && app.viewer.question !== undefined, run: (app) => app.viewer.togglePanel('why') },
    region: { label: 'keys.region', icon: 'region', keys: ['R'], isPossible: (app) => isViewing(app) && app.viewer.canMark, run: (app) => app.viewer.toggleRegion() },
    crop: { label: 'command.crop', icon: 'crop', keys: ['C'], isPossible: (app) => isViewing(app) && app.viewer.canCrop, run: (app) => app.viewer.toggleCrop() },
    before: { label: 'command.before', icon: 'before', keys: ['O'], isPossible: (app) => isViewing(app) && app.viewer.isChanged, run: (app) => app.viewer.showBefore(!app.viewer.isBefore) },
    along: { label: 'command.along', icon: 'along', keys: ['Shift+Z'], isPossible: (app) => isLooking(app) && app.viewer.stage.isLong, run: (app) => app.viewer.stage.toggleAlong() },
    yes: { label: 'command.yes', icon: 'check', keys: ['Y'], run: (app) => app.viewer.answerTag('confirmed') },
    no: { label: 'command.no', icon: 'close', keys: ['N'], run: (app) => app.viewer.answerTag('rejected') },
    'zoom-in': { label: 'viewer.zoomIn', icon: 'zoomIn', keys: ['+', '='], isPossible: isLooking, run: (app) => app.viewer.stage.zoomIn() },
    'zoom-out': { label: 'viewer.zoomOut', icon: 'zoomOut', keys: ['-'], isPossible: isLooking, run: (app) => app.viewer.stage.zoomOut() },
    'actual-size': { label: 'viewer.actualSize', icon: 'fit', keys: ['Z'], isPossible: isLooking, run: (app) => app.viewer.stage.toggleActualSize() },
    close: { label: 'viewer.close', icon: 'back', keys: ['Escape'], isPossible: isLooking, run: (app) => app.viewer.close() },
  }), // prettier-ignore
  ...group('compare', ['compare'], isComparing, {
    'compare-next': { label: 'command.compare.next', icon: 'forward', keys: ['ArrowRight', 'PageDown'], run: (app) => void app.compare.exchange(1) },
    'compare-previous': { label: 'command.compare.previous', icon: 'back', keys: ['ArrowLeft', 'PageUp'], run: (app) => void app.compare.exchange(-1) },
    'compare-in': { label: 'viewer.zoomIn', icon: 'zoomIn', keys: ['+', '='], run: (app) => app.compare.zoomIn() },
    'compare-out': { label: 'viewer.zoomOut', icon: 'zoomOut', keys: ['-'], run: (app) => app.compare.zoomOut() },
    'compare-size': { label: 'viewer.actualSize', icon: 'fit', keys: ['Z'], run: (app) => app.compare.toggleActualSize() },
    'compare-close': { label: 'viewer.close', icon: 'back', keys: ['Escape'], run: (app) => void app.compare.close() },
  }), // prettier-ignore
  ...group('window', ['everywhere'], always, {
    undo: { label: 'keys.undo', icon: 'undo', keys: ['Mod+Z'], run: (app) => app.undoLast() },
    sidebar: { label: 'command.sidebar', icon: 'sidebar', keys: ['Mod+B'], isWhileTyping: true, run: (app) => app.toggleSidebar() },
    'add-folder': { label: 'settings.folders.add', icon: 'folderPlus', keys: ['Mod+O'], isWhileTyping: true, run: (app) => void app.folders.choose() },
    import: { label: 'import.open', icon: 'download', isPossible: (app) => !app.viewer.isOpen && !isComparing(app) && app.folderTree.current !== undefined, run: (app) => app.importHere() },
    'new-album': { label: 'albums.new', icon: 'album', run: (app) => (app.albums.draft = { is: 'new', parentId: undefined, photoIds: [] }) },
    'new-folder': { label: 'move.name.new-folder', icon: 'folderPlus', isPossible: inFolder, run: newFolder },
    pause: { label: 'command.pause', icon: 'pause', isPossible: (app) => app.work.progress.state !== 'idle', run: (app) => void app.work.togglePause() },
    system: { label: 'command.system', icon: 'palette', run: (app) => app.settings.change({ theme: 'system' }) },
    light: { label: 'command.light', icon: 'palette', run: (app) => app.settings.change({ theme: 'light' }) },
    dark: { label: 'command.dark', icon: 'palette', run: (app) => app.settings.change({ theme: 'dark' }) },
    'full-screen': { label: 'command.fullScreen', icon: 'frame', keys: ['F11'], isWhileTyping: true, run: fullScreen },
    palette: { label: 'command.palette', icon: 'keyboard', keys: ['Mod+K'], isWhileTyping: true, run: (app) => app.openSheet('palette') },
    keys: { label: 'command.keys', icon: 'keyboard', keys: ['?'], run: (app) => app.openSheet('keys') },
    about: { label: 'command.about', icon: 'info', run: (app) => app.openSheet('about') },
  }), // prettier-ignore
];

const byId = new Map(commands.map((command) => [command.id, command]));

/** @throws where there is none of that name: a slip of the pen */
export function command(id: string): Command {
  const found = byId.get(id);
  if (!found) throw new Error(`no command ${id}`);
  return found;
}

/** The command whose key was pressed there, if it can be done now. */
export function commandOfKey(app: AppState, press: Press, place: Place, isTyping = false): Command | undefined {
  return commands.find(
    (one) =>
      one.places.includes(place) &&
      (!isTyping || one.isWhileTyping) &&
      one.keys.some((key) => isPressed(key, press)) &&
      one.isPossible(app),
  );
}

async function toggleStack(app: AppState): Promise<void> {
  const card = app.grid.list?.at(app.grid.focusIndex);
  if (card) await app.stacks.toggle(card);
}

function withOne(app: AppState, work: (id: PhotoId) => Promise<void>): void {
  const [id] = app.meant.ids();
  if (id !== undefined) void work(id);
}

function canJudge(app: AppState): boolean {
  return inGrid(app) && app.judgedAt(app.grid.focusIndex) !== undefined;
}

function inFolder(app: AppState): boolean {
  return !app.viewer.isOpen && !app.compare.isOpen && app.view === 'photos' && app.folderTree.current !== undefined;
}

function fullScreen({ api, notices }: AppState): void {
  api.call('app.toggleFullScreen', undefined).catch((error: unknown) => notices.fail(error));
}

function newFolder(app: AppState): void {
  const inside = app.folderTree.current;
  if (inside) app.moving.naming = { is: 'new-folder', inside };
}

function inAlbum(app: AppState): boolean {
  return inGrid(app) && app.albums.current !== undefined;
}

function standing(): Record<string, Given> {
  return Object.fromEntries(
    listOrders.map((order) => [
      `order-${order}`,
      {
        label: `command.order.${order}`,
        icon: 'photos',
        isPossible: (app) => inGrid(app) && (!app.search.list?.isRanked || app.search.fullText === ''),
        run: (app) => app.search.changeOrder(order),
      } satisfies Given,
    ]),
  );
}

function ratings(): Record<string, Given> {
  const labels = ['command.rate.0', 'command.rate.1', 'command.rate.2', 'command.rate.3', 'command.rate.4', 'command.rate.5'] as const; // prettier-ignore
  return Object.fromEntries(
    labels.map((label, stars) => [
      `rate-${stars}`,
      {
        ...{
          label,
          icon: 'star',
          keys: [String(stars)],
          places: ['photos', 'viewer', 'compare'],
          isPossible: hasPhotos,
        },
        run: (app: AppState) => app.meant.rate(stars),
      } satisfies Given,
    ]),
  );
}

function group(
  name: CommandGroup,
  places: readonly Place[],
  isPossible: Command['isPossible'],
  given: Readonly<Record<string, Given>>,
): Command[] {
  const rest = { group: name, keys: [], places, isWhileTyping: false, isPossible };
  return Object.entries(given).map(([id, one]) => ({ id, ...rest, ...one }));
}
