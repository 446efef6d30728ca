import type { PhotoDetail } from '../../preload/contract/photo.ts';

/** Whose stars a photo has. A person's own are above the file's; -1 of a file is "rejected". */
export type Rating =
  | { readonly is: 'own'; readonly stars: number; readonly fileStars: number | undefined }
  | { readonly is: 'file'; readonly stars: number }
  | { readonly is: 'none' };

export function ratingOf({ ownRating, metadata }: Pick<PhotoDetail, 'ownRating' | 'metadata'>): Rating {
  const inFile = metadata.rating === 0 ? undefined : metadata.rating;
  if (ownRating !== undefined) return { is: 'own', stars: ownRating, fileStars: inFile };
  return inFile === undefined ? { is: 'none' } : { is: 'file', stars: inFile };
}

/** What the person's rating becomes when they give `stars`: none over a file without any takes their own away. */
export function given(rating: Rating, stars: number): number | undefined {
  const isInFile = rating.is === 'file' || (rating.is === 'own' && rating.fileStars !== undefined);
  return stars === 0 && !isInFile ? undefined : stars;
}

/** A press on a star: on the one that is theirs already, it takes their rating away. */
export function pressed(rating: Rating, star: number): number | undefined {
  return rating.is === 'own' && rating.stars === star ? undefined : star;
}
