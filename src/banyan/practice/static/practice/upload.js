// Sends a video in pieces by the tus protocol 1.0.0. A piece that gets lost is sent again; after a
// lost connection or a reload the same file goes on where it stopped.
(function () {
  "use strict";
  var box = document.querySelector("[data-upload]");
  if (!box || !window.fetch || !window.Blob) {
    return;
  }
  var form = box.querySelector("form");
  var bar = box.querySelector("[data-upload-bar]");
  var line = bar.querySelector("progress");
  var words = box.querySelector("[data-upload-words]");
  var button = form.querySelector("button[type=submit]");
  var hint = form.querySelector("[data-upload-hint]");
  var PIECE = 4 * 1024 * 1024;
  var LONGEST_WAIT = 30000;

  hint.textContent = hint.dataset.uploadHint;

  function Stopped(sentence) { this.sentence = sentence; }
  function later(wait) { return new Promise(function (go) { setTimeout(go, wait); }); }
  function encoded(text) {
    var bytes = new TextEncoder().encode(text), all = "";
    bytes.forEach(function (byte) { all += String.fromCharCode(byte); });
    return btoa(all);
  }
  function keyOf(file) { return "banyan-upload " + [file.name, file.size, file.lastModified].join(" "); }
  function kept(key, value) {
    try {
      if (value === undefined) { return localStorage.getItem(key); }
      if (value === null) { localStorage.removeItem(key); } else { localStorage.setItem(key, value); }
    } catch (error) { return null; }
    return value;
  }
  function ask(method, url, headers, body) {
    headers = Object.assign({
      "Tus-Resumable": "1.0.0",
      "X-CSRFToken": form.elements.csrfmiddlewaretoken.value
    }, headers);
    return fetch(url, { method: method, headers: headers, body: body, redirect: "manual", credentials: "same-origin" })
      .then(function (answer) {
        if (answer.type === "opaqueredirect") { throw new Stopped(box.dataset.signedOut); }
        return answer;
      });
  }
  function show(sent, of) {
    var percent = Math.floor(100 * sent / of);
    line.value = percent;
    words.textContent = box.dataset.sending + " " + percent + " %";
  }
  function begin(file, key) {
    var said = ["title", "consent", "keep_days", "seen"].map(function (name) {
      var field = form.elements[name];
      var unticked = (field.type === "checkbox" || field.type === "radio") && !field.checked;
      var value = unticked ? "" : field.value;
      return name + " " + encoded(value);
    });
    return ask("POST", box.dataset.upload, { "Upload-Length": String(file.size), "Upload-Metadata": said.join(",") })
      .then(function (answer) {
        if (answer.status !== 201) {
          return answer.text().then(function (text) { throw new Stopped(text || box.dataset.stopped); });
        }
        kept(key, answer.headers.get("Location"));
        return { url: kept(key) || answer.headers.get("Location"), offset: 0 };
      });
  }
  function where(url) {
    return ask("HEAD", url).then(function (answer) {
      if (answer.status !== 200) { return null; }
      return { url: url, offset: Number(answer.headers.get("Upload-Offset")) };
    });
  }
  function checked(piece) {
    if (!(window.crypto && crypto.subtle)) { return Promise.resolve({}); }
    return piece.arrayBuffer().then(function (bytes) {
      return crypto.subtle.digest("SHA-256", bytes);
    }).then(function (sum) {
      return { "Upload-Checksum": "sha256 " + btoa(String.fromCharCode.apply(null, new Uint8Array(sum))) };
    });
  }
  function send(file, at) {
    var piece = file.slice(at.offset, at.offset + PIECE);
    return checked(piece).then(function (sums) {
      var headers = Object.assign({
        "Upload-Offset": String(at.offset),
        "Content-Type": "application/offset+octet-stream"
      }, sums);
      return ask("PATCH", at.url, headers, piece);
    }).then(function (answer) {
      if (answer.status === 204) {
        return { url: at.url, offset: Number(answer.headers.get("Upload-Offset")) };
      }
      if (answer.status === 409 || answer.status === 460 || answer.status === 429 || answer.status >= 500 && answer.status !== 507) {
        throw new Error("again");
      }
      return answer.text().then(function (text) {
        throw new Stopped(/^\s*</.test(text) || !text ? box.dataset.stopped : text);
      });
    });
  }
  function all(file, at, wait) {
    show(at.offset, file.size);
    if (at.offset >= file.size) { return Promise.resolve(at.url); }
    return send(file, at).then(function (next) { return all(file, next, 0); }, function (error) {
      if (error instanceof Stopped) { throw error; }
      wait = Math.min(wait ? wait * 2 : 1000, LONGEST_WAIT);
      words.textContent = box.dataset.waiting;
      return later(wait).then(function () { return where(at.url); }).then(function (now) {
        if (!now) { throw new Stopped(box.dataset.stopped); }
        return all(file, now, now.offset > at.offset ? 0 : wait);
      }, function (again) {
        if (again instanceof Stopped) { throw again; }
        return all(file, at, wait);
      });
    });
  }
  function go(file) {
    var key = keyOf(file), url = kept(key);
    return (url ? where(url) : Promise.resolve(null)).then(function (at) {
      if (at && at.offset <= file.size) { return at; }
      kept(key, null);
      return begin(file, key);
    }).then(function (at) {
      return all(file, at, 0);
    }).then(function (done) {
      kept(key, null);
      window.location = done;
    }, function (error) {
      if (error instanceof Stopped && error.sentence !== box.dataset.signedOut && error.sentence !== box.dataset.stopped) {
        kept(key, null);
      }
      words.textContent = error instanceof Stopped ? error.sentence : box.dataset.stopped;
      button.disabled = false;
    });
  }
  form.addEventListener("submit", function (event) {
    var file = form.elements.file.files[0];
    if (!file || !form.elements.title.value.trim() || !form.elements.consent.value || !form.elements.seen.checked) {
      return; // the server says what is missing
    }
    event.preventDefault();
    bar.hidden = false;
    if (file.size > Number(box.dataset.most)) {
      words.textContent = box.dataset.tooLarge;
      return;
    }
    button.disabled = true;
    go(file);
  });
})();
