// Offers passkeys only where the browser knows them, and says when one could not be used.
(() => {
  if (!window.PublicKeyCredential) return;
  document.addEventListener("DOMContentLoaded", () => {
    for (const offer of document.querySelectorAll("[data-passkey]")) offer.hidden = false;
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const trouble of document.querySelectorAll("[data-passkey-trouble]")) trouble.hidden = false;
  });
})();
