(function () {
  "use strict";
  var form = document.getElementById("filter");
  if (!form) { return; }
  var details = JSON.parse(document.getElementById("details").textContent);
  var body = document.querySelector("#clients tbody");
  var rows = Array.prototype.slice.call(body.rows);
  var shown = document.getElementById("shown");
  var opened = new Map(); // the details that are shown, by their rows

  function element(name, className, text) {
    var e = document.createElement(name);
    if (className) { e.className = className; }
    if (text !== undefined) { e.textContent = text; }
    return e;
  }

  // Filter. Thousands of rows in the document make every act slow, so only the
  // first of those that are chosen are in it.
  var step = 200, most = step, more = document.getElementById("more");
  function chosen(d) {
    var severity = form.elements.severity.value, rule = form.elements.rule.value, region = form.elements.region.value;
    return (!severity || (" " + d.s + " ").indexOf(" " + severity + " ") >= 0) &&
      (!rule || (" " + d.r + " ").indexOf(" " + rule + " ") >= 0) &&
      (!region || d.g === region);
  }
  function show() {
    var words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    var on = rows.filter(function (row) {
      var d = row.dataset;
      return chosen(d) && words.every(function (w) { return d.t.indexOf(w) >= 0; });
    });
    rows.forEach(close);
    var first = document.createDocumentFragment();
    on.slice(0, most).forEach(function (row) { first.append(row); });
    body.replaceChildren(first);
    more.hidden = on.length <= most;
    shown.textContent = on.length + " of " + rows.length + " app clients are chosen" +
      (more.hidden ? "." : "; the first " + most + " are shown.");
  }
  function apply() {
    most = step;
    show();
  }
  more.addEventListener("click", function () {
    most += step;
    show();
  });
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("change", apply);
  form.addEventListener("submit", function (e) { e.preventDefault(); });
  document.querySelectorAll(".chart button").forEach(function (button) {
    button.addEventListener("click", function () {
      var of = button.dataset.rule ? "rule" : "region";
      form.elements[of].value = button.dataset[of];
      apply();
      document.getElementById("table").scrollIntoView();
    });
  });

  // Details: a row below the client's, made when it is asked for.
  function open(row) {
    var client = details.Clients[+row.dataset.i], text = function (n) { return details.Texts[n]; };
    var detail = element("tr", "detail"), cell = element("td");
    cell.colSpan = row.cells.length;
    if (!client[0].length) { cell.append(element("p", "", "Nothing found.")); }
    client[0].forEach(function (f) {
      var article = element("article", "finding " + text(f[0])), p = element("p");
      p.append(element("span", "label", text(f[1])), " ", element("span", "path", text(f[3])), " " + text(f[4]));
      article.append(p);
      if (text(f[5])) {
        var fix = element("p");
        fix.append(element("span", "fix", "fix:"), " " + text(f[5]));
        article.append(fix);
      }
      article.append(element("p", "quiet", text(f[2])));
      cell.append(article);
    });
    cell.append(element("h3", "", "Effective settings"));
    var table = element("table"), head = element("tr");
    ["Setting", "Value", "Origin"].forEach(function (name) {
      var th = element("th", "", name);
      th.scope = "col";
      head.append(th);
    });
    table.append(element("thead"), element("tbody"));
    table.tHead.append(head);
    client[1].forEach(function (s) {
      var line = element("tr");
      line.append(element("td", "path", text(s[0])), element("td", "", text(s[1])), element("td", "", text(s[2])));
      table.tBodies[0].append(line);
    });
    cell.append(table);
    detail.append(cell);
    row.after(detail);
    opened.set(row, detail);
    row.querySelector("button").setAttribute("aria-expanded", "true");
  }
  function close(row) {
    if (!opened.has(row)) { return; }
    opened.get(row).remove();
    opened.delete(row);
    row.querySelector("button").setAttribute("aria-expanded", "false");
  }
  rows.forEach(function (row) {
    var name = row.cells[0].firstChild, button = element("button", "", name.nodeType === 3 ? name.data : "(no name)");
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    if (name.nodeType === 3) { name.replaceWith(button); } else { row.cells[0].prepend(button); }
  });
  body.addEventListener("click", function (e) {
    var button = e.target.closest("button"), row = e.target.closest("tr");
    if (!button || !row) { return; }
    if (button.getAttribute("aria-expanded") === "true") { close(row); } else { open(row); }
  });

  // Sort.
  var headers = document.querySelectorAll("#clients > thead th");
  headers.forEach(function (th, column) {
    var button = element("button", "", th.textContent);
    button.type = "button";
    th.textContent = "";
    th.append(button);
    button.addEventListener("click", function () {
      var number = th.className === "number";
      var down = th.getAttribute("aria-sort") ? th.getAttribute("aria-sort") === "ascending" : number;
      headers.forEach(function (other) { other.removeAttribute("aria-sort"); });
      th.setAttribute("aria-sort", down ? "descending" : "ascending");
      var keyed = rows.map(function (row) {
        var text = row.cells[column].textContent;
        return {row: row, key: number ? +text : text.toLowerCase()};
      });
      keyed.sort(function (a, b) {
        var order = a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
        return (down ? -order : order) || a.row.dataset.i - b.row.dataset.i;
      });
      rows = keyed.map(function (k) { return k.row; });
      apply();
    });
  });
  apply();
})();
