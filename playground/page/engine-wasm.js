// The engine of the static page: the library as WebAssembly, in a worker.
//
// The page fetches the worker and the module once. Then it takes from itself, and from
// the worker, every way to ask for anything: the policy that it adds counts beside the
// first, cannot be taken back, and a worker made of a blob inherits it.
"use strict";
(function () {
  const longest = 20_000; // milliseconds for one answer
  const sealed = "default-src 'none'; script-src 'wasm-unsafe-eval'; worker-src blob:; style-src 'none'";
  let source, module, worker, next = 0;
  const waiting = new Map();

  async function load() {
    const [script, code] = await Promise.all([fetch("worker.js"), fetch("judge.wasm")]);
    if (!script.ok || !code.ok) throw new Error("the library cannot be loaded");
    source = await script.text();
    // Streaming needs the type that not every host knows.
    const streams = code.headers.get("Content-Type") === "application/wasm";
    module = await (streams ? WebAssembly.compileStreaming(code) : WebAssembly.compile(await code.arrayBuffer()));
    performance.mark("compiled");
    const policy = document.createElement("meta");
    policy.httpEquiv = "Content-Security-Policy";
    policy.content = sealed;
    document.head.append(policy);
    start();
  }

  function start() {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    worker = new Worker(url);
    URL.revokeObjectURL(url);
    worker.onmessage = (event) => settle(event.data.id, event.data);
    worker.onerror = () => restart("the library failed; change the text and it tries again");
    worker.postMessage({ module });
  }

  function restart(why) {
    worker.terminate();
    for (const id of [...waiting.keys()]) settle(id, { error: why });
    start();
  }

  function settle(id, { answer, error }) {
    const one = waiting.get(id);
    if (!one) return;
    waiting.delete(id);
    clearTimeout(one.timer);
    if (error) one.reject(new Error(error)); else one.resolve(JSON.parse(answer));
  }

  let loading;
  window.ask = async function (question) {
    loading ??= load();
    await loading;
    return new Promise((resolve, reject) => {
      const id = next++;
      const timer = setTimeout(() => restart("it took longer than 20 seconds and was ended"), longest);
      waiting.set(id, { resolve, reject, timer });
      worker.postMessage({ id, question: JSON.stringify(question) });
    });
  };
})();
