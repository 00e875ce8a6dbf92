// The outbox: what somebody wrote stays on their device until the server has said that it is stored.
const request = (asked) => new Promise((done, fail) => {
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});

export class Outbox {
  // Falls back to memory where the browser keeps nothing (a private window).
  static async open() {
    const box = new Outbox();
    box.kept = new Map();
    try {
      const asked = indexedDB.open("arena", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("outbox", { keyPath: "ck" });
      box.base = await request(asked);
    } catch {
      box.base = null;
    }
    return box;
  }

  store(mode) {
    return this.base.transaction("outbox", mode).objectStore("outbox");
  }

  async put(op) {
    this.kept.set(op.ck, op);
    if (this.base) await request(this.store("readwrite").put(op)).catch(() => {});
  }

  async remove(ck) {
    this.kept.delete(ck);
    if (this.base) await request(this.store("readwrite").delete(ck)).catch(() => {});
  }

  // Everything this person still has to send to this thread, oldest first.
  async waiting(thread, me) {
    const all = this.base ? await request(this.store("readonly").getAll()).catch(() => []) : [...this.kept.values()];
    return all.filter((op) => op.th === thread && op.me === me).sort((a, b) => a.at - b.at);
  }
}

export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
