// Says so when an answer does not arrive; without this htmx stays silent on a lost connection.
(function () {
  "use strict";
  var trouble = document.getElementById("trouble");
  function show() {
    trouble.hidden = false;
    trouble.scrollIntoView({ block: "nearest" });
  }
  function hide() {
    trouble.hidden = true;
  }
  document.addEventListener("htmx:sendError", show);
  document.addEventListener("htmx:responseError", show);
  document.addEventListener("htmx:timeout", show);
  document.addEventListener("htmx:beforeRequest", hide);
})();
