import type { Language, MessageKey } from './language.svelte.ts';

const names: Readonly<Record<string, MessageKey>> = {
  cpu: 'settings.provider.cpu',
  webgpu: 'settings.provider.webgpu',
  coreml: 'settings.provider.coreml',
  dml: 'settings.provider.dml',
  cuda: 'settings.provider.cuda',
};

/** What a person calls an execution provider; one this window does not know keeps its own name. */
export function providerName(provider: string, { t }: Pick<Language, 't'>): string {
  const key = names[provider];
  return key ? t(key) : provider;
}
