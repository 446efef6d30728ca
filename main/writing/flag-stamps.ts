import type { Flag, FlagWord } from '../../preload/contract/photo.ts';
import type { Stamps } from './stamps.ts';

/** What the person says of a flag. */
export interface WantedFlag {
  readonly flag: FlagWord;
  /** They gave stars too: these are what the rating says. */
  readonly isStarred: boolean;
}

const lightroom = 'XMP-xmpDM:Pick';
const lightroomGood = 'XMP-xmpDM:Good';
const digiKam = 'XMP-digiKam:PickLabel';
/** Bridge and darktable know no other "rejected" than a rating of -1. */
const rating = 'XMP-xmp:Rating';

/** ExifTool's names of the fields that say whether a photo was picked or rejected. */
export const flagNames = [lightroom, lightroomGood, digiKam, rating];

/**
 * The fields that have to say a flag: Lightroom's (1, -1), digiKam's (3, 1), and where there are no stars to lose, a rating of
 * -1 for "rejected". Adobe's `good` only where the file has it already. Neither: what is there says so, and nothing is added.
 */
export function flagStamps({ flag, isStarred }: WantedFlag, before: Stamps): Stamps {
  const isPicked = flag === 'picked';
  const isRated = before[rating] !== undefined && before[rating] !== null;
  const isRejected = before[rating]?.trim() === '-1';
  if (flag === 'neither')
    return {
      ...(before[lightroom] && { [lightroom]: '0' }),
      ...(before[digiKam] && { [digiKam]: '0' }),
      ...(before[lightroomGood] && { [lightroomGood]: null }),
      ...(isRejected && { [rating]: null }),
    };
  return {
    [lightroom]: isPicked ? '1' : '-1',
    [digiKam]: isPicked ? '3' : '1',
    ...(before[lightroomGood] && { [lightroomGood]: isPicked ? 'True' : 'False' }),
    ...(isPicked && isRejected && { [rating]: null }),
    ...(!isPicked && !isStarred && (!isRated || isRejected) && { [rating]: '-1' }),
  };
}

/** @returns undefined where the fields say no flag */
export function shownFlag(stamps: Stamps): Flag | undefined {
  const pick = stamps[lightroom]?.trim();
  if (pick === '1') return 'picked';
  if (pick === '-1') return 'rejected';
  const label = stamps[digiKam]?.trim();
  if (label === '3') return 'picked';
  return label === '1' || stamps[rating]?.trim() === '-1' ? 'rejected' : undefined;
}
