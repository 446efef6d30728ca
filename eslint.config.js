import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { architecture } from './scripts/lint/architecture.ts';
import { reasons } from './scripts/lint/reasons.ts';

const typescript = ['**/*.ts', '**/*.svelte'];
const namedExports = { selector: 'ExportAllDeclaration', message: 'Name what is exported.' };

export default defineConfig(
  globalIgnores(['dist/', 'out/', '.tsbuild/', '.electron/', 'test-results/', 'electron-33/default-app.mjs']),
  {
    files: typescript,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    plugins: { 'import-x': importX, local: { rules: { reasons } } },
    settings: {
      'import-x/extensions': ['.ts'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-default-export': 'error',
      'no-restricted-syntax': ['error', namedExports],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A bare `as` or `!` needs its reason beside it; the rule of our own looks for the comment.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      'local/reasons': 'error',
      // Numbers and the like say what they are inside a template.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Listeners and short callbacks: `() => set.delete(x)` says what it does.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // The environment and SQLite's rows are index signatures: TypeScript asks for the brackets.
      '@typescript-eslint/dot-notation': 'off',
      // Both forms say the same.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Slow (13 s of 44), for classes with privates and for enums, of which there are none.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // Nothing here is a class: methods are closures, made to be taken apart.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions', 'methods'] }],
      // In the window `void x` reads x, so that an effect runs again when it changes.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // Handlers keep their promise-shaped types where one of them happens not to wait.
      '@typescript-eslint/require-await': 'off',
    },
  },
  ...architecture,
  {
    // Declarations of what others wrote.
    files: ['**/*.d.ts'],
    rules: { 'import-x/no-default-export': 'off', '@typescript-eslint/no-extraneous-class': 'off' },
  },
  { files: ['*.config.ts'], rules: { 'import-x/no-default-export': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Tests poke at what is wrong on purpose.
      'local/reasons': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-implied-eval': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['test/e2e/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        namedExports,
        ...[
          '[callee.property.name=/^(textContent|innerText|innerHTML|inputValue|boundingBox|isChecked|isEnabled|isDisabled)$/]',
          "[callee.property.name='getAttribute'][callee.object.property.name!='activeElement']",
          "[callee.property.name='evaluate'][callee.object.name!=/^(page|app)$/][callee.object.property.name!=/^(page|app)$/]",
        ].map((waits) => ({
          selector: `CallExpression[callee.name='until'] CallExpression${waits}`,
          message: 'It waits for its element, which may have gone: ask what is there now (seen.ts).',
        })),
      ],
    },
  },
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'import-x/no-default-export': 'off',
      'no-undef': 'off',
      // What does not draw anything is not reactive, on purpose: caches, sets of keys.
      'svelte/prefer-svelte-reactivity': 'off',
      // The compiler of svelte-check sees the types in markup; the linter does not.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
