// Comforts for readers. Every page reads, prints and pages without this file.
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

/** What has changed, for those who don't see it. @param {string} words */
function say(words) {
  for (const place of all('[data-said]')) place.textContent = words;
}

/** What a button with `data-do` does. @type {Record<string, (button: HTMLElement) => unknown>} */
const actions = {
  elder() {
    root.toggleAttribute('data-elder');
    kept('elder', elder() ? 'yes' : 'no');
    resize(0);
    press('elder', elder());
    // Whoever came in by an address that asks for it stays out when the page is loaded again.
    if (query.has('长者')) history.replaceState(null, '', location.pathname + location.hash);
    if (elder()) comfort();
    else dispatchEvent(new Event('plain'));
  },
  dark() {
    root.dataset.theme = dark() ? 'light' : 'dark';
    kept('theme', root.dataset.theme);
    press('dark', dark());
  },
  size: () => resize((size() + 1) % 3),
  larger: () => resize(size() + 1),
  smaller: () => resize(size() - 1),
  print: () => print(),
  async copy(button) {
    const said = /** @type {Element} */ (button.nextElementSibling);
    const copied = navigator.clipboard?.writeText(button.dataset.text ?? '').then(() => '已复制');
    said.textContent = (await copied?.catch(() => '')) || '请选中下面的网址复制';
  },
};

/** Reading aloud and the ruler, fetched once, where they may be wanted. @type {Promise<void> | undefined} */
let fetched;
function comfort() {
  fetched ??= import('./reading.js').then(({ start }) => void Object.assign(actions, start({ kept, press, say })));
  return fetched;
}

/** What a button asks for; a press isn't lost while that is still being fetched. @param {HTMLElement} button */
async function act(button) {
  const asked = button.dataset.do ?? '';
  if (!(asked in actions)) await comfort();
  await actions[asked]?.(button);
}

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
  if (button) act(button);
  if (target.closest('dialog :is(a,button)')) document.querySelector('dialog')?.close();
  const link = target.closest('a');
  if (link) leave(event, link);
});

function start() {
  press('elder', elder());
  press('dark', dark());
  if (elder() || document.querySelector('.tools .read')) comfort();
}
if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start);
else start();
