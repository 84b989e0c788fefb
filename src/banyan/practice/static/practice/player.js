// A comment leads to its moment of the video, and the moment that is shown goes into the form.
(function () {
  "use strict";
  var player = document.getElementById("player");
  if (!player) {
    return;
  }
  document.querySelectorAll("[data-seek]").forEach(function (link) {
    link.addEventListener("click", function (event) {
      var at = Number(link.dataset.seek);
      event.preventDefault();
      if (player.readyState > 0) {
        player.currentTime = at;
      } else {
        player.addEventListener("loadedmetadata", function () { player.currentTime = at; }, { once: true });
        player.preload = "auto";
        player.load();
      }
      player.focus();
      player.scrollIntoView({ block: "nearest" });
    });
  });
  var now = document.querySelector("[data-now]");
  var field = document.getElementById("id_at");
  if (now && field) {
    now.hidden = false;
    now.querySelector("button").addEventListener("click", function () {
      var all = Math.floor(player.currentTime);
      var seconds = String(all % 60).padStart(2, "0");
      field.value = Math.floor(all / 60) + ":" + seconds;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      player.pause();
    });
  }
})();
