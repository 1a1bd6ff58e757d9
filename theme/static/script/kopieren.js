// Buttons that copy a text. Without this file they stay hidden, and the text is marked by hand.
'use strict';
for (const button of document.querySelectorAll('button[data-copy]')) {
  const text = document.getElementById(button.dataset.copy);
  const status = button.parentElement.querySelector('[role=status]');
  const marked = () => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };
  const copied = async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      return true;
    } catch {
      // No clipboard for pages on a computer without https, or not allowed: the old way leaves the text marked.
      marked();
      return document.execCommand('copy');
    }
  };
  button.hidden = false;
  button.addEventListener('click', async () => {
    status.textContent = '';
    const done = await copied();
    if (!done) marked();
    // Said a moment later, or a reader that has just spoken the button leaves it out.
    setTimeout(() => { status.textContent = done ? button.dataset.done : button.dataset.failed; }, 80);
  });
}
