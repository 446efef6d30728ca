import type { Moment, Subtitles } from '../../preload/contract/film-calls.ts';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import type { Api } from '../api.ts';
import type { Notices } from './notices.svelte.ts';

export const speeds = [0.5, 1, 1.5, 2, 4] as const;
const jumpS = 10;
const shortJumpS = 5;
const volumeStep = 0.1;
/** Less than a frame of the slowest film. */
const nearS = 0.05;

/** The film that is open: where it is played, its moments, and whether the window can play it at all. */
export class Film {
  moments = $state.raw<readonly Moment[]>([]);
  /** `failed`: the window can't play it; another program may. */
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  isPlaying = $state(false);
  timeS = $state(0);
  lengthS = $state(0);
  volume = $state(1);
  isMuted = $state(false);
  speed = $state<number>(1);
  /** Files of them beside the film. */
  subtitles = $state.raw<readonly Subtitles[]>([]);
  /** Which of them is shown; the choice stays for the next film. */
  shownSubtitles = $state<number | undefined>(0);
  /** The moment that answers the question, ms; none where nothing was asked. */
  bestMs = $state<number | undefined>();

  #card: PhotoCard | undefined;
  #tracks: readonly TextTrack[] = [];
  #video: HTMLVideoElement | undefined;
  readonly #api: Api;
  readonly #notices: Notices;

  constructor(api: Api, notices: Notices) {
    this.#api = api;
    this.#notices = notices;
  }

  /** Another photo is open: a film, or something else. */
  show(card: PhotoCard): void {
    this.#card = card;
    this.moments = [];
    this.subtitles = [];
    this.#tracks = [];
    if (this.shownSubtitles !== undefined) this.shownSubtitles = 0;
    this.state = 'loading';
    this.isPlaying = false;
    this.bestMs = card.atMs;
    this.timeS = (card.atMs ?? 0) / 1_000;
    this.lengthS = (card.durationMs ?? 0) / 1_000;
    if (card.kind === 'video') void this.#read(card);
  }

