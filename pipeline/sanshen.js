#!/usr/bin/env node
// The one entry in plain JavaScript: Node strips types itself from 22.18 on, but never below node_modules; elsewhere tsx does it.
import { accessSync, constants } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

/** tsx keeps what it has stripped in the temporary folder, and ends with a stack where it can't. */
function requireTemporaryFolder() {
  try {
    accessSync(`${tmpdir()}/.`, constants.W_OK);
  } catch {
    const error = {
      code: 'internal/start',
      message: '临时文件夹不能用，没有启动；应为可以写的文件夹；请检查 TMPDIR 和权限。',
      place: tmpdir(),
    };
    if (/--format[= ]json/.test(process.argv.join(' '))) console.log(JSON.stringify({ version: 1, error }));
    console.error(`✗ ${error.message}（${error.code}，${error.place}）`);
    process.exit(2);
  }
}

module.enableCompileCache?.();
if (!process.features.typescript || import.meta.url.includes('/node_modules/')) {
  requireTemporaryFolder();
  const { register } = await import('tsx/esm/api');
  register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
}
await import('./cli.ts');
