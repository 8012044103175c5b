// CodeMirror over the script's text: colours, completion, findings at their lines. Without it the textarea stays as it is.

import { autocompletion, completionKeymap } from "./vendor/codemirror-autocomplete.js";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "./vendor/codemirror-commands.js";
import { yaml } from "./vendor/codemirror-lang-yaml.js";
import { HighlightStyle, syntaxHighlighting } from "./vendor/codemirror-language.js";
import { lintGutter, setDiagnostics } from "./vendor/codemirror-lint.js";
import { EditorState } from "./vendor/codemirror-state.js";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "./vendor/codemirror-view.js";
import { tags } from "./vendor/lezer-highlight.js";

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent-strong)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.string, tags.content], color: "var(--text)" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: "var(--quiet)" },
]);

const looks = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--surface)", font: "inherit" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "20px" },
  ".cm-content": { caretColor: "var(--text)", padding: "8px 0" },
  ".cm-gutters": { backgroundColor: "var(--sunk)", color: "var(--quiet)", border: "0" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--tint) 45%, transparent)" },
  ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": { background: "var(--tint)" },
  ".cm-tooltip": { border: "1px solid var(--line)", borderRadius: "8px", backgroundColor: "var(--surface)", color: "var(--text)", overflow: "hidden" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  // The library's own marks are pictures in the style sheet, which our Content-Security-Policy refuses.
  ".cm-lint-marker": { width: "16px", textAlign: "center" },
  ".cm-lint-marker-error": { content: "'●'", color: "var(--bad)" },
  ".cm-lint-marker-info": { content: "'○'", color: "var(--accent)" },
  ".cm-lintRange": { backgroundImage: "none !important", paddingBottom: "0", textDecoration: "underline wavy 1px var(--accent)" },
  ".cm-lintRange-error": { textDecorationColor: "var(--bad)" },
  ".cm-diagnostic": { padding: "4px 12px", whiteSpace: "pre-wrap" },
});

/** Shows the textarea's text in an editor inside `host`; gives what the page needs of it. */
export function edit(host, box, label, words) {
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: box.value,
      extensions: [
        lineNumbers(), lintGutter(), EditorView.lineWrapping, highlightActiveLine(), history(), yaml(), syntaxHighlighting(colours), looks,
        autocompletion({ override: [(context) => complete(context, words)] }),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          box.value = update.state.doc.toString();
          box.dispatchEvent(new Event("input", { bubbles: true }));
        }),
      ],
    }),
  });
  return {
    mark: (found) => view.dispatch(setDiagnostics(view.state, found.map((one) => diagnostic(view.state.doc, one)))),
    show(number) {
      const line = view.state.doc.line(Math.min(number, view.state.doc.lines));
      view.dispatch({ selection: { anchor: line.from, head: line.to }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
      view.dom.scrollIntoView({ block: "nearest" });
      view.focus();
    },
  };
}

function diagnostic(doc, { line, grave, message }) {
  const at = doc.line(Math.min(line, doc.lines));
  const from = at.from + at.text.length - at.text.trimStart().length;
  return { from, to: Math.max(at.to, from), severity: grave ? "error" : "info", message };
}

/** What can stand here: names of steps after "next:", intents in their list, variables in braces, keys elsewhere. */
function complete(context, words) {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const word = context.matchBefore(/[\w-]*/);
  const options = choices(before, words, context.state.doc.toString());
  if (!options || (word.from === word.to && !context.explicit && !/[{:[,]\s*$/.test(before))) return null;
  return { from: word.from, options: options.map((label) => ({ label })), validFor: /^[\w-]*$/ };
}

function choices(before, words, text) {
  if (/\{\w*$/.test(before) && !/:\s*\{\w*$/.test(before)) return words.variables;
  if (/\bintents:\s*\[[^\]]*$/.test(before)) return words.intents;
  const [, key] = before.match(/(?:^|[\s{,])"?([\w-]+)"?:\s*\w*$/) ?? [];
  if (["next", "else", "first"].includes(key)) return steps(text);
  if (key) return words.values[key] ?? null;
  return /^\s*\w*$/.test(before) ? words.keys : null;
}

function steps(text) {
  const below = text.split(/^steps:.*$/m)[1] ?? "";
  return [...below.matchAll(/^ {2}([\w-]+):/gm)].map(([, name]) => name);
}