  async #read(card: PhotoCard): Promise<void> {
    try {
      const [moments, subtitles] = await Promise.all([
        this.#api.call('films.moments', { id: card.id }),
        this.#api.call('films.subtitles', { id: card.id }),
      ]);
      if (this.#card !== card) return;
      this.moments = moments;
      this.subtitles = subtitles;
      this.#layTracks();
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  /** Called with the element that plays it, as long as that is there. */
  readonly attach = (video: HTMLVideoElement): (() => void) => {
    this.#video = video;
    video.volume = this.volume;
    video.muted = this.isMuted;
    video.playbackRate = this.speed;
    this.#layTracks();
    return () => {
      if (this.#video === video) this.#video = undefined;
    };
  };

  /** Begins where the moment is: what the film begins with need not be decoded first (Media Fragments URI 1.0, 4.2.1). */
  addressOf(address: string): string {
    return this.#startS > 0 ? `${address}#t=${this.#startS}` : address;
  }

  get #startS(): number {
    return (this.bestMs ?? 0) / 1_000;
  }

  loaded(): void {
    const video = this.#video;
    if (!video) return;
    // A film whose sound alone is understood has no picture.
    if (video.videoWidth === 0) {
      this.state = 'failed';
      return;
    }
    this.state = 'ready';
    if (Number.isFinite(video.duration)) this.lengthS = video.duration;
    // Asked of the card: the element may have told of its beginning before.
    if (this.#startS > 0 && Math.abs(video.currentTime - this.#startS) > nearS) video.currentTime = this.#startS;
    void this.play();
  }

  failed(): void {
    this.state = 'failed';
    this.isPlaying = false;
  }

  follow(): void {
    const video = this.#video;
    if (!video) return;
    this.timeS = video.currentTime;
    this.isPlaying = !video.paused;
  }

  async play(): Promise<void> {
    // Refused where the window was not touched yet: then the person presses play.
    await this.#video?.play().catch(() => undefined);
    this.follow();
  }

  pause(): void {
    this.#video?.pause();
  }

  /** Read where it is asked: the element tells of its time four times a second. */
  get shownMs(): number | undefined {
    return this.#video && this.state === 'ready' ? Math.round(this.#video.currentTime * 1_000) : undefined;
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else void this.play();
    this.follow();
  }

  seek(seconds: number): void {
    const video = this.#video;
    this.timeS = Math.min(Math.max(0, seconds), Math.max(0, this.lengthS));
    if (video && this.state === 'ready') video.currentTime = this.timeS;
  }

  /** One picture on or back; it stands still then. */
  step(by: 1 | -1, frameRate: number | undefined): void {
    this.pause();
    this.seek(this.timeS + by / (frameRate ?? 30));
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    if (this.#video) this.#video.playbackRate = speed;
  }

  setVolume(volume: number): void {
    this.volume = Math.min(1, Math.max(0, volume));
    this.isMuted = false;
    this.#sound();
  }

  toggleSound(): void {
    this.isMuted = !this.isMuted;
    this.#sound();
  }

  #sound(): void {
    if (!this.#video) return;
    this.#video.volume = this.volume;
    this.#video.muted = this.isMuted;
  }

  /** The next of the subtitles, or none. */
  nextSubtitles(): void {
    const next = this.shownSubtitles === undefined ? 0 : this.shownSubtitles + 1;
    this.shownSubtitles = next < this.subtitles.length ? next : undefined;
    this.#showTracks();
  }

  /** Handed to the element as text, never by an address: nothing but films and pictures is loaded from disk. */
  #layTracks(): void {
    const video = this.#video;
    if (!video || this.#tracks.length > 0 || this.subtitles.length === 0) return;
    this.#tracks = this.subtitles.map(({ name, language, cues }) => {
      const track = video.addTextTrack('subtitles', name, language);
      track.mode = 'hidden';
      // What a cue would take for a tag is text here.
      for (const { startMs, endMs, text } of cues)
        track.addCue(new VTTCue(startMs / 1_000, endMs / 1_000, text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')));
      return track;
    });
    this.#showTracks();
  }

  #showTracks(): void {
    this.#tracks.forEach((track, at) => (track.mode = at === this.shownSubtitles ? 'showing' : 'disabled'));
  }

  toggleFullScreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void this.#video?.requestFullscreen().catch((error: unknown) => this.#notices.fail(error));
  }

  async openOutside(): Promise<void> {
    if (!this.#card) return;
    try {
      await this.#api.call('films.openOutside', { id: this.#card.id });
    } catch (error) {
      this.#notices.fail(error);
    }
  }

  /** Keys as in the players that people know. Answers whether it was one of them. */
  key(key: string, frameRate: number | undefined): boolean {
    if (this.state !== 'ready') return false;
    if (key === ' ' || key === 'k') this.toggle();
    else if (key === 'j') this.seek(this.timeS - jumpS);
    else if (key === 'l') this.seek(this.timeS + jumpS);
    else if (key === 'ArrowLeft') this.seek(this.timeS - shortJumpS);
    else if (key === 'ArrowRight') this.seek(this.timeS + shortJumpS);
    else if (key === 'ArrowUp') this.setVolume(this.volume + volumeStep);
    else if (key === 'ArrowDown') this.setVolume(this.volume - volumeStep);
    else if (key === ',') this.step(-1, frameRate);
    else if (key === '.') this.step(1, frameRate);
    else if (key === '<') this.#nextSpeed(-1);
    else if (key === '>') this.#nextSpeed(1);
    else if (key === 'c' && this.subtitles.length > 0) this.nextSubtitles();
    else return false;
    return true;
  }

  #nextSpeed(by: 1 | -1): void {
    const at = speeds.findIndex((speed) => speed === this.speed) + by;
    const speed = speeds[at];
    if (speed !== undefined) this.setSpeed(speed);
  }
}
