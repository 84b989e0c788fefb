// Says so when an answer does not arrive; without this htmx stays silent on a lost connection.
(function () {
  "use strict";
  // What asks again and again by itself does not ask while nobody looks, and is silent when no
  // answer comes: it will ask again.
  function asksByItself(event) {
    return event.target.closest && event.target.closest("[data-while-seen]");
  }
  function show(event) {
    if (asksByItself(event)) { return; }
    var trouble = document.getElementById("trouble");
    trouble.hidden = false;
    trouble.scrollIntoView({ block: "nearest" });
  }
  function hide() {
    document.getElementById("trouble").hidden = true;
  }
  document.addEventListener("htmx:sendError", show);
  document.addEventListener("htmx:responseError", show);
  document.addEventListener("htmx:timeout", show);
  document.addEventListener("htmx:beforeRequest", function (event) {
    if (!asksByItself(event)) { hide(); } else if (document.hidden) { event.preventDefault(); }
  });
})();
// What keeps words on this phone is loaded where it is needed: see docs/forms-kept-as-typed.md.
(function () {
  "use strict";
  var own = document.currentScript.dataset;
  var wanted = document.querySelector("[data-keep], [data-offline]");
  try {
    wanted = wanted || localStorage.getItem("banyan-kept");
  } catch (closed) {
    // A browser that keeps nothing has nothing to send.
  }
  if (wanted && own.keeper) {
    var script = document.createElement("script");
    script.src = own.keeper;
    document.head.appendChild(script);
  }
  if (navigator.serviceWorker && document.querySelector("[data-offline]")) {
    navigator.serviceWorker.register(own.worker);
  }
})();
