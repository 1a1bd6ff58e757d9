// The form of the open call: its answers become a letter and a small file. They are kept nowhere but on the page.
'use strict';
for (const form of document.querySelectorAll('form[data-application]')) {
  const {to, subject, intro, apart, mark, keys, end, file, longest} = form.dataset;
  const next = form.parentElement.querySelector('[data-next]');
  const faults = form.querySelector('[data-faults]');
  const fields = [...form.elements];
  const wrongOf = (field) => document.getElementById(`${field.id}-wrong`);
  const checked = fields.filter((field) => field.id && wrongOf(field));
  const cards = [...form.querySelectorAll('details [type=checkbox]')];
  const chosen = form.querySelector('[data-chosen]');
  let unsent = false;

  const fault = (field) => {
    const typed = field.value.trim();
    if (!typed) {
      const other = fields.find((one) => one.name === field.dataset.needs);
      return field.required || (other && !other.value.trim()) ? 'missing' : '';
    }
    if (field.type === 'email') return /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(typed) ? '' : 'odd';
    if (field.type === 'tel') return (typed.match(/\p{Nd}/gu) || []).length > 4 ? '' : 'odd';
    return '';
  };

  const check = (field) => {
    const kind = fault(field), wrong = wrongOf(field), hint = document.getElementById(`${field.id}-hint`);
    wrong.hidden = !kind;
    wrong.textContent = kind ? wrong.dataset[kind] : '';
    const told = [kind && wrong, hint].filter(Boolean).map((one) => one.id).join(' ');
    kind ? field.setAttribute('aria-invalid', 'true') : field.removeAttribute('aria-invalid');
    told ? field.setAttribute('aria-describedby', told) : field.removeAttribute('aria-describedby');
    return kind && wrong.textContent;
  };

  const list = (asked) => {
    const said = new Map();
    for (const field of asked) {
      const words = check(field);
      if (words && !said.has(words)) said.set(words, field);
    }
    faults.hidden = !said.size;
    faults.querySelector('ul').replaceChildren(...[...said].map(([words, field]) => {
      const item = document.createElement('li'), link = document.createElement('a');
      link.href = `#${field.id}`;
      link.textContent = words;
      link.addEventListener('click', (event) => {
        event.preventDefault();
        field.focus();
      });
      item.append(link);
      return item;
    }));
    return said.size;
  };

  const answer = (field) => {
    if (field.type === 'checkbox') return field.checked ? field.value : '';
    const typed = field.value.trim();
    // Whoever reads it knows the German word of what was chosen from the list.
    const known = field.list && [...field.list.options].find((one) => one.value === typed);
    return (known && known.dataset.word) || typed;
  };

  const answers = (name) => fields.filter((one) => one.name === name).map(answer).filter(Boolean).join(', ');

  const name = (words) => words.toLowerCase().replace(/[äöüßı]/g, (one) => ({ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', ı: 'i'})[one])
    .normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '-').slice(0, 40).replace(/^-|-$/g, '');

  const show = () => {
    const all = keys.split(',');
    // A blank at the end of a line would tell mail programs that the line goes on.
    const lines = [intro, '', mark, ...all.map((key) => `${key}: ${answers(key)}`.trimEnd()), end];
    const text = lines.join('\n').replace(/\p{Cs}/gu, '\ufffd').replace(/\r?\n/g, '\r\n');
    const about = answers(all[0]);
    const address = (body) => `mailto:${encodeURIComponent(to).replace('%40', '@')}`
      + `?subject=${encodeURIComponent(`${subject}: ${about}`)}&body=${encodeURIComponent(body)}`;
    const isLong = address(text).length > longest;
    const mail = next.querySelector('[data-mail]'), save = next.querySelector('[data-save]');
    mail.href = address(isLong ? `${apart}\n\n`.replace(/\n/g, '\r\n') : text);
    URL.revokeObjectURL(save.href);
    save.href = URL.createObjectURL(new Blob([text], {type: 'text/plain;charset=utf-8'}));
    save.download = `${file}-${name(about) || new Date().toLocaleDateString('sv')}.txt`;
    // The letter is German; its first line greets in the language of the page.
    const greeting = document.createElement('span'), first = text.indexOf('\r\n');
    greeting.lang = document.documentElement.lang;
    greeting.textContent = text.slice(0, first);
    next.querySelector('pre').replaceChildren(greeting, text.slice(first));
    for (const one of next.querySelectorAll('[data-short]')) one.hidden = isLong;
    for (const one of next.querySelectorAll('[data-long]')) one.hidden = !isLong;
    next.hidden = false;
    next.querySelector('[tabindex]').focus();
    if (!isLong) mail.click();
  };

  const changed = () => {
    unsent = true;
    // What was made of the answers is no longer what they say.
    if (next) next.hidden = true;
    // Only what was already wrong is looked at again: nobody is scolded while still typing.
    list(checked.filter((field) => field.hasAttribute('aria-invalid')));
    tell();
  };

  const tell = () => {
    const titles = cards.filter((one) => one.checked).map((one) => {
      const title = one.nextElementSibling.cloneNode(true), item = document.createElement('li');
      title.querySelectorAll('small').forEach((note) => note.remove());
      item.append(...title.childNodes);
      return item;
    });
    chosen.hidden = !titles.length;
    chosen.querySelector('ul').replaceChildren(...titles);
  };

  // Of very many cards the form has only some. Another one, from its own page, is called as in the files.
  const add = (name) => {
    const part = form.querySelector('[data-part]');
    if (!part || !/^[a-z0-9-]+\/[a-z0-9-]+$/.test(name)) return undefined;
    const list = cards[0].closest('ul').cloneNode(), item = cards[0].closest('li').cloneNode(true);
    const box = item.querySelector('input');
    box.value = `Wunschkarte (${name})`;
    item.querySelector('span').textContent = name;
    list.append(item);
    part.append(list);
    cards.push(box);
    fields.push(box);
    return box;
  };

  const choose = (name) => {
    const box = cards.find((one) => one.value.endsWith(`(${name})`)) || add(name);
    if (box) {
      const fold = box.closest('details');
      box.checked = true;
      if (fold) fold.open = true;
      tell();
    }
    return box;
  };

  form.addEventListener('input', changed);
  form.addEventListener('submit', (event) => {
    const isWrong = list(checked) > 0;
    if (isWrong || to) event.preventDefault();
    if (isWrong) {
      faults.focus();
      return;
    }
    unsent = false;
    if (to) show();
  });
  // Many services keep only the last of several answers to one question: posted, they are one answer.
  form.addEventListener('formdata', ({formData}) => {
    for (const one of new Set(fields.map((field) => field.name).filter(Boolean))) formData.set(one, answers(one));
  });
  addEventListener('beforeunload', (event) => {
    if (unsent) event.preventDefault();
  });

  const asked = (search) => new URLSearchParams(search).getAll('karte');
  const isSent = asked(location.search).map(choose).some(Boolean);
  // From a card on the same page: loading it anew would cost the answers.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href*="karte="]');
    const isHere = link && link.origin === location.origin && link.pathname === location.pathname;
    if (!isHere || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (asked(link.search).map(choose).some(Boolean)) {
      event.preventDefault();
      changed();
      chosen.focus();
      form.parentElement.scrollIntoView();
    }
  });
  form.noValidate = true;
  form.hidden = false;
  // Whoever comes from a card hears that it is ticked. The place that the address names takes the focus away, with the
  // first picture of the page or when all of it is there: it is given after both, and to nobody who has begun elsewhere.
  const hear = () => requestAnimationFrame(() => requestAnimationFrame(() => {
    if (document.activeElement === document.body) chosen.focus({preventScroll: true});
  }));
  if (isSent) {
    hear();
    addEventListener('load', hear);
  }
}
