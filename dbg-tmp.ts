import { shippedLexicon } from '#pipeline/check/lexicon/lexicon.ts';
import { HONEST } from '#pipeline/check/lexicon/honest-forms.ts';
import { likenessesIn, wordOf } from '#pipeline/check/lexicon/phrase-index.ts';
import { plainOf } from '#pipeline/check/lexicon/plain-text.ts';
const lex=shippedLexicon();
for(const t of process.argv.slice(2)){ const plain=plainOf(t); console.log('==',t);
 const l=lex.lists[0]!; for(const k of likenessesIn(plain,l.index)){ const phrase=l.phrases[k.word]!; const w=wordOf(l.index,k.word); if(k.slip===null){ console.log('  whole',phrase.text); continue;}
 const s={...k,slip:k.slip,phrase,length:w.length,right:w.slice(k.place,k.place+k.width),wrong:plain.text.slice(k.from,k.to)};
 const why=HONEST.map((h,i)=>h(s as never,plain,lex)?i+':'+(h.name||''):'').filter(Boolean).join(' ');
 console.log('  ',phrase.text,phrase.group,phrase.core?'core':'',k.slip,s.right,s.wrong,'honest:',why);} }
