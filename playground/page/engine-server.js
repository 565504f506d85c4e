// The engine of the page that the command serves: it asks the command.
"use strict";
window.ask = async function (question) {
  const response = await fetch("judge", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(question),
    credentials: "omit", signal: AbortSignal.timeout(20_000),
  }).catch((error) => {
    throw new Error(error.name === "TimeoutError" ? "it took longer than 20 seconds and was ended" :
      "userpoolclient playground does not answer; is it still running?");
  });
  if (!response.ok) throw new Error((await response.text()).trim() || "status " + response.status);
  return response.json();
};
