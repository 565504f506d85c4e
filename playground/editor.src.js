// The editor of the page: CodeMirror 6, and no more of it than the page needs.
// It lives in a shadow root, so that its styles are constructed style sheets, which
// a Content-Security-Policy without 'unsafe-inline' lets through.
import { EditorState, StateEffect, StateField, Compartment } from "@codemirror/state";
import { EditorView, Decoration, keymap, lineNumbers, drawSelection, hoverTooltip } from "@codemirror/view";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { StreamLanguage, syntaxHighlighting, HighlightStyle } from "@codemirror/language";
import { searchKeymap } from "@codemirror/search";
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { ruby } from "@codemirror/legacy-modes/mode/ruby";
import { tags } from "@lezer/highlight";

const setMarks = StateEffect.define();

const marks = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    value = value.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) value = Decoration.set(effect.value, true);
    }
    return value;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const theme = EditorView.theme({
  "&": { backgroundColor: "var(--card)", color: "var(--ink)", height: "100%", fontSize: "14px" },
  "&.cm-focused": { outline: "3px solid var(--link)", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--quiet)", borderRight: "1px solid var(--edge)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--mark) !important" },
  ".cm-tooltip": { backgroundColor: "var(--ground)", color: "var(--ink)", border: "1px solid var(--edge)",
    padding: ".3rem .5rem", maxWidth: "30rem" },
  ".cm-panels": { backgroundColor: "var(--card)", color: "var(--ink)" },
  ".found": { textDecoration: "underline wavy var(--advice)", textUnderlineOffset: "3px" },
  ".found-error": { textDecorationColor: "var(--error)", backgroundColor: "var(--wash)" },
  ".found-warning": { textDecorationColor: "var(--warning)" },
});

const colours = HighlightStyle.define([
  { tag: [tags.string, tags.special(tags.string)], color: "var(--fix)" },
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.variableName], color: "var(--link)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: "var(--warning)" },
  { tag: tags.comment, color: "var(--quiet)" },
]);

// grammarOf is what a text looks like; it decides about colours alone.
function grammarOf(text) {
  const start = text.trimStart();
  if (start.startsWith("{") || start.startsWith("[")) return json();
  if (/^\s*(resource|module|variable|locals|data|provider|terraform|output)\b[^:\n]*\{/m.test(text)) {
    return StreamLanguage.define(ruby); // whose strings, comments and numbers are those of HCL
  }
  return yaml();
}

// Tells over a mark what was found there.
const tooltip = hoverTooltip((view, position) => {
  let found = null;
  view.state.field(marks).between(position, position, (from, to, mark) => {
    found ??= { pos: from, end: to, create: () => {
      const dom = document.createElement("div");
      dom.textContent = mark.spec.says;
      return { dom };
    } };
  });
  return found;
});

// create makes an editor in an element and returns what the page does with it.
function create(parent, { label, changed }) {
  const root = parent.attachShadow({ mode: "open" });
  const grammar = new Compartment();
  const view = new EditorView({
    parent: root, root,
    state: EditorState.create({ extensions: [
      lineNumbers(), history(), drawSelection(), keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
      EditorView.lineWrapping, marks, tooltip, theme, syntaxHighlighting(colours), grammar.of([]),
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
      EditorView.updateListener.of((update) => { if (update.docChanged) changed(); }),
    ] }),
  });
  const clamp = (at) => Math.max(0, Math.min(at, view.state.doc.length));
  return {
    get text() { return view.state.doc.toString(); },
    set text(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text },
        effects: grammar.reconfigure(grammarOf(text)) });
    },
    mark(all) {
      const ranges = all.filter((m) => clamp(m.to) > clamp(m.from)).map((m) =>
        Decoration.mark({ class: "found found-" + m.severity, says: m.says }).range(clamp(m.from), clamp(m.to)));
      view.dispatch({ effects: setMarks.of(ranges) });
    },
    replace(edits) {
      view.dispatch({ changes: edits.map((e) => ({ from: e.from, to: e.to, insert: e.text })) });
    },
    select(from, to) {
      view.dispatch({ selection: { anchor: clamp(from), head: clamp(to) }, scrollIntoView: true });
      view.focus();
    },
    focus() { view.focus(); },
    measure() { view.requestMeasure(); },
  };
}

window.createEditor = create;
