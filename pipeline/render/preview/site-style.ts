/** How wide the preview's phone is. */
const PHONE_WIDTH = 375;

/** The website's page inside the preview, as it is and as its four sizes show it. */
const SITE = '.site';
const WHEN = {
  phone: '#size-phone:checked~.sheet>.site',
  elder: '#size-elder:checked~.sheet>.site',
  print: '#size-print:checked~.sheet>.site',
};

interface Block {
  head: string;
  body: string;
}

/** Where a string that opens at `from` has its closing quote. */
function endOfString(css: string, from: number): number {
  let at = from + 1;
  while (at < css.length && css[at] !== css[from]) at += css[at] === '\\' ? 2 : 1;
  return at;
}

/** A style sheet without its comments; what stands in strings stays. */
function withoutComments(css: string): string {
  return css
    .split('/*')
    .map((part, index) => (index === 0 ? part : part.slice(part.indexOf('*/') + 2)))
    .join('');
}

/** Outermost `head { body }` of a style sheet without comments. */
function blocksOf(css: string): Block[] {
  const found: Block[] = [];
  let depth = 0;
  let start = 0;
  let open = 0;
  for (let at = 0; at < css.length; at += 1) {
    if (css[at] === '"' || css[at] === "'") at = endOfString(css, at);
    else if (css[at] === '{') {
      if (depth === 0) open = at;
      depth += 1;
    } else if (css[at] === '}') {
      depth -= 1;
      if (depth > 0) continue;
      found.push({ head: css.slice(start, open).trim(), body: css.slice(open + 1, at).trim() });
      start = at + 1;
    }
  }
  return found;
}

/** Parts of a list; what stands in brackets and strings parts nothing. */
function parted(list: string, by: ',' | ';'): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < list.length; at += 1) {
    if (list[at] === '"' || list[at] === "'") at = endOfString(list, at);
    else if (list[at] === '(') depth += 1;
    else if (list[at] === ')') depth -= 1;
    else if (list[at] === by && depth === 0) {
      found.push(list.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...found, list.slice(start).trim()].filter((part) => part !== '');
}

/** A selector of the site's pages, for the page inside the preview: what is said of the whole page is said of that one. */
function inside(selector: string, page: string): string {
  const elder = /^(?::root|html)?\[data-elder\]/.exec(selector);
  if (elder) return page === SITE ? WHEN.elder + selector.slice(elder[0].length) : '';
  const whole = /^(?::root|html|body)(?![\w-])/.exec(selector);
  return whole ? page + selector.slice(whole[0].length) : `${page} ${selector}`;
}

function rules(css: string, page: string): string {
  return blocksOf(css)
    .map(({ head, body }) => (head.startsWith('@') ? conditional({ head, body }, page) : rule({ head, body }, page)))
    .join('');
}

function rule({ head, body }: Block, page: string): string {
  const selectors = parted(head, ',')
    .map((selector) => inside(selector, page))
    .filter((selector) => selector !== '');
  // Paper is light, whatever the screen is.
  if (head === ':root' && page === SITE) selectors.push(WHEN.print);
  // The preview has no file beside it.
  const declarations = parted(body, ';').filter((declaration) => !declaration.includes('url('));
  return selectors.length === 0 || declarations.length === 0 ? '' : `${selectors.join(',')}{${declarations.join(';')}}\n`;
}

/** Rules that hold for some readers: of a phone and of paper also where the preview shows those. */
function conditional({ head, body }: Block, page: string): string {
  if (!head.startsWith('@media')) return head.startsWith('@supports') ? `${head}{${rules(body, page)}}\n` : '';
  if (page !== SITE) return '';
  if (head.includes('print')) return rules(body, WHEN.print);
  const most = Number(/max-width: ?(\d+)px/.exec(head)?.[1] ?? 0);
  return `${head}{${rules(body, SITE)}}\n${most >= PHONE_WIDTH ? rules(body, WHEN.phone) : ''}`;
}

/**
 * The website's own style sheets for the page that the preview shows. Each rule holds inside of `.site` alone. Rules for phones, the
 * elderly and paper hold where the preview's reader has chosen those.
 * @param css tokens.css and site.css, one behind the other
 */
export function siteStyle(css: string): string {
  return rules(withoutComments(css), SITE);
}
