import { z } from 'zod';
import { rawKinds } from '../../formats/raw/kinds.ts';
import { type Condition, defineFilter, oneOf, sql } from './filter.ts';

const states = [
  'image',
  'video',
  'offline',
  'located',
  'undated',
  'rated',
  'picked',
  'rejected',
  'raw',
  'copy',
  'live',
  'burst',
  'stack',
  'screenshot',
  'blurred',
  'dark',
  'tiny',
  'favourite',
  'hidden',
] as const;
type State = (typeof states)[number];

/** What phones and systems call them, in their languages; LIKE takes letters of any case, and _ for any one. */
const screenshotNames = [
  ...[
    'screenshot',
    'screen shot',
    'screen_shot',
    'scrnshot',
    'bildschirmfoto',
    'capture d_écran',
    'captura de',
    'captura_',
    'schermata',
  ],
  ...[
    'schermafbeelding',
    'снимок экрана',
    'скриншот',
    '截屏',
    '截图',
    '屏幕快照',
    '屏幕截图',
    'スクリーンショット',
    '스크린샷',
    'zrzut ekranu',
  ],
];

const conditions: Readonly<Record<Exclude<State, 'raw'>, string>> = {
  image: "p.kind = 'image'",
  video: "p.kind = 'video'",
  // Every file that is not missing lies in a folder that can't be reached. The first test is cheap where none is away.
  offline: `EXISTS (SELECT 1 FROM folders WHERE offline_since_ms IS NOT NULL) AND NOT EXISTS (
    SELECT 1 FROM files f JOIN folders d ON d.id = f.folder_id
    WHERE f.photo_id = p.id AND f.missing_since_ms IS NULL AND d.offline_since_ms IS NULL)`,
  located: 'p.latitude IS NOT NULL AND p.longitude IS NOT NULL',
  undated: "p.taken_from = 'file'",
  rated: 'coalesce(p.own_rating, p.rating) > 0',
  picked: 'coalesce(p.own_flag, p.flag) = 1',
  // What the person says stands before the "rejected" that a file says as its rating.
  rejected: `ifnull(coalesce(p.own_flag, p.flag), iif(coalesce(p.own_rating, p.rating) = -1, -1, 0)) = -1`,
  favourite: 'coalesce(p.own_favourite, p.favourite) = 1',
  hidden: 'p.own_hidden = 1',
  copy: `EXISTS (SELECT 1 FROM idx.copy_pairs c JOIN photos o ON o.id = c.other_id AND o.present > 0
    WHERE c.photo_id = p.id AND NOT EXISTS (
      SELECT 1 FROM idx.stacks s WHERE s.photo_id IN (c.photo_id, c.other_id) AND s.best_id <> s.photo_id) AND NOT EXISTS (SELECT 1 FROM not_copies n
      WHERE n.photo_id = min(c.photo_id, c.other_id) AND n.other_id = max(c.photo_id, c.other_id)))`,
  live: "(p.has_motion = 1 OR EXISTS (SELECT 1 FROM idx.stacks s WHERE s.photo_id = p.id AND s.kind = 'live'))",
  burst: "EXISTS (SELECT 1 FROM idx.stacks s WHERE s.photo_id = p.id AND s.kind = 'burst')",
  stack: 'EXISTS (SELECT 1 FROM idx.stacks s WHERE s.photo_id = p.id)',
  // Of 215 photos one is under this; of them blurred by 0.5 % of their width 94 of 100, by 0.8 % all.
  blurred: "p.kind = 'image' AND EXISTS (SELECT 1 FROM idx.looks l WHERE l.photo_id = p.id AND l.sharpness < 120)",
  // Two of a hundred are as dark.
  dark: "p.kind = 'image' AND EXISTS (SELECT 1 FROM idx.looks l WHERE l.photo_id = p.id AND l.brightness < 27)",
  tiny: "p.kind = 'image' AND p.width > 0 AND p.width * p.height < 300000",
  screenshot: `EXISTS (SELECT 1 FROM files f WHERE f.photo_id = p.id AND f.missing_since_ms IS NULL AND (${screenshotNames
    .map((name) => `f.name LIKE '${name}%'`)
    .join(' OR ')}))`,
};

