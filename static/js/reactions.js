// Reactions: what this person pressed, known at once and sent over the line.
import { list, painter, root } from "./page.js";
import { lineIs, newOp, say } from "./send.js";

// What the server drew as pressed.
export function learn(items) {
  for (const li of items) for (const button of li.querySelectorAll('button[aria-pressed="true"]')) remember(button, true);
}

learn([list]);

// Where the line never came up or has ended for good, the form goes its plain way.
root.addEventListener("submit", (event) => {
  if (!event.target.matches("form.reacts") || !lineIs("met") || lineIs("over")) return;
  event.preventDefault();
  const button = event.submitter;
  const [kind, on] = button.value.split(":");
  remember(button, on === "on");
  say(newOp({ do: "react", post: Number(button.closest(".post").dataset.id), kind, on: on === "on" }));
});

export function remember(button, on) {
  const id = Number(button.closest(".post").dataset.id);
  const kind = button.value.split(":")[0];
  const mine = painter.mine.get(id) ?? painter.mine.set(id, new Set()).get(id);
  if (on) mine.add(kind);
  else mine.delete(kind);
  painter.press(button, kind, on);
}
