// Starts the passkey forms of the page, shows what needs a passkey only where the browser has
// them, and says so when the device refused.
(function () {
  "use strict";
  var trouble = document.getElementById("passkey-trouble");
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    if (trouble) {
      trouble.hidden = false;
    }
  });
  if (!window.PublicKeyCredential) {
    return;
  }
  document.querySelectorAll("script[data-passkeys]").forEach(function (element) {
    var options = JSON.parse(element.textContent);
    var hidden = document.getElementById("passkey_form");
    if (hidden) {
      hidden.hidden = false;
    }
    window.allauth.webauthn.forms[element.dataset.passkeys](options);
  });
})();
