/* Keys, the words that are selected in a document, and the panel beside it. Without it every page still works. */
"use strict";

const text = document.getElementById("text");
const item = document.getElementById("item");

function typing(target) {
  return target.closest("input, select, textarea, [contenteditable]") !== null;
}

function marks() {
  return Array.from(document.querySelectorAll("#text a.m[id], #text a.begin, ol.found a.title"));
}

function step(by) {
  const all = marks();
  if (all.length === 0) return;
  const at = all.indexOf(document.activeElement);
  all[(at + by + all.length) % all.length].focus();
}

function close_item() {
  if (item === null || item.firstElementChild === null) return;
  item.replaceChildren();
  const open = document.querySelector("#text .on");
  if (open !== null) { open.classList.remove("on"); open.focus(); }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { close_item(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "n" || event.key === "j") step(1);
  else if (event.key === "p" || event.key === "k") step(-1);
  else if (event.key === "/") {
    const box = document.querySelector("input[type=search]");
    if (box === null) window.location.assign("/"); else box.focus();
  } else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const closing = event.target.closest("[data-close]");
  if (closing !== null && item !== null) { event.preventDefault(); close_item(); }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target !== item || item === null) return;
  document.querySelectorAll("#text .on").forEach((one) => one.classList.remove("on"));
  const from = event.detail.requestConfig.elt;
  from.classList.add("on");
  item.parentElement.scrollTop = 0;
  item.scrollTop = 0;
  if (getComputedStyle(item).position === "fixed") from.scrollIntoView({ block: "start" });
  const panel = item.parentElement;
  const lower = panel.getBoundingClientRect().top - parseFloat(getComputedStyle(panel).top);
  if (lower > 0) window.scrollBy(0, lower);
  const first = item.querySelector("h2");
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
});

document.addEventListener("htmx:responseError", (event) => {
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const told = page.querySelector("main [role=alert]");
  if (told === null) return;
  const line = document.createElement("p");
  line.className = "refused";
  line.setAttribute("role", "alert");
  line.textContent = told.textContent;
  if (event.detail.elt.tagName !== "FORM") { event.detail.target.replaceChildren(line); return; }
  event.detail.elt.querySelectorAll(".refused").forEach((one) => one.remove());
  event.detail.elt.querySelector("input:not([type=hidden])").closest("label").before(line);
  line.scrollIntoView({ block: "nearest" });
});

/* No answer: what was asked or typed is told to be lost, until an answer comes again. */
const lost = document.getElementById("lost");
document.addEventListener("htmx:sendError", (event) => {
  lost.textContent = event.detail.requestConfig.verb === "get" ? lost.dataset.asked : lost.dataset.sent;
});
document.addEventListener("htmx:timeout", () => { lost.textContent = lost.dataset.late; });
document.addEventListener("htmx:afterOnLoad", () => { lost.textContent = ""; });

/* An input that must be filled in says so in the language of the page. */
document.addEventListener("invalid", (event) => {
  const input = event.target;
  if (!input.validity.valueMissing) return;
  const label = input.labels !== null && input.labels.length > 0 ? input.labels[0].firstChild.textContent.trim() : "";
  input.setCustomValidity(document.body.dataset.missing.replace("{}", label || input.getAttribute("aria-label") || ""));
}, true);
document.addEventListener("input", (event) => {
  if (event.target.setCustomValidity !== undefined) event.target.setCustomValidity("");
});

/* The panel, and what is jumped to, stand below what stays at the top of the window. */
function measure() {
  const parts = [["--bar", "header"], ["--noted", ".noted.now"], ["--heads", ".consolidated thead"]];
  for (const [name, part] of parts) {
    const found = document.querySelector(part);
    document.documentElement.style.setProperty(name, (found === null ? 0 : found.offsetHeight) + "px");
  }
  const names = document.querySelector(".consolidated thead th");
  if (names !== null) document.documentElement.style.setProperty("--names", names.offsetWidth + "px");
}
window.addEventListener("resize", measure);
measure();

