// Searches while one types; without it the form's button does.
const form = document.querySelector("form[role=search]");
const address = () => `${form.action}?${new URLSearchParams(new FormData(form))}`;
let running = new AbortController();

async function search() {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  try {
    const response = await fetch(address(), { signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    document.querySelector("#found").replaceWith(page.querySelector("#found"));
    document.querySelector("a[hreflang]").replaceWith(page.querySelector("a[hreflang]"));
    history.replaceState(null, "", response.url);
  } catch (error) {
    // The button is still there.
    if (!signal.aborted) console.error(error);
  }
}

form.addEventListener("input", search);
