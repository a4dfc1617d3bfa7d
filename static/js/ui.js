/* Relais: the whole of the hand-written script. Every page works without it.
   No storage in the browser, no inline code, requests to this server only. */
(function () {
  "use strict";
  const root = document.documentElement;
  const page = document.body;
  const $ = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const token = () => ($("input[name=csrfmiddlewaretoken]") || {}).value || "";

  function post(url, data) {
    return fetch(url, {
      method: "POST",
      body: data,
      credentials: "same-origin",
      redirect: "manual",
      headers: { "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest" },
    });
  }

  function hour() {
    const now = new Date();
    const minutes = String(now.getMinutes()).padStart(2, "0");
    if (root.lang.startsWith("fr")) { return now.getHours() + "\u00a0h\u00a0" + minutes; }
    return String(now.getHours()).padStart(2, "0") + ":" + minutes;
  }

  /* ---- menus, keys -------------------------------------------------------------------- */
  const openMenus = () => all("details.drop[open]");

  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => { if (!menu.contains(event.target)) { menu.open = false; } });
  });

  document.addEventListener("keydown", (event) => {
    const modified = event.ctrlKey || event.metaKey; // modifier keys only (WCAG 2.1.4)
    if (modified && event.key.toLowerCase() === "k") {
      const jump = $("#jump");
      if (jump) { event.preventDefault(); jump.focus(); jump.select(); }
    }
    if (modified && event.key === "Enter" && event.target.form) {
      const button = $("[data-primary]", event.target.form);
      if (button) { event.preventDefault(); button.click(); }
    }
    if (event.key === "Escape") {
      openMenus().forEach((menu) => { menu.open = false; $("summary", menu).focus(); });
    }
  });

  /* ---- theme: the server writes data-theme from a cookie; this spares the reload -------- */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-theme-form]") || !event.submitter) { return; }
    event.preventDefault();
    const theme = event.submitter.value;
    if (theme === "auto") { root.removeAttribute("data-theme"); } else { root.dataset.theme = theme; }
    all("button", form).forEach((button) => {
      button.setAttribute("aria-pressed", String(button === event.submitter));
    });
    post(form.action, new FormData(form, event.submitter));
  });

  /* ---- a sent form looks sent; the server alone keeps it from being written twice -------- */
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") { return; }
    event.target.dataset.busy = "";
  });
  window.addEventListener("pageshow", () => {
    all("form[data-busy]").forEach((form) => { delete form.dataset.busy; });
  });

  /* ---- the summary of errors, or the message of the page, is read first ------------------ */
  const first = $("[data-focus]");
  if (first) { first.focus(); }

  /* ---- drafts: what is typed is on the server within 15 seconds -------------------------- */
  const EVERY = 15000;
  const drafts = all("form[data-draft-url]").map((form) => new Draft(form));

  function Draft(form) {
    const line = $("[data-draft-status]", form);
    const typed = () => {
      const data = new URLSearchParams();
      new FormData(form).forEach((value, name) => {
        if (typeof value === "string") { data.append(name, value); }
      });
      return data;
    };
    let kept = String(typed());
    let busy = false;
    let sent = false;
    this.trouble = false;
    this.dirty = () => !sent && String(typed()) !== kept;

    const say = (name, trouble) => {
      this.trouble = trouble;
      if (!line) { return; }
      line.textContent = line.dataset[name].replace("{time}", hour());
      line.toggleAttribute("data-trouble", trouble);
      if (trouble) {
        const again = document.createElement("button");
        again.type = "button";
        again.className = "btn btn-second btn-s";
        again.textContent = line.dataset.retry;
        again.addEventListener("click", () => this.save());
        line.append(again);
      }
    };

    this.save = async (last) => {
      if (busy || !this.dirty()) { return; }
      busy = true;
      const data = typed();
      try {
        const answer = await fetch(form.dataset.draftUrl, {
          method: "POST",
          body: data,
          credentials: "same-origin",
          redirect: "manual",
          keepalive: Boolean(last),
          headers: { "X-Requested-With": "XMLHttpRequest" },
        });
        if (answer.ok) {
          kept = String(data);
          say("kept", false);
        } else {
          const out = answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
          say(out ? "signedOut" : "lost", true);
        }
      } catch {
        say("lost", true);
      } finally {
        busy = false;
      }
    };

    form.addEventListener("submit", () => { sent = true; });
    window.addEventListener("pageshow", () => { sent = false; });
    setInterval(() => this.save(), EVERY);
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") { drafts.forEach((draft) => draft.save(true)); }
  });
  window.addEventListener("beforeunload", (event) => {
    if (drafts.some((draft) => draft.trouble && draft.dirty())) { event.preventDefault(); }
  });

  /* ---- the end of the session is said two minutes before --------------------------------- */
  const WARNING = 120000;
  const notice = $("[data-session-end]");
  let ends = Date.now() + Number(page.dataset.sessionSeconds) * 1000;

  async function extend() {
    try {
      const answer = await post(page.dataset.sessionExtend);
      if (!answer.ok) { return; }
      ends = Date.now() + (await answer.json()).seconds * 1000;
      notice.hidden = true;
    } catch {
      /* the notice stays: the button can be pressed again */
    }
  }

  function watch() {
    const left = ends - Date.now();
    if (left <= 0) {
      if (drafts.some((draft) => draft.dirty())) { return; }
      window.location.assign(page.dataset.sessionOver);
    } else if (left <= WARNING && notice.hidden) {
      drafts.forEach((draft) => draft.save());
      notice.hidden = false;
    }
  }

  if (notice && page.dataset.sessionSeconds) {
    $("button", notice).addEventListener("click", extend);
    setInterval(watch, 1000);
  }

  /* ---- htmx notes the last address in the browser; nothing of ours stays there ------------- */
  const forget = () => { window.sessionStorage.clear(); };
  forget();
  document.addEventListener("htmx:afterSettle", forget);
  window.addEventListener("pagehide", forget);

  /* ---- a part of the page that could not be loaded says so -------------------------------- */
  const trouble = $("[data-not-loaded]");
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => {
    document.addEventListener(name, () => { if (trouble) { trouble.hidden = false; } });
  });
})();
