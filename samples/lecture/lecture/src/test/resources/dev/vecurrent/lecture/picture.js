// Leaves the page's head and some of its charts, two side by side; gives the height in CSS pixels.
const chosen = ["sentiment-each", "memory-chart", "gradients-initial", "gate-forget", "digit-image", "digit-belief"];
const figures = chosen.map((id) => document.getElementById(id).closest("figure"));
const grid = document.createElement("div");
grid.style = "display: grid; grid-template-columns: 1fr 1fr; gap: 12px 24px; padding: 4px 20px 16px; max-width: 1200px; margin: 0 auto; background: #fff";
grid.append(...figures);
document.querySelector("nav").remove();
document.querySelector("main").replaceChildren();
document.querySelector("main").after(grid);
document.querySelector("footer").remove();
document.querySelectorAll(".chart:not(.square)").forEach((place) => (place.style.height = "340px"));
dispatchEvent(new Event("resize"));
return document.body.getBoundingClientRect().bottom;
