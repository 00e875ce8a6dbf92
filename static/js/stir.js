// An act on an idea may change the boxes beside its thread; what follows it there is loaded with the first one.
import { announce } from "./announce.js";
import { html } from "./html.js";

const page = document.querySelector("[data-boxes]");
let follower = null;

export async function stir(at, n) {
  if (page) (await (follower ??= import("./boxes.js").then(({ Boxes }) => new Boxes(page, { announce, at, html })))).stir(n);
}
