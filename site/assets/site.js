// Comforts for readers: 长者模式, 字号, 深色, 朗读, 分享, the leaving notice and the title search. Every page reads, prints and pages without it.
(() => {
  const root = document.documentElement;

  /** A reader's choice, kept in this browser where it allows that. */
  const kept = {
    /** @param {string} name */
    get(name) {
      try {
        return localStorage.getItem(name);
      } catch {
        return null;
      }
    },
    /** @param {string} name @param {string} value */
    set(name, value) {
      try {
        localStorage.setItem(name, value);
      } catch {
        // Private windows may refuse; the choice then lasts for the page.
      }
    },
  };

  // Before anything is drawn, so that nothing jumps.
  root.dataset.script = '';
  const query = new URLSearchParams(location.search);
  if (query.has('长者')) kept.set('elder', 'yes');
  if (kept.get('elder') === 'yes' || query.has('长者')) root.dataset.elder = '';
  if (kept.get('theme')) root.dataset.theme = kept.get('theme') ?? '';
  root.dataset.size = kept.get('size') ?? '0';

  const dark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches);
  const elder = () => root.dataset.elder !== undefined;

  /** @param {string} action @param {boolean} on */
  function press(action, on) {
    for (const button of document.querySelectorAll(`[data-do="${action}"][aria-pressed]`)) button.setAttribute('aria-pressed', String(on));
  }

  /** @param {number} size */
  function resize(size) {
    root.dataset.size = String(Math.max(elder() ? -1 : 0, Math.min(elder() ? 3 : 2, size)));
    kept.set('size', root.dataset.size);
  }

  /* 朗读: sentence by sentence, with the voice that the device has. */
  const speech = window.speechSynthesis;
  const chinese = () => speech?.getVoices().find(({ lang }) => /^(zh|cmn)/i.test(lang));
  /** @type {{element: Element, range: Range, text: string}[]} */
  let queue = [];

  /** @param {Element} element */
  function sentences(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let text = '';
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      nodes.push({ node, start: text.length });
      text += node.nodeValue;
    }
    const at = (/** @type {number} */ offset) => nodes.findLast(({ start }) => start <= offset) ?? nodes[0];
    return [...text.matchAll(/[^。！？；]+[。！？；]*/g)].flatMap((match) => {
      if (!match[0].trim()) return [];
      const [first, last] = [at(match.index), at(match.index + match[0].length - 1)];
      const range = document.createRange();
      range.setStart(first.node, match.index - first.start);
      range.setEnd(last.node, match.index + match[0].length - last.start);
      return [{ element, range, text: match[0].slice(0, 200) }];
    });
  }

  /** @param {{element: Element, range: Range} | null} sentence */
  function show(sentence) {
    for (const old of document.querySelectorAll('.reading')) old.classList.remove('reading');
    const marks = window.Highlight && CSS.highlights;
    if (marks) marks.delete('reading');
    if (sentence && marks) marks.set('reading', new Highlight(sentence.range));
    else if (sentence) sentence.element.classList.add('reading');
    sentence?.element.scrollIntoView({ block: 'nearest' });
  }

  function silent() {
    queue = [];
    speech.cancel();
    show(null);
    label('▶ 朗读');
  }

  /** @param {string} text */
  function label(text) {
    for (const button of document.querySelectorAll('[data-do="read"]')) button.textContent = text;
  }

  function next() {
    const sentence = queue.shift();
    if (!sentence) return silent();
    show(sentence);
    const utterance = new SpeechSynthesisUtterance(sentence.text);
    utterance.lang = 'zh-CN';
    utterance.voice = chinese() ?? null;
    utterance.onend = () => queue.length + 1 && document.querySelector('[data-do="read"]')?.textContent === '■ 停止' && next();
    utterance.onerror = silent;
    speech.speak(utterance);
  }

  function read() {
    if (document.querySelector('[data-do="read"]')?.textContent === '■ 停止') return silent();
    const area = document.querySelector('[data-read]') ?? document.querySelector('main');
    const blocks = area?.querySelectorAll('h1,h2,h3,.correction p,.text p,.text li,.text td,.withdrawn p,.title') ?? [];
    queue = [...blocks].filter((block) => !block.querySelector('p,li')).flatMap(sentences);
    label('■ 停止');
    next();
  }

  function findVoice() {
    if (chinese()) root.dataset.voice = '';
  }

  /** @type {HTMLElement | null} */
  let ruler = null;
  function toggleRuler() {
    if (ruler) ruler.remove();
    ruler = ruler ? null : document.body.appendChild(Object.assign(document.createElement('div'), { className: 'ruler' }));
    ruler?.style.setProperty('top', '40%');
    press('ruler', ruler !== null);
  }

  /** @param {HTMLElement} button */
  async function copy(button) {
    const text = button.dataset.text ?? location.href;
    const status = button.parentElement?.querySelector('[role="status"]');
    const done = await (navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    ) ?? false);
    if (status) status.textContent = done ? '已复制' : '请选中下面的网址复制';
  }

  /** What a button with `data-do` does. @type {Record<string, (button: HTMLElement) => void>} */
  const actions = {
    elder() {
      root.toggleAttribute('data-elder', !elder());
      kept.set('elder', elder() ? 'yes' : 'no');
      if (ruler) toggleRuler();
      resize(0);
      press('elder', elder());
    },
    size: () => resize((Number(root.dataset.size) + 1) % 3),
    larger: () => resize(Number(root.dataset.size) + 1),
    smaller: () => resize(Number(root.dataset.size) - 1),
    dark() {
      root.dataset.theme = dark() ? 'light' : 'dark';
      kept.set('theme', root.dataset.theme);
      press('dark', dark());
    },
    ruler: toggleRuler,
    print: () => print(),
    copy,
    read,
  };

  /** A link that leaves the site asks first. @param {MouseEvent} event @param {HTMLAnchorElement} link */
  function leave(event, link) {
    const dialog = document.querySelector('dialog');
    if (link.origin === location.origin || !/^https?:$/.test(link.protocol) || !dialog?.showModal || dialog.contains(link)) return;
    event.preventDefault();
    const [host, go] = [dialog.querySelector('.host'), dialog.querySelector('a')];
    if (host) host.textContent = link.host;
    if (go) go.href = link.href;
    dialog.showModal();
  }

  /** The box of the archive page: titles and units that hold what was typed. @param {HTMLElement} area @param {string} wanted */
  async function search(area, wanted) {
    const line = (/** @type {string} */ text) => Object.assign(document.createElement('p'), { textContent: text });
    area.replaceChildren(line('正在准备检索…'));
    /** @type {[string, string, string, string, string][]} */
    const rows = await fetch(area.dataset.titles ?? '').then((answer) => answer.json());
    const found = rows.filter(([, title, unit]) => `${title}\n${unit}`.toLowerCase().includes(wanted.toLowerCase()));
    if (found.length === 0) return area.replaceChildren(line(`没有找到“${wanted}”。试试：减少几个字；换个说法；按栏目或年份找。`));
    const list = Object.assign(document.createElement('ul'), { className: 'numerals' });
    for (const [path, title, unit, column, day] of found.slice(0, 100)) {
      const row = document.createElement('li');
      row.innerHTML = '<time class="day"><b></b> <span></span></time><div><a class="title"></a><p class="note"></p></div>';
      const [time, numeral, month, link, note] = ['time', 'b', 'span', 'a', 'p'].map((name) => /** @type {any} */ (row.querySelector(name)));
      time.dateTime = day;
      numeral.textContent = day.slice(8);
      month.textContent = day.slice(0, 7).replace('-', '.');
      link.href = (area.dataset.base ?? '') + path;
      link.textContent = title;
      note.textContent = `${column}　${unit}`;
      list.append(row);
    }
    area.replaceChildren(line(`“${wanted}”共 ${found.length} 条`), list);
  }

  document.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest('[data-do]'));
    if (button) actions[button.dataset.do ?? '']?.(button);
    if (target.closest('dialog button')) document.querySelector('dialog')?.close();
    const link = target.closest('a');
    if (link) leave(event, link);
  });
  document.addEventListener('pointermove', (event) => ruler?.style.setProperty('top', `${event.clientY - 28}px`));

  document.addEventListener('DOMContentLoaded', () => {
    press('elder', elder());
    press('dark', dark());
    for (const link of document.querySelectorAll('main a')) {
      const { host, protocol } = /** @type {HTMLAnchorElement} */ (link);
      if (host !== location.host && /^https?:$/.test(protocol)) /** @type {HTMLElement} */ (link).dataset.host = host;
    }
    findVoice();
    speech?.addEventListener?.('voiceschanged', findVoice);
    const wanted = query.get('q')?.trim().slice(0, 50);
    const area = document.getElementById('found');
    if (!wanted || !area) return;
    for (const box of document.querySelectorAll('input[name="q"]')) /** @type {HTMLInputElement} */ (box).value = wanted;
    search(area, wanted).catch(() => area.replaceChildren('检索没有成功。请按年、月查找。'));
  });
  addEventListener('pagehide', () => queue.length && silent());
})();
