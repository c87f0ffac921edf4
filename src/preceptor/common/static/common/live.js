// Results that are counted again in place. Without this script every form loads the page anew.

// What was chosen a moment ago rides along in every other form of the page, so that a second
// choice made before the first is answered does not undo it.
const hidden = (form, name) =>
  form.querySelector(`input[type=hidden][name="${CSS.escape(name)}"]`);
const carry = (live, name, value, from) => {
  for (const form of live.querySelectorAll("form")) {
    if (form === from) continue;
    let kept = hidden(form, name);
    if (!kept) {
      kept = document.createElement("input");
      kept.type = "hidden";
      kept.name = name;
      form.append(kept);
    }
    kept.value = value;
  }
};

document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("[data-live] .seg button[name]");
    if (!button) return;
    const live = button.closest("[data-live]");
    carry(live, button.name, button.value, button.form);
    // The button speaks for itself in its own form now, and rides along from the next one on.
    hidden(button.form, button.name)?.remove();
    setTimeout(() => carry(live, button.name, button.value), 0);
    for (const each of button.parentElement.children) {
      each.setAttribute("aria-pressed", String(each === button));
    }
  },
  true,
);

document.addEventListener(
  "input",
  (event) => {
    const { form, name, value } = event.target;
    const live = event.target.closest("[data-live]");
    if (live && form && name) carry(live, name, value, form);
  },
  true,
);

// A quiet sign while it counts, and a way on where it could not.
const counting = new WeakMap();
const count = (live, more) => {
  const left = (counting.get(live) ?? 0) + more;
  counting.set(live, left);
  live.toggleAttribute("data-counting", left > 0);
};
const liveOf = (event) => event.detail.ctx?.sourceElement?.closest("[data-live]");
const tell = (event, isWrong) => {
  const notice = document.getElementById("not-counted");
  if (!notice) return;
  notice.hidden = !isWrong;
  if (isWrong) notice.querySelector("a").href = event.detail.ctx.request.action;
};

document.addEventListener("htmx:before:request", (event) => {
  const live = liveOf(event);
  if (!live) return;
  event.detail.ctx.live = live;
  event.detail.ctx.isLink = event.detail.ctx.sourceElement.matches("a");
  count(live, 1);
});
document.addEventListener("htmx:finally:request", (event) => {
  if (event.detail.ctx?.live) count(event.detail.ctx.live, -1);
});
document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  if (!ctx?.live) return;
  const isWrong = ctx.response.status >= 400;
  tell(event, isWrong);
  // An error page takes no part of a result's place, and no address.
  if (isWrong) event.preventDefault();
});
document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx?.live) tell(event, true);
});

// A link that sets everything anew also sets what was ticked and picked by hand.
document.addEventListener("htmx:after:swap", (event) => {
  const { live, isLink } = event.detail.ctx;
  if (!live || !isLink) return;
  for (const box of live.querySelectorAll("input[type=checkbox]")) box.checked = box.defaultChecked;
  for (const option of live.querySelectorAll("option")) option.selected = option.defaultSelected;
});
