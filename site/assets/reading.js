// Reading aloud and the reading ruler, which site.js fetches where they may be wanted.
const root = document.documentElement;
/** @param {string} selector */
const all = (selector) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);

/**
 * What the page's own script lends: a reader's kept choice, the state of a key, words for those who don't see what has changed.
 * @typedef {{
 *   kept: (name: string, value?: string) => string | null,
 *   press: (action: string, on: boolean) => void,
 *   say: (words: string) => void,
 * }} Page
 */
/** @type {Page} */
let page;

// 朗读: sentence by sentence, with the device's own Chinese voice. After a pause its sentence begins anew: inside one, devices lose their place.
const speech = window.speechSynthesis;
const voice = () => {
  const voices = speech?.getVoices() ?? [];
  return voices.find(({ lang }) => /^(zh.(CN|Hans)|cmn)/i.test(lang)) ?? voices.find(({ lang }) => /^zh/i.test(lang));
};
const RATES = { 常速: 1, 慢速: 0.75, 快速: 1.25 };
const rate = () => /** @type {keyof typeof RATES} */ (Object.keys(RATES).find((name) => name === page.kept('rate')) ?? '常速');
/** @type {SpeechSynthesisUtterance | undefined} */
let spoken;
/** What is still to be read, beginning with what is being read. @type {{block: Element, range: Range, text: string}[]} */
let queue = [];

/** @param {Element} block */
function sentences(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let all = '';
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, start: all.length });
    all += walker.currentNode.nodeValue;
  }
  return [...all.matchAll(/[^。！？；]{1,200}[。！？；]*/g)].map(({ 0: text, index }) => {
    const range = new Range();
    const [first, last] = [index, index + text.length - 1].map((at) => nodes.filter(({ start }) => start <= at).pop() ?? nodes[0]);
    range.setStart(first.node, index - first.start);
    range.setEnd(last.node, index + text.length - last.start);
    return { block, range, text };
  });
}

/** @param {{block: Element, range: Range} | undefined} sentence */
function mark(sentence) {
  for (const old of all('.reading')) old.classList.remove('reading');
  const marks = window.Highlight && CSS.highlights;
  marks?.delete('reading');
  if (!sentence) return;
  if (marks) marks.set('reading', new Highlight(sentence.range));
  else sentence.block.classList.add('reading');
  sentence.block.scrollIntoView({ block: 'nearest' });
  lay(sentence.range);
}

function hush() {
  spoken = undefined;
  speech?.cancel();
}

/** @param {'on' | 'paused' | ''} to @param {string} words */
function turn(to, words) {
  // A key that goes away hands on to the one beside it.
  if (!to && document.activeElement?.matches('.while-reading'))
    all('button.read')
      .find((one) => one.offsetParent)
      ?.focus();
  root.toggleAttribute('data-reading', !!to);
  if (to) root.dataset.reading = to;
  for (const button of all('[data-do="read"]')) button.textContent = { on: '‖ 暂停', paused: '▶ 继续', '': '▶ 朗读' }[to];
  for (const button of all('[data-do="rate"]')) button.textContent = rate();
  page.say(words);
}

function speak() {
  hush();
  const [sentence] = queue;
  mark(sentence);
  if (!sentence) return turn('', '朗读完了');
  const own = new SpeechSynthesisUtterance(sentence.text);
  spoken = own;
  Object.assign(own, { lang: 'zh-CN', voice: voice() ?? null, rate: RATES[rate()] });
  own.onend = () => {
    if (own !== spoken) return;
    queue.shift();
    speak();
  };
  own.onerror = () => own === spoken && stop('朗读中断了');
  speech.speak(own);
}

function stop(words = '朗读已停止') {
  if (root.dataset.reading === undefined) return;
  hush();
  mark(undefined);
  turn('', words);
}

function read() {
  if (root.dataset.reading === 'on') {
    hush();
    return turn('paused', '朗读已暂停');
  }
  if (root.dataset.reading === undefined)
    queue = all(':is([data-read],main) :is(h1,h2,h3,p,li,dt,dd,th,td,.title)')
      .filter((block) => !block.closest('.bar,.share,.note,.pager,[aria-hidden]') && !block.querySelector('p,li,.title'))
      .flatMap(sentences);
  turn('on', '正在朗读');
  speak();
}

// 读行尺: follows the pointer, the keys' focus, the sentence that is read, and ↑ ↓.
/** @type {HTMLElement | undefined} */
let ruler;
function toggleRuler() {
  ruler?.remove();
  ruler = ruler ? undefined : document.body.appendChild(document.createElement('div'));
  if (ruler) ruler.className = 'ruler';
  if (ruler && queue[0] && root.dataset.reading) lay(queue[0].range);
  page.press('ruler', !!ruler);
  page.say(ruler ? '读行尺已打开，按上下方向键移动' : '读行尺已收起');
}

/** @param {number} y its middle, from the window's upper edge */
const layAt = (y) => ruler?.style.setProperty('top', `${y - ruler.offsetHeight / 2}px`);

/** On the first line of what is there. @param {Element | Range} there */
function lay(there) {
  const { top, height } = there.getBoundingClientRect();
  layAt(top + Math.min(height, ruler?.offsetHeight ?? 0) / 2);
}

/** By a line; at the window's edges the page moves instead. @param {number} way 1: down, -1: up */
function moveRuler(way) {
  const { top = 0, height = 0 } = ruler?.getBoundingClientRect() ?? {};
  const line = parseFloat(getComputedStyle(document.querySelector('.text p') ?? document.body).lineHeight);
  const y = top + height / 2 + way * line;
  const low = innerHeight - (document.querySelector('.elder-bar')?.clientHeight ?? 0);
  if (y < height || y > low - height) scrollBy(0, way * line);
  else layAt(y);
}

function changeRate() {
  const names = Object.keys(RATES);
  page.kept('rate', names[(names.indexOf(rate()) + 1) % names.length]);
  const { reading } = root.dataset;
  turn(reading === 'on' ? 'on' : 'paused', `语速改为${rate()}`);
  if (reading === 'on') speak();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const { key, target } = event;
  if (key === 'Escape' && !document.querySelector('dialog[open]')) stop();
  if (!ruler || !/^Arrow(Up|Down)$/.test(key) || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (target instanceof Element && target.closest('input,textarea,select')) return;
  event.preventDefault();
  moveRuler(key === 'ArrowUp' ? -1 : 1);
}

function find() {
  root.dataset.voice = voice() ? 'yes' : 'no';
}

/**
 * Listens, and gives what the keys do that belong to it.
 * @param {Page} given
 */
export function start(given) {
  page = given;
  for (const moved of ['pointermove', 'pointerdown'])
    addEventListener(moved, (event) => layAt(/** @type {PointerEvent} */ (event).clientY));
  addEventListener('focusin', ({ target }) => target instanceof Element && !target.closest('.elder-bar') && lay(target));
  addEventListener('keydown', onKey);
  addEventListener('plain', () => {
    stop();
    if (ruler) toggleRuler();
  });
  addEventListener('pagehide', () => stop());
  // Where the keys go, the page scrolls so far that the bar of elder mode lies over none of it, however high it is now.
  const bar = /** @type {HTMLElement | null} */ (document.querySelector('.elder-bar'));
  if (bar) new ResizeObserver(() => root.style.setProperty('--bar', `${bar.offsetHeight}px`)).observe(bar);
  find();
  speech?.addEventListener?.('voiceschanged', find);
  return { read, stop: () => stop(), rate: changeRate, ruler: toggleRuler };
}
