// Which number, put behind the salt, gives this hash? Tried one after the other.
const coder = new TextEncoder();
const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

onmessage = async ({ data }) => {
  const most = data.maxNumber ?? data.maxnumber ?? 1e6;
  for (let number = 0; number <= most; number += 1) {
    const hash = await crypto.subtle.digest(data.algorithm, coder.encode(data.salt + number));
    if (hex(hash) === data.challenge) return postMessage(number);
  }
  throw new Error("no number fits");
};
