import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nearMissesIn } from '#pipeline/check/lexicon/near-misses.ts';
import { severityOf, MARKS } from '#pipeline/check/lexicon/near-miss-hits.ts';
import { shippedLexicon } from '#pipeline/check/lexicon/lexicon.ts';
const lex = shippedLexicon();
const [step = '1', offset = '0', ...folders] = process.argv.slice(2);
let n = 0, i = 0;
for (const folder of folders) for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
  if (!/\.(md|txt)$/.test(name) || /README/.test(name)) continue;
  if (i++ % Number(step) !== Number(offset)) continue;
  const text = readFileSync(join(folder, name), 'utf8');
  n += text.length;
  for (const m of nearMissesIn(text, lex, '2026-11-23')) {
    if (MARKS.test(text.slice(m.start, m.end)) || /\n\s*\n/.test(text.slice(m.start, m.end))) continue;
    const sev = severityOf(m, text.endsWith('中华人民共和国', m.start)); if (sev === 'info') continue;
    console.log([sev[0], m.phrase.group, [...m.phrase.text.replace(/[“”]/g,'')].length, m.slip, m.inside ? 'in' : m.phrase.text.startsWith(m.form.charAt(0)) ? 'last' : 'first', m.ordinary ? 'ord' : '-', m.like ?? '-', m.phrase.core ? 'core' : m.phrase.sure ? 'sure' : '-', m.phrase.text, m.form, (text.slice(Math.max(0, m.start - 10), m.start) + '【' + m.form + '】' + text.slice(m.end, m.end + 12)).replace(/\s/g,' '), folder.split('/').slice(-2).join('_') + '/' + name].join('\t'));
  }
}
console.error(n);
