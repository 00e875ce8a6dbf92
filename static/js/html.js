// The one Trusted Types policy: HTML that the server rendered and cleaned, and nothing else.
const policy = globalThis.trustedTypes?.createPolicy("arena", { createHTML: (text) => text });

export const html = (text) => (policy ? policy.createHTML(text) : text);
