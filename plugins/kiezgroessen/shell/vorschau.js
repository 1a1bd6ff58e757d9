// The preview's line to the builder: what is saved appears, what is wrong is said. Only `tasks.py serve` hands this out.
'use strict';
(() => {
  const me = document.currentScript;
  const policy = self.trustedTypes
    ? trustedTypes.createPolicy('vorschau', {createHTML: (text) => text})
    : {createHTML: (text) => text};
  let stand = Number(me.dataset.stand);
  let line, closed = '', panel, fetching = 0;

  const mine = (node) => node === me || node === panel?.host;
  const scripts = (page) => [...page.querySelectorAll('script[src]')]
    .map((one) => one.getAttribute('src')).filter((src) => !src.startsWith('/~vorschau/')).join();
  const policies = (page) => [...page.querySelectorAll('meta[http-equiv]')].map((one) => one.content).join();

  const alike = (old, fresh) => old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName
    && (old.id ?? '') === (fresh.id ?? '');

  // What somebody has opened or typed lives in the elements, so they stay where they can.
  const morph = (old, fresh) => {
    if (old.isEqualNode(fresh)) return;
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
      return;
    }
    const kept = old.nodeName === 'DETAILS' || old.nodeName === 'DIALOG' ? ['open'] : [];
    for (const {name} of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && !kept.includes(name)) old.removeAttribute(name);
    }
    for (const {name, value} of fresh.attributes) {
      if (old.getAttribute(name) !== value && !kept.includes(name)) old.setAttribute(name, value);
    }
    children(old, [...fresh.childNodes]);
  };

  const children = (parent, fresh) => {
    let old = [...parent.childNodes].filter((node) => !mine(node));
    while (old.length && fresh.length && old[0].isEqualNode(fresh[0])) { old.shift(); fresh.shift(); }
    let after = null;
    while (old.length && fresh.length && old.at(-1).isEqualNode(fresh.at(-1))) { after = old.pop(); fresh.pop(); }
    for (const node of fresh) {
      const same = old.findIndex((one) => one.isEqualNode(node));
      const at = same >= 0 ? same : old.findIndex((one) => alike(one, node));
      if (at < 0) {
        parent.insertBefore(node, old[0] ?? after);
        continue;
      }
      for (const one of old.splice(0, at)) one.remove();
      morph(old.shift(), node);
    }
    for (const one of old) one.remove();
  };

  const isSheet = (node) => node.nodeName === 'LINK' && node.rel === 'stylesheet';

  const head = async (fresh) => {
    const old = [...document.head.children].filter((node) => !mine(node));
    const coming = [...fresh.head.children].filter((node) => !node.src?.includes('/~vorschau/'));
    const gone = old.filter((node) => !coming.some((one) => one.isEqualNode(node)));
    const added = coming.filter((node) => !old.some((one) => one.isEqualNode(node)));
    // Old sheets stay until the new ones are there: the page is never bare.
    const sheets = added.filter(isSheet).map((node) => new Promise((done) => {
      node.onload = node.onerror = done;
    }));
    for (const node of added) document.head.insertBefore(node, me);
    for (const node of gone) if (!isSheet(node)) node.remove();
    await Promise.all(sheets);
    for (const node of gone) node.remove();
  };

  const renew = async () => {
    const turn = ++fetching;
    try {
      const answer = await fetch(location.pathname + location.search, {cache: 'no-store'});
      const text = await answer.text();
      if (turn !== fetching) return;
      const fresh = new DOMParser().parseFromString(policy.createHTML(text), 'text/html');
      // A script that has run on what was there would not know what comes.
      if (scripts(document) || scripts(fresh) || policies(document) !== policies(fresh)) return location.reload();
      stand = Number(fresh.querySelector('script[data-stand]').dataset.stand);
      const styled = head(fresh);
      const {documentElement: root} = document;
      for (const name of ['lang', 'dir']) root.setAttribute(name, fresh.documentElement.getAttribute(name) ?? '');
      if ([...fresh.head.querySelectorAll('link')].some((one) => isSheet(one) && !document.head.contains(one))) await styled;
      document.body.className = fresh.body.className;
      children(document.body, [...fresh.body.childNodes]);
      await styled;
    } catch {
      location.reload();
    }
  };

  const anew = (address, files) => {
    const path = decodeURIComponent(new URL(address, location.href).pathname).slice(1);
    return files.has(path) ? `${address.split('?')[0]}?neu=${stand}` : address;
  };

  const pictures = (files) => {
    for (const one of document.querySelectorAll('img, source')) {
      for (const name of ['src', 'srcset']) {
        const said = one.getAttribute(name);
        if (!said) continue;
        const fresh = name === 'src' ? anew(said, files) : said.split(',').map((part) => {
          const [address, ...width] = part.trim().split(/\s+/);
          return [anew(address, files), ...width].join(' ');
        }).join(', ');
        if (fresh !== said) one.setAttribute(name, fresh);
      }
    }
  };

  const element = (name, text, kind) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };

  const said = (problem) => {
    const item = element('li', undefined, problem.severity);
    item.append(element('p', problem.where, 'where'));
    item.append(element('p', [problem.message, problem.hint].filter(Boolean).join(' '), 'message'));
    for (const [label, text, kind] of [['Steht da', problem.shown, 'shown'], ['Richtig', problem.fix, 'fix']]) {
      if (text === null) continue;
      const row = element('p', undefined, kind);
      row.append(element('span', `${label}: `), element('code', text.trim()));
      item.append(row);
    }
    return item;
  };

  const count = (number, one, many) => number === 1 ? `1 ${one}` : `${number} ${many}`;

  const show = (problems) => {
    const now = JSON.stringify(problems);
    if (panel && panel.now === now) return;
    panel?.host.remove();
    panel = undefined;
    if (!problems.length) closed = '';
    if (!problems.length || now === closed) return;
    const errors = problems.filter((one) => one.severity === 'error').length;
    const host = element('div');
    host.id = 'vorschau-probleme';
    host.className = errors ? 'errors' : 'warnings';
    const root = host.attachShadow({mode: 'open'});
    const style = element('link');
    style.rel = 'stylesheet';
    style.href = '/~vorschau/vorschau.css';
    const box = element('section', undefined, errors ? 'errors' : 'warnings');
    box.lang = 'de';
    box.dir = 'ltr';
    box.setAttribute('role', errors ? 'alert' : 'status');
    box.setAttribute('aria-label', 'Probleme');
    const top = element('details');
    top.open = errors > 0;
    const title = [errors && count(errors, 'Fehler', 'Fehler'),
      problems.length - errors && count(problems.length - errors, 'Warnung', 'Warnungen')].filter(Boolean).join(', ');
    top.append(element('summary', title));
    if (errors) top.append(element('p', 'Zu sehen ist der letzte Stand, der in Ordnung war.', 'state'));
    const list = element('ul');
    list.append(...problems.map(said));
    top.append(list);
    const close = element('button', 'Schließen');
    close.type = 'button';
    close.addEventListener('click', () => {
      closed = now;
      host.remove();
      panel = undefined;
    });
    box.append(close, top);
    root.append(style, box);
    document.documentElement.append(host);
    panel = {host, now};
  };

  const listen = () => {
    line?.close();
    // Browsers keep six lines to a server; tabs that nobody sees must not take them all.
    if (document.hidden) return;
    line = new EventSource(`/~vorschau/ereignisse?seite=${encodeURIComponent(location.pathname)}&stand=${stand}`);
    line.onmessage = ({data}) => {
      const told = JSON.parse(data);
      show(told.problems);
      if (told.changed) renew();
      stand = told.stand;
      if (told.files.length) pictures(new Set(told.files));
    };
  };

  document.addEventListener('visibilitychange', listen);
  addEventListener('pageshow', ({persisted}) => persisted && listen());
  listen();
})();
