// Keeps a page as the books are: told of news, it asks for the page again and puts in the parts that changed. Without this the page asks by itself now and then.
(() => {
  const source = document.documentElement.dataset.events;
  const status = document.querySelector("[data-live-status]");
  if (!source || !window.EventSource) return;

  const say = (text, on) => {
    if (!status) return;
    status.textContent = text;
    status.toggleAttribute("data-on", on);
  };

  // News that come in a burst are shown together, and a busy queue does not make every open page ask without end.
  const between = 3000;

  let asking = false, again = false;
  const refresh = async () => {
    if (asking) { again = true; return; }
    asking = true;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" }, redirect: "error" });
      if (!answer.ok) { say("not live", false); return; }
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) {
        const fresh = next.getElementById(part.id);
        if (fresh && fresh.innerHTML !== part.innerHTML) replace(part, fresh);
      }
      say("live", true);
    } catch {
      say("not live", false);
    } finally {
      setTimeout(() => {
        asking = false;
        if (again) { again = false; refresh(); }
      }, between);
    }
  };

  // Without what only tells how long ago something was: that is no news.
  const bare = part => { const copy = part.cloneNode(true); copy.querySelectorAll("time, progress").forEach(each => each.remove()); return copy.textContent; };

  // What somebody opened stays open, and whoever is on a link stays on it.
  const replace = (part, fresh) => {
    const open = [...part.querySelectorAll("details[id][open]")].map(each => each.id);
    const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") ?? document.activeElement.id : null;
    const same = bare(part) === bare(fresh);
    part.innerHTML = fresh.innerHTML;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (focused) [...part.querySelectorAll("a, summary, button")].find(each => each.getAttribute("href") === focused || each.id === focused)?.focus();
    if (same) return;
    part.setAttribute("data-news", "");
    part.addEventListener("animationend", () => part.removeAttribute("data-news"), { once: true });
  };

  // A browser asks again where nobody answered, and never where somebody refused, as a proxy does while the bot starts: that is ours to do. What happened meanwhile is news to nobody.
  const later = 5000;
  let events, missed = false;
  const listen = () => {
    events = new EventSource(source);
    events.addEventListener("open", () => {
      say("live", true);
      if (missed) { missed = false; refresh(); }
    });
    events.addEventListener("news", refresh);
    events.addEventListener("error", () => {
      say("not live", false);
      missed = true;
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, later);
    });
  };
  listen();
  addEventListener("pagehide", () => events.close());
})();
