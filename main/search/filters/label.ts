import { z } from 'zod';
import { defineFilter, sql } from './filter.ts';

interface Label {
  readonly name: string;
}

/** The colour label that another program gave, as that program calls it: `Red`, `Rot`, `Select`; darktable gives several: `Red, Blue`. */
export const label = defineFilter<Label>({
  key: 'label',
  aliases: ['colorlabel', 'colourlabel', 'farbe', 'farblabel', 'etiquette', '色标', '颜色标签'],
  control: () => ({ is: 'text' }),
  schema: z.object({ name: z.string().min(1) }),
  several: 'any',
  parse(text) {
    const name = text.trim().replaceAll(/\s+/g, ' ');
    return name === '' ? undefined : { value: { name } };
  },
  format: ({ name }) => name,
  condition: ({ name }) =>
    sql("p.label IS NOT NULL AND instr(lower(', ' || p.label || ', '), lower(', ' || ? || ', ')) > 0", [name]),
});
