// After signing out: what was typed on this device and not yet contributed is nobody else's to read.
try {
  for (const name of Object.keys(localStorage)) if (name.startsWith("arena-draft:")) localStorage.removeItem(name);
} catch {} // a browser that keeps nothing has nothing to forget
