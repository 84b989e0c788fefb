// Every tap and every line is one line of a hidden text. Counts are those of queries/evidence.py.
(function () {
  "use strict";
  var tools = document.getElementById("observing");
  if (!tools) { return; }
  var form = tools.closest("form");
  var store = form.elements.lines;
  var line = form.elements.line;
  var kind = form.elements.kind;
  var last = document.getElementById("last");
  var counts = document.getElementById("counts");
  var judging = document.getElementById("judging");
  var asking = judging.textContent;
  var LONGEST = 8 * 3600;
  var prefix = Math.random().toString(36).slice(2, 6) + ".";
  var number = 0;
  var began = 0; // milliseconds
  var rows = []; // {key, at, kind, value, number, text}
  var gone = [];
  var waiting = 0;
  var mark = "asked";
  var grid = tools.dataset.places.split("x").map(Number);

  function each(selector, work) { tools.querySelectorAll(selector).forEach(work); }
  function read() {
    began = 0;
    rows = [];
    gone = [];
    store.value.split("\n").forEach((text) => {
      var parts = text.split("\t");
      if (parts[0] === "began") { began = Number(parts[1]); }
      else if (parts[0] === "gone") { gone.push(parts[1]); }
      else if (parts.length > 2) {
        rows.push({
          key: parts[0], at: Number(parts[1]), kind: parts[2], value: parts[3] || "",
          number: parts[4] || "", text: parts[5] || "",
        });
      }
    });
    rows = rows.filter((row) => gone.indexOf(row.key) < 0);
  }
  function write() {
    var texts = rows.map((row) => {
      return [row.key, row.at, row.kind, row.value, row.number, row.text].join("\t").replace(/\t+$/, "");
    });
    if (began) { texts.unshift("began\t" + began); }
    store.value = texts.concat(gone.map((key) => "gone\t" + key)).join("\n");
    store.dispatchEvent(new Event("change", { bubbles: true }));
    draw();
  }
  function now() {
    return began ? Math.min(LONGEST, Math.max(0, Math.floor((Date.now() - began) / 1000))) : 0;
  }
  function start() { began = began || Date.now(); }
  function add(what, value, count, text) {
    start();
    number += 1;
    rows.push({
      key: prefix + number, at: now(), kind: what, value: value || "",
      number: count === undefined ? "" : String(count), text: text || "",
    });
    write();
  }
  function clock(seconds) {
    return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  }

  // Counting
  function of(what) { return rows.filter((row) => row.kind === what); }
  function share(part, whole) {
    return whole ? Math.floor((200 * part + whole) / (2 * whole)) : null;
  }
  function different(what) {
    return new Set(of(what).map((row) => row.value)).size;
  }
  function talk() {
    var end = rows.reduce((most, row) => Math.max(most, row.at), 0);
    var found = { teacher: 0, pupils: 0, silence: 0, stop: 0 };
    var turns = of("talk");
    turns.forEach((turn, at) => {
      var until = at + 1 < turns.length ? turns[at + 1].at : end;
      found[turn.value] += Math.max(0, until - turn.at);
    });
    return found;
  }
  function middle(values) {
    var last = values.sort((a, b) => a - b).length - 1;
    return (values[Math.floor(last / 2)] + values[Math.ceil(last / 2)]) / 2;
  }
  function say(name, value, words) {
    var place = counts.querySelector('[data-count="' + name + '"]');
    place.parentNode.hidden = value === null;
    place.textContent = value === null ? "" : words ? words.replace("#", value) : value;
  }
  function sum(values) { return values.reduce((a, b) => a + Number(b), 0); }
  function tell() {
    var voices = talk();
    var questions = of("question");
    var open = questions.filter((row) => row.value === "open").length;
    var waits = of("wait").map((row) => Number(row.number));
    var sweeps = of("sweep");
    var heard = different("spoke");
    var percent = tools.dataset.percent;
    say("teacher_talk", share(voices.teacher, voices.teacher + voices.pupils), percent);
    say("heard", heard ? share(heard, grid[0] * grid[1]) : null, percent);
    say("waited", waits.length ? (Math.round(middle(waits)) / 10).toLocaleString(document.documentElement.lang) : null,
      tools.dataset.seconds);
    say("open", share(open, questions.length), percent);
    say("on_task", share(sum(sweeps.map((row) => row.number)),
      sum(sweeps.map((row) => row.value))), percent);
    say("visited", different("near") || null);
    counts.hidden = !rows.length;
  }

  // Drawing
  function place(value) {
    var parts = value.split("-");
    return tools.dataset.place.replace("#", parts[0]).replace("%", parts[1]);
  }
  function labelled(selector, row) {
    var button = tools.querySelector(selector);
    return button ? button.textContent.trim() : row.value;
  }
  function words(row) {
    if (row.text) { return row.text; }
    if (row.kind === "talk" || row.kind === "question") {
      return labelled("[data-" + row.kind + '="' + row.value + '"]', row);
    }
    if (row.kind === "wait") { return tools.dataset.seconds.replace("#", row.number / 10); }
    if (row.kind === "sweep") { return row.number + " / " + row.value; }
    return labelled('[data-mark="' + row.kind + '"]', row) + ": " + place(row.value);
  }
  function draw() {
    last.textContent = "";
    rows.slice(-5).reverse().forEach((row) => {
      last.appendChild(document.createElement("li")).textContent = clock(row.at) + " " + words(row);
    });
    var voice = of("talk").pop();
    each("[data-talk]", (button) => {
      button.setAttribute("aria-pressed", String(!!voice && voice.value === button.dataset.talk));
    });
    each("[data-seat]", (seat) => {
      var times = of(mark).filter((row) => row.value === seat.dataset.seat).length;
      seat.textContent = times || "";
      seat.setAttribute("aria-label", place(seat.dataset.seat) + (times ? ": " + times : ""));
    });
    each("[data-start]", (button) => { button.hidden = !!began; });
    each("[data-undo]", (button) => { button.disabled = !rows.length; });
    tick();
    tell();
  }
  function tick() { each("[data-clock]", (face) => { face.textContent = clock(now()); }); }

  function ask() {
    var deed = /_does?$|_do$/.test(kind.value);
    var found = deed && tools.dataset.judging.split("|").filter((word) => {
      var text = " " + line.value.toLowerCase().replace(/[.,;:!?।"“”()]/g, " ") + " ";
      return text.indexOf(" " + word + " ") >= 0;
    })[0];
    judging.hidden = !found;
    if (found) { judging.textContent = asking.replace("…", found); }
  }
  function keepLine() {
    var text = line.value.replace(/\s+/g, " ").trim();
    if (!text) { return; }
    line.value = "";
    add(kind.value, "", undefined, text);
    line.focus();
  }

  function build() {
    each("[data-seats]", (room) => {
      room.style.gridTemplateColumns = "repeat(" + grid[1] + ", minmax(0, 1fr))";
      for (var high = 1; high <= grid[0]; high += 1) {
        for (var wide = 1; wide <= grid[1]; wide += 1) {
          var seat = room.appendChild(document.createElement("button"));
          seat.type = "button";
          seat.dataset.seat = high + "-" + wide;
        }
      }
    });
  }
  function tapped(button) {
    var data = button.dataset;
    if ("start" in data) { start(); write(); }
    else if ("undo" in data) { gone.push(rows.pop().key); write(); }
    else if ("talk" in data) { add("talk", data.talk); }
    else if ("question" in data) { add("question", data.question); }
    else if ("seat" in data) { add(mark, data.seat); }
    else if ("mark" in data) {
      mark = data.mark;
      each("[data-mark]", (one) => {
        one.setAttribute("aria-pressed", String(one.dataset.mark === mark));
      });
      draw();
    } else if ("wait" in data) {
      var tenths = waiting ? Math.round((Date.now() - waiting) / 100) : 0;
      if (waiting) { add("wait", "", tenths); }
      waiting = waiting ? 0 : Date.now();
      button.setAttribute("aria-pressed", String(!!waiting));
    } else if ("sweep" in data) {
      var on = tools.querySelector("[data-on]");
      var all = tools.querySelector("[data-of]");
      var fits = /^\d+\/\d+$/.test(on.value + "/" + all.value) && Number(all.value) > 0
        && Number(on.value) <= Number(all.value);
      (fits ? on : all).focus();
      if (fits) { add("sweep", String(Number(all.value)), Number(on.value)); on.value = ""; }
    }
  }

  tools.addEventListener("click", (event) => {
    var button = event.target.closest("button");
    if (button) { tapped(button); }
  });
  tools.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.tagName === "INPUT") {
      event.preventDefault();
      tapped(tools.querySelector("[data-sweep]"));
    }
  });
  line.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); keepLine(); }
  });
  line.addEventListener("input", ask);
  kind.addEventListener("change", ask);
  form.querySelector("[data-add]").addEventListener("click", keepLine);
  // A line as well, there once however often it is sent.
  form.addEventListener("submit", keepLine, true);
  form.addEventListener("banyan:filled", () => { read(); draw(); });
  form.querySelectorAll("[data-without]").forEach((part) => { part.hidden = true; });
  tools.hidden = false;
  document.getElementById("add").hidden = false;
  build();
  read();
  draw();
  setInterval(tick, 1000);
})();
