import { z } from 'zod';
import { defineFilter } from './filter.ts';

interface Name {
  readonly name: string;
}

/** Photos for which a tag is suggested and waits for an answer: `suggested:dog`, or `suggested:any`. */
export const suggested = defineFilter<Name>({
  key: 'suggested',
  aliases: ['suggestion', 'suggestions', 'vorschlag', 'vorgeschlagen', 'suggéré', 'sugerido', 'suggerito', 'voorgesteld', 'предложено', '建议', '建議', '候補', '추천'], // prettier-ignore
  control: () => ({ is: 'text' }),
  schema: z.object({ name: z.string().min(1) }),
  several: 'all',
  parse(text) {
    const name = text.trim().replaceAll(/\s+/g, ' ');
    return name === '' ? undefined : { value: { name } };
  },
  format: ({ name }) => name,
  condition: ({ name }, { suggestedIds }) => ({ is: 'ids', ids: suggestedIds?.(name) ?? new Int32Array(0) }),
});
