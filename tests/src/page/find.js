// Finds elements by role and accessible name, as far as Postern's page needs it.
// arguments[0]: what to find; arguments[1]: "find" (the element), "count", or "list" (all elements, as text).
const [wanted, mode] = arguments;

const INPUTS = {
  button: "button", submit: "button", reset: "button", checkbox: "checkbox", radio: "radio",
  range: "slider", number: "spinbutton", search: "searchbox",
};
const TAGS = {
  BUTTON: "button", SUMMARY: "button", TEXTAREA: "textbox", SELECT: "combobox", OPTION: "option",
  H1: "heading", H2: "heading", H3: "heading", H4: "heading", H5: "heading", H6: "heading",
  TABLE: "table", TR: "row", TD: "cell", TH: "columnheader", UL: "list", OL: "list", LI: "listitem",
  NAV: "navigation", MAIN: "main", DIALOG: "dialog", IMG: "img", FIELDSET: "group", FORM: "form",
  PROGRESS: "progressbar", ARTICLE: "article", ASIDE: "complementary", HEADER: "banner",
  SECTION: "region", OUTPUT: "status", P: "paragraph",
};
const squeeze = (text) => (text ?? "").replace(/\s+/g, " ").trim();

function roleOf(element) {
  const said = element.getAttribute("role");
  if (said) return said.split(/\s+/)[0];
  if (element.tagName === "A") return element.hasAttribute("href") ? "link" : "";
  if (element.tagName === "INPUT") {
    return element.type === "hidden" ? "" : (INPUTS[element.type] ?? "textbox");
  }
  return TAGS[element.tagName] ?? "";
}

function textOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
  const label = node.getAttribute("aria-label");
  if (label) return ` ${label} `;
  if (node.tagName === "IMG") return ` ${node.alt} `;
  if (node.tagName === "SVG" || node.tagName === "svg") {
    return node.querySelector("title")?.textContent ?? "";
  }
  const inner = [...node.childNodes].map(textOf).join("");
  return /^(inline|contents)/.test(getComputedStyle(node).display) ? inner : ` ${inner} `;
}

// An element's own text, without accessible names.
function shownBy(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
  const inner = [...node.childNodes].map(shownBy).join("");
  return /^(inline|contents)/.test(getComputedStyle(node).display) ? inner : ` ${inner} `;
}

function nameOf(element) {
  const by = element.getAttribute("aria-labelledby");
  if (by) {
    const named = by.split(/\s+/).map((id) => document.getElementById(id)).filter(Boolean);
    const name = squeeze(named.map((other) => textOf(other)).join(" "));
    if (name) return name;
  }
  const label = element.getAttribute("aria-label");
  if (label) return squeeze(label);
  if (element.labels?.length) return squeeze([...element.labels].map((l) => textOf(l)).join(" "));
  if (element.tagName === "IMG") return squeeze(element.alt);
  if (element.tagName === "FIELDSET") return squeeze(element.querySelector("legend")?.textContent);
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)) {
    return squeeze(element.title || element.placeholder || (element.type === "submit" ? element.value : ""));
  }
  if (/^(dialog|alertdialog|region|group|form|list|table|grid|navigation|main)$/.test(roleOf(element))) {
    return squeeze(element.title);
  }
  return squeeze(textOf(element)) || squeeze(element.title);
}

function isThere(element) {
  if (element.closest('[aria-hidden="true"], [inert]')) return false;
  if (element.checkVisibility({ visibilityProperty: true })) return true;
  // A checkbox or switch that is drawn by its label hides its own input.
  return /^(INPUT)$/.test(element.tagName) && !!element.labels?.[0]?.checkVisibility();
}

function findAll(by, roots) {
  const within = by.inside ? findAll(by.inside, roots).slice(0, 1) : roots;
  const found = [];
  for (const root of within) {
    for (const element of root.querySelectorAll("*")) {
      if (roleOf(element) !== by.role || !isThere(element)) continue;
      if (by.name !== null) {
        const name = nameOf(element);
        if (by.exact ? name !== by.name : !name.includes(by.name)) continue;
      }
      const shown = by.containing.length ? squeeze(shownBy(element)) : "";
      if (by.containing.every((text) => shown.includes(text))) found.push(element);
    }
  }
  return found.slice(by.nth);
}

if (mode === "count") return findAll(wanted, [document]).length;
if (mode === "list") {
  const lines = [];
  for (const element of document.querySelectorAll("*")) {
    const role = roleOf(element);
    if (!role || role === "presentation" || role === "none" || !isThere(element)) continue;
    lines.push(`${role} “${nameOf(element).slice(0, 90)}”`);
    if (lines.length >= 120) break;
  }
  return lines.join("\n");
}
return findAll(wanted, [document])[0] ?? null;