/* Offsets are code points of the document's text: each piece knows where it begins. */
function offset(node, at) {
  const piece = node.parentElement === null ? null : node.parentElement.closest("[data-s]");
  if (piece === null || !text.contains(piece)) return null;
  return Number(piece.dataset.s) + Array.from(node.textContent.slice(0, at)).length;
}

const adding = document.querySelector("form[data-add]");
if (text !== null && adding !== null) {
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    if (chosen === null || chosen.isCollapsed || !text.contains(chosen.anchorNode)) return;
    const range = chosen.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return;
    adding.elements.start.value = start;
    adding.elements.end.value = end;
    adding.querySelector("[data-selected]").textContent = chosen.toString();
  });
  adding.addEventListener("htmx:configRequest", (event) => { event.detail.path = adding.getAttribute("action"); });
  adding.querySelector("[data-kind]").addEventListener("change", (event) => {
    adding.action = adding.dataset.add + event.target.value;
  });
}

/* The number under the pointer is boxed on the picture of its page, while no item is open beside it. */
let pointing = 0;
function box(mark) {
  const page = document.getElementById("page-" + mark.dataset.page);
  if (page === null || item.firstElementChild !== null) return;
  const picture = page.querySelector("img");
  const panel = item.parentElement;
  picture.loading = "eager";
  picture.src = picture.src.split("?")[0] + "?" + mark.dataset.span;
  panel.scrollTop += page.getBoundingClientRect().top - panel.getBoundingClientRect().top;
}
if (text !== null && item !== null) {
  text.addEventListener("pointerover", (event) => {
    window.clearTimeout(pointing);
    const mark = event.target.closest("a[data-page]");
    if (mark !== null) pointing = window.setTimeout(box, 250, mark);
  });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]") !== null) window.print();
});

/* The sentences of a table are printed where that is chosen, folded on the screen or not. */
const sources = document.getElementById("sources");
let folded = false;
window.addEventListener("beforeprint", () => {
  folded = sources !== null && document.getElementById("with-sources").checked && !sources.open;
  if (folded) sources.open = true;
});
window.addEventListener("afterprint", () => { if (folded) sources.open = false; });

/* Arrow keys, Home and End go from cell to cell of a table. */
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -1000], End: [0, 1000] };
document.addEventListener("keydown", (event) => {
  const step_of = STEPS[event.key], cell = event.target.closest(".consolidated td");
  if (step_of === undefined || cell === null || event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = cell.closest("table").tBodies[0].rows, row = rows[cell.parentElement.sectionRowIndex + step_of[0]];
  event.preventDefault();
  if (row === undefined) return;
  const next = row.cells[Math.min(Math.max(cell.cellIndex + step_of[1], 1), row.cells.length - 1)];
  next.querySelector("a").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
});

/* A chosen file is read here and sent as text. */
document.addEventListener("change", async (event) => {
  const into = event.target.dataset.into;
  if (into === undefined || event.target.files.length === 0) return;
  const file = event.target.files[0];
  event.target.form.elements[into].value = event.target.dataset.bytes === undefined ? await file.text() : await base64(file);
  if (event.target.dataset.name !== undefined) event.target.form.elements[event.target.dataset.name].value = file.name;
});

/* The bytes of a file as letters, as an address of data holds them behind its comma. */
function base64(file) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1]);
    reader.readAsDataURL(file);
  });
}

/* A run that has ended shows what is new in the database. */
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "progress" && event.target.querySelector("[role=status]") !== null) window.location.reload();
});

/* What an address points at is opened, and the page that is open is seen in a row of links that is cut. */
function open_named() {
  const named = window.location.hash.length > 1 ? document.getElementById(window.location.hash.slice(1)) : null;
  const folded = named === null ? null : named.querySelector("details");
  if (folded !== null) folded.open = true;
}
window.addEventListener("hashchange", open_named);
open_named();

/* The table of a cell that an address points at is shown with its heads, wherever the cell stands in it. */
window.addEventListener("load", () => {
  const cell = document.querySelector(".consolidated a:target");
  if (cell !== null) cell.closest(".scroll").scrollIntoView({ block: "nearest" });
});
const here = document.querySelector("nav [aria-current]");
if (here !== null && here.parentElement.scrollWidth > here.parentElement.clientWidth) {
  here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 40;
}
