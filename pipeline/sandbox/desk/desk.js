// A choice with the mouse takes effect at once. With the keyboard every arrow key would: there the button beside it does, as without JavaScript.
document.documentElement.classList.add('scripted');
for (const select of document.querySelectorAll('select[data-submit]')) {
  let byKey = false;
  select.addEventListener('keydown', () => {
    byKey = true;
  });
  select.addEventListener('pointerdown', () => {
    byKey = false;
  });
  select.addEventListener('change', () => {
    if (!byKey) select.form.submit();
  });
}

// An opening becomes a button that puts it into the opinion; what is left to fill in is selected. Without JavaScript one reads and writes it.
for (const opening of document.querySelectorAll('[data-opening]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = opening.textContent;
  button.addEventListener('click', () => {
    const opinion = document.querySelector('#opinion');
    const before = opinion.value.trim() === '' ? '' : `${opinion.value.trimEnd()}\n`;
    opinion.value = before + button.textContent;
    button.closest('details').open = false;
    opinion.focus();
    const gap = opinion.value.indexOf('…', before.length);
    if (gap >= 0) opinion.setSelectionRange(gap, gap + 1);
  });
  opening.replaceChildren(button);
}
