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
