// The page: it asks the engine about what stands in the editors, and shows the answer.
// Whatever comes from a text, a link or the engine becomes text, never markup.
"use strict";
(function () {
  const $ = (id) => document.getElementById(id);
  const choices = ["kind", "operation", "secret"];
  const longestText = 4 << 20, longestLink = 64 << 10;
  let verdict = null, asked = 0, timer = 0;

  function el(name, props = {}, ...children) {
    const node = document.createElement(name);
    const { className, ...rest } = props;
    if (className) node.className = className;
    for (const [key, value] of Object.entries(rest)) node[key] = value;
    node.append(...children);
    return node;
  }
  const count = (n, one, many = one + "s") => n + " " + (n === 1 ? one : many);
  const say = (text) => { $("message").textContent = text; };

  const text = createEditor($("text"), { label: "App client", changed: later });
  const current = createEditor($("current"), { label: "The client as it is now", changed: later });
  for (const id of choices) $(id).addEventListener("change", judge);
  $("pool").addEventListener("input", later);
  $("context").addEventListener("submit", (event) => event.preventDefault());

  function request() {
    const r = { text: text.text, current: current.text, pool: $("pool").value };
    for (const id of choices) r[id] = $(id).value;
    return r;
  }

  function fill(r) {
    text.text = r.text ?? "";
    current.text = r.current ?? "";
    $("pool").value = r.pool ?? "";
    $("pool-part").open = Boolean(r.pool);
    for (const id of choices) $(id).value = r[id] ?? "";
    clearTimeout(timer);
    return judge();
  }

  function later() {
    $("link").hidden = true;
    clearTimeout(timer);
    timer = setTimeout(judge, 300);
  }

  // judge asks about what stands there now. An answer to an older question is dropped.
  async function judge() {
    const mine = ++asked;
    const r = request();
    if (r.text.length + r.current.length + r.pool.length > longestText) return fail("the text is longer than 4 MB");
    try {
      const answer = await ask({ judge: r });
      if (mine !== asked) return;
      if (!answer.verdict) return fail(answer.error ?? "there is no verdict");
      verdict = answer.verdict;
      say(verdict.wrong.map((w) => w.part + ": " + w.reason).join("; "));
      show();
    } catch (error) {
      if (mine === asked) fail(error.message);
    }
  }

  function fail(why) {
    verdict = null;
    say(why);
    $("summary").textContent = "Not judged.";
    for (const id of ["findings", "settings", "changes", "signin", "account"]) $(id).replaceChildren();
    text.mark([]);
    document.body.dataset.judged = String(asked);
  }

  function show() {
    $("summary").textContent = summary();
    const clients = verdict.clients;
    const chosen = Math.min(Math.max($("client").selectedIndex, 0), Math.max(clients.length - 1, 0));
    $("which").hidden = clients.length < 2;
    $("client").replaceChildren(...clients.map((c) => el("option", { textContent: c.address || "the client" })));
    $("client").selectedIndex = chosen;
    showFindings();
    showDetails();
    showAccount();
    performance.mark("judged");
    document.body.dataset.judged = String(asked);
  }

  function summary() {
    const run = verdict.run, parts = [];
    for (const [severity, one, many] of [["error", "error", "errors"], ["warning", "warning", "warnings"],
      ["advice", "advice", "advice"]]) {
      const n = verdict.summary[severity];
      if (n) parts.push(count(n, one, many));
    }
    const unread = run.unread.map((u) => (u.line ? "line " + u.line + " " : "") + u.reason).slice(0, 3).join("; ");
    if (!run.clients) return "Nothing was judged: " + (unread || "there is no app client") + ".";
    let words = count(run.clients, "app client") + ": " + (parts.join(", ") || "nothing found") + ".";
    const left = notJudged();
    if (left.length) words += " Not judged: " + left.join(", ") + ".";
    return words;
  }

  function notJudged() {
    const run = verdict.run, lacking = run.skipped.filter((s) => s.lacks.some((l) => l !== "value"));
    const left = [];
    if (run.unread.length) left.push(count(run.unread.length, "part") + " that could not be read");
    if (run.unknown.length) left.push(count(run.unknown.length, "setting") + " whose value is not known");
    if (lacking.length) left.push(count(lacking.length, "rule") + " for want of " +
      [...new Set(lacking.flatMap((s) => s.lacks).filter((l) => l !== "value"))].join(", "));
    if (run.aside.length) left.push(count(run.aside.length, "part") + " of the Terraform module");
    if (run.notCreated.length) left.push(count(run.notCreated.length, "app client") + " not created");
    if (run.suppressed) left.push(count(run.suppressed, "finding") + " suppressed in the text");
    return left;
  }

  const mostShown = 200;

  function showFindings() {
    const shown = verdict.findings.slice(0, mostShown).map(findingOf);
    const all = Object.values(verdict.summary).reduce((sum, n) => sum + n, 0);
    if (all > shown.length) {
      shown.push(el("p", {}, "The first " + shown.length + " of " + all + " findings are shown."));
    }
    if (verdict.unfixed) {
      shown.unshift(el("p", {}, "The text is longer than 128 KB: fixes are not worked out. userpoolclient check --fix makes them."));
    }
    if (!shown.length) shown.push(el("p", {}, verdict.run.clients ? "Nothing found in what was judged." : "Nothing was judged."));
    $("findings").replaceChildren(...shown);
    text.mark(verdict.findings.filter((f) => f.to > f.from)
      .map((f) => ({ from: f.from, to: f.to, severity: f.severity, says: f.severity + ": " + f.message })));
  }

  function findingOf(f) {
    const rule = verdict.rules[f.rule] ?? { summary: "", detail: "" };
    const rejects = f.rejectedBy && f.rejectedBy !== "Cognito" ? " (" + f.rejectedBy + " rejects it)" : "";
    const label = f.severity === "advice" ? "advice (" + f.harm + " harm)" : f.severity;
    const article = el("article", { className: "finding " + f.severity },
      el("p", {}, el("span", { className: "label" }, label), " ",
        el("span", { className: "path" }, ((f.resource ?? "") + " " + (f.property || f.path)).trim()), " " + f.message + rejects));
    article.dataset.rule = f.rule;
    if (f.fix) article.append(el("p", {}, el("span", { className: "fix" }, "Fix: "), f.fix));
    if (f.line) {
      const go = el("button", { type: "button" }, "Go to line " + f.line);
      go.addEventListener("click", () => text.select(f.from, f.to));
      article.append(go);
    }
    for (const fix of f.fixes ?? []) {
      if (!fix.safe || !fix.replacements) continue;
      const apply = el("button", { type: "button", className: "apply" }, "Apply the fix");
      apply.setAttribute("aria-label", "Apply the fix of " + f.rule);
      apply.addEventListener("click", () => {
        text.replace(fix.replacements);
        clearTimeout(timer);
        judge();
        $("summary").scrollIntoView({ block: "nearest" });
        text.focus();
      });
      article.append(apply);
    }
    article.append(el("details", {}, el("summary", {}, "Explain " + f.rule),
      el("p", {}, rule.summary), el("p", { className: "detail" }, rule.detail),
      el("p", {}, el("a", { href: f.docs, rel: "noreferrer" }, "The rule and its sources"))));
    return article;
  }

  // On a narrow page a row becomes a block. What that takes from a table the roles give
  // back, and each cell has its heading before it.
  function table(heads, rows, caption) {
    const cellOf = (text, i) => {
      const cell = el(i ? "td" : "th", { className: i ? "" : "path", role: i ? "cell" : "rowheader" }, text);
      cell.dataset.head = heads[i];
      return cell;
    };
    return el("table", { role: "table", className: "columns-" + heads.length },
      el("caption", { className: "quiet" }, caption),
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...heads.map((h) => el("th", { role: "columnheader" }, h)))),
      el("tbody", { role: "rowgroup" }, ...rows.map((row) => el("tr", { role: "row" }, ...row.map(cellOf)))));
  }

  function showDetails() {
    const client = verdict.clients[$("client").selectedIndex] ?? verdict.clients[0];
    const none = () => el("p", {}, "No app client was read.");
    if (!client) {
      for (const id of ["settings", "changes", "signin"]) $(id).replaceChildren(none());
      return;
    }
    $("settings").replaceChildren(table(["Field", "Value", "Origin"],
      client.settings.map((s) => [s.field, s.text, s.origin]), "What Cognito will hold after the call, and why"));
    if (!client.plan) {
      $("changes").replaceChildren(el("p", {}, "What the client is now is not known."));
    } else if (!client.plan.length) {
      $("changes").replaceChildren(el("p", {}, "The update changes nothing."));
    } else {
      $("changes").replaceChildren(table(["Field", "Effect", "Now", "After the update"],
        client.plan.map((c) => [c.field, c.effect, c.before.text, c.after.text]), "What the update does"));
    }
    $("signin").replaceChildren(signIn(client.signIn));
  }

  // signIn draws the ways to sign in as a tree: the calls, and under each its flows.
  function signIn(all) {
    const byAPI = new Map();
    for (const c of all) byAPI.set(c.api, [...(byAPI.get(c.api) ?? []), c]);
    const tree = el("ul", { className: "tree" });
    const answers = ["yes", "undetermined", "no"];
    const best = (list) => Math.min(...list.map((c) => answers.indexOf(c.allowed)));
    for (const [api, list] of [...byAPI].sort((a, b) => best(a[1]) - best(b[1]))) {
      const flows = el("ul");
      for (const c of [...list].sort((a, b) => answers.indexOf(a.allowed) - answers.indexOf(b.allowed))) {
        flows.append(el("li", { className: c.allowed }, el("span", { className: "answer" }, c.allowed), " ",
          el("span", { className: "path" }, c.flow || api), " " + ((c.field ?? "") + " " + c.reason).trim(),
          ...(c.sends?.length ? [el("br"), "sends " + c.sends.join(", ")] : [])));
      }
      tree.append(el("li", {}, el("span", { className: "api" }, api), flows));
    }
    return tree;
  }

  function showAccount() {
    const run = verdict.run, parts = [];
    const place = (u) => (u.line ? "line " + u.line + ": " : "");
    const list = (title, items) => {
      if (items.length) parts.push(el("h3", {}, title), el("ul", {}, ...items.map((i) => el("li", {}, i))));
    };
    list("Could not be read", run.unread.map((u) => place(u) + u.reason));
    list("Settings whose values are not known", run.unknown.map((u) => place(u) +
      ((u.resource ?? "") + " " + u.path).trim() + (u.decides ? " (decides a rule of severity error)" : "")));
    list("Rules that did not run", run.skipped.map((s) => s.rule + " on " + count(s.clients, "app client") +
      " for want of " + s.lacks.join(", ")));
    list("Told, and perhaps nothing to do with app clients", run.aside.map((u) => place(u) + u.reason));
    list("App clients that are not created", run.notCreated.map((u) => place(u) + u.reason));
    if (run.suppressed) list("Left out", [count(run.suppressed, "finding") + " by suppressions in the text"]);
    if (run.clients > verdict.clients.length) {
      list("Shown in part", ["Settings, update and sign-in are shown of the first " + verdict.clients.length + " app clients."]);
    }
    $("account").replaceChildren(...(parts.length ? parts : [el("p", {}, "Everything was judged.")]));
  }
  $("client").addEventListener("change", () => { if (verdict) showDetails(); });

  // Tabs: arrows, Home and End move between them, as the ARIA practices have it.
  const tabs = [...document.querySelectorAll("[role=tab]")];
  function open(tab) {
    for (const t of tabs) {
      const on = t === tab;
      t.setAttribute("aria-selected", String(on));
      t.tabIndex = on ? 0 : -1;
      $(t.getAttribute("aria-controls")).hidden = !on;
    }
    current.measure();
  }
  for (const [i, tab] of tabs.entries()) {
    tab.addEventListener("click", () => open(tab));
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: -1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = tabs.at(to % tabs.length);
      open(next);
      next.focus();
    });
  }

  // A link holds the request in its fragment, which no browser sends to anyone.
  const bytes = async (stream, most) => {
    const reader = stream.getReader(), parts = [];
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Blob(parts);
      length += value.length;
      if (length > most) {
        await reader.cancel();
        throw new Error("what the link holds is longer than 4 MB");
      }
      parts.push(value);
    }
  };

  async function pack(r) {
    const packed = new Blob([JSON.stringify(r)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const blob = await bytes(packed, longestText);
    let binary = "";
    for (const b of new Uint8Array(await blob.arrayBuffer())) binary += String.fromCharCode(b);
    return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }

  async function unpack(code) {
    const binary = atob(code.replaceAll("-", "+").replaceAll("_", "/"));
    const packed = new Blob([Uint8Array.from(binary, (c) => c.charCodeAt(0))]).stream();
    const plain = await bytes(packed.pipeThrough(new DecompressionStream("deflate-raw")), longestText);
    const r = JSON.parse(await plain.text());
    for (const value of Object.values(r)) if (typeof value !== "string") throw new Error("the link is damaged");
    return r;
  }

  $("share").addEventListener("click", async () => {
    try {
      const answer = await ask({ share: request() });
      if (!answer.share) throw new Error(answer.error);
      const code = await pack(answer.share);
      if (code.length > longestLink) throw new Error("the text is too long for a link");
      const url = new URL(location.href);
      url.hash = "v1." + code;
      $("address").value = url.href;
      $("link").hidden = false;
      $("address").focus();
      $("address").select();
      say("");
    } catch (error) {
      say("No link was made: " + error.message);
    }
  });

  async function fromLink() {
    const [, code] = /^#v1\.([\w-]+)$/.exec(location.hash) ?? [];
    if (!code) return false;
    try {
      await fill(await unpack(code));
    } catch {
      fail("the link is damaged or holds too much");
    }
    return true;
  }

  for (const [i, e] of examples.entries()) $("example").append(el("option", { value: String(i) }, e.title));
  $("example").addEventListener("change", () => {
    const chosen = examples[Number($("example").value)];
    if ($("example").value !== "" && chosen) fill(chosen);
  });
  window.addEventListener("hashchange", fromLink);
  fromLink().then((linked) => {
    if (linked) return;
    $("example").value = "0";
    return fill(examples[0]);
  });
})();
