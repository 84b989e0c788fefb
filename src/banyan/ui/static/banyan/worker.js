// The service worker. It keeps the shell (SHELL, named by /sw.js), and the pages that are marked
// `data-offline` for the one person signed in; of anything else it keeps nothing.
(function (here) {
  "use strict";
  var kept = here.banyanKeep;
  var CACHE = "banyan-shell-" + here.SHELL.join("|");
  var FOR = 7 * 24 * 3600 * 1000; // milliseconds that a page opens without a network

  here.addEventListener("install", function (event) {
    event.waitUntil(
      caches.open(CACHE).then(function (cache) { return cache.addAll(here.SHELL); })
        .then(function () { return here.skipWaiting(); })
    );
  });
  here.addEventListener("activate", function (event) {
    event.waitUntil(
      caches.keys().then(function (names) {
        return Promise.all(names.filter(function (name) {
          return name.indexOf("banyan-shell-") === 0 && name !== CACHE;
        }).map(function (name) { return caches.delete(name); }));
      }).then(function () { return here.clients.claim(); })
    );
  });
  function plain(url) { return url.split("#")[0]; }
  function scripts(text) {
    return (text.match(/<script[^>]*\sdata-shell[^>]*>/g) || []).map(function (tag) {
      return (tag.match(/\ssrc="([^"]+)"/) || [])[1];
    }).filter(Boolean);
  }
  // What is no longer this person's to read is no longer kept.
  async function drop(url) {
    var names = await caches.keys();
    await Promise.all(names.filter(function (name) {
      return name.indexOf(kept.PAGES) === 0;
    }).map(async function (name) { await (await caches.open(name)).delete(plain(url)); }));
  }
  // A page says whose it is and whether it is to be kept. A page of nobody, or of somebody else,
  // ends what was kept for the one before.
  async function look(url, answer) {
    var type = answer.headers.get("Content-Type") || "";
    var gone = answer.redirected || answer.type === "opaqueredirect";
    if (gone || [401, 403, 404, 410].indexOf(answer.status) >= 0) { return drop(url); }
    if (answer.status !== 200 || type.indexOf("text/html") !== 0) { return; }
    var text = await answer.text();
    var person = (text.match(/<body[^>]*\sdata-person="(\d+)"/) || [])[1];
    var name = person ? kept.PAGES + person : "";
    await kept.forgetPages(name);
    if (!person) { return; }
    if (!/<[^>]+\sdata-offline[\s>=]/.test(text)) {
      if (await caches.has(name)) { await (await caches.open(name)).delete(plain(url)); }
      return;
    }
    var shell = await caches.open(CACHE);
    await Promise.all(scripts(text).map(async function (src) {
      if (!(await shell.match(src))) { await shell.add(src); }
    }));
    await (await caches.open(name)).put(plain(url), new Response(
      text.replace("<body", "<body data-copy"),
      { headers: { "Content-Type": type, "Banyan-Kept": String(Date.now()) } }
    ));
  }
  async function copy(url) {
    var names = await caches.keys();
    for (var at = 0; at < names.length; at += 1) {
      if (names[at].indexOf(kept.PAGES) === 0) {
        var cache = await caches.open(names[at]);
        var found = await cache.match(plain(url));
        if (found && Number(found.headers.get("Banyan-Kept")) > Date.now() - FOR) { return found; }
        if (found) { await cache.delete(plain(url)); }
      }
    }
    return undefined;
  }
  async function visit(event) {
    var answer;
    try {
      answer = await fetch(event.request);
    } catch (unreachable) {
      var found = await copy(event.request.url);
      if (found) { return found; }
      throw unreachable;
    }
    event.waitUntil(look(event.request.url, answer.clone()));
    return answer;
  }
  async function part(request) {
    try {
      return await fetch(request);
    } catch (unreachable) {
      var found = await (await caches.open(CACHE)).match(request.url);
      if (found) { return found; }
      throw unreachable;
    }
  }
  here.addEventListener("fetch", function (event) {
    var request = event.request;
    if (request.method !== "GET" || request.url.indexOf(here.location.origin) !== 0) { return; }
    if (request.mode === "navigate") {
      event.respondWith(visit(event));
    } else if (request.destination === "script" || request.destination === "style") {
      event.respondWith(part(request));
    }
  });
  // A page that was open before this worker asks to be looked at.
  here.addEventListener("message", function (event) {
    var url = event.data && event.data.look;
    if (url) {
      event.waitUntil(fetch(url, { credentials: "same-origin" }).then(function (answer) {
        return look(url, answer);
      }));
    }
  });
  // Background Sync, where the browser has it: a page that is open sends by itself.
  here.addEventListener("sync", function (event) {
    event.waitUntil(here.clients.matchAll({ includeUncontrolled: true }).then(async function (open) {
      if (open.length) { return; }
      var people = await kept.people();
      for (var at = 0; at < people.length; at += 1) {
        await kept.send(people[at], function () {});
      }
    }));
  });
})(self);
