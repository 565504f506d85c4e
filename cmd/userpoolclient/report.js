(function () {
  "use strict";
  var form = document.getElementById("filter");
  if (!form) { return; }
  form.hidden = false;
  var shown = document.getElementById("shown");
  function apply() {
    var severities = {};
    form.querySelectorAll("input[type=checkbox]").forEach(function (box) { severities[box.value] = box.checked; });
    var rule = form.elements.rule.value;
    var count = 0;
    document.querySelectorAll("section.group").forEach(function (group) {
      var any = false;
      group.querySelectorAll(".finding").forEach(function (f) {
        var on = severities[f.dataset.severity] && (rule === "" || f.dataset.rule === rule);
        f.hidden = !on;
        if (on) { any = true; count++; }
      });
      group.hidden = !any;
    });
    shown.textContent = count === 1 ? "1 finding is shown." : count + " findings are shown.";
  }
  form.addEventListener("change", apply);
  apply();
})();
