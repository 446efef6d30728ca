/** A folder of the library, as `folderAt` of the contract. */
interface At {
  readonly folderId: number;
  readonly dir: string;
}

/** Whether a file lies in a folder, or below it where that is meant too. */
export function liesIn({ folderId, dir }: At, place: At & { readonly isDeep: boolean }): boolean {
  if (folderId !== place.folderId) return false;
  if (dir === place.dir) return true;
  return place.isDeep && (place.dir === '' || dir.startsWith(`${place.dir}/`));
}
