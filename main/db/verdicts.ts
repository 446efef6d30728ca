import { type Engine, engine as engineSchema } from '../../preload/contract/work.ts';
import type { Verdict } from '../models/choose-provider.ts';
import type { Provider } from '../models/open-image-tower.ts';
import type { Db } from './open.ts';

/**
 * What was found out about execution providers on this machine, kept so that a start need not try them again.
 * @param key model, app and runtime
 * @param gpu what draws here, with its driver: verdicts on another one are forgotten
 */
export function createVerdicts(db: Pick<Db, 'sql' | 'transaction'>, key: string, gpu: () => string) {
  const name = `verdicts:${key}`;
  const get = db.sql.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck();
  const put = db.sql.prepare<[string, string]>(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const all = (): Partial<Record<Provider, Verdict>> => {
    // Written by `write` below, in this shape; an older version wrote the verdicts alone.
    const stored = JSON.parse(get.get(name) ?? '{}') as Partial<Stored>;
    return stored.gpu === gpu() ? (stored.verdicts ?? {}) : {};
  };
  const write = (verdicts: Stored['verdicts']) =>
    void put.run(name, JSON.stringify({ gpu: gpu(), verdicts } satisfies Stored));

  const engineName = `engine:${key}`;

  return {
    /** The engine of the last start: shown until this start's embedder has found its own. */
    lastEngine(): Engine | undefined {
      const text = get.get(engineName);
      return text === undefined ? undefined : engineSchema.safeParse(JSON.parse(text)).data;
    },
    rememberEngine: (engine: Engine): void => void put.run(engineName, JSON.stringify(engine)),
    all,
    remember: (provider: Provider, verdict: Verdict): void => write({ ...all(), [provider]: verdict }),
    /** The person chose this provider: it is tried once more, whatever was found before. */
    forget(provider: Provider | 'auto'): void {
      const kept = Object.fromEntries(Object.entries(all()).filter(([it]) => provider !== 'auto' && it !== provider));
      write(kept);
    },
  };
}
export type Verdicts = ReturnType<typeof createVerdicts>;

interface Stored {
  readonly gpu: string;
  readonly verdicts: Partial<Record<Provider, Verdict>>;
}
