// The window for entering a key. Its whole script is here: no library runs where a key is typed.

const shown = new URLSearchParams(location.hash.slice(1));
const account = shown.get("account");
const field = document.querySelector("input");
const note = document.querySelector(".note");

document.documentElement.dataset.theme = shown.get("theme") ?? "system";
document.querySelector("h1").textContent = account
  ? `Enter the new key for ${account}`
  : "Enter your API key";
document.querySelector("b").textContent = shown.get("address");

const invoke = (key) => window.__TAURI_INTERNALS__.invoke("take_key", { key });
const toBytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

// Encrypts the key for the program, so that no copy can be read in what the web view has passed on.
async function seal(key) {
  const { subtle } = crypto;
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const to = await subtle.importKey("raw", toBytes(shown.get("to")), curve, false, []);
  const own = await subtle.generateKey(curve, false, ["deriveBits"]);
  const agreed = await subtle.deriveBits({ name: "ECDH", public: to }, own.privateKey, 256);
  const material = await subtle.importKey("raw", agreed, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode("postern key window");
  const once = await subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  // The derived key encrypts only this, so that the nonce needs no randomness.
  const cipher = { name: "AES-GCM", iv: new Uint8Array(12) };
  const text = await subtle.encrypt(cipher, once, new TextEncoder().encode(key));
  return { from: toText(await subtle.exportKey("raw", own.publicKey)), text: toText(text) };
}

async function enter() {
  try {
    const sealed = await seal(field.value);
    field.value = "";
    await invoke(sealed);
  } catch (error) {
    note.setAttribute("role", "alert");
    note.textContent = `The key wasn't sent: ${error?.message ?? error} Choose Cancel and paste it from the clipboard instead.`;
    return;
  }
  close();
}

// Closes the window.
function close() {
  field.value = "";
  void invoke(null);
}

document.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  void enter();
});
document.querySelector("button[type=button]").addEventListener("click", close);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
addEventListener("contextmenu", (event) => {
  if (event.target !== field) event.preventDefault();
});
field.focus();
