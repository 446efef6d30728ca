import { z } from 'zod';
import { stackKind } from '../../../preload/contract/photo.ts';
import { defineFilter, sql } from './filter.ts';

const kinds = stackKind.options;
type Kind = (typeof kinds)[number];

const names: Readonly<Record<string, Kind>> = {
  raw: 'raw', live: 'live', 'live photo': 'live', edit: 'edit', edited: 'edit', bearbeitet: 'edit', burst: 'burst', serie: 'burst', rafale: 'burst', ráfaga: 'burst', 连拍: 'burst',
  bracket: 'bracket', hdr: 'bracket', aeb: 'bracket', belichtungsreihe: 'bracket', 包围曝光: 'bracket', panorama: 'panorama', pano: 'panorama', 全景: 'panorama', focus: 'focus', fokus: 'focus', 焦点堆叠: 'focus',
  hand: 'hand', own: 'hand', eigene: 'hand', 手动: 'hand',
}; // prettier-ignore

/** Photos that belong to a stack of some kind: `stack:burst`, `stack:raw`. */
export const stack = defineFilter<{ readonly kind: Kind }>({
  key: 'stack',
  aliases: ['stapel', 'pile', '堆叠'],
  control: () => ({ is: 'choice', options: kinds.map((kind) => ({ operand: kind, label: `stack.kind.${kind}` })) }),
  schema: z.object({ kind: z.enum(kinds) }),
  several: 'any',
  parse(text) {
    const wanted = text.trim().toLowerCase().normalize('NFC');
    const kind = names[wanted] ?? names[wanted.replace(/s$/, '')];
    return kind && { value: { kind } };
  },
  format: ({ kind }) => kind,
  condition: ({ kind }) => sql('EXISTS (SELECT 1 FROM idx.stacks s WHERE s.photo_id = p.id AND s.kind = ?)', [kind]),
});
