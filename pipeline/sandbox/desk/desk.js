// Changing the person takes effect at once; without JavaScript the button beside it does the same.
document.documentElement.classList.add('scripted');
for (const select of document.querySelectorAll('select[data-submit]')) {
  select.addEventListener('change', () => select.form.submit());
}
