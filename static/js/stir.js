// An act on an idea may change the boxes beside its thread; what follows it there is loaded with the first one.
import { announce } from "./announce.js";
import { html } from "./html.js";

const page = document.querySelector("[data-boxes]");

export async function stir(at, n) {
  if (page) (await import("./boxes.js")).stir(page, { announce, at, html }, n);
}
