// Keeps what was typed until the server has it: in order, each once, by who wrote it. Read by
// pages, and by the service worker.
(function (here) {
  "use strict";
  var STORE = "waiting";
  var PAGES = "banyan-pages-";
  var FOR = 30 * 24 * 3600 * 1000; // milliseconds: what nobody came back for is erased

  function done(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => { resolve(request.result); };
      request.onerror = () => { reject(request.error); };
    });
  }
  var opened;
  function store() {
    opened = opened || new Promise((resolve, reject) => {
      var request = indexedDB.open("banyan", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
      };
      request.onsuccess = () => { resolve(request.result); };
      request.onerror = () => { reject(request.error); };
    });
    return opened.then((base) => {
      return base.transaction(STORE, "readwrite").objectStore(STORE);
    });
  }
  async function all(person) {
    var rows = await done((await store()).getAll());
    return rows.filter((row) => row.person === person);
  }
  async function put(row) { return done((await store()).put(row)); }
  async function remove(id) { return done((await store()).delete(id)); }
  async function people() {
    var rows = await done((await store()).getAll());
    var old = rows.filter((row) => row.at < Date.now() - FOR);
    await Promise.all(old.map((row) => remove(row.id)));
    return Array.from(new Set(rows.map((row) => row.person)));
  }
  function random() {
    var bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)));
    return bytes.map((b) => (b + 256).toString(16).slice(1)).join("");
  }
  // In one transaction: what is being sent is not changed under way.
  async function keep(row) {
    var waiting = await store();
    var rows = await done(waiting.getAll());
    var same = rows.filter((one) => {
      return one.person === row.person && one.key === row.key;
    }).pop();
    if (same && !(same.tried && same.state === "waiting")) { row.id = same.id; }
    row.sending = random();
    row.at = Date.now();
    row.tried = false;
    return done(waiting.put(row));
  }
  async function trying(id) {
    var waiting = await store();
    var row = await done(waiting.get(id));
    if (row && !row.tried) {
      row.tried = true;
      await done(waiting.put(row));
    }
    return row;
  }
  function fetched(row) {
    var body = new URLSearchParams();
    row.fields.forEach((field) => { body.append(field[0], field[1]); });
    return fetch(row.to, {
      method: "POST",
      body: body,
      credentials: "same-origin",
      redirect: "manual",
      headers: {
        "Idempotency-Key": row.sending,
        "Banyan-Person": row.person,
        "X-CSRFToken": row.token,
        "Accept": "application/json, text/html",
        "Banyan-Typed": row.typed ? "1" : "0",
      },
    });
  }
  async function pass(row, answer) {
    var later = (await all(row.person)).filter((one) => {
      return one.key === row.key && one.id !== row.id;
    });
    later.forEach((one) => {
      one.fields.forEach((field) => {
        if (field[0] in answer.fields) { field[1] = answer.fields[field[0]]; }
      });
      if (answer.action) { one.to = one.page = answer.action; }
    });
    await Promise.all(later.map(put));
    await remove(row.id);
  }
  // `told` hears what became of each. Returns why it stopped, "" for all done.
  async function send(person, told, token) {
    var seen = {};
    for (;;) {
      var next = (await all(person)).filter((row) => {
        return row.state === "waiting" && !seen[row.id];
      })[0];
      if (!next) { return ""; }
      if (here.navigator.onLine === false) { return "offline"; }
      var row = await trying(next.id);
      if (!row) { continue; }
      seen[row.id] = true;
      row.token = token || row.token;
      var answer;
      try {
        answer = await fetched(row);
      } catch (unreachable) {
        return "offline";
      }
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
        return "signedOut";
      }
      if (answer.status === 429 || answer.status >= 500) { return "offline"; }
      if (answer.status === 200 && /json/.test(answer.headers.get("Content-Type"))) {
        var said = await answer.json();
        await pass(row, said);
        await told(row, "saved", said);
        continue;
      }
      row.state = answer.status === 409 ? "clash" : "refused";
      var newer = (await all(person)).some((one) => {
        return one.key === row.key && one.id > row.id;
      });
      if (newer) {
        await remove(row.id);
        continue;
      }
      await put(row);
      await told(row, row.state, await answer.text());
    }
  }
  var turn = Promise.resolve();
  function inTurn(work) {
    if (here.navigator.locks) { return here.navigator.locks.request("banyan-outbox", work); }
    turn = turn.then(work, work);
    return turn;
  }
  async function forgetPages(but) {
    if (!here.caches) { return; }
    var names = (await caches.keys()).filter((name) => {
      return name.indexOf(PAGES) === 0 && name !== but;
    });
    await Promise.all(names.map((name) => caches.delete(name)));
  }

  here.banyanKeep = {
    PAGES: PAGES,
    all: all,
    forgetPages: forgetPages,
    keep: keep,
    people: people,
    put: put,
    remove: remove,
    send: (person, told, token) => {
      return inTurn(() => send(person, told, token));
    },
  };
})(self);
// The page: forms that are marked `data-keep`.
(function (here) {
  "use strict";
  if (!here.document) { return; }
  var kept = here.banyanKeep;
  var person = document.body.dataset.person;
  var words = document.getElementById("kept");
  var PAUSE = 1500; // milliseconds after the last change
  var AGAIN = 30000; // milliseconds, when the server is not there
  var forms = []; // {form, key, line, last, clash, timer}
  var news = "";
  var retry;

  // Other pages load this script then.
  function flag(on) {
    try {
      if (on) { localStorage.setItem("banyan-kept", "1"); }
      else { localStorage.removeItem("banyan-kept"); }
    } catch (closed) {
      // Only other pages will not look for them.
    }
  }
  function ignore() {
    // A browser that keeps nothing still has the button.
  }
  function token() {
    return (document.cookie.match(/(?:^|; )csrftoken=([^;]*)/) || [])[1] || "";
  }
  function fieldsOf(form) {
    return Array.from(new FormData(form)).filter((field) => {
      return field[0] !== "csrfmiddlewaretoken" && typeof field[1] === "string";
    });
  }
  function controls(form) {
    return Array.from(form.elements).filter((one) => {
      return one.name && one.name !== "csrfmiddlewaretoken" && /^(input|select|textarea)$/i.test(one.tagName);
    });
  }
  function hiddenOf(form) {
    return controls(form).filter((one) => one.type === "hidden")
      .map((one) => one.name);
  }
  function typed(form) {
    var hidden = hiddenOf(form);
    return JSON.stringify(fieldsOf(form).filter((field) => {
      return hidden.indexOf(field[0]) < 0;
    }));
  }
  function mark(element, name, on) {
    if (on) { element.setAttribute(name, ""); } else { element.removeAttribute(name); }
  }
  // With `mark` it is written into the markup too, for the copy of a page.
  function fill(form, fields, visibleOnly, mark) {
    var left = fields.map((field) => field.slice());
    controls(form).forEach((one) => {
      if (visibleOnly && one.type === "hidden") { return; }
      var at = left.findIndex((field) => field[0] === one.name);
      if (one.type === "checkbox" || one.type === "radio") {
        one.checked = left.some((field) => {
          return field[0] === one.name && field[1] === one.value;
        });
        if (mark) { mark(one, "checked", one.checked); }
      } else if (one.tagName === "SELECT") {
        Array.from(one.options).forEach((option) => {
          option.selected = left.some((field) => {
            return field[0] === one.name && field[1] === option.value;
          });
          if (mark) { mark(option, "selected", option.selected); }
        });
      } else if (at >= 0) {
        one.value = left.splice(at, 1)[0][1];
        if (mark && one.tagName === "TEXTAREA") { one.textContent = one.value; }
        if (mark && one.tagName === "INPUT") { one.setAttribute("value", one.value); }
      }
    });
    form.dispatchEvent(new CustomEvent("banyan:filled"));
  }
  function say(one, name) { one.line.textContent = words.dataset[name] || name; }
  function of(key) {
    return forms.filter((one) => one.key === key)[0];
  }

  function adopt(form) {
    var line = form.querySelector("[data-keep-says]");
    var later = form.querySelector("[name=keep_for_later]");
    if (later) { later.hidden = true; } // for whoever has no scripts
    if (!line) {
      line = document.createElement("p");
      line.className = "quiet small";
      line.setAttribute("role", "status");
      form.appendChild(line);
    }
    var one = { form: form, key: form.dataset.keep, line: line, last: typed(form), clash: null };
    forms.push(one);
    function changed() {
      clearTimeout(one.timer);
      one.timer = setTimeout(() => { keepNow(one).then(sendAll).catch(ignore); }, PAUSE);
    }
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("submit", (event) => { pressed(one, event); });
    return one;
  }
  // After a clash the words stay, and say which text they were written on, until the button says
  // that both were brought together.
  function rowOf(one, isPressed) {
    var fields = fieldsOf(one.form);
    var clash = isPressed ? null : one.clash;
    if (clash) {
      var hidden = hiddenOf(one.form);
      fields = fields.filter((field) => hidden.indexOf(field[0]) < 0)
        .concat(clash.filter((field) => hidden.indexOf(field[0]) >= 0));
    }
    return {
      person: person, key: one.key, page: location.pathname, title: document.title.split(" – ")[0],
      to: one.form.action, fields: fields, token: token(), state: clash ? "clash" : "waiting",
      typed: one.form.hasAttribute("data-typed"),
    };
  }
  async function keepNow(one, isPressed) {
    clearTimeout(one.timer);
    if (typed(one.form) === one.last && !(isPressed && one.clash)) { return; }
    one.last = typed(one.form);
    await kept.keep(rowOf(one, isPressed));
    flag(true);
    if (isPressed) { one.clash = null; }
    if (here.navigator.serviceWorker) {
      here.navigator.serviceWorker.getRegistration().then((worker) => {
        if (worker && worker.sync) { worker.sync.register("banyan-outbox").catch(ignore); }
      });
    }
  }
  function sendAll() {
    return kept.send(person, told, token()).then(async function (why) {
      var left = await kept.all(person);
      forms.forEach((one) => {
        var mine = left.some((row) => row.key === one.key && row.state === "waiting");
        if (mine) { say(one, why === "signedOut" ? why : one.form.dataset.typed || "kept"); }
      });
      var away = left.filter((row) => !of(row.key));
      words.hidden = !away.length && !news;
      words.textContent = news;
      if (away.length) {
        words.textContent = words.dataset.waits + " ";
        away.forEach((row) => {
          var link = words.appendChild(document.createElement("a"));
          link.href = row.page;
          link.textContent = row.title;
          words.appendChild(document.createTextNode(" "));
        });
      }
      clearTimeout(retry);
      if (why === "offline") { retry = setTimeout(sendAll, AGAIN); }
      return why;
    });
  }
  async function told(row, state, answer) {
    var one = of(row.key);
    if (!one) {
      if (state === "saved") { news = answer.says + ": " + row.title; }
      return;
    }
    if (state === "saved") {
      Object.keys(answer.fields).forEach((name) => {
        if (one.form.elements[name]) { one.form.elements[name].value = answer.fields[name]; }
      });
      if (answer.action) {
        one.form.action = answer.action;
        history.replaceState(null, "", answer.action);
      }
      one.line.textContent = answer.says;
      one.token = row.token; // the page's own is old after signing in anew elsewhere
      await renew(one);
    } else {
      var page = new DOMParser().parseFromString(answer, "text/html");
      var theirs = page.querySelector('form[data-keep="' + one.key + '"]');
      if (state === "clash" && theirs) {
        both(one, row, page);
      } else {
        if (state === "clash") { // a page without this form: the button leads to it
          row.state = "refused";
          await kept.put(row);
        }
        var error = page.querySelector(".govuk-error-message");
        one.line.textContent = words.dataset.refused + " " + (error ? error.textContent : "");
      }
    }
  }
  // The page with both texts; what was typed meanwhile stays.
  function both(one, row, page) {
    var now = forms.map((each) => [each.key, fieldsOf(each.form)]);
    var focused = one.form.contains(document.activeElement) && document.activeElement.name;
    document.getElementById("main").replaceWith(page.getElementById("main"));
    words = document.getElementById("kept");
    if (here.htmx) { here.htmx.process(document.getElementById("main")); }
    forms = [];
    adoptAll();
    var fresh = of(one.key);
    now.forEach((each) => { if (of(each[0])) { fill(of(each[0]).form, each[1], true); } });
    fresh.last = typed(fresh.form);
    fresh.clash = row.fields;
    say(fresh, "clash");
    if (focused) { fresh.form.elements[focused].focus(); }
    else { document.getElementById("main").focus(); }
  }
  async function pressed(one, event) {
    var button = event.submitter || document.activeElement;
    event.preventDefault();
    if (one.isBusy) { return; }
    one.isBusy = true;
    try {
      await keepNow(one, true);
      await sendAll();
      var left = (await kept.all(person)).filter((row) => row.key === one.key);
      if (one !== of(one.key) || left.some((row) => row.state !== "refused")) {
        return;
      }
      await Promise.all(left.map((row) => kept.remove(row.id)));
    } catch (closed) {
      // This browser keeps nothing.
    } finally {
      one.isBusy = false;
    }
    if (button && button.name) {
      var hidden = one.form.appendChild(document.createElement("input"));
      hidden.type = "hidden";
      hidden.name = button.name;
      hidden.value = button.value;
    }
    if (one.token) { one.form.elements.csrfmiddlewaretoken.value = one.token; }
    one.form.submit();
  }
  // The copy for no network holds what was saved.
  async function renew(one) {
    var name = kept.PAGES + person;
    if (!here.caches || !(await caches.has(name))) { return; }
    var cache = await caches.open(name);
    var found = await cache.match(location.pathname);
    if (!found) { return; }
    var page = new DOMParser().parseFromString(await found.clone().text(), "text/html");
    var form = page.querySelector('form[data-keep="' + one.key + '"]');
    if (!form) { return; }
    fill(form, fieldsOf(one.form), false, mark);
    await cache.put(location.pathname, new Response(
      "<!doctype html>" + page.documentElement.outerHTML, { headers: found.headers }
    ));
  }
  function adoptAll() {
    document.querySelectorAll("form[data-keep]").forEach(adopt);
  }
  // Whoever signs out leaves nothing on this phone.
  function leave(form) {
    kept.all(person).then((left) => {
      var warning = document.querySelector("[data-unsent]");
      if (warning) { warning.hidden = !left.length; }
    });
    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      try {
        if ((await sendAll()) === "offline") { return; }
        var left = await kept.all(person);
        await Promise.all(left.map((row) => kept.remove(row.id)));
        await kept.forgetPages("");
        flag((await kept.people()).length); // of others
      } finally {
        form.submit();
      }
    });
  }

  async function begin() {
    await kept.people();
    await kept.forgetPages(person ? kept.PAGES + person : "");
    if (!person) { return; }
    if (document.querySelector("[data-offline]")) { flag(true); }
    adoptAll();
    document.querySelectorAll("[data-forgets] form").forEach(leave);
    var rows = await kept.all(person);
    rows.forEach((row) => {
      var one = of(row.key);
      if (one) {
        fill(one.form, row.fields);
        one.last = typed(one.form);
      }
    });
    // Clashed or refused: once more.
    await Promise.all(rows.filter((row) => {
      return of(row.key) && row.state !== "waiting";
    }).map((row) => { row.state = "waiting"; return kept.put(row); }));
    if (document.body.hasAttribute("data-copy")) {
      forms.forEach((one) => { say(one, "copy"); });
    }
    await sendAll();
    addEventListener("online", sendAll);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") { forms.forEach((one) => { keepNow(one).catch(ignore); }); }
      else { sendAll(); }
    });
    var workers = here.navigator.serviceWorker;
    if (workers && !workers.controller && document.querySelector("[data-offline]")) {
      workers.ready.then((worker) => { worker.active.postMessage({ look: location.href }); });
    }
  }
  begin().catch(ignore);
})(self);
