import { z } from 'zod';
import { defineFilter, sql } from './filter.ts';

const states = ['image', 'video', 'offline', 'located', 'rated', 'rejected'] as const;
type State = (typeof states)[number];

const conditions: Readonly<Record<State, string>> = {
  image: "p.kind = 'image'",
  video: "p.kind = 'video'",
  // Every file that is not missing lies in a folder that can't be reached. The first test is cheap where none is away.
  offline: `EXISTS (SELECT 1 FROM folders WHERE offline_since_ms IS NOT NULL) AND NOT EXISTS (
    SELECT 1 FROM files f JOIN folders d ON d.id = f.folder_id
    WHERE f.photo_id = p.id AND f.missing_since_ms IS NULL AND d.offline_since_ms IS NULL)`,
  located: 'p.latitude IS NOT NULL AND p.longitude IS NOT NULL',
  rated: 'coalesce(p.own_rating, p.rating) > 0',
  rejected: 'coalesce(p.own_rating, p.rating) = -1',
};

const names: Readonly<Record<string, State>> = {
  image: 'image', photo: 'image', picture: 'image', foto: 'image', bild: 'image', 照片: 'image', 图片: 'image', 写真: 'image', 사진: 'image', фото: 'image',
  video: 'video', movie: 'video', film: 'video', clip: 'video', vídeo: 'video', vidéo: 'video', 视频: 'video', 影片: 'video', 動画: 'video', 비디오: 'video', 동영상: 'video', видео: 'video',
  offline: 'offline', away: 'offline', located: 'located', gps: 'located', geotagged: 'located', rated: 'rated', rejected: 'rejected',
}; // prettier-ignore

// "video game" and "music video" show one; "videos" are wanted.
const videos =
  /(?<![\p{L}\p{N}])(?:videos|videoclips?|movies|film clips|filmpjes|видео|видеоролики|video(?= (?:of|from|in|von|aus|de|du|di|del|van)(?![\p{L}])))(?![\p{L}\p{N}])|视频|視頻|影片|動画|동영상|비디오/gu;

/** What a photo is, and how it is there. */
export const is = defineFilter<{ readonly state: State }>({
  key: 'is',
  aliases: ['ist', 'est', 'es', 'é'],
  control: () => ({ is: 'choice', options: states.map((state) => ({ operand: state, label: `filter.is.${state}` })) }),
  schema: z.object({ state: z.enum(states) }),
  several: 'all',
  parse(text) {
    const wanted = text.trim().toLowerCase().normalize('NFC');
    const state = names[wanted] ?? names[wanted.replace(/s$/, '')];
    return state && { value: { state } };
  },
  format: ({ state }) => state,
  read: ({ folded }) =>
    [...folded.matchAll(videos)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      value: { state: 'video' as const },
    })),
  condition: ({ state }) => sql(conditions[state]),
});
