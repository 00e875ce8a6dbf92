// The thread on this page: what it brought along, for every module that works on it.
import { Painter } from "./paint.js";

export const root = document.getElementById("thread");
export const list = document.getElementById("timeline");
export const composer = document.getElementById("composer");
export const words = JSON.parse(document.getElementById("thread-words").textContent);
export const thread = Number(root.dataset.thread);
export const me = Number(root.dataset.me) || null;
export const painter = new Painter(root, words);
