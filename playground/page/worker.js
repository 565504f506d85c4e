// Behind wasm_exec.js of the Go toolchain: runs the library and answers questions.
let ready;
self.onmessage = async function (event) {
  const { module, id, question } = event.data;
  try {
    if (module) {
      const go = new Go();
      ready = WebAssembly.instantiate(module, go.importObject).then((instance) => {
        go.run(instance).then(() => { throw new Error("the library ended"); });
      });
      await ready;
      return;
    }
    await ready;
    self.postMessage({ id, answer: self.judge(question) });
  } catch (error) {
    self.postMessage({ id, error: "the library failed: " + error.message });
  }
};
