// Comforts for readers. Every page reads, prints and pages without this file.
(() => {
  const root = document.documentElement;
  const query = new URLSearchParams(location.search);
  /** @param {string} selector */
  const all = (selector) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);

  /** A reader's choice, kept where the browser allows that. @param {string} name @param {string} [value] */
  function kept(name, value) {
    try {
      if (value !== undefined) localStorage.setItem(name, value);
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  }

  // First of all, so that hardly ever anything is drawn in another mode: this file comes with the style sheets and waits for nothing.
  root.dataset.script = '';
  if (query.has('长者')) kept('elder', 'yes');
  if (query.has('长者') || kept('elder') === 'yes') root.dataset.elder = '';
  root.dataset.theme = kept('theme') ?? '';
  root.dataset.size = kept('size') ?? '0';

  const elder = () => root.dataset.elder !== undefined;
  const dark = () => (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : '')) === 'dark';

  /** @param {string} action @param {boolean} on */
  function press(action, on) {
    for (const button of all(`[data-do="${action}"][aria-pressed]`)) button.setAttribute('aria-pressed', `${on}`);
  }

  const size = () => Number(root.dataset.size);
  /** @param {number} to */
  function resize(to) {
    root.dataset.size = `${Math.max(elder() ? -1 : 0, Math.min(elder() ? 3 : 2, to))}`;
    kept('size', root.dataset.size);
  }

  // 朗读: sentence by sentence, with the device's own Chinese voice.
  const speech = window.speechSynthesis;
  const voice = () => speech?.getVoices().find(({ lang }) => /^(zh|cmn)/i.test(lang));
  let reading = false;
  /** @type {{block: Element, range: Range, text: string}[]} */
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
    if (sentence && marks) marks.set('reading', new Highlight(sentence.range));
    else sentence?.block.classList.add('reading');
    sentence?.block.scrollIntoView({ block: 'nearest' });
  }

  function next() {
    const sentence = reading ? queue.shift() : undefined;
    mark(sentence);
    if (!sentence) return read(false);
    const utterance = new SpeechSynthesisUtterance(sentence.text);
    utterance.lang = 'zh-CN';
    utterance.voice = voice() ?? null;
    utterance.onend = () => reading && next();
    utterance.onerror = () => read(false);
    speech.speak(utterance);
  }

  /** @param {boolean} on */
  function read(on) {
    if (reading === on) return;
    reading = on;
    for (const button of all('[data-do="read"]')) button.textContent = on ? '■ 停止' : '▶ 朗读';
    speech.cancel();
    queue = all(':is([data-read],main) :is(h1,h2,h3,p,li,dt,dd,th,td,.title)')
      .filter((block) => !block.closest('.bar,.share,.note,.pager,[aria-hidden]') && !block.querySelector('p,li,.title'))
      .flatMap(sentences);
    next();
  }

  /** @type {HTMLElement | undefined} */
  let ruler;
  function toggleRuler() {
    ruler?.remove();
    ruler = ruler ? undefined : document.body.appendChild(document.createElement('div'));
    if (ruler) ruler.className = 'ruler';
    press('ruler', !!ruler);
  }

  /** What a button with `data-do` does. @type {Record<string, (button: HTMLElement) => unknown>} */
  const actions = {
    elder() {
      root.toggleAttribute('data-elder');
      kept('elder', elder() ? 'yes' : 'no');
      if (ruler) toggleRuler();
      resize(0);
      press('elder', elder());
    },
    dark() {
      root.dataset.theme = dark() ? 'light' : 'dark';
      kept('theme', root.dataset.theme);
      press('dark', dark());
    },
    size: () => resize((size() + 1) % 3),
    larger: () => resize(size() + 1),
    smaller: () => resize(size() - 1),
    read: () => read(!reading),
    ruler: toggleRuler,
    print: () => print(),
    async copy(button) {
      const said = /** @type {Element} */ (button.nextElementSibling);
      const copied = navigator.clipboard?.writeText(button.dataset.text ?? '').then(() => '已复制');
      said.textContent = (await copied?.catch(() => '')) || '请选中下面的网址复制';
    },
  };

  /** A link that leaves the government's sites asks first. @param {Event} event @param {HTMLAnchorElement} link */
  function leave(event, link) {
    const dialog = document.querySelector('dialog');
    const [host, go] = all('dialog :is(b, a)');
    const stays = link.origin === location.origin || /(^|\.)gov\.cn$/.test(link.hostname) || !/^https?:$/.test(link.protocol);
    if (!dialog?.showModal || link === go || stays) return;
    event.preventDefault();
    host.textContent = link.host;
    /** @type {HTMLAnchorElement} */ (go).href = link.href;
    dialog.showModal();
  }

  addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest('[data-do]'));
    if (button) actions[button.dataset.do ?? '']?.(button);
    if (target.closest('dialog button')) document.querySelector('dialog')?.close();
    const link = target.closest('a');
    if (link) leave(event, link);
  });
  addEventListener('pointermove', ({ clientY }) => ruler?.style.setProperty('top', `${clientY - 28}px`));
  addEventListener('pagehide', () => speech && read(false));

  function start() {
    press('elder', elder());
    press('dark', dark());
    const find = () => voice() && root.setAttribute('data-voice', '');
    find();
    speech?.addEventListener?.('voiceschanged', find);
  }
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start);
  else start();
})();
