// Keys for a list that is worked through card by card. They act only while the focus is inside the
// board (WCAG 2.1.4), and never while somebody types.
(function () {
  "use strict";
  var board = document.querySelector("[data-board]");
  var keys = board && board.querySelector("[data-keys]");
  if (!keys) { return; }
  var help = keys.querySelector("details");
  var cards = Array.from(board.querySelectorAll(board.dataset.board));
  var before = null; // what had the focus when the keys were asked for
  // What a key presses in the card that has the focus, and in the page.
  var OF_A_CARD = {
    m: "a.button, .row > a",
    n: '[formaction$="/forbid/"], form[action$="/forbid/"] button',
    p: '[formaction$="/pin/"], form[action$="/pin/"] button',
    u: '[formaction$="/clear/"], form[action$="/clear/"] button',
  };
  var OF_THE_PAGE = { c: 'a[href$="/publish/"]', f: 'form[action$="/compute/"] button' };

  function each(ways, root) {
    Object.keys(ways).forEach((key) => {
      var control = root.querySelector(ways[key]);
      if (control) { control.setAttribute("aria-keyshortcuts", key); }
    });
  }
  function press(control) {
    if (control) { control.click(); }
    return !!control;
  }
  // A card is left for the one below or above it, also from a control in it or between two.
  function step(by) {
    var here = document.activeElement;
    var passed = cards.filter((card) => {
      return card.contains(here) || card.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
    }).length;
    var inside = passed && cards[passed - 1].contains(here);
    var next = cards[by > 0 ? passed : passed - (inside ? 2 : 1)]
      || (by > 0 && board.querySelector('.pagination a[rel="next"]'));
    if (next) { next.focus(); }
    return !!next;
  }
  function search() {
    var field = board.querySelector("form input:not([type=hidden])");
    if (field) { field.select(); field.focus(); }
    return !!field;
  }
  function ask() {
    if (!help.open) { before = document.activeElement; }
    help.open = !help.open;
    (help.open || !before ? help.querySelector("summary") : before).focus();
    return true;
  }
  // The letter of the layout, where it has Latin ones; where it has not, that of the place.
  function letter(event) {
    if (/^[ -~]$/.test(event.key)) { return event.key.toLowerCase(); }
    if (event.code === "Slash") { return event.shiftKey ? "?" : "/"; }
    return event.code.replace("Key", "").toLowerCase();
  }
  function act(event) {
    var card = event.target.closest(board.dataset.board);
    var alone = cards.indexOf(event.target) >= 0; // an arrow scrolls, unless a card itself has the focus
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      return alone && step(event.key === "ArrowDown" ? 1 : -1);
    }
    var key = letter(event);
    if (key === "j" || key === "k") { return step(key === "j" ? 1 : -1); }
    if (key === "/") { return search(); }
    if (key === "?") { return ask(); }
    if (OF_THE_PAGE[key]) { return press(document.querySelector("main " + OF_THE_PAGE[key])); }
    return !!(card && OF_A_CARD[key]) && press(card.querySelector(OF_A_CARD[key]));
  }

  board.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) { return; }
    if (event.target.closest("input, select, textarea")) {
      if (event.key === "Escape" && cards.length) { cards[0].focus(); }
    } else if (act(event)) {
      event.preventDefault();
    }
  });
  cards.forEach((card) => { card.tabIndex = -1; each(OF_A_CARD, card); });
  each(OF_THE_PAGE, document.querySelector("main"));
  keys.hidden = false;
  // After a press the answer leads back to its card: work goes on from there.
  var here = location.hash && document.getElementById(location.hash.slice(1));
  if (here && board.contains(here)) {
    here.tabIndex = -1;
    here.focus();
  }
})();
