/* The citation graph, walked: a click on a document puts it in the middle. The list beside it says the same in words. */
"use strict";

const board = document.getElementById("graph");
const COLOURS = {
  amends: "#b3261e", replaces: "#b3261e", repeals: "#b3261e", implements: "#2f7d32", guides: "#2f7d32",
  legal_basis: "#1a5fb4", reviews: "#7a3e9d", issues: "#7a3e9d", mentions: "#8b857a",
};
let drawing = null;

function put(list, near, node) {
  document.getElementById("graph-centre").textContent = "";
  const followed = list.contains(document.activeElement);
  document.getElementById("graph-left").textContent = near.left > 0 ? board.dataset.left.replace("0", near.left) : "";
  list.replaceChildren();
  const names = new Map(near.nodes.map((one) => [one.id, one]));
  const heading = document.getElementById("graph-centre");
  const own = document.createElement("a");
  own.href = (node[0] === "i" ? "/instruments/" : "/documents/") + node.slice(1);
  own.textContent = names.get(node).name;
  heading.append(own);
  for (const edge of near.edges) {
    if (edge.source !== node && edge.target !== node) continue;
    const other = names.get(edge.source === node ? edge.target : edge.source);
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = "?node=" + other.id;
    link.textContent = other.label;
    link.addEventListener("click", (event) => { event.preventDefault(); walk(other.id, true); });
    line.append(edge.source === node ? "→ " + edge.label + " → " : "← " + edge.label + " ← ", link);
    line.title = edge.sentence;
    list.append(line);
  }
  if (followed) own.focus();
}

async function walk(node, push) {
  const answer = await fetch("/graph.json?node=" + encodeURIComponent(node)).catch(() => null);
  lost.textContent = answer === null ? lost.dataset.asked : "";
  if (answer === null || !answer.ok) return;
  const near = await answer.json();
  if (push) window.history.pushState({ node }, "", "?node=" + node);
  put(document.getElementById("graph-list"), near, node);
  const elements = near.nodes.map((one) => ({ data: one }));
  near.edges.forEach((edge, at) => elements.push({ data: { ...edge, id: "e" + at, colour: COLOURS[edge.relation] } }));
  if (drawing !== null) drawing.destroy();
  drawing = cytoscape({
    container: board,
    elements,
    layout: { name: "concentric", concentric: (one) => (one.data("centre") ? 2 : 1), levelWidth: () => 1, minNodeSpacing: 46, animate: false },
    style: [
      { selector: "node", style: { label: "data(label)", "font-size": 13, color: "#1d1d1b", "background-color": "#fff", "border-width": 2, "border-color": "#56534e", width: 18, height: 18, "text-valign": "bottom", "text-margin-y": 3, "text-background-color": "#fff", "text-background-opacity": 0.85 } },
      { selector: "node[?held]", style: { "background-color": "#56534e" } },
      { selector: "node[?centre]", style: { "background-color": "#8f1d14", "border-color": "#8f1d14", width: 28, height: 28, "font-weight": "bold" } },
      { selector: "edge", style: { width: 1.6, "line-color": "data(colour)", "target-arrow-color": "data(colour)", "target-arrow-shape": "triangle", "curve-style": "bezier" } },
    ],
    maxZoom: 1.6,
  });
  drawing.on("tap", "node", (event) => walk(event.target.id(), true));
}

window.addEventListener("popstate", () => {
  walk(new URLSearchParams(window.location.search).get("node") || board.dataset.node, false);
});
if (board.dataset.node !== "") walk(board.dataset.node, false);
