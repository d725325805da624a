import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { previewItem } from '../render/preview-item.ts';
import type { Command } from './command.ts';
import { itemMeant } from './item-meant.ts';
import { writeOut } from './write-out.ts';

const TOKENS = join(import.meta.dirname, '../../site/assets/tokens.css');

export const command: Command = {
  summary: '三面预览：网站、微信、微博放在一页，手机上也能看',
  usage: 'preview <信息> [--rev 版本] [--out 文件]',
  options: {
    rev: { type: 'string', help: '从这个版本读，不读工作区' },
    out: { type: 'string', help: '写到这个文件（默认 preview.html）' },
  },
  operands: 1,
  formats: ['text', 'json'],
  run: async ({ root, operands, options }) => {
    const { item, organisation, policy } = await itemMeant(root, operands, options.rev as string | undefined);
    const page = previewItem(
      item,
      { organisation, policy },
      await readFile(TOKENS, 'utf8'),
      (options.rev as string | undefined) ?? '工作区',
    );
    const out = await writeOut(root, (options.out as string | undefined) ?? 'preview.html', page, 'preview/write');
    return { exitCode: 0, json: { version: 1, item: item.id, file: out }, text: `预览在 ${out}，用浏览器打开。` };
  },
};
