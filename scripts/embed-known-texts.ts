/**
 * @file Embeds the texts that ship with the app, for a model: [Note: Texts that are known beforehand].
 *
 *   node scripts/embed-known-texts.ts [modelId]
 *
 * Writes resources/calibration/texts/<modelId>.bin. To be run after a change of the vocabulary, of the background
 * sentences, of a model's prompts, or of the model.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { modelById } from '../main/models/index.ts';
import { writeKnownTexts } from '../main/models/known-texts.ts';
import { openTextTower } from '../main/models/open-text-tower.ts';
import { promptsOf } from '../main/tags/askable.ts';
import { loadVocabulary } from '../main/tags/vocabulary.ts';
import { root } from './root.ts';

const [modelId = 'starter'] = process.argv.slice(2);
const model = modelById(modelId);
const calibration = path.join(root, 'resources/calibration');
const sentences = z
  .array(z.string())
  .parse(JSON.parse(await readFile(path.join(calibration, 'background-sentences.json'), 'utf8')));
const { concepts } = await loadVocabulary(path.join(root, 'resources/vocabularies'));
await using tower = await openTextTower(model, path.join(root, 'resources/models', model.id));
const prompts = concepts.flatMap((concept) => promptsOf(concept, model.text.classTemplates, tower.reads));
const texts = [...new Set([...sentences, ...prompts])];
await mkdir(path.join(calibration, 'texts'), { recursive: true });
const bytes = writeKnownTexts(texts, await tower.embedTexts(texts), model);
await writeFile(path.join(calibration, `texts/${model.id}.bin`), bytes);
console.log(`${texts.length} texts, ${(bytes.length / 1e6).toFixed(2)} MB`);
