import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { shippedLexicon } from './check/lexicon/lexicon.ts';
import { likenessesIn } from './check/lexicon/phrase-index.ts';
import { plainOf } from './check/lexicon/plain-text.ts';
import * as S from './check/lexicon/sayings.ts';
import { fold } from './item/markdown/folded-text.ts';
import { simplifiedHan } from './item/markdown/term-fold.ts';

const { forms, index } = (S as any).listedIn(shippedLexicon());
const whole = new Map<string, number>();
const vars = new Map<string, Map<string, number>>();
const MARKS = /[、,:]/g;
let chars = 0;
const walk = (d: string) => {
  for (const f of readdirSync(d)) {
    const p = d + '/' + f;
    if (statSync(p).isDirectory()) {
      walk(p);
      continue;
    }
    const t = simplifiedHan(fold(readFileSync(p, 'utf8')).text);
    chars += t.length;
    const plain = plainOf(t.replace(MARKS, ' '));
    const found = likenessesIn(plain, index);
    const ok = found.filter((x: any) => x.slip === null && !forms[x.word].turned);
    for (const x of ok) whole.set(forms[x.word].right, (whole.get(forms[x.word].right) ?? 0) + 1);
    for (const x of found) {
      const fm = forms[x.word];
      if (x.slip === null || fm.turned) continue;
      if (ok.some((o: any) => o.start <= x.from && x.to <= o.end)) continue;
      const w = plain.text.slice(x.start, x.end);
      let m = vars.get(fm.right);
      if (!m) vars.set(fm.right, (m = new Map()));
      const k = x.slip + ' ' + w + (x.from > x.start && x.to < x.end ? ' in' : ' edge');
      m.set(k, (m.get(k) ?? 0) + 1);
    }
  }
};
for (const d of process.argv.slice(2)) walk(d);
console.error(chars);
const rights = [...new Set(forms.map((f: any) => f.right))] as string[];
writeFileSync(
  '/tmp/sayvars.json',
  JSON.stringify(rights.map((r) => ({ right: r, whole: whole.get(r) ?? 0, vars: [...(vars.get(r) ?? [])] }))),
);
