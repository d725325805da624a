import { addText, type Story, tell } from './story.ts';
import { below, type Element, elementsOf, settingOf, switchOf } from './xml.ts';

/** Fields that fetch something when Word updates them. */
const ACTIVE = /^\s*(?:INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|DDE|DDEAUTO|LINK|DATABASE|RD|AUTOTEXT|MACROBUTTON)\b/i;
const HYPERLINK = /^\s*HYPERLINK\s+"([^"\s]*)"/i;
const EQUATION = /^\s*EQ\b/i;

/** An address that readers may follow; what else is linked stays text and is told. */
export function address(story: Story, url: string): string | null {
  if (/^(?:https?:\/\/|mailto:)/i.test(url)) return url;
  if (url !== '' && !url.startsWith('#')) tell(story, 'link', url);
  return null;
}

function tellActive(story: Story, code: string): void {
  if (ACTIVE.test(code)) tell(story, 'active-field', code.trim());
}

/** Boxes to tick and lists to choose from of Word's old forms: what they show stands in no text. */
function formWords(data: Element): string {
  const box = below(data, 'w:checkBox');
  if (box !== undefined) return (switchOf(box, 'w:checked') ?? switchOf(box, 'w:default') ?? false) ? '☑' : '☐';
  const list = below(data, 'w:ddList');
  const entries = elementsOf(list).filter(({ name }) => name === 'w:listEntry');
  return entries[Number(settingOf(list, 'w:result') ?? settingOf(list, 'w:default') ?? 0)]?.attributes['w:val'] ?? '';
}

/** Whether Word shows words here: between a field's beginning and its result stands its code. */
export function isShown({ fields, fieldsEnd }: Story): boolean {
  const field = fields.at(-1);
  return !fieldsEnd || field === undefined || (field.shown && field.result);
}

/** A mark of a field: its beginning, the beginning of its result, its end. */
export function fieldMark(story: Story, mark: Element): void {
  const type = mark.attributes['w:fldCharType'];
  const field = story.fields.at(-1);
  if (type === 'begin') {
    const data = below(mark, 'w:ffData');
    if (data !== undefined) addText(story, formWords(data));
    story.fields.push({ code: '', result: false, shown: isShown(story), link: field?.link ?? null });
  } else if (type === 'separate' && field !== undefined) {
    field.result = true;
    const url = HYPERLINK.exec(field.code)?.[1];
    if (url !== undefined) field.link = address(story, url) ?? field.link;
    tellActive(story, field.code);
  } else if (type === 'end' && field !== undefined) {
    story.fields.pop();
    if (!field.result) tellActive(story, field.code);
    if (!field.result && EQUATION.test(field.code)) tell(story, 'formula', field.code.trim());
  }
  story.link = story.fields.at(-1)?.link ?? null;
}

/** A part of the innermost field's code. */
export function fieldCode(story: Story, code: string): void {
  const field = story.fields.at(-1);
  if (field !== undefined && !field.result) field.code += code;
}

/** A field in one piece. */
export function simpleField(story: Story, field: Element, read: () => void): void {
  tellActive(story, field.attributes['w:instr'] ?? '');
  read();
}
