import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const UNDERSCORE_UNUSED = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true };
const UNSAFE = ['call', 'member-access', 'argument', 'assignment', 'return'].map(
  (what) => `@typescript-eslint/no-unsafe-${what}`,
);

export default defineConfig(
  { ignores: ['.svelte-kit/', '.cache/', 'build/', 'data/', 'test-results/', 'src/lib/i18n/paraglide/'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  svelte.configs.prettier,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        projectService: true,
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', UNDERSCORE_UNUSED],
      // `undefined` and `null` mean something; numbers and errors in a message need no ceremony.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Objects here are closures without `this`, and what a closure changes this rule believes constant.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // [...text] means its characters.
      '@typescript-eslint/no-misused-spread': 'off',
      // Ports are allowed to be asynchronous without every implementation having to wait.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        {
          property: 'getClientAddress',
          message: 'Use addressOf of $lib/server/address: there is one reading.',
        },
      ],
      'no-empty': ['error', { allowEmptyCatch: false }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  // What no component shows needs no reactivity, and must not make an effect run again.
  { files: ['**/*.svelte.ts'], rules: { 'svelte/prefer-svelte-reactivity': 'off' } },
  // svelte-check knows the types within a component better; casts in JSDoc are invisible here.
  { files: ['**/*.svelte', '**/*.js'], rules: Object.fromEntries(UNSAFE.map((rule) => [rule, 'off'])) },
  // The app lives at the root of its origin: kiosks, cookies and the socket's path depend on it.
  { files: ['**/*.svelte'], rules: { 'svelte/no-navigation-without-resolve': 'off' } },
  { files: ['svelte.config.js'], rules: ts.configs.disableTypeChecked.rules ?? {} },
  // TypeScript knows every name.
  { files: ['**/*.ts', '**/*.svelte'], rules: { 'no-undef': 'off' } },
  // What these say is for the person at the terminal; the server logs.
  { files: ['scripts/**', 'bench/**', 'server/main.ts', 'server/admin.ts'], rules: { 'no-console': 'off' } },
);