const names: Readonly<Record<string, State>> = {
  image: 'image', photo: 'image', picture: 'image', foto: 'image', bild: 'image', 照片: 'image', 图片: 'image', 写真: 'image', 사진: 'image', фото: 'image',
  video: 'video', movie: 'video', film: 'video', clip: 'video', vídeo: 'video', vidéo: 'video', 视频: 'video', 影片: 'video', 動画: 'video', 비디오: 'video', 동영상: 'video', видео: 'video',
  offline: 'offline', away: 'offline', located: 'located', gps: 'located', geotagged: 'located', undated: 'undated', dateless: 'undated', 'no date': 'undated', undatiert: 'undated', 无日期: 'undated', rated: 'rated', rejected: 'rejected', raw: 'raw', rohdaten: 'raw', rohbild: 'raw', brut: 'raw', crudo: 'raw', 原始: 'raw', 原片: 'raw',
  copy: 'copy', copie: 'copy', duplicate: 'copy', kopie: 'copy', duplikat: 'copy', copia: 'copy', cópia: 'copy', doublon: 'copy', 副本: 'copy', 重复: 'copy', live: 'live', 'live photo': 'live', livephoto: 'live', 实况: 'live', burst: 'burst', rafale: 'burst', ráfaga: 'burst', serienbild: 'burst', serienaufnahme: 'burst', 连拍: 'burst', 連写: 'burst', 연사: 'burst', stack: 'stack', stacked: 'stack', stapel: 'stack', 堆叠: 'stack',
  screenshot: 'screenshot', bildschirmfoto: 'screenshot', captura: 'screenshot', 'capture d’écran': 'screenshot', 截图: 'screenshot', 截屏: 'screenshot', スクリーンショット: 'screenshot', 스크린샷: 'screenshot', скриншот: 'screenshot',
  favourite: 'favourite', favorite: 'favourite', fav: 'favourite', favorit: 'favourite', liebling: 'favourite', lieblingsfoto: 'favourite', favori: 'favourite', favorito: 'favourite', favorita: 'favourite', preferito: 'favourite', preferita: 'favourite', favoriet: 'favourite', любимое: 'favourite', избранное: 'favourite', 收藏: 'favourite', 最爱: 'favourite', お気に入り: 'favourite', 즐겨찾기: 'favourite',
  hidden: 'hidden', versteckt: 'hidden', ausgeblendet: 'hidden', caché: 'hidden', masqué: 'hidden', oculto: 'hidden', nascosto: 'hidden', verborgen: 'hidden', скрытое: 'hidden', 隐藏: 'hidden', 非表示: 'hidden', 숨김: 'hidden',
  picked: 'picked', pick: 'picked', flagged: 'picked', ausgewählt: 'picked', choisi: 'picked', elegido: 'picked', scelto: 'picked', gekozen: 'picked', избрано: 'picked', 选中: 'picked', 已选: 'picked', 採用: 'picked', 선택됨: 'picked',
  reject: 'rejected', abgelehnt: 'rejected', rejeté: 'rejected', rechazado: 'rejected', scartato: 'rejected', afgewezen: 'rejected', отклонено: 'rejected', 排除: 'rejected', 已拒绝: 'rejected', 不採用: 'rejected', 거부됨: 'rejected',
  blurred: 'blurred', blurry: 'blurred', blur: 'blurred', unscharf: 'blurred', verwackelt: 'blurred', flou: 'blurred', floue: 'blurred', borroso: 'blurred', borrosa: 'blurred', sfocato: 'blurred', sfocata: 'blurred', wazig: 'blurred', 模糊: 'blurred', ぼけ: 'blurred', 흐림: 'blurred', размыто: 'blurred',
  dark: 'dark', dunkel: 'dark', sombre: 'dark', oscuro: 'dark', oscura: 'dark', scuro: 'dark', donker: 'dark', 昏暗: 'dark', 太暗: 'dark', 暗い: 'dark', 어두움: 'dark', тёмное: 'dark',
  tiny: 'tiny', winzig: 'tiny', minuscule: 'tiny', diminuto: 'tiny', minuscolo: 'tiny', 很小: 'tiny', 小さい: 'tiny',
  コピー: 'copy', 重複: 'copy', 사본: 'copy', копия: 'copy',
}; // prettier-ignore

// "video game" and "music video" show one; "videos" are wanted.
const videos =
  /(?<![\p{L}\p{N}])(?:videos|videoclips?|movies|film clips|filmpjes|видео|видеоролики|video(?= (?:of|from|in|von|aus|de|du|di|del|van)(?![\p{L}])))(?![\p{L}\p{N}])|视频|視頻|影片|動画|동영상|비디오/gu;

// "My favourite café" is no mark; the plural, of photos, is.
const favourites =
  /(?<![\p{L}\p{N}])(?:(?:my |all )?favou?rites|(?:meine )?(?:favoriten|lieblings(?:fotos|bilder))|(?:mes )?favoris|(?:mis )?favoritos|(?:i )?preferiti|favorieten|избранное)(?: photos| pictures| images)?(?![\p{L}\p{N}])|我的收藏|お気に入り|즐겨찾기/gu;

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
  read: ({ folded }) => [...said(folded, videos, 'video'), ...said(folded, favourites, 'favourite')],
  condition: ({ state }): Condition =>
    state === 'raw' ? oneOf('p.format', Object.keys(rawKinds)) : sql(conditions[state]),
});

function said(folded: string, pattern: RegExp, state: State) {
  return [...folded.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    value: { state },
  }));
}
