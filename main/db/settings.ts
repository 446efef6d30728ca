import { defaultSettings, type Settings, settings as schema } from '../../preload/contract/settings.ts';
import type { Db } from './open.ts';

/** The person's settings. A value that no longer fits (an older or newer version wrote it) falls back to the default. */
export function createSettings(db: Pick<Db, 'sql' | 'transaction'>) {
  const all = db.sql.prepare<[], { key: string; value: string }>('SELECT key, value FROM settings');
  const put = db.sql.prepare<[string, string]>(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );

  return {
    get(): Settings {
      const stored = new Map(all.all().map((row) => [row.key, row.value]));
      const values: Record<string, unknown> = { ...defaultSettings };
      for (const [key, field] of Object.entries(schema.shape)) {
        const text = stored.get(key);
        if (text === undefined) continue;
        const parsed = field.safeParse(JSON.parse(text));
        if (parsed.success) values[key] = parsed.data;
      }
      return schema.parse(values);
    },
    change(part: Partial<Settings>): void {
      db.transaction(() => {
        for (const [key, value] of Object.entries<unknown>(part))
          if (value !== undefined) put.run(key, JSON.stringify(value));
      });
    },
  };
}
export type SettingsStore = ReturnType<typeof createSettings>;
