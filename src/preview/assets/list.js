/* The buttons of the findings page that open files in the editor. */

const token = document.getElementById("casebook-live")?.dataset.token;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-open]");
  if (!button) return;
  const { path, line, column } = button.dataset;
  const response = await fetch("/_casebook/open", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, path, line: Number(line), column: Number(column) }),
  });
  button.textContent = response.ok ? "Opened" : "Not opened";
  button.title = response.ok ? "" : await response.text();
  setTimeout(() => (button.textContent = "Open in editor"), 1600);
});
