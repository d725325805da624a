// Types are stripped by Node itself from 22.18 on, but never below node_modules; elsewhere typescript-hooks.js does it.
// A program that finds no temporary folder says so before it begins.
import { accessSync, constants } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';

module.enableCompileCache?.();
if (!process.features.typescript || import.meta.url.includes('/node_modules/')) {
  try {
    accessSync(tmpdir(), constants.W_OK);
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
  module.register('./typescript-hooks.js', import.meta.url);
}
