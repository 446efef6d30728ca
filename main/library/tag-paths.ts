import { nameIn } from '../tags/vocabulary.ts';
import type { EffectiveVocabulary } from './effective-vocabulary.ts';
import type { TagAnswers } from './tag-answers.ts';

/** A vocabulary that goes in a circle would never end. */
const mostParents = 12;

/** Names of a photo's confirmed tags with those of their wider concepts, the outermost first, in the person's language. */
export function createTagPaths(deps: {
  answers: Pick<TagAnswers, 'of'>;
  vocabulary: Pick<EffectiveVocabulary, 'loaded'>;
  languages: () => readonly string[];
}): (photoId: number) => Promise<string[][]> {
  return async (photoId) => {
    const { byId } = await deps.vocabulary.loaded();
    const [language = 'en'] = deps.languages();
    const given = (await deps.answers.of(photoId)).filter(({ isConfirmed }) => isConfirmed);
    return given.map(({ conceptId, name }) => {
      const path = [name];
      let parent = conceptId === undefined ? undefined : byId.get(conceptId)?.parent;
      while (parent !== undefined && path.length < mostParents) {
        const concept = byId.get(parent);
        if (concept === undefined) break;
        path.unshift(nameIn(language, concept));
        parent = concept.parent;
      }
      return path.filter((part) => part !== '');
    });
  };
}
