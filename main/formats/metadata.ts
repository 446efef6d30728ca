import type { Metadata } from '../../preload/contract/photo.ts';
import type { OpenFile } from './format.ts';
export function fileMetadata(file: OpenFile): Promise<Metadata> {
  void file;
  return Promise.resolve({ keywords: [] });
}
